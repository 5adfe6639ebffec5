"""The model of the language groups, as run.py wrote it: LANGUAGE_FOLDER."""
import os

import torch
from transformers import AutoModelForCausalLM

torch.set_num_threads(1)
torch.manual_seed(0)


def model(dtype=torch.float32):
    return AutoModelForCausalLM.from_pretrained(os.environ["LANGUAGE_FOLDER"], dtype=dtype)


def measure_lora(dtype):
    """A training step of LoRA of rank 8 on every linear layer, four windows of 256 tokens."""
    from peft import LoraConfig, get_peft_model
    from timing import report

    config = LoraConfig(r=8, lora_alpha=16, target_modules="all-linear", task_type="CAUSAL_LM")
    smol = get_peft_model(model(dtype), config).train()
    optimizer = torch.optim.AdamW([p for p in smol.parameters() if p.requires_grad], lr=1e-4)
    batch = torch.randint(1000, 40000, (4, 256))

    def step():
        optimizer.zero_grad()
        smol(input_ids=batch, labels=batch).loss.backward()
        optimizer.step()

    report("lora-step-4x256", step, seconds=20)
