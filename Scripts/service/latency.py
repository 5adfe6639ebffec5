"""What a request costs: the server with the unmodified client beside transformers and peft doing the same steps in process.

    python Scripts/service/latency.py MODEL_FOLDER [--out data.csv]

Each pair is timed in turns in one run, one thread each; the ratio is the median of the rounds, with the least and the most.
"""

import argparse, csv, os, random, sys, tempfile, threading, time

sys.path.insert(0, os.path.dirname(__file__))
from server import Server

os.environ["OMP_NUM_THREADS"] = "1"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=48)
    parser.add_argument("--datums", type=int, default=8)
    parser.add_argument("--length", type=int, default=64)
    parser.add_argument("--out")
    options = parser.parse_args()
    server = Server([f"local/tiny={options.model}"], tempfile.mkdtemp(prefix="latency-")).start()
    os.environ.update(server.environment())
    import tinker, torch
    import urllib.request
    from peft import LoraConfig, get_peft_model
    from tinker import types
    from transformers import AutoModelForCausalLM

    torch.set_num_threads(1)
    generator = random.Random(0)
    model = AutoModelForCausalLM.from_pretrained(options.model, dtype=torch.float32)
    vocabulary = model.config.vocab_size
    tokens = [[generator.randrange(1, vocabulary) for _ in range(options.length + 1)] for _ in range(options.datums)]
    prompt = tokens[0][:16]

    # The same steps in process.
    tuned = get_peft_model(model, LoraConfig(r=8, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM")).train()
    optimizer = torch.optim.AdamW([p for p in tuned.parameters() if p.requires_grad], lr=1e-4)
    batch = torch.tensor(tokens)

    def learn_in_process():
        optimizer.zero_grad()
        logits = tuned(input_ids=batch[:, :-1]).logits
        torch.nn.functional.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten(), reduction="sum").backward()
        optimizer.step()

    def sample_in_process():
        with torch.inference_mode():
            tuned.generate(
                input_ids=torch.tensor([prompt] * options.samples), attention_mask=torch.ones(options.samples, len(prompt), dtype=torch.long),
                do_sample=True, top_k=0, max_new_tokens=options.tokens, min_new_tokens=options.tokens, pad_token_id=0)

    # Through the server.
    trainer = tinker.ServiceClient().create_lora_training_client(base_model="local/tiny", rank=8, seed=0).result()
    data = [types.Datum(model_input=types.ModelInput.from_ints(row[:-1]),
                        loss_fn_inputs={"target_tokens": row[1:], "weights": [1.0] * options.length}) for row in tokens]

    def learn():
        one = trainer.forward_backward(data, "cross_entropy")
        other = trainer.optim_step(types.AdamParams(learning_rate=1e-4))
        one.result(), other.result()

    sampler = trainer.save_weights_and_get_sampling_client()
    sampler = sampler.result() if hasattr(sampler, "result") else sampler

    def sample():
        sampler.sample(types.ModelInput.from_ints(prompt), num_samples=options.samples,
                       sampling_params=types.SamplingParams(max_tokens=options.tokens, temperature=1.0, stop=[])).result()

    rows = []

    def compare(name, unit, work, ours, theirs):
        ours(), theirs()
        pairs = []
        for _ in range(options.rounds):
            start = time.perf_counter(); ours(); middle = time.perf_counter(); theirs(); end = time.perf_counter()
            pairs.append((middle - start, end - middle))
        mine, peer = [sorted(pair[i] for pair in pairs)[len(pairs) // 2] for i in (0, 1)]
        ratios = sorted(b / a for a, b in pairs)
        rows.append([name, f"{work / mine:.1f} {unit}", f"{work / peer:.1f} {unit}", f"{ratios[len(ratios) // 2]:.2f}",
                     f"{ratios[0]:.2f}", f"{ratios[-1]:.2f}"])
        print(*rows[-1], sep="  ", flush=True)

    compare(f"gradient and step ({options.datums} × {options.length} tokens)", "a second", 1, learn, learn_in_process)
    compare(f"sampling ({options.samples} × {options.tokens} tokens)", "tokens a second", options.samples * options.tokens, sample,
            sample_in_process)
    count = 300

    def healthy():
        for _ in range(count // 4):
            urllib.request.urlopen(server.url + "/api/v1/healthz").read()

    start = time.perf_counter()
    threads = [threading.Thread(target=healthy) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    rows.append(["requests (four connections, nothing asked of the engine)", f"{count / (time.perf_counter() - start):.0f} a second", "", "", "", ""])
    print(*rows[-1], sep="  ")
    server.stop()
    if options.out:
        with open(options.out, "w") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["work", "server", "transformers", "ratio", "low", "high"])
            writer.writerows(rows)


main()
