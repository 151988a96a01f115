"""Writes arrays.npz and arrays.json: arrays of NumPy in every type, order of bytes and order of axes, with their numbers.

    /usr/bin/python3 test/vectors/numpy/generate.py
"""

import json
import os

import numpy as np

HERE = os.path.dirname(__file__)


def main():
    arrays = {}
    for kind in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]:
        numbers = np.arange(-3 if kind[0] != "u" else 0, 21 if kind[0] != "u" else 24).reshape(2, 3, 4)
        numbers = numbers / 4 if kind[0] == "f" else numbers
        for order in ["<", ">"]:
            for axes in ["C", "F"]:
                name = f"{kind}{'little' if order == '<' else 'big'}{axes}"
                arrays[name] = np.asarray(numbers, dtype=order + kind, order=axes)
    arrays["flags"] = np.array([True, False, True])
    arrays["scalar"] = np.float32(1.5)
    arrays["empty"] = np.zeros((0, 3), dtype=np.float32)
    arrays["special"] = np.array([np.inf, -np.inf, -0.0, 6e-8, 65504], dtype=np.float16)
    np.savez_compressed(os.path.join(HERE, "arrays.npz"), **arrays)
    said = {
        name: {"shape": list(a.shape), "numbers": [str(float(x)) for x in np.asarray(a, order="C").flatten(order="C")]}
        for name, a in arrays.items()
    }
    with open(os.path.join(HERE, "arrays.json"), "w") as file:
        json.dump(said, file, indent=1)
        file.write("\n")


main()
