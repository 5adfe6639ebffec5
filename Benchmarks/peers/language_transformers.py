"""Reading 512 tokens, and writing after 128, with transformers in float32. usage: language_transformers.py"""
import copy

import torch
from language import model
from timing import report

smol = model().eval()
ids = torch.randint(1000, 40000, (1, 512))


@torch.inference_mode()
def prefill():
    smol(input_ids=ids, use_cache=True, logits_to_keep=1).logits.max().item()


@torch.inference_mode()
def decode(rows, count, start):
    cache = copy.deepcopy(start)
    token = torch.randint(1000, 40000, (rows, 1))
    for _ in range(count):
        token = smol(input_ids=token, past_key_values=cache, use_cache=True).logits[:, -1:].argmax(-1)
    token.max().item()


report("prefill-512", prefill)
for rows in (1, 8, 64):
    with torch.inference_mode():
        start = smol(input_ids=ids[:, :128].expand(rows, -1), use_cache=True, logits_to_keep=1).past_key_values
    count = 64 if rows == 1 else 16
    report(f"decode-batch-{rows}", lambda: decode(rows, count, start), iterations=count * rows)
