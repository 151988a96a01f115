"""What is recorded: each operation as a function of jets, by pieces where it has pieces.

At a kink the piece that is taken is the one whose derivative the library promises; the README tells them all.
"""

from jets import *

inf = mpf("inf")


def c(x, v):
    return x.constant(v)


def lin(slope):
    return lambda x: x * slope


def clamped(low, high):
    return lambda x: c(x, low) if x.v <= low else c(x, high) if x.v >= high else x


def elu(alpha, scale=1):
    return lambda x: x * scale if x.v > 0 else (exp(x) - 1) * (mpf(alpha) * scale)


def celu(alpha):
    return lambda x: x if x.v > 0 else (exp(x / alpha) - 1) * alpha


def hardswish(x):
    return c(x, 0) if x.v < -3 else x if x.v > 3 else x * (x + 3) / 6


def sign(x):
    return c(x, mp.sign(x.v))


def absolute(x):
    return x if x.v > 0 else -x if x.v < 0 else c(x, 0)


def step(f):
    return lambda x: c(x, f(x.v))


def half_even(v):
    f = mp.floor(v)
    r = v - f
    return f if r < 0.5 or (r == 0.5 and int(f) % 2 == 0) else f + 1


def trunc(v):
    return mp.floor(v) if v >= 0 else mp.ceil(v)


def gelu(x):
    return x * erfc(x * (-1 / mp.sqrt(2))) * mpf("0.5")


def gelu_tanh(x):
    z = (x + x * x * x * mpf(0.044715)) * mp.sqrt(2 / mp.pi)
    return x * sigmoid(z * 2)


def tan(x):
    t = mp.tan(x.v)
    return x.chain(t, 1 + t * t, 2 * t * (1 + t * t))


def asin(x):
    w = (1 - x.v) * (1 + x.v)
    if w == 0:
        return Jet(mp.asin(x.v), [inf], [[None]])
    return x.chain(mp.asin(x.v), 1 / mp.sqrt(w), x.v / (w * mp.sqrt(w)))


def acos(x):
    w = (1 - x.v) * (1 + x.v)
    if w == 0:
        return Jet(mp.acos(x.v), [-inf], [[None]])
    return x.chain(mp.acos(x.v), -1 / mp.sqrt(w), -x.v / (w * mp.sqrt(w)))


def atan(x):
    w = 1 + x.v * x.v
    return x.chain(mp.atan(x.v), 1 / w, -2 * x.v / w**2)


def asinh(x):
    w = 1 + x.v * x.v
    return x.chain(mp.asinh(x.v), 1 / mp.sqrt(w), -x.v / (w * mp.sqrt(w)))


def acosh(x):
    w = (x.v - 1) * (x.v + 1)
    if w == 0:
        return Jet(mpf(0), [inf], [[None]])
    return x.chain(mp.acosh(x.v), 1 / mp.sqrt(w), -x.v / (w * mp.sqrt(w)))


def atanh(x):
    w = (1 - x.v) * (1 + x.v)
    if w == 0:
        return Jet(x.v * inf, [inf], [[None]])
    return x.chain(mp.atanh(x.v), 1 / w, 2 * x.v / w**2)


def sinc(x):
    if x.v == 0:
        return x.chain(mpf(1), mpf(0), -mp.pi**2 / 3)
    return sin(x * mp.pi) / (x * mp.pi)


def erfinv(x):
    if abs(x.v) == 1:
        return Jet(x.v * inf, [inf], [[None]])
    if x.v == 0:
        y = mpf(0)
    elif abs(x.v) < mpf(10) ** -8:
        z = x.v * mp.sqrt(mp.pi) / 2
        y = z + z**3 / 3 + 7 * z**5 / 30 + 127 * z**7 / 630
    else:
        with mp.workdps(80):
            y = mp.erfinv(x.v)
        with mp.workdps(120):
            for _ in range(3):
                y = y - (mp.erf(y) - x.v) * mp.sqrt(mp.pi) / 2 * mp.exp(y * y)
    s = mp.sqrt(mp.pi) / 2 * mp.exp(y * y)
    return x.chain(y, s, 2 * y * s * s)


