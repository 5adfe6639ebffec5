"""A training step of LoRA with transformers and peft in bfloat16. usage: language_lora_bfloat16.py"""
import torch
from language import measure_lora

measure_lora(torch.bfloat16)
