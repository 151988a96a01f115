"""Images per second of PyTorch's DataLoader on a folder of images, with 0, 1 and 2 workers, resized as ours are."""
import sys
import time

import torch
from torchvision import transforms
from torchvision.datasets import ImageFolder

folder, size = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(1)
data = ImageFolder(folder, transforms.Compose([transforms.Resize((size, size)), transforms.ToTensor()]))
for workers in (0, 1, 2):
    start = time.perf_counter()
    seen = sum(len(labels) for _, labels in torch.utils.data.DataLoader(data, batch_size=32, num_workers=workers))
    rate = seen / (time.perf_counter() - start)
    print(f"PyTorch DataLoader, folder, {workers} workers".ljust(44), f"{rate:.0f} images/s")