def lgamma(x):
    if x.v <= 0 and x.v == mp.floor(x.v):
        return Jet(inf, [None], [[None]])
    with mp.workdps(120 if abs(x.v) < 1e40 and abs(x.v) > 1e-20 else 700):
        v = mp.log(abs(mp.gamma(x.v))) if x.v < 0 else mp.loggamma(x.v)
        return x.chain(v, mp.psi(0, x.v), mp.psi(1, x.v))


def digamma(x):
    if x.v == 0:
        return Jet(None, [None], [[None]])
    if x.v < 0 and x.v == mp.floor(x.v):
        return Jet(mpf("nan"), [None], [[None]])
    with mp.workdps(120 if abs(x.v) < 1e40 and abs(x.v) > 1e-20 else 700):
        return x.chain(mp.psi(0, x.v), mp.psi(1, x.v), mp.psi(2, x.v))


def mish(x):
    return x * tanh(softplus(x))


def pole(f, at, v, d=None):
    """f, with a value of its own at a pole."""
    return lambda x: Jet(mpf(v), [None if d is None else mpf(d)], [[None]]) if x.v == at else f(x)


def domain(f, low=-inf, high=inf):
    """f, NaN outside of a domain, where nothing is said of derivatives."""
    return lambda x: f(x) if low <= x.v <= high else Jet(mpf("nan"), [None], [[None]])


def softshrink(t):
    return lambda x: x - t if x.v > t else x + t if x.v < -t else c(x, 0)


