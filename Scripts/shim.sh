#!/usr/bin/env bash
# Builds the shim Sources/CTorch as a shared library of its own, against any libtorch (2.11 to 2.13) with its headers.
#
#   Scripts/shim.sh LIBTORCH FOLDER    FOLDER/libCTorch.so appears whole or not at all
#
# CXX chooses the compiler, JOBS how many run at once, RPATH where the shim looks for libtorch (default: there).
set -euo pipefail

[ $# -eq 2 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2; }
readonly libtorch=$(cd "$1" && pwd) folder=$2 root=$(cd "$(dirname "$0")/.." && pwd)

if [ -z "${CXX:-}" ]; then
  for CXX in clang++ g++ c++; do
    if command -v $CXX >/dev/null; then break; fi
  done
fi
command -v "$CXX" >/dev/null || { echo "shim: a C++ compiler is needed; Debian: apt-get install g++" >&2; exit 1; }

suffix=so
[ "$(uname)" != Darwin ] || suffix=dylib
flags="-std=c++20 -O2 -fPIC -DNDEBUG"
# Only clang reads these annotations of our header.
"$CXX" --version | grep -q clang || flags="$flags -D_Nullable= -D_Nonnull= -D_Null_unspecified="
libraries="-ltorch_cpu -lc10"
if [ -e "$libtorch/lib/libtorch_cuda.so" ]; then
  # Nothing of ours names a symbol of it: loading it is what registers the device.
  libraries="$libraries -Wl,--no-as-needed -ltorch_cuda -lc10_cuda"
fi

mkdir -p "$folder"
work=$(mktemp -d "$folder/.building-XXXXXX")
trap 'rm -rf "$work"' EXIT
export CXX flags libtorch work
printf '%s\0' "$root"/Sources/CTorch/*.cpp | xargs -0 -P "${JOBS:-2}" -n 1 bash -c '
  "$CXX" $flags -isystem "$libtorch/include" -isystem "$libtorch/include/torch/csrc/api/include" \
    -I "$(dirname "$1")/include" -c "$1" -o "$work/$(basename "$1" .cpp).o"' compile
name="-Wl,-soname,libCTorch.so"
[ "$suffix" = so ] || name="-Wl,-install_name,@rpath/libCTorch.dylib"
"$CXX" -shared "$name" -o "$work/libCTorch.$suffix" "$work"/*.o \
  -L"$libtorch/lib" $libraries -Wl,-rpath,"${RPATH:-$libtorch/lib}"
mv -f "$work/libCTorch.$suffix" "$folder/libCTorch.$suffix"
