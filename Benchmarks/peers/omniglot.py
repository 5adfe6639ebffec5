"""The work that every Omniglot peer does: Conv4 of 64 filters on images of 28 x 28 x 1, sparse zeros and ones as
Omniglot's, drawn beforehand.

MAML (Finn, Abbeel, Levine 2017, section 5.2): 5-way 1-shot, one query image a class, 32 tasks, one inner step of rate
0.4 on all weights, Adam outside. A block is conv 3 x 3 of stride 2 without bias, batch normalization by the batch's own
statistics, ReLU; the mean over what is left of the image goes to a linear layer.

Prototypes (Snell, Swersky, Zemel 2017): 20-way 1-shot, five query images a class, one episode, Adam. A block is conv
3 x 3, batch normalization, ReLU, max-pool 2.
"""
import torch
from torch.nn import functional as F

from timing import milliseconds

FILTERS, SIDE, INK = 64, 28, 0.1
TASKS, WAYS, QUERIES, INNER_RATE, OUTER_RATE = 32, 5, 1, 0.4, 1e-3
PROTO_WAYS, PROTO_QUERIES = 20, 5


def images(*shape):
    return (torch.rand(*shape, 1, SIDE, SIDE) < INK).float()


def weights(outputs=0):
    """Leaves by name: four blocks and, for MAML, the linear layer."""
    leaves = {}
    for block in range(4):
        inputs = FILTERS if block else 1
        leaves[f"conv{block}"] = torch.randn(FILTERS, inputs, 3, 3) * (2 / (9 * inputs)) ** 0.5
        leaves[f"scale{block}"], leaves[f"shift{block}"] = torch.ones(FILTERS), torch.zeros(FILTERS)
    if outputs:
        leaves["weight"], leaves["bias"] = torch.randn(outputs, FILTERS) / FILTERS**0.5, torch.zeros(outputs)
    return {name: leaf.requires_grad_() for name, leaf in leaves.items()}


def logits(leaves, x):
    """The network of MAML: images to classes."""
    for block in range(4):
        x = F.conv2d(x, leaves[f"conv{block}"], stride=2, padding=1)
        x = F.relu(F.batch_norm(x, None, None, leaves[f"scale{block}"], leaves[f"shift{block}"], training=True))
    return F.linear(x.mean((2, 3)), leaves["weight"], leaves["bias"])


def convolutions(stride):
    """(inputs, side of what goes in, side of what comes out) of the four convolutions."""
    side, sizes = SIDE, []
    for block in range(4):
        out = -(-side // stride)
        sizes.append((FILTERS if block else 1, side, out))
        side = out if stride == 2 else out // 2
    return sizes


def gigaflops(count, stride, forward, other):
    """What `count` images cost: `forward` products, and `other` ones that the first convolution is spared."""
    macs = [count * out * out * 9 * inputs * FILTERS for inputs, _, out in convolutions(stride)]
    return 2e-9 * (forward * sum(macs) + other * sum(macs[1:]))


def convolution_rate(count, stride):
    """The machine's own rate: gigaflops a second of the four convolutions alone, forward and both products back, all
    images at once; in the faster of the two layouts."""
    rates = []
    for layout in (torch.contiguous_format, torch.channels_last):
        taken = 0
        for inputs, side, out in convolutions(stride):
            x = torch.randn(count, inputs, side, side).contiguous(memory_format=layout)
            w = torch.randn(FILTERS, inputs, 3, 3).contiguous(memory_format=layout)
            dy = torch.randn(count, FILTERS, out, out).contiguous(memory_format=layout)

            def products():
                F.conv2d(x, w, stride=stride, padding=1)
                torch.ops.aten.convolution_backward(
                    dy, x, w, None, (stride, stride), (1, 1), (1, 1), False, (0, 0), 1, (inputs > 1, True, False))

            taken += milliseconds(products, seconds=0.3)[1]
        rates.append(gigaflops(count, stride, 2, 1) / taken * 1e3)
    return max(rates)
