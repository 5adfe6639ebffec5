#!/usr/bin/env bash
# Opens every page of `autodidact dashboard` in a headless Chromium, over an empty store and over that of a short training:
# light and dark, wide and on a telephone. Fails for any error in the console. Pictures: .build/dashboard/ (or $1).
set -euo pipefail
cd "$(dirname "$0")/.."
program=${AUTODIDACT:-.build/release/autodidact}
pictures=${1:-.build/dashboard}
[ -x "$program" ] || { echo "there is no $program: make build, or name it with AUTODIDACT" >&2; exit 1; }

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

check() { # check NAME: the pages over $work/NAME
  "$program" dashboard --runs-dir "$work/$1" --port 0 >"$work/$1.address" &
  server=$!
  for _ in $(seq 100); do [ ! -s "$work/$1.address" ] || break; sleep 0.1; done
  mkdir -p "$pictures/$1"
  python3 Scripts/dashboard_check.py "$(sed 's/.* //' "$work/$1.address")" "$pictures/$1"
  kill "$server"
  wait "$server" || true
  server=
}

check empty
# Sixty steps are curves enough.
"$program" train Configs/sinusoid.yaml --runs-dir "$work/runs" --set steps=60 --set validateEvery=20 >/dev/null
check runs
