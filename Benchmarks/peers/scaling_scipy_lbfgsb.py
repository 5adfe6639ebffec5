"""The same as scaling_scipy.py with the optimizer that the papers use, L-BFGS-B in their coordinates."""
import warnings

import numpy as np
from scaling_scipy import ROWS, Problem, draws, fit, plain, replicates
from timing import report

NAME = "L-BFGS-B"


def main():
    warnings.filterwarnings("ignore")
    weights, drawn = np.ones(len(ROWS)), draws()
    end = fit(NAME, weights)
    report("scaling-fit", lambda: fit(NAME, weights), optimizer=NAME, loss=Problem(weights).loss(end), **plain(end, False))
    report("scaling-bootstrap", lambda: replicates(NAME, fit(NAME, weights), drawn), optimizer=NAME)


if __name__ == "__main__":
    main()
