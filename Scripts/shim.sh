#!/usr/bin/env bash
# Builds the shim, Sources/CTorch's C++, as the library that programs open when they first need a tensor: into the user's
# cache, where every program of these sources finds it. At once when it is there already. Prints the library's path.
#
#   Scripts/shim.sh                 against LIBTORCH=/path (2.11 to 2.13, with its headers), else .deps/libtorch
#   Scripts/shim.sh --to FOLDER     FOLDER/libCTorch.so instead, whole or not at all
#
# CXX chooses the compiler, JOBS how many run at once, RPATH where the shim looks for libtorch (default: there).
set -euo pipefail

readonly root=$(cd "$(dirname "$0")/.." && pwd)
readonly sources="$root/Sources/CTorch"
folder=
case ${1:-} in
"") ;;
--to) folder=${2:?--to needs a folder} ;;
*) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
fail() { echo "shim: $*" >&2; exit 1; }

libtorch=${LIBTORCH:-$root/.deps/libtorch}
found=$(LIBTORCH=$libtorch "$root/Scripts/libtorch.sh") || exit 1
version=$(echo "$found" | cut -d ' ' -f 2)
readonly libtorch=$(cd "$libtorch" && pwd -P)
cuda=
[ ! -e "$libtorch/lib/libtorch_cuda.so" ] || cuda=yes
suffix=so
[ "$(uname)" != Darwin ] || suffix=dylib

if [ -z "$folder" ]; then
  key=$(sed -n 's/^#define CT_KEY "\(.*\)"$/\1/p' "$sources/functions.h")
  # Two folders of one version are two libtorches: the shim remembers where its own is.
  place=$(printf %s "$libtorch" | cksum | cut -d ' ' -f 1)
  folder="${XDG_CACHE_HOME:-$HOME/.cache}/autodidact/shim/$key/$version${cuda:+-cuda}-$place"
  if [ -e "$folder/libCTorch.$suffix" ]; then
    touch "$folder"  # of several, programs take the one that was asked for last
    echo "$folder/libCTorch.$suffix"
    exit
  fi
fi

if [ -z "${CXX:-}" ]; then
  for CXX in clang++ g++ c++; do
    if command -v $CXX >/dev/null; then break; fi
  done
fi
command -v "$CXX" >/dev/null || fail "a C++ compiler is needed; Debian: apt-get install g++"
flags="-std=c++20 -O2 -fPIC -fvisibility=hidden -DNDEBUG"
# Only clang reads these annotations of our header.
"$CXX" --version | grep -q clang || flags="$flags -D_Nullable= -D_Nonnull= -D_Null_unspecified="
libraries="-ltorch_cpu -lc10"
if [ -n "$cuda" ]; then
  # Nothing of ours names a symbol of it: loading it is what registers the device.
  libraries="$libraries -Wl,--no-as-needed -ltorch_cuda -lc10_cuda"
fi

echo "shim: compiling against libtorch $version${cuda:+ with CUDA} in $libtorch (once, about a minute)" >&2
mkdir -p "$folder"
work=$(mktemp -d "$folder/.building-XXXXXX")
trap 'rm -rf "$work"' EXIT
compile() {
  "$CXX" $flags -I "$sources/include" -I "$sources/shim" -I "$sources/kernels" -isystem "$libtorch/include" \
    -isystem "$libtorch/include/torch/csrc/api/include" "$@"
}
export -f compile
export CXX flags sources libtorch work
# libtorch's headers are most of the work, so they are read once.
echo '#include "fused.h"' >"$work/first.h"
compile -x c++-header "$work/first.h" -o "$work/first.h.gch"
printf '%s\0' "$sources"/*/*.cpp | xargs -0 -P "${JOBS:-2}" -n 1 bash -c '
  compile -include "$work/first.h" -c "$1" -o "$work/$(basename "$1" .cpp).o"' bash || fail "it does not compile"
name="-Wl,-soname,libCTorch.so"
[ "$suffix" = so ] || name="-Wl,-install_name,@rpath/libCTorch.dylib"
"$CXX" -shared "$name" -o "$work/libCTorch.$suffix" "$work"/*.o \
  -L"$libtorch/lib" $libraries -Wl,-rpath,"${RPATH:-$libtorch/lib}"
mv -f "$work/libCTorch.$suffix" "$folder/libCTorch.$suffix"
echo "$folder/libCTorch.$suffix"
