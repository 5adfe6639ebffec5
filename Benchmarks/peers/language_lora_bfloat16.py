"""A training step of LoRA of rank 8 on every linear layer with transformers and peft in bfloat16. usage: language_lora_bfloat16.py"""
import torch
from language import model
from peft import LoraConfig, get_peft_model
from timing import report

smol = get_peft_model(model(torch.bfloat16), LoraConfig(r=8, lora_alpha=16, target_modules="all-linear", task_type="CAUSAL_LM")).train()
optimizer = torch.optim.AdamW([p for p in smol.parameters() if p.requires_grad], lr=1e-4)
batch = torch.randint(1000, 40000, (4, 256))


def step():
    optimizer.zero_grad()
    smol(input_ids=batch, labels=batch).loss.backward()
    optimizer.step()


report("lora-step-4x256", step, seconds=20)
