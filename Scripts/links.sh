#!/usr/bin/env bash
# Checks that every relative link of a Markdown page leads to a file of the repository.
set -euo pipefail
cd "$(dirname "$0")/.."

status=0
pages=0
while IFS= read -r page; do
  pages=$((pages + 1))
  # Fences hold commands, not links.
  while IFS= read -r link; do
    target=${link%%#*}
    case $target in '' | *://* | mailto:*) continue ;; esac
    if [ ! -e "$(dirname "$page")/$target" ]; then
      echo "$page: $link leads nowhere" >&2
      status=1
    fi
  done < <(awk '/^ *```/ { fence = !fence } !fence && !/^<!--/' "$page" | grep -oE '\]\([^) ]+\)' | sed 's/^](//; s/)$//')
done < <(git ls-files -co --exclude-standard -- '*.md' | while IFS= read -r page; do [ ! -e "$page" ] || echo "$page"; done)
[ $status -ne 0 ] || echo "links: those of $pages pages lead to files"
exit $status
