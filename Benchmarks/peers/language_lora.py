"""A training step of LoRA with transformers and peft in float32. usage: language_lora.py"""
import torch
from language import measure_lora

measure_lora(torch.float32)
