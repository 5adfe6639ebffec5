"""The recipes of tinker-cookbook, unmodified, against a server of ours with a small decoder; their curves are read and judged.

    python Scripts/service/recipes.py FOLDER            where FOLDER has the decoder (decoder/) and gets all that is written
"""

import argparse, json, os, random, shutil, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from server import Server

# A name that sl_loop and rl_loop know: they take no other.
KNOWN = "Qwen/Qwen3-8B-Base"


def data(folder):
    """Data sets under the names that the recipes ask for, in the form in which they are found without a hub."""
    generator = random.Random(0)
    chats = os.path.join(folder, "HuggingFaceH4/no_robots")
    problems = os.path.join(folder, "openai/gsm8k")
    for path in [chats, problems]:
        os.makedirs(path, exist_ok=True)
    with open(os.path.join(problems, "README.md"), "w") as file:
        file.write("---\nconfigs:\n- config_name: main\n  data_files:\n  - split: train\n    path: train.jsonl\n"
                   "  - split: test\n    path: test.jsonl\n---\n")
    for split, count in [("train", 400), ("test", 20)]:
        with open(os.path.join(chats, f"{split}.jsonl"), "w") as c, open(os.path.join(problems, f"{split}.jsonl"), "w") as p:
            for _ in range(count):
                x, y = generator.randint(0, 100), generator.randint(0, 100)
                question = f"What is {x} + {y}?"
                c.write(json.dumps({"messages": [{"role": "user", "content": question},
                                                 {"role": "assistant", "content": str(x + y)}]}) + "\n")
                p.write(json.dumps({"question": question, "answer": f"It is a sum.\n#### {x + y}"}) + "\n")
    with open(os.path.join(folder, "conversations.jsonl"), "w") as file:
        for _ in range(200):
            x, y = generator.randint(0, 100), generator.randint(0, 100)
            file.write(json.dumps({"messages": [{"role": "user", "content": f"What is {x} + {y}?"},
                                                {"role": "assistant", "content": str(x + y)}]}) + "\n")


def run(server, folder, name, module, *arguments):
    log = os.path.join(folder, f"out-{name}")
    shutil.rmtree(log, ignore_errors=True)
    start = time.time()
    with open(os.path.join(folder, f"{name}.log"), "w") as output:
        status = subprocess.run(
            [sys.executable, *module, *arguments, f"log_path={log}"], cwd=folder,
            env=server.environment(), stdout=output, stderr=subprocess.STDOUT, timeout=3600).returncode
    rows = [json.loads(line) for line in open(os.path.join(log, "metrics.jsonl"))] if status == 0 else []
    print(f"{name}: ended with {status} after {time.time() - start:.0f} s, {len(rows)} rows")
    if status:
        print(open(os.path.join(folder, f"{name}.log")).read()[-3000:])
    return rows


def recipe(name):
    return ["-m", f"tinker_cookbook.recipes.{name}"]


def curve(rows, *keys):
    return [next(row[key] for key in keys if key in row) for row in rows if any(key in row for key in keys)]


def mean(values):
    return sum(values) / max(1, len(values))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--steps", type=int, default=60, help="steps of math_rl")
    parser.add_argument("--groups", type=int, default=32)
    parser.add_argument("--rate", default="2e-3")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    folder = os.path.abspath(options.folder)
    decoder = os.path.join(folder, "decoder")
    data(folder)
    # The tokenizer is looked for under the model's name, beside where the recipe runs.
    for name in [KNOWN, "local/tiny"]:
        os.makedirs(os.path.join(folder, os.path.dirname(name)), exist_ok=True)
        if not os.path.exists(os.path.join(folder, name)):
            os.symlink(decoder, os.path.join(folder, name))
    server = Server([f"local/tiny={decoder}", f"{KNOWN}={decoder}"], os.path.join(folder, "state")).start()
    failures = []

    def judge(name, isRight, text):
        print(f"{'  holds' if isRight else '  FAILS'}: {name}: {text}")
        if not isRight:
            failures.append(name)

    def wanted(name):
        return not options.only or name in options.only.split(",")

    if wanted("sl_loop"):
        rows = run(server, folder, "sl_loop", recipe("sl_loop"), f"model_name={KNOWN}", "batch_size=16", "max_length=128",
                   "max_steps=20", "save_every=10", "lora_rank=8", "learning_rate=1e-3")
        losses = curve(rows, "train_mean_nll", "train/mean_nll")
        judge("sl_loop", len(losses) > 5 and mean(losses[-3:]) < mean(losses[:3]), f"loss {losses[:2]} to {losses[-2:]}")
    if wanted("chat_sl"):
        rows = run(server, folder, "chat_sl", recipe("chat_sl.train"), "model_name=local/tiny", "renderer_name=role_colon",
                   f"dataset={folder}/conversations.jsonl", "batch_size=16", "max_length=128", "max_steps=10", "lora_rank=8",
                   "learning_rate=1e-3", "behavior_if_log_dir_exists=delete")
        losses = curve(rows, "train_mean_nll", "train/mean_nll")
        judge("chat_sl", len(losses) > 5 and mean(losses[-3:]) < mean(losses[:3]), f"loss {losses[:2]} to {losses[-2:]}")
    if wanted("rl_loop"):
        rows = run(server, folder, "rl_loop", recipe("rl_loop"), f"model_name={KNOWN}", "batch_size=16", "group_size=8", "max_tokens=16",
                   "max_steps=5", "lora_rank=8", "loss_fn=importance_sampling", "learning_rate=1e-3")
        judge("rl_loop", len(rows) >= 5, f"{len(rows)} rows, rewards {curve(rows, 'reward/mean', 'reward/total')}")
    rewards = {}
    for name in ["math_rl", "math_rl_shuffled"]:
        if not wanted(name):
            continue
        module = recipe("math_rl.train") if name == "math_rl" else [os.path.join(HERE, "math_rl_shuffled.py")]
        rows = run(server, folder, name, module, "model_name=local/tiny", "renderer_name=role_colon", "env=arithmetic",
                   f"groups_per_batch={options.groups}", "group_size=8", "max_tokens=12", f"max_steps={options.steps}",
                   "lora_rank=16", f"learning_rate={options.rate}", "loss_fn=importance_sampling", "eval_every=0", "save_every=0",
                   "behavior_if_log_dir_exists=delete")
        rewards[name] = curve(rows, "env/all/reward/total", "reward/total", "env/all/correct")
        print(f"  reward {[round(value, 3) for value in rewards[name]]}")
    if "math_rl" in rewards:
        values = rewards["math_rl"]
        judge("math_rl", len(values) > 5 and mean(values[:2]) <= 0.5 and mean(values[-5:]) >= 0.9,
              f"reward {mean(values[:2]):.2f} to {mean(values[-5:]):.2f}")
    if "math_rl_shuffled" in rewards:
        values = rewards["math_rl_shuffled"]
        judge("control with shuffled rewards", mean(values[-5:]) < 0.7, f"reward {mean(values[:2]):.2f} to {mean(values[-5:]):.2f}")
    server.stop()
    json.dump(rewards, open(os.path.join(folder, "rewards.json"), "w"))
    sys.exit(1 if failures else 0)


main()
