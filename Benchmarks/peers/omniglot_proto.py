"""An episode of prototypical networks in plain PyTorch: all images of the episode in one batch."""
import torch
from torch.nn import functional as F

import omniglot
from timing import milliseconds, report

torch.set_num_threads(1)
torch.manual_seed(0)
WAYS, QUERIES = omniglot.PROTO_WAYS, omniglot.PROTO_QUERIES
images = omniglot.images(WAYS * (1 + QUERIES))
labels = torch.arange(WAYS).repeat_interleave(QUERIES)


def embedding(leaves, x):
    for block in range(4):
        x = F.conv2d(x, leaves[f"conv{block}"], padding=1)
        x = F.batch_norm(x, None, None, leaves[f"scale{block}"], leaves[f"shift{block}"], training=True)
        x = F.max_pool2d(F.relu(x), 2)
    return x.flatten(1)


def episode(layout):
    """A function that trains on one episode, images and weights laid out in memory as `layout` says."""
    leaves = omniglot.weights()
    for leaf in leaves.values():
        if leaf.dim() == 4:
            leaf.data = leaf.data.contiguous(memory_format=layout)
    x = images.contiguous(memory_format=layout)
    optimizer = torch.optim.Adam(leaves.values(), omniglot.OUTER_RATE)

    def train():
        optimizer.zero_grad()
        features = embedding(leaves, x)
        prototypes, asked = features[:WAYS], features[WAYS:]
        distances = (asked[:, None] - prototypes).square().sum(2)
        F.cross_entropy(-distances, labels).backward()
        optimizer.step()

    return train


episodes = [episode(layout) for layout in (torch.contiguous_format, torch.channels_last)]
fastest = min(episodes, key=lambda train: milliseconds(train, seconds=1)[1])
count = len(images)
report("omniglot-proto", fastest, gflop=omniglot.gigaflops(count, 1, 2, 1),
       conv_gflops=omniglot.convolution_rate(count, stride=1), channels_last=fastest is episodes[1])
