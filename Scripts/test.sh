#!/usr/bin/env bash
# Runs the tests with these arguments of `swift test`, and says which suites took how long: at the end, and whole in
# .build/test-seconds.txt.
set -uo pipefail
cd "$(dirname "$0")/.."
record=.build/test-seconds.txt
mkdir -p .build
# The tests' product alone: `swift test` would compile every target of every dependency, which takes minutes more.
for product in autodidact autodidactPackageTests; do ${SWIFT:-swift} build --product $product "$@" || exit 1; done
${SWIFT:-swift} test --skip-build "$@" 2>&1 | tee "$record.log"
status=${PIPESTATUS[0]}
sed -nE 's/^.*Suite "?([^"]+)"? (passed|failed) after ([0-9.]+) seconds.*$/\3 \1/p' "$record.log" | sort -rn >"$record"
rm -f "$record.log"
echo "the slowest of $(wc -l <"$record" | tr -d ' ') suites, in seconds (all of them: $record)"
head -15 "$record" | awk '{ seconds = $1; sub(/^[^ ]+ /, ""); printf "%8.1f  %s\n", seconds, $0 }'
exit "$status"
