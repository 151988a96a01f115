"""Functions of two numbers, among them reductions over pairs and losses of a prediction and a target."""

import math

from jets import *
from tables import absolute, c, inf, trunc

nan = float("nan")


def compare(f):
    return lambda a, b: a.constant(1 if f(a.v, b.v) else 0)


def larger(a, b):
    return a if a.v > b.v else b if b.v > a.v else (a + b) * mpf("0.5")


def smaller(a, b):
    return a if a.v < b.v else b if b.v < a.v else (a + b) * mpf("0.5")


def pick(first):
    return lambda a, b: a if first(a.v, b.v) else b


def power2(a, b):
    """a^b where it is real: whole exponents for negative bases, none at 0."""
    if a.v > 0:
        la, v = mp.log(a.v), mp.exp(b.v * mp.log(a.v))
        d = [b.v * v / a.v, la * v]
        h = [[b.v * (b.v - 1) * v / a.v**2, v / a.v * (1 + b.v * la)], [v / a.v * (1 + b.v * la), la * la * v]]
        return through(a, b, v, d, h)
    if a.v < 0 and b.v == mp.floor(b.v) and abs(b.v) < 1000:
        n = int(b.v)
        d = [n * a.v ** (n - 1) if n else mpf(0), None]
        return through(a, b, a.v**n, d, [[n * (n - 1) * a.v ** (n - 2) if n * (n - 1) else mpf(0), None], [None, None]])
    return None


def through(a, b, v, d, h):
    """A function of the two variables themselves, from its derivatives."""
    return Jet(v, d, h)


def rest(whole):
    def f(a, b):
        if b.v == 0:
            return None
        q = whole(a.v / b.v)
        return a - b * q

    return f


def atan2(y, x):
    if x.v == 0 and y.v == 0:
        return None
    r = x.v**2 + y.v**2
    d = [x.v / r, -y.v / r]
    m = (y.v**2 - x.v**2) / r**2
    return through(y, x, mp.atan2(y.v, x.v), d, [[-2 * x.v * y.v / r**2, m], [m, 2 * x.v * y.v / r**2]])


def hypot(a, b):
    r = a * a + b * b
    return sqrt(r) if r.v else a.constant(0)


def logaddexp(a, b):
    s, t = 1 / (1 + mp.exp(b.v - a.v)), 1 / (1 + mp.exp(a.v - b.v))
    v = max(a.v, b.v) + mp.log1p(mp.exp(-abs(a.v - b.v)))
    return through(a, b, v, [s, t], [[s * t, -s * t], [-s * t, s * t]])


def xlogy(a, b):
    if b.v <= 0:
        return None
    return a * log(b)


def norm(p):
    def f(a, b):
        x, y = absolute(a), absolute(b)
        if x.v == 0 and y.v == 0:
            return a.constant(0)
        if p == 1:
            return x + y
        if p == inf:
            return larger(x, y)
        if p == 2:
            return sqrt(a * a + b * b)
        total = (power(x, p) if x.v else a.constant(0)) + (power(y, p) if y.v else a.constant(0))
        return power(total, 1 / mpf(p))

    return f


def variance(a, b):
    return (a - b) * (a - b) / 4


def standard(x, variance):
    return x / sqrt(variance + mpf(1e-5))


def softmax(a, b):
    return sigmoid(a - b)


def positive(f):
    return lambda a, b: f(a, b) if a.v > 0 and b.v >= 0 else None


# losses, of prediction x and target t


def bce_logits(x, t):
    return (1 - t) * x + softplus(-x)


def bce(x, t):
    """Each logarithm at least -100; slopes are told by the operation itself, and only the first."""
    if not 0 <= x.v <= 1:
        return None
    yes = mp.log(x.v) if x.v > 0 else -inf
    no = mp.log1p(-x.v) if x.v < 1 else -inf
    yes, no = max(yes, mpf(-100)), max(no, mpf(-100))
    spread = max(x.v * (1 - x.v), mpf(1e-12))
    n = [[None, None], [None, None]]
    return through(x, t, -(t.v * yes + (1 - t.v) * no), [(x.v - t.v) / spread, no - yes], n)


