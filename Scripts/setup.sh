#!/usr/bin/env bash
# Makes what a program that uses Autodidact opens when it first needs a tensor: libtorch in the user's cache, or LIBTORCH=/path,
# and the shim. For packages that depend on this one; a clone has `make setup`.
#
#   .build/checkouts/autodidact/Scripts/setup.sh
set -euo pipefail
scripts=$(cd "$(dirname "$0")" && pwd)
if [ -z "${LIBTORCH:-}" ]; then
  LIBTORCH="${XDG_CACHE_HOME:-$HOME/.cache}/autodidact/torch/libtorch"
  "$scripts/libtorch.sh" --to "$LIBTORCH"
fi
LIBTORCH=$LIBTORCH exec "$scripts/shim.sh"
