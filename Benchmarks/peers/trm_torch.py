"""One supervision step (forward, backward, AdamW) of a Tiny Recursive Model in eager PyTorch, at three sizes, beside
the machine's own matrix-product rate. usage: trm_torch.py [THREADS]"""
import math
import sys

import torch
from torch import nn
from torch.nn import functional as F

from timing import milliseconds, report

torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
torch.manual_seed(0)


def hidden(width):
    """The inner width of SwiGLU: 8/3 of the width, rounded up to a multiple of 256."""
    return -(-round(4 * width * 2 / 3) // 256) * 256


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.gate_up = nn.Linear(width, 2 * hidden(width), bias=False)
        self.down = nn.Linear(hidden(width), width, bias=False)

    def forward(self, x, cos, sin):
        def rotate(a):
            half = a.shape[-1] // 2
            return a * cos + torch.cat((-a[..., half:], a[..., :half]), -1) * sin

        def norm(a):
            return a * torch.rsqrt(a.square().mean(-1, keepdim=True) + 1e-5)

        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(rotate(q), rotate(k), v).transpose(1, 2).reshape(x.shape)
        x = norm(x + self.out(attended))
        gate, up = self.gate_up(x).chunk(2, -1)
        return norm(x + self.down(F.silu(gate) * up))


class TinyRecursiveModel(nn.Module):
    def __init__(self, width, heads, vocabulary, length, outer_cycles, inner_cycles):
        super().__init__()
        self.width, self.outer_cycles, self.inner_cycles = width, outer_cycles, inner_cycles
        self.embedding = nn.Embedding(vocabulary, width)
        self.blocks = nn.ModuleList([Block(width, heads) for _ in range(2)])
        self.head = nn.Linear(width, vocabulary, bias=False)
        self.halting = nn.Linear(width, 2)
        size = width // heads
        angles = torch.outer(torch.arange(length).float(), 1 / (10000 ** (torch.arange(0, size, 2).float() / size)))
        angles = torch.cat((angles, angles), -1)
        self.cos, self.sin = angles.cos(), angles.sin()
        self.y, self.z = torch.randn(width), torch.randn(width)

    def net(self, h, injected):
        h = h + injected
        for block in self.blocks:
            h = block(h, self.cos, self.sin)
        return h

    def cycle(self, e, y, z):
        for _ in range(self.inner_cycles):
            z = self.net(z, y + e)
        return self.net(y, z), z

    def forward(self, tokens):
        e = self.embedding(tokens) * math.sqrt(self.width)
        y, z = self.y.expand_as(e), self.z.expand_as(e)
        with torch.no_grad():
            for _ in range(self.outer_cycles - 1):
                y, z = self.cycle(e, y, z)
        y, z = self.cycle(e, y, z)
        return self.head(y), self.halting(y[:, 0])


def bench(width, heads, batch, length, vocabulary, outer_cycles, inner_cycles):
    model = TinyRecursiveModel(width, heads, vocabulary, length, outer_cycles, inner_cycles)
    optimizer = torch.optim.AdamW(model.parameters(), 1e-4, weight_decay=0.1)
    tokens = torch.randint(0, vocabulary, (batch, length))
    targets = torch.randint(0, vocabulary, (batch, length))

    def step():
        logits, halting = model(tokens)
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten()) + halting[:, 0].square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    # Two blocks of products and attention; the backward pass of the last cycle costs twice its forward pass.
    rows = batch * length
    net = 2 * (2 * rows * (4 * width * width + 3 * width * hidden(width)) + 4 * batch * length * length * width)
    flops = net * (outer_cycles * (inner_cycles + 1) + 2 * (inner_cycles + 1))
    a, b = torch.randn(rows, width), torch.randn(width, 2 * hidden(width))
    product = 2 * rows * width * 2 * hidden(width) / milliseconds(lambda: a @ b, seconds=1.5)[1] / 1e6
    report(f"trm-{width}", step, gflop=flops / 1e9, matmul_gflops=product)


bench(64, 4, 64, 25, 12, 2, 2)
bench(128, 4, 64, 40, 12, 2, 3)
bench(512, 8, 16, 81, 11, 3, 6)
