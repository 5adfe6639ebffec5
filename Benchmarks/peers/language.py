"""The model of the language groups, as run.py wrote it: LANGUAGE_FOLDER."""
import os

import torch
from transformers import AutoModelForCausalLM

torch.set_num_threads(1)
torch.manual_seed(0)


def model(dtype=torch.float32):
    return AutoModelForCausalLM.from_pretrained(os.environ["LANGUAGE_FOLDER"], dtype=dtype)
