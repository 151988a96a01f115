"""Writes networks.json: what torchvision's networks make of images and weights that are given by formulas, in use: scores, loss
and gradients. In training, normalizing the last layers of two small images would leave few digits.

    /usr/bin/python3 test/vectors/networks/generate.py

Needs python3-torch and python3-torchvision (Debian). Entry i of a tensor is made of the sine of 0.9 i + k, where k is the
sum of the character codes of its name in the state dictionary: see `value`. Everything is computed in float64.
"""

import json
import os

import torch
import torchvision.models as models

OUT = os.path.join(os.path.dirname(__file__), "networks.json")


def value(name, shape):
    k = sum(map(ord, name))
    n = 1
    for side in shape:
        n *= side
    sine = torch.sin(0.9 * torch.arange(n, dtype=torch.float64) + k).reshape(shape)
    last = name.split(".")[-1]
    if last == "running_var":
        return 1 + 0.5 * sine
    if len(shape) == 1 and last == "weight":
        return 1 + 0.1 * sine
    if len(shape) < 2 or last in ("running_mean", "in_proj_bias"):
        return 0.1 * sine
    return sine * (2 / (n / shape[0])) ** 0.5


def filled(model):
    model = model.double()
    state = model.state_dict()
    names = [name for name in state if not name.endswith("num_batches_tracked")]
    for name in names:
        state[name] = value(name, tuple(state[name].shape))
    model.load_state_dict(state)
    return model, names


def images(n, side):
    count = n * 3 * side * side
    return 1 + torch.sin(0.37 * torch.arange(count, dtype=torch.float64)).reshape(n, 3, side, side)


def case(name, model, n, side):
    model, names = filled(model)
    x = images(n, side)
    model.eval()
    with torch.no_grad():
        use = model(x)
    loss = torch.nn.functional.cross_entropy(model(x), torch.arange(n) % 7)
    loss.backward()
    norms = {key: p.grad.norm().item() for key, p in list(model.named_parameters())}
    keep = list(norms)[:4] + list(norms)[-4:]
    return {
        "name": name,
        "images": [n, 3, side, side],
        "names": len(names),
        "scores": use.flatten()[:: max(1, use.numel() // 64)].tolist(),
        "step": max(1, use.numel() // 64),
        "loss": loss.item(),
        "gradients": {key: norms[key] for key in keep},
    }


def main():
    torch.manual_seed(0)
    vit = models.VisionTransformer(
        image_size=16, patch_size=4, num_layers=2, num_heads=4, hidden_dim=16, mlp_dim=24, num_classes=10
    )
    cases = [
        case("resnet18", models.resnet18(num_classes=10), 1, 32),
        case("resnet50", models.resnet50(num_classes=10), 1, 32),
        case("squeezenet1_1", models.squeezenet1_1(num_classes=10), 2, 64),
        case("mobilenet_v2", models.mobilenet_v2(num_classes=10), 2, 64),
        case("vit", vit, 2, 16),
    ]
    with open(OUT, "w") as file:
        json.dump({"torch": torch.__version__, "cases": cases}, file, indent=1)
        file.write("\n")


main()
