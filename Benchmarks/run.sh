#!/usr/bin/env bash
# Ours beside its peers: installs the peers into a throw-away environment, .deps/bench-venv, and runs everyone in turn.
# Options go to run.py: --rounds N, --markdown Benchmarks/RESULTS.md, --only GROUP (repeatable): sinusoid,
# sinusoid-methods, omniglot, trm, maml, scaling, adapt, tokenizer, language, language-lora, language-adapters
set -euo pipefail
cd "$(dirname "$0")/.."

readonly venv=.deps/bench-venv
if [ ! -x "$venv/bin/python" ]; then
  mkdir -p .deps
  # Debian keeps venv apart from Python; virtualenv does where it is missing.
  python3 -m venv "$venv" 2>/dev/null || python3 -m virtualenv --quiet "$venv" || {
    rm -rf "$venv"
    echo "bench: python3 cannot make an environment; Debian: apt-get install python3-venv" >&2
    exit 1
  }
fi

# Each peer on its own, so that one that cannot be installed costs its own row only.
for package in torch==2.13.0 jax optax higher torchopt scipy transformers peft tokenizers llama-cpp-python; do
  marker="$venv/installed-${package%%=*}"
  if [ ! -e "$marker" ]; then
    echo "bench: installing $package" >&2
    if "$venv/bin/python" -m pip install --quiet "$package" >&2; then
      touch "$marker"
    else
      echo "bench: $package cannot be installed; its row will say so" >&2
    fi
  fi
done
exec "$venv/bin/python" Benchmarks/run.py --python "$venv/bin/python" "$@"
