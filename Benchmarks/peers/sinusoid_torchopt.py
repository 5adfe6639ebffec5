"""Second-order MAML on the sinusoid with TorchOpt's MetaSGD: the 25 tasks one after another, as its examples do."""
import torch
import torchopt
from torch import nn

import sinusoid
from timing import report

torch.set_num_threads(1)
torch.manual_seed(0)
net = sinusoid.network(nn)
outer = torch.optim.Adam(net.parameters(), sinusoid.OUTER_RATE)
inner = torchopt.MetaSGD(net, lr=sinusoid.INNER_RATE)


def iteration(steps):
    x, y = sinusoid.episodes(torch)
    shots, mse = sinusoid.SHOTS, nn.functional.mse_loss
    outer.zero_grad()
    slow = torchopt.extract_state_dict(net, by="reference")
    state = torchopt.extract_state_dict(inner, by="reference")
    total = 0
    for task in range(sinusoid.TASKS):
        for _ in range(steps):
            inner.step(mse(net(x[task, :shots]), y[task, :shots]))
        total = total + mse(net(x[task, shots:]), y[task, shots:]) / sinusoid.TASKS
        torchopt.recover_state_dict(net, slow)
        torchopt.recover_state_dict(inner, state)
    total.backward()
    outer.step()


for steps in sinusoid.STEPS:
    report(f"sinusoid-{steps}", lambda: iteration(steps))
