"""Laws as rows of DIST: what `draws.quantile` reads, with the nodes of those that have no closed form."""

import math
from typing import NamedTuple

import numpy as np

from twin.plan.draws import (
    CONSTANT,
    EXPONENTIAL,
    GIVEN,
    LOGNORMAL,
    NORMAL,
    SORTED,
    TABLE,
    TRIANGULAR,
    UNIFORM,
    WEIBULL,
    quantile,
)
from twin.plan.equilibrium import log_quantile
from twin.plan.plan import DIST, table_of

_LOWEST_Z = -8.3  # u = 5e-17, below the smallest draw
_NODES = 333  # a step of 0.05: the cubic is right to 1e-7 up to a cv of 300 %
_STEP = -2 * _LOWEST_Z / (_NODES - 1)
_FINE = 16  # steps of an integral from one node to the next
_SMALL_P = 1e-8  # below it the first terms of the series of the lower gamma function are exact


class Row(NamedTuple):
    """One law as numbers: p, q, r mean what `draws.quantile` says; nodes go into Arrays.table."""

    kind: int
    p: float = 0.0
    q: float = 0.0
    r: float = 0.0
    nodes: tuple[float, ...] = ()


def row_of(law):
    """The Row of a model Law."""
    return _ROWS[law.family](*law.values)


def equilibrium_row(row):
    """The Row of what is left of a duration when one looks at it at any time."""
    from scipy import special

    if row.kind == EXPONENTIAL:
        return row
    table, n = np.array(row.nodes), len(row.nodes) // (2 if row.kind == TABLE else 1)
    z = np.linspace(_LOWEST_Z, -_LOWEST_Z, (_NODES - 1) * _FINE + 1)
    u = np.clip(special.ndtr(z), 0.0, 1.0 - 2.0**-50)  # a normal law cut at 0 would round up to 1
    x = np.array([quantile(row.kind, 0, n, row.p, row.q, row.r, table, one) for one in u])
    if x[0] == x[-1]:
        return Row(UNIFORM, 0.0, float(x[0]))
    value, slope = log_quantile(x, z, _LOWEST_Z + _STEP * np.arange(_NODES))
    nodes = np.column_stack([value, slope * _STEP]).ravel()
    return Row(TABLE, _LOWEST_Z, _STEP, nodes=tuple(nodes.tolist()))


def _lognormal(mean, cv):
    variance = math.log1p(cv * cv)
    return Row(LOGNORMAL, math.log(mean) - variance / 2, math.sqrt(variance))


def _normal(mean, cv):
    return Row(NORMAL, mean, mean * cv, 0.5 * math.erfc(1 / (cv * math.sqrt(2))))


def _weibull(mean, cv):
    """1 / shape by halving: the cv grows with it."""
    low, high, wanted = 0.0, 40.0, math.log1p(cv * cv)
    while True:
        q = (low + high) / 2
        if q in (low, high):
            break
        if math.lgamma(1 + 2 * q) - 2 * math.lgamma(1 + q) < wanted:
            low = q
        else:
            high = q
    return Row(WEIBULL, mean / math.gamma(1 + q), q)


def _erlang(mean, stages):
    return _tabulated(stages, mean / stages)


def _gamma(mean, cv):
    return _tabulated(1 / cv**2, mean * cv**2)


def _tabulated(shape, scale):
    z = _LOWEST_Z + _STEP * np.arange(_NODES)
    value, slope = _log_gamma_quantile(shape, z)
    nodes = np.column_stack([value + math.log(scale), slope * _STEP]).ravel()
    return Row(TABLE, _LOWEST_Z, _STEP, nodes=tuple(nodes.tolist()))


def _log_gamma_quantile(shape, z):
    """[z] log of the quantile of a gamma law of scale 1 at the normal quantile z, and its slope."""
    from scipy import special

    log_p = special.log_ndtr(z)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = np.log(special.gammaincinv(shape, special.ndtr(z)))
        upper = np.log(special.gammainccinv(shape, special.ndtr(-z)))
        # P(x) = x^a / Gamma(a + 1) (1 - a x / (a + 1) + ...), turned round for tiny x.
        first = (log_p + special.gammaln(shape + 1)) / shape
        tiny = first + np.exp(np.minimum(first, 0.0)) / (shape + 1)
    log_x = np.where(first < math.log(_SMALL_P), tiny, np.where(z < 0, lower, upper))
    log_density = shape * log_x - np.exp(log_x) - special.gammaln(shape)  # of log x
    return log_x, np.exp(-0.5 * z * z - 0.5 * math.log(2 * math.pi) - log_density)


_ROWS = {
    "constant": lambda value: Row(CONSTANT, value),
    "exponential": lambda mean: Row(EXPONENTIAL, mean),
    "uniform": lambda low, high: Row(UNIFORM, low, high),
    "triangular": lambda low, mode, high: Row(TRIANGULAR, low, mode, high),
    "lognormal": _lognormal,
    "normal": _normal,
    "weibull": _weibull,
    "gamma": _gamma,
    "erlang": _erlang,
    "observed": lambda *values: Row(SORTED, nodes=values),
}


class Laws:
    """The laws a plan uses, each once; equal laws share a row."""

    def __init__(self):
        self._index = {}  # by what it was made of
        self._rows = []
        self._nodes = []

    def index(self, law):
        """The row of a model Law."""
        if law not in self._index:
            self._index[law] = self._placed(row_of(law))
        return self._index[law]

    def equilibrium(self, law):
        """The row of what is left of a duration when one looks at it at any time."""
        key = ("equilibrium", law)
        if key not in self._index:
            self._index[key] = self._placed(equilibrium_row(row_of(law)))
        return self._index[key]

    def given(self, column, otherwise):
        """The row of times recorded in a column of Arrays.given; where none is known, row `otherwise`."""
        key = (column, otherwise)
        if key not in self._index:
            self._index[key] = self._add((column, otherwise, 0.0, 0.0, 0.0, GIVEN))
        return self._index[key]

    def _placed(self, row):
        kind, p, q, r, nodes = row
        n = len(nodes) // 2 if kind == TABLE else len(nodes)
        at = self._add((len(self._nodes), n, p, q, r, kind))
        self._nodes.extend(nodes)
        return at

    def _add(self, row):
        self._rows.append(row)
        return len(self._rows) - 1

    def arrays(self):
        """(dist, table) of a plan."""
        return table_of(self._rows, DIST), np.array(self._nodes, float)
