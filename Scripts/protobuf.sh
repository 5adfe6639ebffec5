#!/usr/bin/env bash
# Generates the Swift of Sources/Service/Wire/*.proto, which is committed. Needs protoc (Debian: protobuf-compiler).
set -euo pipefail
cd "$(dirname "$0")/.."
swift build --product protoc-gen-swift --scratch-path .build-protobuf
protoc --plugin=.build-protobuf/debug/protoc-gen-swift --proto_path=Sources/Service/Wire \
  --swift_out=Sources/Service/Wire --swift_opt=Visibility=Public --swift_opt=UseAccessLevelOnImports=true tinker.proto
