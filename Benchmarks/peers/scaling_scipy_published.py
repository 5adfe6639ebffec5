"""The Chinchilla fit as published: L-BFGS-B from each of the 4,500 starts of Hoffmann et al. 2022 (Section D.2), in their
coordinates; 200 bootstrap replicates, each from the estimate. Once, without warming up: it is slow."""
import itertools
import json
import time

import numpy as np
from scaling_scipy import DELTA, ROWS, Problem, draws, plain
from scipy.optimize import minimize

GRID = list(itertools.product(
    range(0, 26, 5), range(0, 26, 5), np.arange(-1, 1.1, 0.5), np.arange(0, 2.1, 0.5), np.arange(0, 2.1, 0.5)))


def descend(problem, start):
    return minimize(problem.value_and_gradient, start, jac=True, method="L-BFGS-B").x


def main():
    before, before_processor = time.perf_counter(), time.process_time()
    problem = Problem(np.ones(len(ROWS)))
    best = min((descend(problem, np.array(start, float)) for start in GRID), key=problem.loss)
    middle, middle_processor = time.perf_counter(), time.process_time()
    for weights in draws():
        descend(Problem(weights), best)
    after, after_processor = time.perf_counter(), time.process_time()
    more = {"starts": len(GRID), "delta": DELTA, "loss": problem.loss(best), **plain(best, False)}
    for name, wall, processor in (
        ("scaling-fit", middle - before, middle_processor - before_processor),
        ("scaling-bootstrap", after - before, after_processor - before_processor),
    ):
        print(json.dumps({"name": name, "ms": wall * 1e3, "cpu_ms": processor * 1e3, **more}), flush=True)


if __name__ == "__main__":
    main()
