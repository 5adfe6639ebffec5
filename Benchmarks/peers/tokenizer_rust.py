"""Encoding and decoding a text with the Rust package tokenizers, one thread. usage: tokenizer_rust.py"""
import os

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
from pathlib import Path

from timing import report
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(os.environ["TOKENIZER_FOLDER"] + "/tokenizer.json")
text = Path(os.environ["TOKENIZER_TEXT"]).read_text(encoding="utf-8")
ids = tokenizer.encode(text).ids
report("encode-1MB", lambda: tokenizer.encode(text))
report("decode-1MB", lambda: tokenizer.decode(ids))
