#!/usr/bin/env bash
# Checks that the shim Sources/CTorch compiles against other versions of libtorch, given the folders of their headers.
#
#   Scripts/shim-check.sh INCLUDE...    say, torch-2.11.0/torch/include torch-2.12.1/torch/include
set -euo pipefail

[ $# -gt 0 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 2; }
readonly sources=$(cd "$(dirname "$0")/../Sources/CTorch" && pwd)
compiler=${CXX:-g++}
flags="-std=c++20 -fsyntax-only -Wall -Wextra -Werror"
"$compiler" --version | grep -q clang || flags="$flags -D_Nullable= -D_Nonnull= -D_Null_unspecified="

for include in "$@"; do
  for file in "$sources"/*/*.cpp; do
    "$compiler" $flags -isystem "$include" -isystem "$include/torch/csrc/api/include" \
      -I "$sources/include" -I "$sources/shim" -I "$sources/kernels" "$file"
  done
  echo "shim: compiles against $include"
done
