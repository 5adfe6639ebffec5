"""Kills the engine and the server at random moments under a client that trains, and compares the final weights, bit for bit, with those
of a run that nobody disturbed.

    python Scripts/service/kills.py MODEL_FOLDER --kills 50
"""

import argparse, hashlib, os, random, shutil, signal, sys, tempfile, threading, time

sys.path.insert(0, os.path.dirname(__file__))
from server import Server


def train(server, steps):
    """A client's loop as sl_loop's: gradient and step are asked together; every tenth step is saved."""
    import tinker
    from tinker import types

    os.environ.update(server.environment())
    training = tinker.ServiceClient().create_lora_training_client(base_model="local/tiny", rank=8, seed=3).result()
    generator, losses = random.Random(5), []
    for step in range(steps):
        data = []
        for _ in range(4):
            tokens = [generator.randrange(1, 200) for _ in range(24)]
            tokens = [t if i % 2 else 7 for i, t in enumerate(tokens)]  # something to learn
            data.append(types.Datum(
                model_input=types.ModelInput.from_ints(tokens[:-1]),
                loss_fn_inputs={"target_tokens": tokens[1:], "weights": [1.0] * (len(tokens) - 1)}))
        gradient = training.forward_backward(data, "cross_entropy")
        taken = training.optim_step(types.AdamParams(learning_rate=1e-3))
        losses.append(gradient.result().metrics["loss:sum"])
        taken.result()
        if step % 10 == 9:
            training.save_state(f"step-{step}").result()
    training.save_state("final").result()
    return losses


def digest(state):
    """A digest of the weights of the last training checkpoint: the files whose writing was last acknowledged."""
    folder = os.path.join(state, "checkpoints")
    last = max((os.path.join(folder, name) for name in os.listdir(folder)), key=lambda p: (p.split("-req-")[-1]))
    total = hashlib.sha256()
    for name in sorted(os.listdir(last)):
        if name.endswith(".safetensors"):
            total.update(open(os.path.join(last, name), "rb").read())
    return total.hexdigest(), last


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    results = {}
    for name in ["undisturbed", "killed"]:
        state = tempfile.mkdtemp(prefix=f"kills-{name}-")
        server = Server([f"local/tiny={options.model}"], state).start()
        done, counts = threading.Event(), {"engine": 0, "server": 0}

        def killer():
            generator = random.Random(options.seed)
            for index in range(options.kills):
                if done.wait(generator.uniform(0.05, 0.6)):
                    return
                if index % 2:
                    server.kill()
                    try:
                        server.start()
                    except BaseException as problem:  # the client would wait for ever
                        print(f"the server does not start again: {problem}")
                        os._exit(1)
                    counts["server"] += 1
                else:
                    for engine in server.engines():
                        os.kill(engine, signal.SIGKILL)
                        counts["engine"] += 1

        thread = threading.Thread(target=killer)
        if name == "killed":
            thread.start()
        start = time.time()
        losses = train(server, options.steps)
        seconds = time.time() - start
        done.set()
        if name == "killed":
            thread.join()
        server.stop()
        results[name] = (losses, *digest(state))
        print(f"{name}: {options.steps} steps in {seconds:.1f} s, loss {losses[0]:.3f} to {losses[-1]:.3f}, kills {counts}")
        shutil.rmtree(state)
    equal = results["undisturbed"][1] == results["killed"][1] and results["undisturbed"][0] == results["killed"][0]
    print("weights and losses are equal to the bit" if equal else f"they differ: {results['undisturbed'][1:]} {results['killed'][1:]}")
    sys.exit(0 if equal else 1)


main()
