#!/usr/bin/env python3
"""Whether this tree computes what another revision computes, bit for bit, on this machine.

    Scripts/same-numbers.py [REVISION]                     # builds both, REVISION in a git worktree (default: main)
    Scripts/same-numbers.py --before BIN --after BIN       # two commands that are built
    Scripts/same-numbers.py --record FILE --before BIN     # keeps what BIN computes …
    Scripts/same-numbers.py --against FILE --after BIN     # … and compares with it later, on the same machine

Both train every learner on every network for twenty steps (losses, metrics, and a hash of each tensor of the model),
evaluate what they trained and every model of Checkpoints, and solve Benchmarks/task.json. The other tree also evaluates
the models that the first one wrote. What is refused must be refused by both. libtorch chooses kernels by the processor,
so a record is of one machine. An MLP adapts the leaves "**", every one of them, by the general path.

Prints what differs and exits with 1 if anything does. --only TEXT takes the cases whose name holds it; --data FOLDER
adds Conv-4 on Omniglot.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
NUMBERS = {
    "name": "twenty", "world": "sinusoid", "steps": 20, "metaBatch": 4, "average": 0.9, "gradientLimit": 1,
    "network": {"hidden": [16, 16], "context": 4},
    "inner": {"steps": 2, "rate": 0.01, "phases": [{"leaves": "**", "steps": 1}]},
    "validateEvery": 10, "validationEpisodes": 8, "evaluation": {"episodes": 8, "steps": [0, 1, 3]},
}
IMAGES = NUMBERS | {
    "world": "omniglot", "metaBatch": 2, "shape": {"ways": 3, "shots": 2, "query": 2},
    "network": {"kind": "conv", "context": 4, "conv": {"filters": 8}}, "inner": {"steps": 2, "rate": 0.1},
}
GRIDS = {
    "name": "twenty", "stages": [{"steps": 10, "innerSteps": 1}, {"steps": 10, "innerSteps": 2}], "metaBatch": 3,
    "network": {"width": 16, "heads": 2, "highCycles": 1, "lowCycles": 2, "innerMultiple": 16, "taskWidth": 16,
                "placeHeads": 2},
    "inner": {"steps": 2},
    "sources": [{"families": ["world:sequences"], "support": 4, "query": 4},
                {"families": ["world:strips"], "support": 3, "query": 2, "augment": True, "recolouredCopies": 2}],
    "average": 0.9, "joint": {"tasks": 8, "slots": 8},
    "validateEvery": 10, "validationEpisodes": 2, "validationSteps": [0, 1, 3],
}
# What no list of learners shows: settings with a path of their own in the code.
VARIANTS = {
    "mlp": {
        "maml queryWeights": {"learner": "maml", "queryWeights": [0.5, 1]},
        "maml recomputes": {"learner": "maml", "inner": {"recomputes": True, "tasksAtOnce": 3}},
        "maml momentum": {"learner": "maml", "inner": {"rule": "momentum", "minibatch": 5}},
        "fomaml adam": {"learner": "fomaml", "inner": {"rule": "adam", "coolDown": 0.5}},
        "reptile moments": {"learner": "reptile", "inner": {"rule": "adam"}, "optimizer": {"kind": "sgd", "momentum": 0},
                            "method": {"reptile": {"carriesMoments": True}}},
        "maml prices": {"learner": "maml", "inner": {"pricesByLeaf": {"*": 0.01}, "rates": "perElement"}},
    },
    "trm": {
        "maml queryWeights": {"learner": "maml", "stages": [{"steps": 20, "innerSteps": 2, "queryWeights": [1, 1]}]},
        "maml recomputes": {"learner": "maml", "inner": {"recomputes": True}},
        "maml published": {"learner": "maml", "network": {"supervisionSteps": 2, "prefix": 2, "positions": "learned"},
                           "canvasMargin": 2},
        "imaml sgd": {"learner": "imaml", "inner": {"rule": "sgd", "rate": 0.1, "rates": "fixed"}},
        "fomaml adamATan2": {"learner": "fomaml", "optimizer": {"kind": "adamATan2"}},
    },
    "conv": {
        "maml running": {"learner": "maml", "network": {"conv": {"normalization": "running"}}},
        "maml++ steps": {"learner": "maml++", "network": {"conv": {"hasStepNorms": True}}},
    },
}


def merged(base, over):
    """`base` with what `over` says."""
    both = {key: merged(base[key], over[key]) for key in base.keys() & over.keys() if isinstance(over[key], dict)}
    return base | over | both


class Program:
    """A built autodidact, each command in a folder of its own."""

    def __init__(self, path, data):
        self.path, self.data = str(pathlib.Path(path).resolve()), data

    def __call__(self, *arguments, cwd="/"):
        """What a command prints, or the last line of its complaint."""
        environment = os.environ | {"OMP_NUM_THREADS": "1", "NO_COLOR": "1"}
        done = subprocess.run([self.path, *map(str, arguments)], cwd=cwd, env=environment, capture_output=True,
                              text=True, timeout=600)
        if done.returncode in (1, 2, 64, 65):
            return None, (done.stderr.strip().splitlines() or ["nothing"])[-1]
        if done.returncode != 0:
            raise SystemExit(f"{self.path} {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout, None

    def cases(self):
        """Every case: name → configuration, in the keys of the older revision."""
        learners = [entry["name"] for entry in json.loads(self("list", "learners", "--json")[0])]
        bases = {"mlp": NUMBERS, "np": merged(NUMBERS, {"network": {"kind": "neuralProcess", "width": 16},
                                                        "inner": {"phases": [{"leaves": "*", "steps": 1}]}}),
                 "trm": GRIDS} | ({"conv": IMAGES} if self.data else {})
        return {f"{network} {name}": merged(base, change) for network, base in bases.items()
                for name, change in ({learner: {"learner": learner} for learner in learners}
                                     | VARIANTS.get(network, {})).items()}

    def trained(self, configuration, folder):
        """Trains for twenty steps: the series of its metrics, the tensors of its model, and its scores."""
        folder.mkdir(parents=True, exist_ok=True)
        lines = [f"{key}: {json.dumps(value)}\n" for key, value in configuration.items()]
        (folder / "twenty.yaml").write_text("".join(lines))  # older revisions look for a line that begins with "world:"
        data = ["--data", self.data] if configuration.get("world") == "omniglot" else []
        _, refusal = self("train", "twenty.yaml", "--out", "model.safetensors", "--runs-dir", "runs", *data, cwd=folder)
        if refusal:
            return {"refused": refusal}
        series = {}
        for line in self("runs", "export", "latest", "--runs-dir", "runs", cwd=folder)[0].splitlines()[1:]:
            _, metric, step, value = line.rsplit(",", 3)
            series.setdefault(metric.split(",")[-1].strip('"'), []).append(f"{step}:{value}")
        return {"metrics": series, "tensors": tensors(folder / "model.safetensors"),
                "scores": self.scores(folder / "model.safetensors", configuration)}

    def scores(self, model, configuration):
        """The numbers of an evaluation that are no whole ones, in order of size."""
        data = ["--data", self.data] if configuration.get("world") == "omniglot" else []
        tasks = [] if configuration.get("world") else ["--batch", "4"]
        text, refusal = self("evaluate", model, "--json", "--episodes", "4", "--steps", "0,1,3", *tasks, *data)
        return {"refused": refusal} if refusal else sorted(numbers(json.loads(text)))

    def answers(self, model):
        """What a model answers to a task."""
        text, refusal = self("solve", ROOT / "Benchmarks/task.json", "--from", model, "--steps", "20", "--json")
        return {"refused": refusal} if refusal else {"attempts": [task["attempts"] for task in json.loads(text)["tasks"]]}


def numbers(value):
    """The numbers in a JSON value that are not whole: what does not depend on where a format keeps them."""
    if isinstance(value, float) and value != int(value):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [number for part in parts for number in numbers(part)]


def tensors(file):
    """Name → shape and hash of each tensor of a safetensors file."""
    data = file.read_bytes()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:start])
    return {name: f"{entry['dtype']}{entry['shape']} "
            + hashlib.sha256(data[start:][slice(*entry["data_offsets"])]).hexdigest()[:16]
            for name, entry in header.items() if name != "__metadata__"}


def recorded(program, folder, cases, shipped, only, jobs):
    """Everything that a program computes."""
    work = {name: (lambda case=case, name=name: program.trained(case, folder / name.replace(" ", "-")))
            for name, case in cases.items()}
    for model in shipped:
        work[f"shipped {model.stem}"] = lambda model=model: {"scores": program.scores(model, GRIDS)}
    for model in shipped:
        work[f"solve {model.stem}"] = lambda model=model: program.answers(model)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        running = {name: pool.submit(job) for name, job in work.items() if only in name}
        return {name: future.result() for name, future in running.items()}


def missing(before, after):
    """The values of `before` that `after` has fewer times."""
    left = list(after)
    return [value for value in before if value not in left or left.remove(value)]


def differences(before, after):
    """What of a case's record is not the same, a line each. Names may differ between formats, and more may be there."""
    if "refused" in before or "refused" in after:
        if ("refused" in before) != ("refused" in after):
            yield f"before: {before.get('refused', 'done')}; after: {after.get('refused', 'done')}"
        return
    for kind in ("metrics", "tensors"):
        old, new = before.get(kind, {}), after.get(kind, {})
        for value in missing(old.values(), new.values()):
            name = next(key for key in old if old[key] == value)
            at = next((a for a, b in zip(value, new.get(name, [])) if a != b), "") if kind == "metrics" else ""
            yield f"{kind[:-1]} {name} {at}"
    if "scores" in before:
        old, new = before["scores"], after["scores"]
        if isinstance(old, dict) or isinstance(new, dict):
            if type(old) is not type(new):
                yield f"scores before: {old}; after: {new}"
        elif lost := missing(old, new):
            yield f"{len(lost)} of {len(old)} scores, such as {lost[0]}"
    if before.get("attempts") != after.get("attempts"):
        yield "attempts"


