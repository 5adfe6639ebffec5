#!/usr/bin/env bash
# Starts Autodidact from an archive of `make dist`: finds a libtorch, and a shim that fits it.
#
# libtorch is the first of: LIBTORCH=/path; the one this archive fetched before; the PyTorch of this machine's python3
# (2.11 to 2.13, so that its GPU is used); the pinned one, which is then fetched with pip.
# The shim is the bundled one, or one built here at the first start, with this machine's own C++ compiler.
set -euo pipefail

script=$0
while [ -L "$script" ]; do
  link=$(readlink "$script")
  case $link in /*) script=$link ;; *) script=$(dirname "$script")/$link ;; esac
done
readonly here=$(cd "$(dirname "$script")" && pwd)
readonly cache="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/autodidact"
fetched="$here/.deps/libtorch"
[ -w "$here" ] || fetched="$cache/libtorch"
say() { echo "autodidact: $*" >&2; }

# The folder of this machine's PyTorch, found without the seconds that importing it takes.
pytorch() {
  command -v python3 >/dev/null || return 0
  python3 -c 'if True:
    import importlib.util
    found = importlib.util.find_spec("torch")
    print(found.submodule_search_locations[0] if found else "")' 2>/dev/null || true
}

libtorch=${LIBTORCH:-}
if [ -z "$libtorch" ] && [ -e "$fetched/.stamp" ]; then
  libtorch=$fetched
fi
if [ -z "$libtorch" ] && libtorch=$(pytorch) && [ -n "$libtorch" ]; then
  reason=$(LIBTORCH=$libtorch "$here/Scripts/libtorch.sh" 2>&1) || { say "not using PyTorch: $reason"; libtorch=; }
fi
if [ -z "$libtorch" ]; then
  "$here/Scripts/libtorch.sh" --to "$fetched"
  libtorch=$fetched
fi
found=$(LIBTORCH=$libtorch "$here/Scripts/libtorch.sh")
found=${found#libtorch } found=${found%% *}

suffix=so
[ "$(uname)" != Darwin ] || suffix=dylib
shim="$here/lib/libCTorch.$suffix"
cuda=
[ ! -e "$libtorch/lib/libtorch_cuda.so" ] || cuda=" with CUDA"
bundled=$(cat "$here/lib/libtorch-version")
if [ "$found$cuda" != "$bundled" ] && ! shim=$(LIBTORCH=$libtorch JOBS=${JOBS:-4} "$here/Scripts/shim.sh"); then
  if [ "$found" != "${bundled%% *}" ]; then
    say "the shim could not be built, and the bundled one fits libtorch $bundled only"
    exit 1
  fi
  say "the shim could not be built; going on with the bundled one, without the GPU"
  shim="$here/lib/libCTorch.$suffix"
fi

export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}" AUTODIDACT_HOME="$here" AUTODIDACT_SHIM="$shim"
# The bundled shim looks for libtorch there.
if [ "$suffix" = dylib ]; then
  export DYLD_LIBRARY_PATH="$libtorch/lib${DYLD_LIBRARY_PATH:+:$DYLD_LIBRARY_PATH}"
else
  export LD_LIBRARY_PATH="$libtorch/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
exec "$here/bin/autodidact" "$@"
