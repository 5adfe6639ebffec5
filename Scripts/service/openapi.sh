#!/usr/bin/env bash
# The server's OpenAPI document, held against the server by schemathesis, which is put into .deps/openapi with its Python. The decoder is
# one of a few steps: it says nothing sensible, and here it need not.
set -euo pipefail
cd "$(dirname "$0")/../.."
export AUTODIDACT=${AUTODIDACT:-$PWD/.build/release/autodidact} OMP_NUM_THREADS=1
readonly folder=$PWD/.deps/openapi
mkdir -p "$folder"
if [ ! -x "$folder/python/bin/schemathesis" ]; then
  ${PYTHON:-python3} -m venv "$folder/python"
  "$folder/python/bin/pip" install -q schemathesis
fi
if [ ! -d "$folder/decoder" ]; then
  ${PYTHON:-python3} Scripts/service/sums.py >"$folder/sums.txt"
  "$AUTODIDACT" model new "$folder/sums.txt" --out "$folder/decoder" --vocabulary 300 --splitting smolLM --context 64 \
    --steps 20 --batch 4 --rate 2e-3
fi
"$folder/python/bin/python" Scripts/service/openapi.py "$folder/decoder" "$@"
