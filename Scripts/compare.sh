#!/usr/bin/env bash
# The comparison of learners on the recursive model: trains what is not there yet, asks all of them the same held-out
# episodes, and pools their answers into the data of Results/four-learners and Results/more-learners.
#
#   Scripts/compare.sh FOLDER maml lora cavia …     # names of Configs/compare-NAME.yaml; all of them when none is given
#   LONG=1 SHOTS=1 Scripts/compare.sh FOLDER …      # also after 50 and 100 steps, and with 2, 4 and 8 examples
#   SEEDS="101 102" Scripts/compare.sh FOLDER …     # seeds of episodes
#
# FOLDER gets NAME.safetensors, NAME.seconds (processor seconds of training) and NAME-SEED.json, with LONG=1
# long-NAME-SEED.json, with SHOTS=1 shots-NAME-SEED.json; and from all of them data.csv, which `autodidact results render` reads. Trainings run one after another, each on one thread: about three minutes each on a quiet machine.
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

ask() {  # ANSWERS NAME SEED, and what to ask
  local answers="$folder/$1.json" name=$2 seed=$3
  shift 3
  [ -e "$answers" ] && return
  echo "$name: episodes of seed $seed, $*" >&2
  "$autodidact" evaluate "$name.safetensors" --tasks world:sequences "$@" --episodes 30 --seed "$seed" --json \
    >"$answers.part"
  mv "$answers.part" "$answers"
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
    ask "$name-$seed" "$name" "$seed" --steps 0,1,2,5,10,20
    if [ "${LONG:-}" = 1 ]; then ask "long-$name-$seed" "$name" "$seed" --steps 50,100; fi
    if [ "${SHOTS:-}" = 1 ]; then ask "shots-$name-$seed" "$name" "$seed" --shots 2,4,8 --steps 1,5,10; fi
  done
done

answers=()
for name in "${names[@]}"; do
  for seed in "${seeds[@]}"; do
    for file in "$name-$seed.json" "long-$name-$seed.json" "shots-$name-$seed.json"; do
      [ ! -e "$file" ] || answers+=("$file")
    done
  done
done
"$autodidact" results collect "${answers[@]}" --out data.csv
echo "data: $folder/data.csv" >&2
