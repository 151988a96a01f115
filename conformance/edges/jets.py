"""Numbers with two derivatives, to hundreds of digits: what the record of edges is computed with.

A jet of k variables holds a value, its k first and its k(k+1)/2 second derivatives. Arithmetic on jets is the chain rule.
"""

from mpmath import mp, mpf

mp.dps = 700


class Jet:
    def __init__(self, v, d, h):
        self.v, self.d, self.h = v, d, h

    @staticmethod
    def variable(v, k, n):
        zero = [[mpf(0)] * n for _ in range(n)]
        return Jet(mpf(v), [mpf(1 if i == k else 0) for i in range(n)], zero)

    def constant(self, c):
        n = len(self.d)
        return Jet(mpf(c), [mpf(0)] * n, [[mpf(0)] * n for _ in range(n)])

    def lift(self, other):
        return other if isinstance(other, Jet) else self.constant(other)

    def chain(self, f, f1, f2):
        """f of this jet, from f and its two derivatives here."""
        n = range(len(self.d))
        d = [f1 * self.d[i] for i in n]
        h = [[f1 * self.h[i][j] + f2 * self.d[i] * self.d[j] for j in n] for i in n]
        return Jet(f, d, h)

    def __add__(self, other):
        o, n = self.lift(other), range(len(self.d))
        h = [[self.h[i][j] + o.h[i][j] for j in n] for i in n]
        return Jet(self.v + o.v, [self.d[i] + o.d[i] for i in n], h)

    __radd__ = __add__

    def __neg__(self):
        return self.chain(-self.v, mpf(-1), mpf(0))

    def __sub__(self, other):
        return self + (-self.lift(other))

    def __rsub__(self, other):
        return (-self) + other

    def __mul__(self, other):
        o, n = self.lift(other), range(len(self.d))
        d = [self.d[i] * o.v + self.v * o.d[i] for i in n]
        h = [
            [self.h[i][j] * o.v + self.d[i] * o.d[j] + self.d[j] * o.d[i] + self.v * o.h[i][j] for j in n]
            for i in n
        ]
        return Jet(self.v * o.v, d, h)

    __rmul__ = __mul__

    def inverse(self):
        x = self.v
        return self.chain(1 / x, -1 / x**2, 2 / x**3)

    def __truediv__(self, other):
        return self * self.lift(other).inverse()

    def __rtruediv__(self, other):
        return self.lift(other) * self.inverse()


def exp(x):
    e = mp.exp(x.v)
    return x.chain(e, e, e)


def log(x):
    return x.chain(mp.log(x.v), 1 / x.v, -1 / x.v**2)


def sqrt(x):
    r = mp.sqrt(x.v)
    return x.chain(r, 1 / (2 * r), -1 / (4 * r**3))


def sin(x):
    s, c = mp.sin(x.v), mp.cos(x.v)
    return x.chain(s, c, -s)


def cos(x):
    s, c = mp.sin(x.v), mp.cos(x.v)
    return x.chain(c, -s, -c)


def tanh(x):
    t, s = mp.tanh(x.v), mp.sech(x.v) ** 2
    return x.chain(t, s, -2 * t * s)


def sigmoid(x):
    a, b = 1 / (1 + mp.exp(-x.v)), 1 / (1 + mp.exp(x.v))
    return x.chain(a, a * b, a * b * (b - a))


def softplus(x):
    a, b = 1 / (1 + mp.exp(-x.v)), 1 / (1 + mp.exp(x.v))
    v = mp.log1p(mp.exp(x.v)) if x.v < 0 else x.v + mp.log1p(mp.exp(-x.v))
    return x.chain(v, a, a * b)


def erf_slopes(x):
    s = 2 / mp.sqrt(mp.pi) * mp.exp(-x * x)
    return s, -2 * x * s


def erf(x):
    return x.chain(mp.erf(x.v) if abs(x.v) < 400 else mp.sign(x.v), *erf_slopes(x.v))


def erfc(x):
    s, t = erf_slopes(x.v)
    v = mpf(0) if x.v > 400 else mpf(2) if x.v < -400 else mp.erfc(x.v)
    return x.chain(v, -s, -t)


def power(x, p):
    """x^p for a constant p."""
    p, v = mpf(p), x.v
    return x.chain(v**p, p * v ** (p - 1) if p else mpf(0), p * (p - 1) * v ** (p - 2) if p * (p - 1) else mpf(0))
