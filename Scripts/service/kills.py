"""Kills the engine and the server at random moments under a client that trains, and compares the final weights, bit for bit, with those
of a run that nobody disturbed. Several clients share batches, so their weights agree to rounding: to 1e-4.

    python Scripts/service/kills.py MODEL_FOLDER --kills 50 [--clients 3]
"""

import argparse, concurrent.futures, os, random, re, shutil, signal, sys, tempfile, threading, time

sys.path.insert(0, os.path.dirname(__file__))
from server import Server


def train(server, steps, client):
    """A client's loop as sl_loop's: gradient and step are asked together; every tenth step is saved. Returns the losses and the id of
    what was trained."""
    import tinker
    from tinker import types

    os.environ.update(server.environment())
    training = tinker.ServiceClient().create_lora_training_client(base_model="local/tiny", rank=8, seed=3 + client).result()
    generator, losses = random.Random(5 + client), []
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
    path = training.save_state("final").result().path
    return losses, path


def weights(state, path):
    """The tensors of a training checkpoint that a client saved, by name."""
    from safetensors.numpy import load_file

    run = re.sub(r"[^A-Za-z0-9._-]", "_", path.split("/")[2])
    folder = os.path.join(state, "checkpoints")
    mine = [name for name in os.listdir(folder) if run in name]
    last = max((os.path.join(folder, name) for name in mine), key=lambda p: p.split("-req-")[-1])
    tensors = {}
    for name in sorted(os.listdir(last)):
        if name.endswith(".safetensors"):
            tensors.update({f"{name}/{key}": value for key, value in load_file(os.path.join(last, name)).items()})
    return tensors


def difference(one, other, exact):
    """The largest difference of two runs' weights and, relatively, losses; if it is to be exact, of the optimizer's moments too."""
    most = max(abs(a - b) / max(1, abs(a)) for a, b in zip(one[0], other[0]))
    if one[1].keys() != other[1].keys():
        return float("inf")
    names = [name for name in one[1] if exact or "/optimizer." not in name]
    return max([most] + [float(abs(one[1][name].astype("float64") - other[1][name].astype("float64")).max()) for name in names])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--clients", type=int, default=1)
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
        with concurrent.futures.ThreadPoolExecutor(options.clients) as pool:
            runs = list(pool.map(lambda client: train(server, options.steps, client), range(options.clients)))
        seconds = time.time() - start
        done.set()
        if name == "killed":
            thread.join()
        server.stop()
        results[name] = [(losses, weights(state, path)) for losses, path in runs]
        first = runs[0][0]
        print(f"{name}: {options.clients} x {options.steps} steps in {seconds:.1f} s, loss {first[0]:.3f} to {first[-1]:.3f}, kills {counts}")
        shutil.rmtree(state)
    most = max(difference(one, other, options.clients == 1) for one, other in zip(results["undisturbed"], results["killed"]))
    allowed = 0 if options.clients == 1 else 1e-4
    print("weights and losses are equal to the bit" if most == 0 else f"the largest difference is {most:.2e}")
    sys.exit(0 if most <= allowed else 1)


main()
