"""Writes laws/catalog/edges/records.ts: each elementwise function, activation and loss at the edges, to the last bit of float64.

    /usr/bin/python3 conformance/edges/generate.py > laws/catalog/edges/records.ts      needs mpmath
    npx prettier --write laws/catalog/edges/records.ts

A row is the inputs, the value and the derivatives, first and second. `_` says nothing; `0` is a zero of either sign, `+0`
and `-0` one of its own.
"""

import math
import struct
import sys

from mpmath import mp, mpf

from jets import Jet
from pairs import AB, FEW, TAME, WIDE, WILD, binary
from tables import unary

SIGNED_ZEROS = ["add", "sub", "mul", "div", "pow", "maximum", "minimum", "fmod", "atan2"]


def single(v):
    return struct.unpack("f", struct.pack("f", v))[0]


MAGNITUDES = [2.0**-149, 1e-40, 2.0**-126, 1e-20, 1e-5, 0.1, 0.5, 0.9, 1 - 2.0**-24, 1.0, 1 + 2.0**-23, 1.5, 3.0, 6.0, 9.5, 20.0, 88.0, 105.0, 16777216.0, 3e20, 3.4028234663852886e38]
WIDE_ONE = [5e-324, 2.2250738585072014e-308, 1 - 2.0**-53, 1 + 2.0**-52, 745.0, 1e200, 1.7976931348623157e308]


def text(v, zero="0"):
    """A number, correctly rounded to float64."""
    if v is None:
        return "_"
    if isinstance(v, float):
        if v == 0:
            return "-0" if math.copysign(1, v) < 0 else "+0"
        d = v
    else:
        if v == 0:
            return zero
        if mp.isnan(v):
            return "nan"
        d = round_double(v)
    if d != d:
        return "nan"
    if d in (math.inf, -math.inf):
        return "inf" if d > 0 else "-inf"
    if d == 0:
        return "0"
    s = repr(d)
    return s[:-2] if s.endswith(".0") else s.replace("e+", "e").replace("e-0", "e-")


def round_double(v):
    if mp.isinf(v):
        return math.inf if v > 0 else -math.inf
    if abs(v) >= mpf(2) ** 1024:
        return math.inf if v > 0 else -math.inf
    if abs(v) < mpf(2) ** -1022:
        return float(mp.nint(v * mpf(2) ** 1074)) * 5e-324
    return float(mp.mpf(v))


def limit(f, sign):
    """The value and derivatives towards an infinity: what does not settle is infinite or 0."""
    near, far = (f(Jet.variable(sign * mpf(10) ** e, 0, 1)) for e in (350, 420))

    def settle(a, b):
        if a is None or b is None or mp.isnan(a):
            return a
        if abs(b) > abs(a) * (1 + mpf(10) ** -20):
            return mp.sign(b) * mp.inf
        return mpf(0) if abs(b) < abs(a) * (1 - mpf(10) ** -20) else b

    return [settle(near.v, far.v), settle(near.d[0], far.d[0]), settle(near.h[0][0], far.h[0][0])]


def known(slopes, bends, *inputs):
    """Derivatives: none where one of them or of a lower order is beyond the greatest number, nor at -0 on a pole."""

    def overflows(numbers):
        return any(n is not None and not mp.isinf(n) and math.isinf(round_double(n)) for n in numbers)

    nothing = lambda numbers: [None for _ in numbers]
    at_pole = any(n is not None and mp.isinf(n) for n in slopes)
    if overflows(slopes) or at_pole and any(x == 0 and math.copysign(1, x) < 0 for x in inputs):
        return [*nothing(slopes), *nothing(bends)]
    return [*slopes, *(nothing(bends) if overflows(bends) else bends)]


def unary_row(name, f, options, x):
    if x != x:
        return [x, mpf(0) if name in ("sign", "nanToNum") else x, None, None]
    if math.isinf(x):
        if options.get("nonfinite") == "skip":
            return None
        if options.get("wave"):
            return [x, mpf("nan"), None, None]
        v = limit(f, 1 if x > 0 else -1)
        return [x, *v]
    if abs(x) > options.get("most", math.inf):
        return None
    if x == 0 and "pole" in options:
        return [x, options["pole"] * math.copysign(math.inf, x), None, None]
    jet = f(Jet.variable(mpf(x), 0, 1))
    v = jet.v
    if v is not None and v == 0 and options.get("odd"):
        negative = (math.copysign(1, x) < 0) != (options["odd"] < 0)
        v = -0.0 if negative else 0.0
    return [x, v, *known([jet.d[0]], [jet.h[0][0]], x)]


