"""Runs ours and the peers in turn on the same work, and prints what each took. Called by run.sh.

usage: run.py --python VENV_PYTHON [--rounds N] [--only WORK]... [--markdown FILE]

Everyone runs on one and the same core, in rounds (ours, peer, peer, ..., ours, peer, ...), so that a busy minute of the
machine falls on all. A cell is the median over the rounds; a ratio is the median of the rounds' own ratios. Ratios are
of processor time where both sides report it (all work is single-threaded), which other processes can hardly spoil.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "Benchmarks" / "peers"
OURS = "Autodidact"

# What each group of work is, who does it besides ours, and which packages (besides torch) that needs.
GROUPS = {
    "sinusoid": {
        "title": "Second-order MAML on the sinusoid, a meta-iteration of 25 tasks",
        "peers": [("JAX", "sinusoid_jax", ("jax", "optax")), ("torch.func", "sinusoid_func", ("torch",)),
                  ("TorchOpt", "sinusoid_torchopt", ("torch", "torchopt")),
                  ("higher", "sinusoid_higher", ("torch", "higher"))],
    },
    "sinusoid-methods": {
        "title": "First-order MAML, Reptile and implicit MAML on the same tasks",
        "peers": [("JAX", "sinusoid_jax_methods", ("jax", "optax"))],
    },
    "omniglot": {
        "title": "Conv4 on images of Omniglot's size: a meta-iteration of MAML, 32 tasks; an episode of prototypes",
        "peers": [("PyTorch", "omniglot_maml_loop", ("torch",)), ("torch.func", "omniglot_maml_func", ("torch",)),
                  ("PyTorch, prototypes", "omniglot_proto", ("torch",))],
    },
    "trm": {
        "title": "A supervision step of TRM: forward, backward, AdamW",
        "peers": [("PyTorch", "trm_torch", ("torch",))],
    },
    "maml": {
        "title": "A step of second-order MAML of TRM, 8 tasks",
        "peers": [],
    },
    "scaling": {
        "title": "A Chinchilla fit of 240 rows, alone and with 200 bootstrap replicates",
        "peers": [("SciPy", "scaling_scipy", ("scipy",)),
                  ("SciPy, L-BFGS-B", "scaling_scipy_lbfgsb", ("scipy",)),
                  ("SciPy, 4,500 starts", "scaling_scipy_published", ("scipy",))],
    },
    "adapt": {
        "title": "Adapting the shipped checkpoint",
        "peers": [],
    },
    "tokenizer": {
        "title": "Encoding and decoding a text of a million bytes with a vocabulary of 8,192 tokens",
        "peers": [("tokenizers (Rust)", "tokenizer_rust", ("tokenizers",))],
    },
    "language": {
        "title": "SmolLM2-135M: reading 512 tokens, and writing after 128, milliseconds a token of all rows",
        "ours": [("language", OURS), ("language-blocks", f"{OURS}, Q4_1")],
        "peers": [("transformers", "language_transformers", ("torch", "transformers")),
                  ("llama.cpp, Q4_1", "language_llama", ("llama_cpp",))],
    },
    "language-lora": {
        "title": "SmolLM2-135M: a step of adapters of rank 8, four windows of 256 tokens",
        "ours": [("language-lora-float32", OURS), ("language-lora-float32-recomputed", f"{OURS}, recomputed"),
                 ("language-lora-bfloat16", f"{OURS}, bfloat16"),
                 ("language-lora-bfloat16-recomputed", f"{OURS}, bfloat16, recomputed")],
        "peers": [("transformers, peft", "language_lora", ("torch", "transformers", "peft")),
                  ("transformers, peft, bfloat16", "language_lora_bfloat16", ("torch", "transformers", "peft"))],
    },
    "language-adapters": {
        "title": "A step of sixteen adapters for sixteen texts of 60 tokens, together and one after another",
        "peers": [],
    },
}
# Groups that need the language model, which nothing downloads unasked: Scripts/language-model.sh brings it.
MODEL = Path(os.environ.get("AUTODIDACT_LANGUAGE_MODEL", ROOT / ".deps/models/SmolLM2-135M-Instruct.Q4_1.gguf"))
MADE = ROOT / ".deps" / "bench-made"
# The machine's own rate of the product that a group's work consists of, measured beside it: how a peer's line calls it,
# and the column's head.
RATES = {
    "trm": ("matmul_gflops", "of the matrix-product rate"),
    "omniglot": ("conv_gflops", "of the convolution rate"),
}
FOLDER_TASKS = 45
# Whole processes from start to exit, ten steps each, by name: one file adapted, and a folder of tasks in batches. Of the
# command, {temporary} is an empty folder and {tasks} one of FOLDER_TASKS tasks; a count is that of the tasks.
WHOLE = {
    "adapt": {
        "adapt-file": (["adapt", "Benchmarks/task.json", "--steps", "10", "--out", "{temporary}/adapter.safetensors"], 1),
        "adapt-folder": (["evaluate", "Checkpoints/autodidact-solver.safetensors", "--tasks", "{tasks}", "--steps", "10",
                          "--json"], FOLDER_TASKS),
    },
}


def pin():
    """Keeps a child to the last core that this process may use (where the system can)."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def spawn(command):
    """Runs `command` on one core; (its output, wall ms, processor ms, peak bytes), or raises with its last words."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=output, stderr=errors, env=environment, preexec_fn=pin, cwd=ROOT)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        for file in (output, errors):
            file.seek(0)
        if child.returncode != 0:
            words = errors.read().decode(errors="replace").strip().splitlines()
            raise RuntimeError(words[-1] if words else f"exit {child.returncode}")
        peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return output.read().decode(), wall * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3, peak


def write_tasks(folder):
    """Tasks of ARC's form, the same each time: a block of one colour in a row, moved by a number that a task hides."""
    folder.mkdir()
    random = Random(1)
    for index in range(FOLDER_TASKS):
        by = random.choice([-3, -2, -1, 1, 2, 3])

        def pair():
            width, length, colour = random.randint(20, 30), random.randint(2, 6), random.randint(1, 9)
            start = random.randint(3, width - length - 3)
            rows = [[colour if at <= cell < at + length else 0 for cell in range(width)] for at in (start, start + by)]
            return {"input": [rows[0]], "output": [rows[1]]}

        task = {"train": [pair() for _ in range(3)], "test": [pair()]}
        (folder / f"move-{index:02}.json").write_text(json.dumps(task), encoding="utf-8")