def built(revision, folder):
    """The command of a revision, built in a worktree that keeps its build products; of this tree for None."""
    tree = ROOT
    if revision:
        tree = folder / revision
        if not tree.exists():
            subprocess.run(["git", "worktree", "add", "--detach", tree, revision], cwd=ROOT, check=True)
            (tree / ".deps").symlink_to((ROOT / ".deps").resolve())
    subprocess.run(["swift", "build", "-c", "release", "--product", "autodidact"], cwd=tree, check=True,
                   stdout=sys.stderr)
    return tree / ".build/release/autodidact"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("revision", nargs="?", default="main")
    for name in ("before", "after", "record", "against", "data"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    data = options.data and str(pathlib.Path(options.data).resolve())
    shipped = sorted((ROOT / "Checkpoints").glob("*.safetensors"))
    kept = pathlib.Path(options.record or options.against or tempfile.mkdtemp()).resolve()
    folder = kept.with_name(kept.name + ".models")  # what the older program wrote stays for the newer one to read

    if options.against:
        record = json.loads(kept.read_text())
    else:
        before = Program(options.before or built(options.revision, folder.with_name("trees")), data)
        cases = before.cases()
        record = {"cases": cases, "results": recorded(before, folder, cases, shipped, options.only, options.jobs)}
    if options.record:
        kept.write_text(json.dumps(record))
        return print(f"{len(record['results'])} records of {options.before or options.revision} in {kept}")

    after = Program(options.after or built(None, folder), data)
    cases = {name: case for name, case in record["cases"].items() if data or case.get("world") != "omniglot"}
    found = 0
    with tempfile.TemporaryDirectory() as scratch:
        results = recorded(after, pathlib.Path(scratch), cases, shipped, options.only, options.jobs)
        for name, result in results.items():
            old = record["results"].get(name)
            if old is None:
                continue
            lines = list(differences(old, result))
            if old.get("tensors"):
                model = folder / name.replace(" ", "-") / "model.safetensors"
                lines += [f"the older model file: {line}"
                          for line in differences({"scores": old["scores"]}, {"scores": after.scores(model, cases[name])})]
            found += bool(lines)
            refused = "  (refused by both)" if "refused" in old and not lines else ""
            print(f"{name:28} {'differs' if lines else 'same' + refused}", *lines[:12], sep="\n    " if lines else "")
    print(f"{found} of {len(results)} cases differ")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
