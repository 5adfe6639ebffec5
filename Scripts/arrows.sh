#!/usr/bin/env bash
# Holds the walls of the house: a room may import only the rooms that its arrows name (Package.swift has the same list).
# The compiler finds a missing arrow; this finds one that was added. Rooms without tensors build without libtorch.
set -euo pipefail
cd "$(dirname "$0")/.."

arrows() {
  case $1 in
  Requirements | CTorch | CPNG | JSON | Randomness | Reports | Runs | Settings) echo ;;
  Tensors) echo "CTorch JSON Randomness" ;;
  Tasks) echo "JSON Randomness Settings" ;;
  Images) echo "CPNG Tasks" ;;
  Workers) echo "Runs" ;;
  Service) echo "Workers Runs Settings Tasks JSON" ;;
  Dashboard) echo "Reports Runs" ;;
  Repositories) echo "Tasks Randomness" ;;
  Scaling) echo "Randomness Reports" ;;
  Networks) echo "Tensors JSON Randomness" ;;
  MetaLearning) echo "Networks Tensors Tasks Randomness" ;;
  Language) echo "Networks Tensors Tasks Randomness Settings" ;;
  Search) echo "MetaLearning Networks Tensors Tasks Scaling Randomness" ;;
  Experiments) echo "Search MetaLearning Networks Tensors Tasks Scaling Reports Runs Randomness Settings" ;;
  autodidact | autodidact-bench) echo "Images Language Repositories Experiments Search MetaLearning Networks Tensors Tasks Scaling Reports Runs Randomness Settings Workers Service Dashboard" ;;
  *) return 1 ;;
  esac
}

rooms=$(cd Sources && ls -d -- */ | tr -d /)
status=0
for room in $rooms; do
  if ! allowed=$(arrows "$room"); then
    echo "Sources/$room: no arrows known for it; add a line to Scripts/arrows.sh" >&2
    status=1
    continue
  fi
  # file:line:module of every import, whatever attributes or access it has; `import struct A.B` counts as A.
  while IFS=: read -r file line module; do
    case " $(echo $rooms) " in *" $module "*) ;; *) continue ;; esac
    case " $allowed Requirements " in
    *" $module "*) ;;
    *)
      echo "$file:$line: $room may not import $module (its arrows: ${allowed:-none})" >&2
      status=1
      ;;
    esac
  done < <(find "Sources/$room" -name '*.swift' -exec awk '
    /^[ \t]*(@[A-Za-z_]+(\([^)]*\))?[ \t]+)*((public|package|internal|fileprivate|private)[ \t]+)?import[ \t]/ {
      sub(/.*import[ \t]+/, ""); sub(/^(typealias|struct|class|enum|protocol|let|var|func)[ \t]+/, "")
      sub(/[^A-Za-z0-9_].*/, ""); print FILENAME ":" FNR ":" $0
    }' {} +)
done
[ $status -ne 0 ] || echo "arrows: $(echo $rooms | wc -w | tr -d ' ') rooms import only what their arrows allow"
exit $status