def measure(command, whole=None):
    """What `command` prints as {name: line}; with `whole`, its name and tasks, one line for the process itself."""
    if whole:
        name, tasks = whole
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "tasks"
            write_tasks(folder)
            places = {"{temporary}": temporary, "{tasks}": str(folder)}
            for place, path in places.items():
                command = [part.replace(place, path) for part in command]
            _, wall, processor, peak = spawn(command)
        return {name: {"ms": wall, "cpu_ms": processor, "peak": peak, "tasks": tasks}}
    output, _, _, peak = spawn(command)
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError("printed no measurement")
    return {line["name"]: {**line, "peak": peak} for line in lines}


def installed(python, package):
    test = f"import importlib.util as u, sys; sys.exit(u.find_spec('{package}') is None)"
    return subprocess.run([python, "-c", test], check=False).returncode == 0


def participants(group, python):
    """Who takes part: (who, command, the whole process's name and tasks or None), and for the others (who, reason)."""
    taking, skipped = [], []
    if group in WHOLE:
        ours = [(f"{OURS}, whole process", "autodidact", arguments, (name, tasks))
                for name, (arguments, tasks) in WHOLE[group].items()]
    else:
        ours = [(who, "autodidact-bench", [work], None) for work, who in GROUPS[group].get("ours", [(group, OURS)])]
    for who, product, arguments, whole in ours:
        binary = ROOT / ".build" / "release" / product
        if binary.exists():
            taking.append((who, [str(binary), *arguments], whole))
        else:
            skipped.append((who, f"not built: swift build -c release --product {product}"))
    for who, script, packages in GROUPS[group]["peers"]:
        missing = [package for package in packages if not installed(python, package)]
        if missing:
            skipped.append((who, f"cannot be installed here: {', '.join(missing)}"))
        else:
            taking.append((who, [python, str(PEERS / f"{script}.py")], None))
    return taking, skipped


