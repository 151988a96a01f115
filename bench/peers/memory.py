#!/usr/bin/env python3
"""The peak of resident memory over training steps in PyTorch, beside `memory.ts`: loss, gradient, plain descent."""
import sys
import time

import torch
import torchvision

name = sys.argv[1] if len(sys.argv) > 1 else "alexnet"
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 6
batch = int(sys.argv[3]) if len(sys.argv) > 3 else 2


def megabytes(field):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(field))


def report(what):
    print(f"{what} now {megabytes('VmRSS')} MB, peak {megabytes('VmHWM')} MB")


torch.manual_seed(0)
net = getattr(torchvision.models, name)(num_classes=1000)
net.train()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
images, labels, loss = torch.randn(batch, 3, 224, 224), torch.arange(batch), torch.nn.CrossEntropyLoss()
report("parameters")
for k in range(steps):
    start = time.perf_counter()
    optimizer.zero_grad()
    value = loss(net(images), labels)
    value.backward()
    optimizer.step()
    report(f"step {k}, {1000 * (time.perf_counter() - start):.0f} ms, loss {value.item():.4f},")
