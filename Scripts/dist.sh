#!/usr/bin/env bash
# Makes one archive, .build/dist/autodidact-<system>-<machine>.tar.gz, that runs where there is no Swift.
#
# In it: the command with Swift's runtime, SQLite, zlib and libpng inside; the shim in lib/, and its sources, from which the start
# script builds it again where the bundled one does not fit the libtorch it finds; Checkpoints/ and Configs/.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly name="autodidact-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)"
readonly libtorch="${LIBTORCH:-$PWD/.deps/libtorch}" build="$PWD/.build-dist" dist="$PWD/.build/dist"
readonly stage="$dist/$name"
rm -rf "$stage"
mkdir -p "$stage/bin" "$stage/lib" "$stage/Scripts" "$stage/Sources" "$build/static"

found=$(LIBTORCH=$libtorch Scripts/libtorch.sh)
echo "dist: the shim, against $found"
LIBTORCH=$libtorch RPATH='$ORIGIN' Scripts/shim.sh --to "$stage/lib" >/dev/null
version=$(echo "$found" | awk '{ print $2 }')
[ ! -e "$libtorch/lib/libtorch_cuda.so" ] || version="$version with CUDA"
echo "$version" >"$stage/lib/libtorch-version"

echo "dist: the command, with Swift's runtime inside"
# A folder that holds only the static SQLite, zlib and libpng comes first in the search, so that no machine needs its own.
for library in libsqlite3.a libz.a libpng.a; do
  if static=$(ls /usr/lib/*/$library 2>/dev/null | head -1) && [ -n "$static" ]; then
    ln -sf "$static" "$build/static/$library"
  fi
done
swift build -c release --product autodidact --scratch-path "$build" \
  --static-swift-stdlib -Xlinker "-L$build/static" -Xlinker -s
cp "$build/release/autodidact" "$stage/bin/"
find -L "$build/release" -maxdepth 1 -name '*.resources' -exec cp -R {} "$stage/bin/" \;

cp -R Sources/CTorch "$stage/Sources/"
cp Scripts/libtorch.sh Scripts/libtorch.py Scripts/shim.sh "$stage/Scripts/"
cp Scripts/start.sh "$stage/autodidact"
for extra in Checkpoints Configs README.md LICENSE; do
  if [ -e "$extra" ]; then cp -R "$extra" "$stage/"; fi
done

tar -czf "$dist/$name.tar.gz.partial" -C "$dist" "$name"
mv -f "$dist/$name.tar.gz.partial" "$dist/$name.tar.gz"
echo "dist: $(du -h "$dist/$name.tar.gz" | cut -f1) in $dist/$name.tar.gz"