def prepare(group):
    """Makes what a group reads, once; the reason why it cannot, or None."""
    bench = ROOT / ".build" / "release" / "autodidact-bench"
    if not bench.exists():
        return None  # its row says so
    if group == "tokenizer":
        text = MADE / "text.txt"
        if not text.exists():
            MADE.mkdir(parents=True, exist_ok=True)
            sources = sorted((ROOT / "Sources").rglob("*.swift")) + sorted((ROOT / "Guides").rglob("*.md"))
            whole = "".join(path.read_text(encoding="utf-8") for path in sources).encode()[:1_000_000]
            text.write_bytes(whole.decode("utf-8", "ignore").encode())
        subprocess.run([bench, "tokenizer-folder", MADE / "tokenizer", text], check=True)
        os.environ.update(TOKENIZER_FOLDER=str(MADE / "tokenizer"), TOKENIZER_TEXT=str(text))
    elif group.startswith("language"):
        if not MODEL.exists():
            return f"there is no {MODEL}: run Scripts/language-model.sh"
        os.environ["AUTODIDACT_LANGUAGE_MODEL"] = str(MODEL)
        folder = MADE / "model"
        if not folder.exists():
            subprocess.run([bench, "language-folder", folder], check=True)
        os.environ["LANGUAGE_FOLDER"] = str(folder)
    return None


def run(group, python, rounds):
    """{who: {name: [line of each round]}} and {who: reason}."""
    reason = prepare(group)
    if reason:
        return {}, {"all": reason}
    taking, skipped = participants(group, python)
    results, reasons = {}, dict(skipped)
    for number in range(rounds):
        for who, command, whole in taking:
            if who in reasons:
                continue
            start = time.monotonic()
            try:
                lines = measure(command, whole)
            except (OSError, RuntimeError, ValueError) as error:
                reasons[who] = str(error)
                lines = {}
            took = reasons.get(who) or f"{time.monotonic() - start:.0f} s"
            print(f"{group} round {number + 1}/{rounds}: {who}, {took}", file=sys.stderr, flush=True)
            for name, line in lines.items():
                results.setdefault(who, {}).setdefault(name, []).append(line)
    for who in reasons:
        results.pop(who, None)
    return results, reasons


def median(lines, key):
    return statistics.median(line[key] for line in lines)


def cost(line):
    """What a ratio compares: processor time where it is known."""
    return line.get("cpu_ms", line["ms"])


def ratio(theirs, ours):
    """The median of the rounds' ratios; wall time where one side reports no processor time."""
    known = all("cpu_ms" in line for line in theirs + ours)
    of = cost if known else lambda line: line["ms"]
    return statistics.median(of(a) / of(b) for a, b in zip(theirs, ours))


def share(lines, products, rate):
    """The part of the machine's own rate that the work reached, as text; `products` tell both for the same rounds."""
    if not products:
        return "–"
    rates = [product["gflop"] / cost(line) * 1e3 / product[rate] for line, product in zip(lines, products)]
    return f"{100 * statistics.median(rates):.0f} %"


def number(value):
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def table(group, results, reasons):
    """The rows of a group as markdown."""
    names = list(dict.fromkeys(name for work in results.values() for name in work))
    rate, title = RATES.get(group, (None, None))
    products = {name: lines for work in results.values() for name, lines in work.items() if rate in lines[0]}
    head = ["work", "who", "ms", "processor ms", "time / ours", "peak memory"]
    if rate:
        head.append(title)
    counted = group in WHOLE
    if counted:
        head.append("tasks a processor second")
    rows = [head, ["---", "---"] + ["---:"] * (len(head) - 2)]
    for name in names:
        ours = results.get(OURS, {}).get(name)
        for who, work in results.items():
            if name not in work:
                continue
            lines = work[name]
            row = [name, who, number(median(lines, "ms")), "–", "–", f"{median(lines, 'peak') / 2**20:.0f} MiB"]
            if all("cpu_ms" in line for line in lines):
                row[3] = number(median(lines, "cpu_ms"))
            if ours:
                row[4] = f"{ratio(lines, ours):.2f}"
            if rate:
                row.append(share(lines, products.get(name, []), rate))
            if counted:
                row.append(number(statistics.median(line["tasks"] / line["cpu_ms"] * 1e3 for line in lines)))
            rows.append(row)
    for who, reason in reasons.items():
        rows.append([group, who, f"skipped: {reason}"] + [""] * (len(head) - 3))
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def machine():
    """The processor's name."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":")[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="the Python that has the peers' packages")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", choices=list(GROUPS), help="this group of work (repeatable)")
    parser.add_argument("--markdown", help="writes the tables to this file too")
    options = parser.parse_args()

    text = [f"One core of {machine()}, {options.rounds} rounds, {time.strftime('%Y-%m-%d')}; `make bench`."]
    for group in options.only or GROUPS:
        results, reasons = run(group, options.python, options.rounds)
        text += ["", f"## {GROUPS[group]['title']}", "", table(group, results, reasons)]
    print("\n".join(text))
    if options.markdown:
        Path(options.markdown).write_text("# Results\n\n" + "\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
