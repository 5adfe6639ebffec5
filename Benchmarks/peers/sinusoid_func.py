"""Second-order MAML on the sinusoid with torch.func: vmap over the 25 tasks, so one batched graph as ours."""
import torch
from torch import nn
from torch.func import functional_call, grad, vmap

import sinusoid
from timing import report

torch.set_num_threads(1)
torch.manual_seed(0)
net = sinusoid.network(nn)
slow = {name: leaf.detach().clone().requires_grad_() for name, leaf in net.named_parameters()}
outer = torch.optim.Adam(slow.values(), sinusoid.OUTER_RATE)


def loss(weights, x, y):
    return nn.functional.mse_loss(functional_call(net, weights, (x,)), y)


def query_loss(weights, x, y, steps):
    """The loss on the query half after `steps` gradient steps on the support half of one task."""
    shots = sinusoid.SHOTS
    for _ in range(steps):
        gradient = grad(loss)(weights, x[:shots], y[:shots])
        weights = {name: weights[name] - sinusoid.INNER_RATE * gradient[name] for name in weights}
    return loss(weights, x[shots:], y[shots:])


def iteration(steps):
    x, y = sinusoid.episodes(torch)
    outer.zero_grad()
    vmap(lambda x, y: query_loss(slow, x, y, steps))(x, y).mean().backward()
    outer.step()


for steps in sinusoid.STEPS:
    report(f"sinusoid-{steps}", lambda: iteration(steps))