def kl(x, t):
    if t.v == 0:
        return through(x, t, mpf(0), [mpf(0), None], [[mpf(0), mpf(-1)], [mpf(-1), None]])
    return t * (log(t) - x) if t.v > 0 else None


def poisson_rates(x, t):
    return x - t * log(x + mpf(1e-8)) if x.v >= 0 else None


def smooth(beta, scale=1):
    def f(x, t):
        e = x - t
        s = absolute(e)
        return (e * e / (2 * mpf(beta)) if s.v < beta else s - mpf(beta) / 2) * scale

    return f


def above_zero(z):
    return z if z.v >= 0 else z.constant(0)


def cosine(a, b):
    """Of [a, b] with [1, 2]."""
    r = a * a + b * b
    return (a + b * 2) / sqrt(r * 5) if r.v * 5 >= mpf(1e-16) else (a + b * 2) * mpf(1e8)


def distance(a, b):
    """Of [a, b] and [0, 0], with no epsilon."""
    r = a * a + b * b
    return sqrt(r) if r.v else None


AB = [0.0, -0.0, 2.0**-149, 1e-30, 0.1, 1.0, -3.0, 3e20, -4e20, 3.4028234663852886e38]
FEW = [0.0, -0.0, 2.0**-149, 0.1, 1.0, -3.0, 3.4028234663852886e38]
SHORT = [0.0, 1e-30, 1e-12, 1e-5, 0.1, -3.0, 3e20, 4e20]
TAME = [0.0, 1e-5, 0.1, 1.0, -3.0, 100.0, 3e20, 4e20]
SHORTER = [0.0, 1e-5, 1.0, -20.0, 50.0, 1e4, -1e30]
POWERS = [0.0, 1e-5, 0.1, 1.0, 2.0, 10.5, 1e10]
SUMS = [0.0, -0.0, 2.0**-149, 1e-30, 0.1, 1.0, -3.0, 3e20, -4e20, 1e38]
UNEVEN = [0.0, 1e-30, 1e-5, 0.1, -3.0, 3e20, 4e20]
MILD = [0.0, -0.0, 1e-30, 1e-5, 0.1, 1.0, -3.0, 100.0, 1e4]
GATES = [0.0, -0.0, 1e-30, 0.1, 1.0, -3.0, 10.5, -50.0, 1e4]
WILD = [inf_ for inf_ in (math.inf, -math.inf, math.nan)]
UNIT = [0.0, 2.0**-149, 1e-30, 1e-5, 0.1, 0.5, 0.9, 1 - 2.0**-24, 1.0]
TARGETS = [0.0, 0.3, 1.0]
SIGNED = [-1.0, 1.0]
LOGITS = [0.0, 1e-30, 0.1, 1.0, -3.0, 10.5, -20.0, 50.0, -88.0, 100.0, -104.0, 1e4, -1e30, 3.4028234663852886e38]
WIDE = [5e-324, -1e200, 1.7976931348623157e308]

copysign = math.copysign


