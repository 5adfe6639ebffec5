#!/usr/bin/env bash
# Gets the pinned libtorch: the headers and libraries of PyTorch's own wheel, fetched by pip as this user configured it.
#
#   Scripts/libtorch.sh              unpacks it into .deps/libtorch; at once when it is there already
#   Scripts/libtorch.sh --to DIR     ... into DIR
#   Scripts/libtorch.sh --cuda       keeps the CUDA libraries (gigabytes; pip must find a CUDA build)
#   Scripts/libtorch.sh --check      fetches nothing: says which libtorch is used, and verifies every unpacked file
#   LIBTORCH=/path                   uses that one instead: checks its version and fetches nothing
set -euo pipefail

readonly pinned=2.13.0
readonly oldest=2.11 newest=2.13  # what the shim in Sources/CTorch compiles against
readonly root=$(cd "$(dirname "$0")/.." && pwd)

to="$root/.deps/libtorch" kind=lean check=no
while [ $# -gt 0 ]; do
  case $1 in
  --to) to=${2:?--to needs a folder}; shift ;;
  --cuda) kind=cuda ;;
  --check) check=yes ;;
  -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit ;;
  *) echo "libtorch: unknown option $1 (see --help)" >&2; exit 2 ;;
  esac
  shift
done

fail() { echo "libtorch: $*" >&2; exit 1; }

# The version that the headers in $1 declare, or nothing. The second file declared it before PyTorch 2.9.
version() {
  local header
  for header in torch/headeronly/version.h torch/csrc/api/include/torch/version.h; do
    [ -f "$1/include/$header" ] || continue
    awk '$2 ~ /^TORCH_VERSION_(MAJOR|MINOR|PATCH)$/ { printf "%s%s", dot, $3; dot = "." }' "$1/include/$header"
    return
  done
}

library() { ls "$1"/lib/libtorch_cpu.so "$1"/lib/libtorch_cpu.dylib 2>/dev/null | head -1; }

# Another libtorch than ours: only its version can be checked.
if [ -n "${LIBTORCH:-}" ]; then
  [ -n "$(library "$LIBTORCH")" ] || fail "LIBTORCH=$LIBTORCH has no lib/libtorch_cpu; point it at the folder" \
    "that holds include/ and lib/, or unset it to use the pinned $pinned"
  found=$(version "$LIBTORCH")
  minor=$(echo "$found" | cut -d. -f2)
  case $found in
  2.*) [ "$minor" -ge "${oldest#2.}" ] && [ "$minor" -le "${newest#2.}" ] && {
    echo "libtorch $found in $LIBTORCH"
    exit
  } ;;
  esac
  fail "LIBTORCH=$LIBTORCH is version ${found:-unknown}; Autodidact needs $oldest to $newest." \
    "Unset LIBTORCH to use the pinned $pinned"
fi

# Ours: the stamp is written last, so where it is, everything is.
stamp=$(cat "$to/.stamp" 2>/dev/null || true)
right=no
case $stamp in
"$pinned lean" | "$pinned+"*" lean") [ $kind = lean ] && right=yes ;;
"$pinned cuda" | "$pinned+"*" cuda") right=yes ;;
esac
[ -n "$(library "$to")" ] || { right=no; rm -f "$to/.stamp"; }

if [ $check = yes ]; then
  [ $right = yes ] || fail "$to is not libtorch $pinned ($kind); run Scripts/libtorch.sh"
  sums="sha256sum"
  command -v sha256sum >/dev/null || sums="shasum -a 256"
  (cd "$to" && $sums -c .sha256 >/dev/null) || fail "$to is damaged; remove it and run Scripts/libtorch.sh"
  echo "libtorch $stamp in $to, $(wc -l <"$to/.sha256" | tr -d ' ') files as PyTorch published them"
  exit
fi
[ $right = no ] || exit 0

command -v python3 >/dev/null || fail "python3 is needed to fetch libtorch; Debian: apt-get install python3 python3-pip"
python3 -m pip --version >/dev/null 2>&1 || fail "python3 has no pip; Debian: apt-get install python3-pip"
exec python3 "$root/Scripts/libtorch.py" "$pinned" "$kind" "$to"
