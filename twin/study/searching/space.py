"""What can be chosen: a number at each place from the least to the most, and what each number costs."""

import math
from typing import NamedTuple

import numpy as np

from twin.model.errors import Fault, ScenarioError
from twin.model.units import split

MOST_VECTORS = 5_000_000  # a lattice that fits into memory several times
SIZES = {"": 1.0, "k": 1e3, "M": 1e6, "B": 1e9}


class Space(NamedTuple):
    """The lattice of all vectors, and the cost of each number at each place."""

    names: tuple  # [place]
    least: tuple  # [place]
    most: tuple  # [place]
    costs: tuple  # [place] array of what least .. most cost
    currency: str = ""

    @property
    def size(self):
        """How many vectors there are."""
        return math.prod(high - low + 1 for low, high in zip(self.least, self.most, strict=True))


def space_of(ranges, prices):
    """The Space of {name: (least, most)} and of what one costs, {name: price}.

    A price is a number, a text with its currency ('2.5 M CNY'), or the cost of each number from the least to
    the most. All faults are refused at once: what is negative, is no number, or is in another currency.
    """
    faults = [fault for name, span in ranges.items() for fault in _range_faults(name, span)]
    missing = [name for name in ranges if name not in prices]
    faults += [Fault(f"prices.{name}", "", "there is no price; say what one of it costs") for name in missing]
    costs, currencies = {}, {}
    for name in ranges:
        if name in missing or any(fault.path == f"ranges.{name}" for fault in faults):
            continue
        costs[name], currencies[name], found = _costs(name, prices[name], ranges[name])
        faults += found
    said = set(currencies.values())
    if len(said) > 1:
        each = ", ".join(f"{name} in {word or 'no currency'}" for name, word in currencies.items())
        faults.append(Fault("prices", each, "costs of several currencies cannot be added; use one for all"))
    if not ranges:
        faults.append(Fault("ranges", "", "there is nothing to choose; name at least one place"))
    if faults:
        raise ScenarioError(faults)
    least, most = (tuple(int(span[i]) for span in ranges.values()) for i in (0, 1))
    return Space(tuple(ranges), least, most, tuple(costs[name] for name in ranges), said.pop())


def vectors_of(space):
    """[vector, place] every vector, the last place fastest; too many are refused."""
    if space.size > MOST_VECTORS:
        way = (
            f"at most {MOST_VECTORS:,} can be searched whole; narrow the ranges, or descend from one of them"
        )
        raise ScenarioError([Fault("ranges", f"{space.size:,} vectors", way)])
    spans = [high - low + 1 for low, high in zip(space.least, space.most, strict=True)]
    places = np.indices(spans, dtype=np.int32).reshape(len(spans), -1).T
    return places + np.array(space.least, np.int32)


def cost_of(space, vectors):
    """[vector] what vectors cost."""
    places = np.atleast_2d(np.asarray(vectors, int)) - np.array(space.least)
    return sum(costs[places[:, i]] for i, costs in enumerate(space.costs))


def amount(text):
    """(number, currency) of a price: '120 k EUR' is (120000.0, 'EUR'); a bare number has no currency."""
    if isinstance(text, (int, float, np.integer, np.floating)) and not isinstance(text, bool):
        return float(text), ""
    found = split(text)
    if found is None:
        raise ValueError("is no price; write 2500 or '2.5 M CNY'")
    number, unit = found
    size, _, currency = unit.rpartition(" ")
    if size not in SIZES:
        raise ValueError(f"has the unit {unit}; a currency may have k, M or B before it")
    return float(number) * SIZES[size], currency


def _range_faults(name, span):
    path = f"ranges.{name}"
    if len(span) != 2 or any(int(end) != end for end in span):
        return [Fault(path, str(span), "is no range; say the least and the most, two whole numbers")]
    if span[0] < 0:
        return [Fault(path, str(span), "begins below 0; there cannot be fewer than none")]
    if span[0] > span[1]:
        return [Fault(path, str(span), "has its most below its least; turn them round")]
    return []


def _costs(name, price, span):
    """([number] costs, currency, faults) of one place."""
    path, n = f"prices.{name}", int(span[1] - span[0]) + 1
    table = isinstance(price, (list, tuple, np.ndarray))
    faults, amounts, words = [], [], []
    for one in price if table else [price]:
        try:
            value, currency = amount(one)
        except ValueError as error:
            faults.append(Fault(path, str(one), str(error)))
            continue
        if not math.isfinite(value) or value < 0:
            faults.append(Fault(path, str(one), "is no price; a cost is a number from 0 on"))
        amounts.append(value)
        words.append(currency)
    if table and len(price) != n:
        faults.append(
            Fault(path, f"{len(price)} costs", f"there are {n} numbers from {span[0]} to {span[1]}")
        )
    if len(set(words)) > 1:
        faults.append(Fault(path, ", ".join(sorted(set(words))), "is of several currencies; use one"))
    if faults:
        return np.zeros(n), "", faults
    costs = np.array(amounts) if table else amounts[0] * np.arange(span[0], span[1] + 1)
    return costs, words[0], []
