#!/usr/bin/env python3
"""PyTorch on the CPU. Answers for a peer: says which cases it can time, then times the one that is named on each line of
its input. One JSON object a line.

Needs Debian's python3-torch and libopenblas0-pthread: without OpenBLAS that PyTorch multiplies matrices at 7 GFLOP/s,
and the comparison is not honest.
"""
import json
import os
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

threads = int(sys.argv[1]) if len(sys.argv) > 1 else os.cpu_count()
torch.set_num_threads(threads)
torch.manual_seed(0)
here = os.path.dirname(os.path.abspath(__file__))
geometry = json.load(open(os.path.join(here, "..", "cases.json")))
cases = {}


def forward(case):
    x, w = torch.randn(case["x"]), torch.randn(case["w"])

    def run():
        with torch.no_grad():
            F.conv2d(x, w, padding=case["padding"])

    return run


def both(case):
    x, w = torch.randn(case["x"]).requires_grad_(), torch.randn(case["w"]).requires_grad_()
    dy = torch.randn_like(F.conv2d(x, w, padding=case["padding"]))
    return lambda: torch.autograd.grad(F.conv2d(x, w, padding=case["padding"]), (x, w), dy)


def product(case):
    a, b = torch.randn(case["m"], case["k"]), torch.randn(case["k"], case["n"])
    return lambda: a @ b


def step(batch):
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5, 1, 2), nn.ReLU(), nn.MaxPool2d(2, 2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2, 2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    x, y, loss = torch.randn(batch, 1, 28, 28), torch.arange(batch) % 10, nn.CrossEntropyLoss()

    def run():
        optimizer.zero_grad()
        value = loss(net(x), y)
        value.backward()
        optimizer.step()
        return value.item()

    return run


class Block(nn.Module):
    def __init__(self, length, width, heads, classes):
        super().__init__()
        self.heads, self.scale = heads, (width // heads) ** -0.5
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value, self.joined = (nn.Linear(width, width, bias=False) for _ in range(4))
        self.up, self.down = nn.Linear(width, 4 * width, bias=False), nn.Linear(4 * width, width, bias=False)
        self.scores = nn.Linear(width, classes, bias=False)
        self.register_buffer("future", torch.ones(length, length).triu(1).bool())

    def forward(self, x):
        batch, length, width = x.shape

        def split(y):
            return y.view(batch, length, self.heads, -1).transpose(1, 2)

        first = self.norm1(x)
        query, key, value = split(self.query(first)), split(self.key(first)), split(self.value(first))
        likeness = (query @ key.transpose(2, 3) * self.scale).masked_fill(self.future, float("-inf"))
        heard = (likeness.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width)
        attended = x + self.joined(heard)
        return self.scores(attended + self.down(F.gelu(self.up(self.norm2(attended)))))


def block(case):
    net = Block(case["length"], case["width"], case["heads"], case["classes"])
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    count = case["batch"] * case["length"]
    x, y = torch.randn(case["batch"], case["length"], case["width"]), torch.arange(count) * 7 % case["classes"]

    def run():
        optimizer.zero_grad()
        value = F.cross_entropy(net(x).view(count, -1), y)
        value.backward()
        optimizer.step()
        return value.item()

    return run


def made(name):
    options = {"aux_logits": False, "init_weights": False} if name == "googlenet" else {}
    return getattr(torchvision.models, name)(weights=None, **options)


def gradient(name, batch):
    net, x, y = made(name).train(), torch.randn(batch, 3, 224, 224), torch.arange(batch)

    def run():
        net.zero_grad()
        value = F.cross_entropy(net(x), y)
        value.backward()
        return value.item()

    return run


def network(name):
    net, x = made(name).eval(), torch.randn(1, 3, 224, 224)

    def run():
        with torch.no_grad():
            net(x)

    return run


for conv in geometry["conv2d"]:
    cases[conv["name"] + " forward"] = lambda conv=conv: forward(conv)
    cases[conv["name"] + " forward+backward"] = lambda conv=conv: both(conv)
for matmul in geometry["matmul"]:
    cases[matmul["name"]] = lambda matmul=matmul: product(matmul)
for batch in geometry["lenet"]:
    cases["LeNet training step b%d" % batch] = lambda batch=batch: step(batch)

for sizes in geometry["transformer"]:
    cases[sizes["name"]] = lambda sizes=sizes: block(sizes)

lacks = None
try:
    import torchvision

    cases["AlexNet forward 224x224 b1"] = lambda: network("alexnet")
    cases["VGG-16 forward 224x224 b1"] = lambda: network("vgg16")
    cases["GoogLeNet forward 224x224 b1"] = lambda: network("googlenet")
    cases["AlexNet gradient 224x224 b2"] = lambda: gradient("alexnet", 2)
    cases["VGG-16 gradient 224x224 b2"] = lambda: gradient("vgg16", 2)
    cases["GoogLeNet gradient 224x224 b2"] = lambda: gradient("googlenet", 2)
except ImportError:
    lacks = "torchvision, and so AlexNet, VGG-16 and GoogLeNet (Debian: python3-torchvision)"

ready = {}
print(json.dumps({"peer": "pytorch " + torch.__version__, "threads": threads, "cases": list(cases), "lacks": lacks}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    name = asked["name"]
    if name not in ready:
        ready[name] = cases[name]()
        for _ in range(3):
            ready[name]()
    run, times, end = ready[name], [], time.perf_counter() + asked["budget"] / 1000
    while len(times) < 3 or (time.perf_counter() < end and len(times) < 1000):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"name": name, "times": times}), flush=True)
