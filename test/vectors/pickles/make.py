"""Checkpoints with harmless extras beside tensors, as Python's own pickle writes them: `python3 make.py`, from here.

PyTorch is not needed: its names are given by modules that only bear them. NumPy is. Each file is the zip container of
`torch.save`, for the protocols 2 to 5; protocol 2 is PyTorch's own.
"""
import argparse, collections, datetime, io, os, pathlib, pickle, struct, sys, types, zipfile
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))


def module(name, **members):
    made = types.ModuleType(name)
    for key, value in members.items():
        setattr(made, key, value)
    sys.modules[name] = made
    return made


def rebuild(*_): ...
class FloatStorage: ...
class device: ...
class Dtype: ...


rebuild.__module__, rebuild.__qualname__, rebuild.__name__ = "torch._utils", "_rebuild_tensor_v2", "_rebuild_tensor_v2"
FloatStorage.__module__ = device.__module__ = "torch"
torch = module("torch", FloatStorage=FloatStorage, device=device)
torch._utils = module("torch._utils", _rebuild_tensor_v2=rebuild)


class Storage: ...
class Tensor:
    def __reduce__(self): return rebuild, (Storage(), 0, (2,), (1,), False, collections.OrderedDict())
class Device:
    def __reduce__(self): return device, ("cuda", 0)
class Name:
    """What pickles as a bare name, as dtypes do."""
    def __init__(self, name): self.name = name
    def __reduce__(self): return self.name


torch.bfloat16 = Name("bfloat16")
Name.__module__ = "torch"


class Pickler(pickle._Pickler):
    def persistent_id(self, value):
        return ("storage", FloatStorage, "0", "cpu", 2) if isinstance(value, Storage) else None


def extras(protocol):
    states = collections.defaultdict(dict)
    states[0] = {"momentum": Tensor()}
    return {
        "args": argparse.Namespace(lr=0.1, layers=[1, 2], out=pathlib.PurePosixPath("/tmp/out"), w=Tensor(), seen={1, 2}),
        "dtype": torch.bfloat16,
        "device": Device(),
        "best": np.float64(0.5),
        "count": np.int64(3),
        "rng": b"\x00\xff\x01",
        "long": bytes(300),
        "tags": {"a", "b"},
        "frozen": frozenset([1]),
        "array": bytearray(b"abc"),
        "started": datetime.datetime(2020, 1, 2),
        "state": states,
        "milestones": collections.Counter({30: 1, 60: 1}),
        "size": 3 + 4j,
        "list": [{"inner": types.SimpleNamespace(a=1)}, 7],
        "model": collections.OrderedDict(weight=Tensor()),
    }


for protocol in (2, 3, 4, 5):
    out = io.BytesIO()
    Pickler(out, protocol).dump(extras(protocol))
    with zipfile.ZipFile(os.path.join(here, f"extras_{protocol}.pth"), "w", zipfile.ZIP_STORED) as archive:
        for name, content in (("data.pkl", out.getvalue()), ("byteorder", b"little"), ("data/0", struct.pack("<2f", 1.5, -2))):
            archive.writestr(zipfile.ZipInfo(f"extras/{name}", (1980, 1, 1, 0, 0, 0)), content)
