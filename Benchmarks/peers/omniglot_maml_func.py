"""MAML of Conv4 with torch.func: vmap over the 32 tasks, so one batched graph (its convolutions are grouped ones).

usage: omniglot_maml_func.py [--compile]    with torch.compile, which takes minutes first
"""
import sys

import torch
from torch.func import grad, vmap
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


def loss(leaves, x, labels):
    return F.cross_entropy(omniglot.logits(leaves, x), labels)


def query_loss(leaves, support, query, second):
    gradient = grad(loss)(leaves, support, labels)
    if not second:
        gradient = {name: g.detach() for name, g in gradient.items()}
    fast = {name: leaf - omniglot.INNER_RATE * gradient[name] for name, leaf in leaves.items()}
    return loss(fast, query, query_labels)


def meta_loss(leaves, second):
    return vmap(lambda support, query: query_loss(leaves, support, query, second))(support, query).mean()


def iteration(second):
    outer.zero_grad()
    meta_loss(slow, second).backward()
    outer.step()


def compiled(second):
    """An iteration of the compiled gradient; a tape could not be compiled to second order, and is faster where not."""
    gradient = torch.compile(grad(lambda leaves: meta_loss(leaves, second)))
    detached = {name: leaf.detach() for name, leaf in slow.items()}

    def iteration():
        for name, g in gradient(detached).items():
            slow[name].grad = g
        outer.step()

    return iteration


for order in ("second", "first"):
    second = order == "second"
    report(f"omniglot-maml-{order}", compiled(second) if "--compile" in sys.argv else lambda: iteration(second))