# name -> (function, options). ieee: the value in floating point, where there is something that is not finite or a zero.
binary = {
    "add": (lambda a, b: a + b, {"ieee": lambda a, b: a + b}),
    "sub": (lambda a, b: a - b, {"ieee": lambda a, b: a - b}),
    "mul": (lambda a, b: a * b, {"ieee": lambda a, b: a * b}),
    "div": (lambda a, b: a / b if b.v else None, {"ieee": lambda a, b: a / b if b else nan if a == 0 or a != a else copysign(math.inf, a) * copysign(1, b)}),
    "pow": (power2, {"ieee": lambda a, b: math.pow(a, b) if not (a == 0 and b < 0) else math.inf if b != math.floor(b) or b % 2 == 0 or a == 0 and copysign(1, a) > 0 else -math.inf, "b": [0.0, -0.0, 1e-5, 0.5, -0.5, 1.0, -1.0, 2.0, 3.0, -3.0, 10.5, 100.0, -100.0, 1e10]}),
    "maximum": (larger, {"ieee": lambda a, b: nan if a != a or b != b else max(a, b) if a != b else (a if copysign(1, a) > 0 else b), "few": True}),
    "minimum": (smaller, {"ieee": lambda a, b: nan if a != a or b != b else min(a, b) if a != b else (a if copysign(1, a) < 0 else b), "few": True}),
    "fmax": (pick(lambda a, b: b <= a), {"ieee": lambda a, b: b if a != a else a if b != b else max(a, b), "few": True}),
    "fmin": (pick(lambda a, b: a <= b), {"ieee": lambda a, b: b if a != a else a if b != b else min(a, b), "few": True}),
    "equal": (compare(lambda a, b: a == b), {"ieee": lambda a, b: float(a == b), "few": True}),
    "notEqual": (compare(lambda a, b: a != b), {"ieee": lambda a, b: float(a != b), "few": True}),
    "less": (compare(lambda a, b: a < b), {"ieee": lambda a, b: float(a < b), "few": True}),
    "lessEqual": (compare(lambda a, b: a <= b), {"ieee": lambda a, b: float(a <= b), "few": True}),
    "greater": (compare(lambda a, b: a > b), {"ieee": lambda a, b: float(a > b), "few": True}),
    "greaterEqual": (compare(lambda a, b: a >= b), {"ieee": lambda a, b: float(a >= b), "few": True}),
    "fmod": (rest(trunc), {"ieee": lambda a, b: math.fmod(a, b) if b else nan}),
    "remainder": (rest(mp.floor), {"ieee": lambda a, b: nan if b == 0 or a in (math.inf, -math.inf) or a != a or b != b else a % b}),
    "lerp": (lambda a, b: a + (b - a) * mpf(0.25), {"few": True}),
    "atan2": (atan2, {"ieee": math.atan2, "signed": True}),
    "hypot": (hypot, {"ieee": math.hypot}),
    "logaddexp": (logaddexp, {"ieee": lambda a, b: nan if a != a or b != b else max(a, b) if a in (math.inf, -math.inf) or b in (math.inf, -math.inf) else None}),
    "xlogy": (xlogy, {"ieee": lambda a, b: nan if b != b or a != a else 0.0 if a == 0 else nan if b < 0 else None, "a": [0.0, -0.0, 1e-30, 0.1, 1.0, -3.0, 100.0, 1e30]}),
    "prelu": (lambda x, w: x if x.v > 0 else x * w, {"b": [0.25, 1.0, -2.0]}),
    "where": (lambda a, b: a, {"few": True}),
    "glu": (lambda a, b: a * sigmoid(b), {"a": AB, "b": GATES, "tame": True}),
    "norm": (norm(2), {}),
    "norm, p 1": (norm(1), {}),
    "norm, p 3": (norm(3), {}),
    "norm, p infinity": (norm(inf), {}),
    "lpPool": (positive(norm(2)), {"a": POWERS, "b": POWERS, "tame": True}),
    "sum": (lambda a, b: a + b, {"few": True, "ieee": lambda a, b: a + b}),
    "mean": (lambda a, b: (a + b) / 2, {"a": SUMS, "b": SUMS, "tame": True}),
    "prod": (lambda a, b: a * b, {"few": True, "ieee": lambda a, b: a * b}),
    "max": (larger, {"few": True, "ieee": lambda a, b: nan if a != a or b != b else max(a, b)}),
    "min": (smaller, {"few": True, "ieee": lambda a, b: nan if a != a or b != b else min(a, b)}),
    "cumsum": (lambda a, b: a + b, {"few": True, "ieee": lambda a, b: a + b}),
    "cumprod": (lambda a, b: a * b, {"few": True, "ieee": lambda a, b: a * b}),
    "avgPool": (lambda a, b: (a + b) / 2, {"a": SUMS, "b": SUMS, "tame": True}),
    "maxPool": (pick(lambda a, b: a >= b), {"few": True, "ieee": lambda a, b: nan if a != a or b != b else max(a, b)}),
    "layerNorm": (lambda a, b: standard((a - b) / 2, (a - b) * (a - b) / 4), {"a": MILD, "b": MILD, "tame": True}),
    "rmsNorm": (lambda a, b: standard(a, (a * a + b * b) / 2), {"a": MILD, "b": MILD, "tame": True}),
    "unitNorm": (lambda a, b: a / hypot(a, b) if max(abs(a.v), abs(b.v)) > 1e-12 else a / mpf(1e-12), {"a": UNEVEN, "b": UNEVEN, "tame": True}),
    "variance": (variance, {"a": SUMS, "b": SUMS, "tame": True}),
    "logsumexp": (logaddexp, {"ieee": lambda a, b: nan if a != a or b != b else max(a, b) if a in (math.inf, -math.inf) or b in (math.inf, -math.inf) else None}),
    "softmax": (softmax, {}),
    "logSoftmax": (lambda a, b: -softplus(b - a), {}),
    # losses
    "binaryCrossEntropy": (bce, {"a": UNIT, "b": TARGETS, "tame": True}),
    "binaryCrossEntropyWithLogits": (bce_logits, {"a": LOGITS, "b": TARGETS, "tame": True}),
    "klDivergence": (kl, {"a": LOGITS, "b": UNIT, "tame": True}),
    "klDivergence, logarithms": (lambda x, t: exp(t) * (t - x), {"a": LOGITS, "b": [-80.0, -20.0, -1.0, 0.0], "tame": True}),
    "poissonLoss": (lambda x, t: exp(x) - t * x, {"a": LOGITS, "b": [0.0, 1.0, 7.0], "tame": True}),
    "poissonLoss, rates": (poisson_rates, {"a": UNIT + [100.0, 1e10], "b": [0.0, 1.0, 7.0], "tame": True}),
    "gaussianLoss": (lambda x, v: (log(v) + x * x / v) / 2 if v.v > mpf(1e-6) else None, {"a": [0.0, 1e-30, 0.1, -3.0, 100.0, 3e18], "b": [1e-5, 0.1, 1.0, 2.0, 100.0, 1e10], "tame": True}),
    "meanSquaredError": (lambda x, t: (x - t) * (x - t), {"tame": True}),
    "meanAbsoluteError": (lambda x, t: absolute(x - t), {"tame": True}),
    "euclideanLoss": (lambda x, t: (x - t) * (x - t) / 2, {"tame": True}),
    "smoothL1": (smooth(1), {"tame": True}),
    "smoothL1, beta": (smooth(0.5), {"tame": True}),
    "huber": (smooth(1), {"tame": True}),
    "huber, delta": (smooth(2, 2), {"tame": True}),
    "hinge": (lambda x, t: above_zero(1 - t * x), {"b": SIGNED, "tame": True}),
    "hingeEmbedding": (lambda x, t: x if t.v == 1 else above_zero(1 - x), {"b": SIGNED, "only": 1, "tame": True}),
    "softMargin": (lambda x, t: softplus(-(t * x)), {"a": LOGITS, "b": SIGNED, "tame": True}),
    "marginRanking": (lambda a, b: above_zero(b - a), {"tame": True}),
    "multiMargin": (lambda a, b: (1 + b - a) / 2 if 1 + b.v - a.v > 0 else a.constant(0), {"tame": True}),
    "multilabelMargin": (lambda a, b: (1 + b - a) / 2 if 1 + b.v - a.v > 0 else a.constant(0), {"tame": True}),
    "multilabelSoftMargin": (lambda x, t: bce_logits(x, t), {"a": LOGITS, "b": TARGETS, "tame": True}),
    "crossEntropy": (lambda a, b: softplus(b - a), {"a": LOGITS, "b": SHORTER, "tame": True}),
    "softCrossEntropy": (lambda a, b: softplus(b - a) * mpf(0.25) + softplus(a - b) * mpf(0.75), {"a": LOGITS, "b": SHORTER, "tame": True}),
    "negativeLogLikelihood": (lambda a, b: -a, {"tame": True}),
    "cosineSimilarity": (cosine, {"a": SHORT, "b": SHORT, "tame": True}),
    "cosineEmbedding": (lambda a, b: 1 - (a + b * 2) / sqrt((a * a + b * b + mpf(1e-12)) * (5 + mpf(1e-12))), {"tame": True}),
    "pairwiseDistance": (distance, {"a": SHORT, "b": SHORT, "tame": True}),
    "tripletMargin": (lambda a, b: above_zero(absolute(a) - absolute(b) + 1) if a.v and b.v else None, {"tame": True}),
}
