"""MAML of Conv4 in plain PyTorch: the 32 tasks one after another, fast weights in a dictionary."""
import torch
from torch.nn import functional as F

import omniglot
from timing import report

torch.set_num_threads(1)
torch.manual_seed(0)
slow = omniglot.weights(omniglot.WAYS)
outer = torch.optim.Adam(slow.values(), omniglot.OUTER_RATE)
support = omniglot.images(omniglot.TASKS, omniglot.WAYS)
query = omniglot.images(omniglot.TASKS, omniglot.WAYS * omniglot.QUERIES)
labels = torch.arange(omniglot.WAYS)
query_labels = labels.repeat_interleave(omniglot.QUERIES)


def iteration(second):
    outer.zero_grad()
    for task in range(omniglot.TASKS):
        loss = F.cross_entropy(omniglot.logits(slow, support[task]), labels)
        gradients = torch.autograd.grad(loss, slow.values(), create_graph=second)
        fast = {name: leaf - omniglot.INNER_RATE * g for (name, leaf), g in zip(slow.items(), gradients)}
        # Task by task, so that one graph at a time is in memory.
        (F.cross_entropy(omniglot.logits(fast, query[task]), query_labels) / omniglot.TASKS).backward()
    outer.step()


# Support and query forward and back, and to second order a Hessian-vector product on the support set. No gradient is
# asked for at the images, so the first convolution is spared some of it.
count = omniglot.TASKS * omniglot.WAYS
rate = omniglot.convolution_rate(count, stride=2)
for order, products in (("second", (6, 6)), ("first", (4, 2))):
    gflop = omniglot.gigaflops(count, 2, *products)
    report(f"omniglot-maml-{order}", lambda: iteration(order == "second"), gflop=gflop, conv_gflops=rate)
