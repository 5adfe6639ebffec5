#!/usr/bin/env bash
# The service with the unmodified clients: a small decoder is made, the recipes of tinker-cookbook run against it, each process is killed
# at random moments, and eight clients run together and in turn. Python and its packages are put into .deps/service, which can be thrown
# away. It trains a decoder first, which takes long; not part of `make test`.
set -euo pipefail
cd "$(dirname "$0")/../.."
export AUTODIDACT=${AUTODIDACT:-$PWD/.build/release/autodidact} OMP_NUM_THREADS=1
readonly folder=$PWD/.deps/service
mkdir -p "$folder"
if [ ! -x "$folder/python/bin/tinker" ]; then
  ${PYTHON:-python3} -m venv "$folder/python"
  pip=("$folder/python/bin/pip" install -q)
  "${pip[@]}" tinker openai peft 'lm-eval[api]' chz datasets blobfile termcolor tiktoken cloudpickle aiohttp pillow pyrage sympy pylatexenc math-verify
  "${pip[@]}" .deps/cache/torch-*.whl || "${pip[@]}" torch
  "${pip[@]}" --no-deps tinker-cookbook
fi
python="$folder/python/bin/python -W ignore"
if [ ! -d "$folder/decoder" ]; then
  $python Scripts/service/sums.py >"$folder/sums.txt"
  "$AUTODIDACT" model new "$folder/sums.txt" --out "$folder/decoder" --vocabulary 400 --splitting smolLM --context 512 \
    --steps 3000 --batch 24 --rate 2e-3
fi
rm -rf "$folder/state"
$python Scripts/service/recipes.py "$folder" "$@"
$python Scripts/service/kills.py "$folder/decoder" --kills 50 --steps 120
$python Scripts/service/kills.py "$folder/decoder" --kills 20 --steps 60 --clients 3
$python Scripts/service/clients.py "$folder/decoder"
$python Scripts/service/lm_eval.py "$folder/decoder"
$python Scripts/service/latency.py "$folder/decoder"
