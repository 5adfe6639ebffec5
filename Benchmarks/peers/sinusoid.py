"""The work that every sinusoid peer does: Finn, Abbeel, Levine 2017, section 5.1, with a meta-batch of 25 tasks.

A task is y = a sin(x - p), a in [0.1, 5], p in [0, pi], x in [-5, 5]; 10 support and 10 query points; the network
is 1-40-40-1 with ReLU; one inner rate, SGD inside, Adam outside; gradients of second order; own tasks an iteration.

The other methods do the same with gradients of first order (FOMAML), with the mean displacement after five steps as the
gradient of SGD outside (Reptile, batched), or with 16 steps on the proximal objective and five of conjugate gradients
(iMAML, lambda = 2).
"""
import math

TASKS, SHOTS, STEPS = 25, 10, (1, 5)
INNER_RATE, OUTER_RATE = 0.01, 1e-3
REPTILE_STEPS, REPTILE_RATE = 5, 0.1
IMPLICIT = (16, 5, 2.0)  # inner steps, steps of conjugate gradients, lambda


def network(nn):
    return nn.Sequential(nn.Linear(1, 40), nn.ReLU(), nn.Linear(40, 40), nn.ReLU(), nn.Linear(40, 1))


def episodes(torch):
    """Inputs and targets, [tasks, support and query, 1]."""
    amplitude = torch.rand(TASKS, 1, 1) * 4.9 + 0.1
    phase = torch.rand(TASKS, 1, 1) * math.pi
    x = torch.rand(TASKS, 2 * SHOTS, 1) * 10 - 5
    return x, amplitude * torch.sin(x - phase)
