"""Reading 512 tokens, and writing 64 after 128, with llama.cpp on the file as it is. usage: language_llama.py"""
import os
import random

from llama_cpp import Llama
from timing import report

llama = Llama(os.environ["AUTODIDACT_LANGUAGE_MODEL"], n_ctx=1024, n_threads=1, n_threads_batch=1, n_batch=512, verbose=False)
random.seed(0)
ids = [random.randrange(1000, 40000) for _ in range(512)]


def prefill():
    llama.reset()
    llama.eval(ids)


def decode():
    # The 64 tokens of the time before are forgotten.
    llama._ctx.kv_cache_seq_rm(-1, 128, -1)
    llama.n_tokens = 128
    for token in ids[:64]:
        llama.eval([token])


report("prefill-512", prefill)
llama.reset()
llama.eval(ids[:128])
report("decode-batch-1", decode, iterations=64)
