"""Writes the programs to whose frequencies the prior is fitted: those that answer tasks of ARC-AGI-1's training set.

    python3 Scripts/prior.py TRAINING_FOLDER [--budget 15s]

It runs `autodidact solve --by programs` over the folder and keeps the program of every task whose first attempts are all right.
"""

import argparse, glob, json, os, subprocess

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--budget", default="15s")
parser.add_argument("--autodidact", default=".build/release/autodidact")
options = parser.parse_args()
answer = subprocess.run(
    [options.autodidact, "solve", options.folder, "--by", "programs", "--budget", options.budget, "--json"], stdout=subprocess.PIPE)
classes = {"same": set(), "smaller": set(), "larger": set()}
for task in json.loads(answer.stdout)["tasks"]:
    if not all(at == 1 for at in task["rightAt"]):
        continue
    program = task["sources"][0][0].get("program", "")
    if not program or len(program) > 400:
        continue
    [path] = glob.glob(os.path.join(options.folder, "**", f"{task['name']}.json"), recursive=True)
    pairs = json.load(open(path))["train"]
    sizes = [(len(p["input"]), len(p["input"][0]), len(p["output"]), len(p["output"][0])) for p in pairs]
    same = all(size[:2] == size[2:] for size in sizes)
    smaller = all(size[2] * size[3] < size[0] * size[1] for size in sizes)
    classes["same" if same else "smaller" if smaller else "larger"].add(program)
text = '''/// Programs that answered tasks of ARC-AGI-1's training set, to whose frequencies the prior is fitted.
///
/// `Scripts/prior.py` made the list: it runs `autodidact solve` over the tasks.
enum SolvedPrograms {
'''
says = {"same": "Those of tasks whose outputs have the inputs' sizes.",
        "smaller": "Those of tasks whose outputs are smaller than the inputs.", "larger": "Those of the other tasks."}
for name, programs in classes.items():
    text += f'  /// {says[name]}\n  static let {name} = """\n' + "".join(f"    {line}\n" for line in sorted(programs)) + '    """\n'
with open("Sources/Tasks/Programs/Enumeration/SolvedPrograms.swift", "w") as file:
    file.write(text + "}\n")
print({name: len(programs) for name, programs in classes.items()})
