"""What is promised to who comes to a station, and the fewest lanes that keep it at a load.

P(wait) <= 20 %             at most a fifth waits at all
P(wait > 10 min) <= 5 %     at most a twentieth waits longer
"""

import math
import re
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from twin.model.errors import Fault, ScenarioError
from twin.model.units import DURATION, SHARE, read

_LINE = re.compile(r"\s*P\s*\(\s*wait\s*(?:>\s*(?P<after>[^)]+?)\s*)?\)\s*<=?\s*(?P<share>.+?)\s*")
HALVINGS = 60


class Promise(NamedTuple):
    """At most a share of those who come in a slot waits longer than `after` seconds."""

    share: float
    after: float = 0.0

    def __str__(self):
        said = f"P(wait > {self.after / 60:g} min)" if self.after else "P(wait)"
        return f"{said} <= {self.share:.4g}"


def promise_of(text):
    """The Promise of a line, or a ScenarioError that says how to write one.

    >>> promise_of("P(wait) <= 20 %")
    Promise(share=0.2, after=0.0)
    """
    match = _LINE.fullmatch(text)
    try:
        if not match:
            raise ValueError("no promise; write 'P(wait) <= 20 %' or 'P(wait > 10 min) <= 5 %'")
        after = float(read(match["after"], DURATION)) if match["after"] else 0.0
        share = float(match["share"]) if _is_number(match["share"]) else float(read(match["share"], SHARE))
        if not 0.0 < share < 1.0:
            raise ValueError("a share between 0 and 100 %, neither of which lanes can promise")
    except ValueError as error:
        raise ScenarioError([Fault("promise", text, str(error))]) from None
    return Promise(share, after)


def lanes_for(load, seconds, promise):
    """[slot] the fewest lanes: load + beta sqrt(load), rounded up, by Jennings, Mandelbaum, Massey and Whitt.

    beta is that of Halfin and Whitt for the share that waits; who waits longer than `after` is a share
    exp(-beta sqrt(load) after / service) of those.
    """
    load = np.asarray(load, float)
    root = np.sqrt(np.maximum(load, 0.0))
    low, high = np.full(load.shape, 1e-9), np.full(load.shape, 40.0)
    for _ in range(HALVINGS):
        beta = (low + high) / 2
        late = _delayed(beta) * np.exp(-beta * root * promise.after / max(seconds, 1e-9))
        low, high = np.where(late > promise.share, beta, low), np.where(late > promise.share, high, beta)
    return np.where(load > 0, np.ceil(load + high * root - 1e-9), 0.0).astype(int)


def _delayed(beta):
    """The share that waits at a spare of beta roots of the load, where servers are many."""
    density = np.exp(-0.5 * beta**2) / math.sqrt(2 * math.pi)
    return 1.0 / (1.0 + beta * ndtr(beta) / density)


def _is_number(text):
    return re.fullmatch(r"\d*\.?\d+", text) is not None
