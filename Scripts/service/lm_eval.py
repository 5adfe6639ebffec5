"""lm-eval's local-completions model, unmodified, on a task of its own over a JSON file, against a server of ours, offline.

    python Scripts/service/lm_eval.py MODEL_FOLDER

Two kinds of request are made: the log-probabilities of given answers (multiple choice), and answers that are generated.
"""

import argparse, glob, json, os, random, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(__file__))
from server import Server

CHOICE = """task: sums_choice
dataset_path: json
dataset_kwargs:
  data_files:
    test: {file}
test_split: test
output_type: multiple_choice
doc_to_text: "User: What is {{{{x}}}} + {{{{y}}}}?\\n\\nAssistant:"
doc_to_choice: "{{{{choices}}}}"
doc_to_target: label
metric_list:
  - metric: acc
"""

GENERATE = """task: sums_generate
dataset_path: json
dataset_kwargs:
  data_files:
    test: {file}
test_split: test
output_type: generate_until
doc_to_text: "User: What is {{{{x}}}} + {{{{y}}}}?\\n\\nAssistant:"
doc_to_target: "{{{{said}}}}"
generation_kwargs:
  until: ["\\n"]
  max_gen_toks: 8
  temperature: 0
metric_list:
  - metric: exact_match
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--count", type=int, default=40)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="lm-eval-")
    generator = random.Random(2)
    data = os.path.join(folder, "sums.json")
    with open(data, "w") as file:
        for _ in range(options.count):
            x, y = generator.randint(0, 100), generator.randint(0, 100)
            others = generator.sample([z for z in range(201) if z != x + y], 3)
            choices = [x + y, *others]
            generator.shuffle(choices)
            file.write(json.dumps({"x": x, "y": y, "said": f" {x + y}", "choices": [f"{z}" for z in choices],
                                   "label": choices.index(x + y)}) + "\n")
    for name, text in [("sums_choice", CHOICE), ("sums_generate", GENERATE)]:
        with open(os.path.join(folder, f"{name}.yaml"), "w") as file:
            file.write(text.format(file=data))
    server = Server([f"local/tiny={options.model}"], os.path.join(folder, "state")).start()
    arguments = (f"model=local/tiny,base_url={server.url}/v1/completions,tokenizer={os.path.abspath(options.model)},"
                 "num_concurrent=1,max_retries=1,tokenized_requests=False,max_length=512")
    status = subprocess.run(
        [os.path.join(os.path.dirname(sys.executable), "lm_eval"), "--model", "local-completions", "--model_args", arguments,
         "--tasks", "sums_choice,sums_generate", "--include_path", folder, "--output_path", os.path.join(folder, "out")],
        env=server.environment()).returncode
    server.stop()
    found = glob.glob(os.path.join(folder, "out/**/results*.json"), recursive=True)
    if status or not found:
        raise SystemExit(f"lm-eval ended with {status}; see above")
    results = json.load(open(found[0]))["results"]
    print({name: {key: value for key, value in row.items() if isinstance(value, float)} for name, row in results.items()})


main()
