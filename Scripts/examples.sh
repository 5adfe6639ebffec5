#!/usr/bin/env bash
# Builds and runs the package in Examples/ as a stranger's would be: from a clone of what is committed here, by version.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly stranger="$PWD/.build/stranger"
# A tag of the commit's own: package managers refuse one that moved.
export AUTODIDACT_URL="file://$stranger/autodidact.git" AUTODIDACT_VERSION="0.2.0-g$(git rev-parse --short=12 HEAD)"
mkdir -p "$stranger"
[ -e "$stranger/autodidact.git" ] || git init -q --bare "$stranger/autodidact.git"
git push -q "$stranger/autodidact.git" HEAD:refs/heads/main "+HEAD:refs/tags/$AUTODIDACT_VERSION" --force

build=(-c release --package-path Examples --scratch-path "$stranger/build")
for example in "$@"; do
  echo "examples: $example"
  # The example alone: without its name, all targets of all dependencies would be compiled.
  swift build "${build[@]}" --product "$example"
  swift run --skip-build "${build[@]}" "$example"
done
