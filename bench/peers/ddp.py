"""Two processes of PyTorch under DistributedDataParallel (gloo) with one thread each, and one with two threads, on steps of LeNet."""
import os
import statistics
import sys
import time

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import nn

STEPS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
IMAGES = 256


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )


def median_step(model, images):
    x, y = torch.randn(images, 1, 28, 28), torch.arange(images) % 10
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
    times = []
    for _ in range(STEPS + 3):
        start = time.perf_counter()
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times[3:])


def rank(number, out):
    torch.set_num_threads(1)
    dist.init_process_group("gloo", rank=number, world_size=2)
    step = median_step(nn.parallel.DistributedDataParallel(lenet()), IMAGES // 2)
    if number == 0:
        out.put(step)
    dist.destroy_process_group()


if __name__ == "__main__":
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29517")
    out = mp.get_context("spawn").SimpleQueue()
    mp.spawn(rank, args=(out,), nprocs=2)
    two = out.get()
    torch.set_num_threads(2)
    one = median_step(lenet(), IMAGES)
    print(f"PyTorch, LeNet, {IMAGES} one process {one:8.2f} ms  two processes {two:8.2f} ms  ratio {one / two:.2f}")