# name -> (function, options). odd: the value at -0 is -0 (at 0, where odd is -1). at: inputs of its own. skip: inputs of
# which nothing is said; pole: the sign of the infinity at 0, the other at -0; nonfinite: nor of infinities. wave: NaN at infinities. most: nothing is said beyond.
unary = {
    "neg": (lambda x: -x, {"odd": -1}),
    "exp": (exp, {"at": [-103.0, -87.5, 88.5, 709.5, -745.0]}),
    "expm1": (lambda x: exp(x) - 1, {"odd": 1, "at": [88.5, 709.5]}),
    "log": (domain(pole(log, 0, -inf, inf), 0), {}),
    "log1p": (domain(pole(lambda x: log(x + 1), -1, -inf, inf), -1), {"odd": 1}),
    "sqrt": (domain(pole(sqrt, 0, 0, inf), 0), {"odd": 1}),
    "rsqrt": (domain(pole(lambda x: 1 / sqrt(x), 0, inf), 0), {"skip": [-0.0]}),
    "abs": (absolute, {}),
    "sign": (sign, {}),
    "sin": (sin, {"odd": 1, "wave": True}),
    "cos": (cos, {"wave": True}),
    "tanh": (tanh, {"odd": 1}),
    "sigmoid": (sigmoid, {"at": [-103.0, -87.5, -745.0]}),
    "erf": (erf, {"odd": 1}),
    "floor": (step(mp.floor), {"odd": 1}),
    "ceil": (step(mp.ceil), {"odd": 1}),
    "round": (step(half_even), {"odd": 1, "at": [2.5, -2.5, 3.5, 0.49999997, 8388607.5]}),
    "trunc": (step(trunc), {"odd": 1}),
    "frac": (lambda x: x - trunc(x.v), {"nonfinite": "skip"}),
    "relu": (lambda x: x if x.v > 0 else c(x, 0), {}),
    "acos": (domain(acos, -1, 1), {}),
    "acosh": (domain(acosh, 1), {}),
    "asin": (domain(asin, -1, 1), {"odd": 1}),
    "asinh": (asinh, {"odd": 1}),
    "atan": (atan, {"odd": 1}),
    "atanh": (domain(atanh, -1, 1), {"odd": 1}),
    "cosh": (lambda x: (exp(x) + exp(-x)) / 2, {"at": [89.25, -89.25, 710.25]}),
    "sinh": (lambda x: (exp(x) - exp(-x)) / 2, {"odd": 1, "at": [89.25, -89.25, 710.25]}),
    "tan": (tan, {"odd": 1, "wave": True, "at": [1.5707963]}),
    "sinc": (sinc, {"nonfinite": "skip", "most": 1e6, "at": [0.49999997, 0.50000006, 0.25, 0.0009765625]}),
    "erfc": (erfc, {"at": [4.0, 6.5, 9.0, 26.0]}),
    "erfinv": (domain(erfinv, -1, 1), {"odd": 1}),
    "exp2": (lambda x: exp(x * mp.log(2)), {"at": [10.0, -10.0, 127.0, -126.0, -149.0, 127.99999, 1000.0]}),
    "log2": (domain(pole(lambda x: log(x) / mp.log(2), 0, -inf, inf), 0), {"at": [8.0, 2.0**29, 2.0**31, 2.0**-31, 2.0**100]}),
    "log10": (domain(pole(lambda x: log(x) / mp.log(10), 0, -inf, inf), 0), {"at": [100.0, 1e4, 1e6, 1e8]}),
    "lgamma": (lgamma, {"most": 3.5e38, "skip": [-inf], "at": [1.0000001, 1.9999999, 4.0, -0.5, -1.5, -3.5]}),
    "digamma": (digamma, {"pole": -1, "most": 3.5e38, "skip": [-inf], "at": [1.4616321, 4.0, -0.5, -1.5, -2.5]}),
    "logit": (domain(pole(pole(lambda x: log(x) - log(1 - x), 0, -inf, inf), 1, inf, inf), 0, 1), {}),
    "clamp": (lambda x: c(x, -1) if x.v < -1 else c(x, 2) if x.v > 2 else x, {}),
    "nanToNum": (lambda x: x, {"nonfinite": "skip"}),
    "threshold": (lambda x: x if x.v > 1 else c(x, -1), {}),
    "relu6": (clamped(0, 6), {}),
    "leakyRelu": (lambda x: x if x.v > 0 else x * mpf(0.01), {}),
    "elu": (elu(1), {}),
    "elu, alpha": (elu(0.5), {}),
    "celu": (celu(mpf(1)), {}),
    "celu, alpha": (celu(mpf(2)), {}),
    "selu": (elu(mpf(1.6732632423543772), mpf(1.0507009873554805)), {}),
    "softplus": (softplus, {}),
    "logSigmoid": (lambda x: -softplus(-x), {}),
    "silu": (lambda x: x * sigmoid(x), {}),
    "mish": (mish, {}),
    "gelu": (gelu, {}),
    "gelu, tanh": (gelu_tanh, {}),
    "softsign": (lambda x: x / (absolute(x) + 1) if x.v else x.chain(mpf(0), mpf(1), mpf(0)), {}),
    "hardtanh": (clamped(-1, 1), {}),
    "hardsigmoid": (lambda x: c(x, 0) if x.v <= -3 else c(x, 1) if x.v >= 3 else (x + 3) / 6, {}),
    "hardswish": (hardswish, {}),
    "tanhshrink": (lambda x: x - tanh(x), {}),
    "softshrink": (softshrink(mpf(0.5)), {}),
    "hardshrink": (lambda x: c(x, 0) if abs(x.v) <= 0.5 else x, {}),
    "pow, 2": (lambda x: x * x, {}),
    "pow, 3": (lambda x: x * x * x, {"odd": 1}),
    "pow, -1": (pole(lambda x: 1 / x, 0, inf, -inf), {"skip": [-0.0]}),
    "pow, 0.5": (domain(pole(sqrt, 0, 0, inf), 0), {"skip": [-inf]}),
    "pow, 1.5": (domain(lambda x: x * sqrt(x) if x.v else x.chain(mpf(0), mpf(0), inf), 0), {"skip": [-0.0, -inf]}),
}
