"""Luck as a function of names: u(key, purpose, loop), and the quantile functions that turn it into durations.

Both engines call these functions, so they see the same luck whatever the order of execution. Keys are 64-bit
words carried as int64 (their sign means nothing); the mixing is unsigned. Mixer: two rounds of the 64-bit
finaliser of Stafford's variant 13 (SplitMix64) over a counter that the names spell out.

`log`, `exp` and friends differ in the last bit between libraries, hence one jitted function for all callers.
"""

import math
from hashlib import blake2b

import numpy as np

from twin.plan.jit import njit

CONSTANT, EXPONENTIAL, UNIFORM, TRIANGULAR, LOGNORMAL, NORMAL, WEIBULL, TABLE, SORTED, GIVEN = range(10)

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_M3 = np.uint64(0xD6E8FEB86659FD93)
_S30, _S27, _S31, _S32, _S12 = (np.uint64(n) for n in (30, 27, 31, 32, 12))
_ULP = 2.0**-52

# Coefficients of Wichura's polynomials, a numerator over a denominator for each part of the normal law.
_MIDDLE_OVER = (
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
)  # fmt: skip
_MIDDLE_UNDER = (
    5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
)  # fmt: skip
_SIDE_OVER = (
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
)  # fmt: skip
_SIDE_UNDER = (
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0,
)  # fmt: skip
_TAIL_OVER = (
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
)  # fmt: skip
_TAIL_UNDER = (
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0,
)  # fmt: skip


def name_key(name):
    """The 63-bit word of a name: stable over runs, platforms and versions, unlike hash()."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little") >> 1


@njit("int64(int64, int64)", cache=True)
def mix(key, word):
    """A new key from a key and a word."""
    z = (np.uint64(np.int64(key)) ^ (np.uint64(np.int64(word)) * _GOLDEN)) + _GOLDEN
    z = (z ^ (z >> _S30)) * _M1
    z = (z ^ (z >> _S27)) * _M2
    z = z ^ (z >> _S31)
    z = (z ^ (z >> _S32)) * _M3
    return np.int64(z ^ (z >> _S32))


@njit("float64(int64, int64, int64)", cache=True)
def uniform(key, purpose, loop):
    """A number in (0, 1), never 0 and never 1, fixed by its three names."""
    z = np.uint64(mix(mix(key, purpose), loop))
    return (np.float64(z >> _S12) + 0.5) * _ULP


@njit("float64[:](int64, int64, int64, int64)", cache=True)
def uniforms(key, purpose, first, n):
    """[n] uniform(key, purpose, first + i)."""
    out = np.empty(n)
    for i in range(n):
        out[i] = uniform(key, purpose, first + i)
    return out


@njit("float64(UniTuple(float64, 8), float64)", cache=True)
def _polynomial(c, r):
    """Of degree 7, by Horner's rule, the highest power first."""
    return ((((((c[0] * r + c[1]) * r + c[2]) * r + c[3]) * r + c[4]) * r + c[5]) * r + c[6]) * r + c[7]


@njit("float64(float64)", cache=True)
def normal_quantile(u):
    """Standard normal quantile, about 1e-15 relative: Wichura, algorithm AS 241 (1988), PPND16."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _polynomial(_MIDDLE_OVER, r) / _polynomial(_MIDDLE_UNDER, r)
    r = u if q < 0.0 else 1.0 - u
    r = math.sqrt(-math.log(r))
    if r <= 5.0:
        r -= 1.6
        num, den = _polynomial(_SIDE_OVER, r), _polynomial(_SIDE_UNDER, r)
    else:
        r -= 5.0
        num, den = _polynomial(_TAIL_OVER, r), _polynomial(_TAIL_UNDER, r)
    return -num / den if q < 0.0 else num / den


@njit("float64(float64[:], int64, int64, float64, float64, float64)", cache=True)
def from_table(table, first, n, low, step, z):
    """Cubic Hermite through n nodes (value, slope x step) on the normal scale; ends are held."""
    x = (z - low) / step
    if x <= 0.0:
        return math.exp(table[first])
    if x >= n - 1:
        return math.exp(table[first + 2 * (n - 1)])
    i = int(x)
    t = x - i
    at = first + 2 * i
    a, da, b, db = table[at], table[at + 1], table[at + 2], table[at + 3]
    return math.exp(a + t * (da + t * (3.0 * (b - a) - 2.0 * da - db + t * (2.0 * (a - b) + da + db))))


@njit("float64(float64, float64)", cache=True)
def exponential(mean, u):
    """The u-quantile of an exponential law."""
    # A draw is an odd number of halves of 2 ** -52, so 1 - u is exact, and log takes a third of log1p.
    return -mean * math.log(1.0 - u)


@njit("float64(int32, int64, int64, float64, float64, float64, float64[:], float64)", cache=True)
def quantile(kind, first, n, p, q, r, table, u):
    """The u-quantile of a law (parameters as in plan.laws), in seconds."""
    if kind == CONSTANT:
        return p
    if kind == EXPONENTIAL:  # p mean
        return exponential(p, u)
    if kind == UNIFORM:  # p low, q high
        return p + u * (q - p)
    if kind == LOGNORMAL:  # p mean of the log, q its standard deviation
        return math.exp(p + q * normal_quantile(u))
    if kind == TRIANGULAR:  # p low, q mode, r high
        cut = (q - p) / (r - p)
        if u < cut:
            return p + math.sqrt(u * (r - p) * (q - p))
        return r - math.sqrt((1.0 - u) * (r - p) * (r - q))
    if kind == NORMAL:  # p mean, q standard deviation, r the mass below 0, which is cut off
        return max(0.0, p + q * normal_quantile(r + u * (1.0 - r)))
    if kind == WEIBULL:  # p scale, q 1 / shape
        return p * (-math.log1p(-u)) ** q
    if kind == TABLE:  # p first node, q step, on the normal scale
        return from_table(table, first, n, p, q, normal_quantile(u))
    at = u * (n - 1)  # SORTED: order statistics, straight lines between
    i = int(at)
    if i >= n - 1:
        return table[first + n - 1]
    return table[first + i] + (at - i) * (table[first + i + 1] - table[first + i])
