"""Second-order MAML on the sinusoid with higher: the 25 tasks one after another, as its examples do."""
import higher
import torch
from torch import nn

import sinusoid
from timing import report

torch.set_num_threads(1)
torch.manual_seed(0)
net = sinusoid.network(nn)
outer = torch.optim.Adam(net.parameters(), sinusoid.OUTER_RATE)
inner = torch.optim.SGD(net.parameters(), sinusoid.INNER_RATE)


def iteration(steps):
    x, y = sinusoid.episodes(torch)
    shots, mse = sinusoid.SHOTS, nn.functional.mse_loss
    outer.zero_grad()
    for task in range(sinusoid.TASKS):
        with higher.innerloop_ctx(net, inner, copy_initial_weights=False) as (fast, optimizer):
            for _ in range(steps):
                optimizer.step(mse(fast(x[task, :shots]), y[task, :shots]))
            (mse(fast(x[task, shots:]), y[task, shots:]) / sinusoid.TASKS).backward()
    outer.step()


for steps in sinusoid.STEPS:
    report(f"sinusoid-{steps}", lambda: iteration(steps))
