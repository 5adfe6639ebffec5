#!/usr/bin/env bash
# The comparison of learners on the recursive model: trains what is not there yet, asks all of them the same held-out
# episodes, and prints one table.
#
#   Scripts/compare.sh FOLDER maml lora cavia …     # names of Configs/compare-NAME.yaml; all of them when none is given
#
# FOLDER gets NAME.safetensors, NAME.seconds (processor seconds of training) and NAME-SEED.json. Trainings run one after
# another, each on one thread: about three minutes each on a quiet machine.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
autodidact=${AUTODIDACT:-$here/.build/release/autodidact}
folder=${1:?give a folder for models and answers}
shift
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
read -ra seeds <<<"${SEEDS:-101 102}"  # of episodes

names=("$@")
if [ ${#names[@]} = 0 ]; then
  for file in "$here"/Configs/compare-*.yaml; do
    name=$(basename "$file" .yaml)
    [ "$name" = compare-start ] || names+=("${name#compare-}")
  done
fi

train() {
  local name=$1 file=$2
  shift 2
  [ -e "$folder/$name.safetensors" ] && return
  echo "$name: training" >&2
  local TIMEFORMAT='%U'
  { time "$autodidact" train "$file" "$@" --runs-dir "$folder/runs" --out "$folder/$name.safetensors" >&3 2>&3; } \
    3>&2 2>"$folder/$name.seconds"
}

cd "$folder"
for name in "${names[@]}"; do
  case $name in
    joint | reptile) ;;
    prefix) train start-prefix "$here/Configs/compare-start.yaml" --set network.prefix=4 --set network.taskWidth=256 ;;
    *) train start "$here/Configs/compare-start.yaml" ;;
  esac
  train "$name" "$here/Configs/compare-$name.yaml"
  for seed in "${seeds[@]}"; do
    answers="$folder/$name-$seed.json"
    [ -e "$answers" ] && continue
    echo "$name: episodes of seed $seed" >&2
    "$autodidact" evaluate "$name.safetensors" --tasks world:sequences --steps 0,1,2,5,10,20 --episodes 30 \
      --seed "$seed" --json >"$answers.part"
    mv "$answers.part" "$answers"
  done
done

# Both seeds have equally many episodes, so the mean of their means is the mean of all.
python3 - "$folder" "${#seeds[@]}" "${seeds[@]}" "${names[@]}" <<'TABLE'
import json, sys
folder, count = sys.argv[1], int(sys.argv[2])
seeds, names = sys.argv[3:3 + count], sys.argv[3 + count:]
for group in ("trained", "held-out"):
    print(f"\nsymbols right, {group} families")
    for name in names:
        files = [json.load(open(f"{folder}/{name}-{seed}.json"))["evaluation"] for seed in seeds]
        rows = [row for file in files for row in file["overall"] if row["group"] == group]
        steps = [point["steps"] for point in rows[0]["points"]]
        means = [sum(row["points"][i]["tokens"]["mean"] for row in rows) / len(rows) for i in range(len(steps))]
        seconds = open(f"{folder}/{name}.seconds").read().strip()
        print(f"{name:16}" + "".join(f"  {step}: {mean:.3f}" for step, mean in zip(steps, means)) + f"  ({seconds} s)")
TABLE