def plain(v):
    """An input: a number of float32 by its fewest digits, another with a d."""
    if v == 0:
        return "-0" if math.copysign(1, v) < 0 else "0"
    if math.isfinite(v) and abs(v) < 3.5e38 and single(v) == v:
        return short(next(w for w in (f"{v:.{n}g}" for n in range(1, 18)) if single(float(w)) == v))
    return text(v) + ("d" if math.isfinite(v) else "")


def short(s):
    """Without what a number can be read without."""
    return s.replace("e+", "e").replace("e-0", "e-").replace("e0", "e")


def line(inputs, expected):
    """A row, up to where nothing more is said."""
    words = inputs + [text(v) for v in expected]
    while words[-1] == "_":
        words.pop()
    return " ".join(words)


def unary_rows(name, f, options):
    inputs = [0.0, -0.0]
    for m in MAGNITUDES + options.get("at", []) + WIDE_ONE:
        inputs += [m, -m] if m > 0 else [m]
    inputs += [math.inf, -math.inf, math.nan]
    seen = set()
    for x in inputs:
        x = single(x) if x in MAGNITUDES or x in [-m for m in MAGNITUDES] else x
        if x in options.get("at", []):
            x = single(x)
        key = plain(x)
        if key in seen or any(x == s and math.copysign(1, x) == math.copysign(1, s) for s in options.get("skip", [])):
            continue
        seen.add(key)
        row = unary_row(name, f, options, x)
        if row is not None:
            yield line([plain(x)], row[1:])


def pair_row(name, f, options, a, b):
    by_ieee = options.get("ieee")
    finite = math.isfinite(a) and math.isfinite(b)
    jet = f(Jet.variable(mpf(a), 0, 2), Jet.variable(mpf(b), 1, 2)) if finite else None
    value = None if jet is None else jet.v
    if by_ieee and (not finite or jet is None or (value == 0 or options.get("signed")) and (a == 0 or b == 0)):
        try:
            value = by_ieee(a, b)
        except OverflowError:
            value = math.inf
        except ValueError:
            value = math.nan
        if value == 0 and name not in SIGNED_ZEROS:
            value = mpf(0)
    if value is None:
        return None
    if jet is None:
        return [value, None, None, None, None, None]
    h = jet.h
    d, e = jet.d, [h[0][0], h[0][1], h[1][1]]
    if options.get("only") == 1:
        d, e = [d[0], None], [e[0], None, None]
    return [value, *known(d, e, a, b)]


def pair_rows(name, f, options):
    many = TAME if options.get("tame") else (FEW if options.get("few") else AB) + WILD
    firsts, seconds = options.get("a", many), options.get("b", many)
    if not options.get("tame") and "a" not in options and "b" not in options:
        wide = [(w, v) for w in WIDE for v in (1.0, w)]
    else:
        wide = []
    for a, b in [(a, b) for a in firsts for b in seconds] + wide:
        a, b = (v if (v, v) in wide or not math.isfinite(v) or abs(v) in WIDE else single(v) for v in (a, b))
        row = pair_row(name, f, options, a, b)
        if row is not None:
            yield line([plain(a), plain(b)], row)


def main():
    sys.stdout.write(
        """/**
 * @file Values and derivatives at the edges, computed to hundreds of digits and rounded once: data, written by
 * `conformance/edges/generate.py` and not to be edited. A row is the inputs, the value, and the first and second
 * derivatives; `_` says nothing, `0` is a zero of either sign.
 */

"""
    )
    for title, table, rows in (("unary", unary, unary_rows), ("binary", binary, pair_rows)):
        sys.stdout.write(f"/** Functions of {'one number: x, y, dy/dx, d2y/dx2' if title == 'unary' else 'two numbers: a, b, y, dy/da, dy/db, d2y/da2, d2y/dadb, d2y/db2'}. */\n")
        sys.stdout.write(f"export const {title}Records: Readonly<Record<string, string>> = {{\n")
        for name, (f, options) in table.items():
            key = name if name.isidentifier() else f"'{name}'"
            sys.stdout.write(f"  {key}:\n    '" + ";".join(rows(name, f, options)) + "',\n")
            sys.stderr.write(name + "\n")
        sys.stdout.write("}\n\n" if title == "unary" else "}\n")


main()
