"""Eight clients at once against the same eight in turn: sampling, and gradients with steps.

    python Scripts/service/clients.py MODEL_FOLDER
"""

import argparse, json, os, random, sys, tempfile, threading, time

sys.path.insert(0, os.path.dirname(__file__))
from server import Server


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=48)
    options = parser.parse_args()
    server = Server([f"local/tiny={options.model}"], tempfile.mkdtemp(prefix="clients-")).start()
    os.environ.update(server.environment())
    import tinker
    from tinker import types

    def datum(generator):
        tokens = [generator.randrange(1, 200) for _ in range(48)]
        return types.Datum(
            model_input=types.ModelInput.from_ints(tokens[:-1]),
            loss_fn_inputs={"target_tokens": tokens[1:], "weights": [1.0] * (len(tokens) - 1)})

    trainers = [tinker.ServiceClient().create_lora_training_client(base_model="local/tiny", rank=8, seed=i).result()
                for i in range(options.clients)]
    # Adapters that change something: one step each.
    for index, trainer in enumerate(trainers):
        trainer.forward_backward([datum(random.Random(index))], "cross_entropy").result()
        trainer.optim_step(types.AdamParams(learning_rate=1e-3)).result()
    samplers = [trainer.save_weights_and_get_sampling_client().result() for trainer in trainers]
    prompt = types.ModelInput.from_ints([5, 6, 7, 8])

    def sample(index):
        samplers[index].sample(
            prompt, num_samples=options.samples,
            sampling_params=types.SamplingParams(max_tokens=options.tokens, temperature=1.0, stop=[])).result()

    def learn(index):
        generator = random.Random(index)
        trainers[index].forward_backward([datum(generator) for _ in range(8)], "cross_entropy").result()
        trainers[index].optim_step(types.AdamParams(learning_rate=1e-4)).result()

    def turn(work):
        start = time.time()
        for index in range(options.clients):
            work(index)
        return time.time() - start

    def together(work):
        threads = [threading.Thread(target=work, args=(index,)) for index in range(options.clients)]
        start = time.time()
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        return time.time() - start

    rows = {}
    for name, work in [("sampling", sample), ("gradient and step", learn)]:
        turn(work), together(work)
        ratios = sorted(together(work) / turn(work) for _ in range(options.rounds))
        rows[name] = {"ratio": ratios[len(ratios) // 2], "least": ratios[0], "most": ratios[-1]}
        print(f"{name}: {options.clients} together take {rows[name]['ratio']:.2f} of the time in turn "
              f"({ratios[0]:.2f} to {ratios[-1]:.2f})")
    server.stop()
    print(json.dumps(rows))


main()
