"""The answers of a sensitivity study as tables, the most influential input first.

tornado               a row an input: the base, the changes at both ends of its range, their intervals
indices               a row an input and index: size, mean, sigma (elementary effects), first, total (shares)
split                 a row a part: inputs, luck, the share of the inputs, the 95 % of all replications
value_of_information  a row an input: what knowing it is worth
passed                what was not varied, or not over all its range, and why
"""

import numpy as np
import pandas as pd

from twin.study.sensitivity.noise import CLEAR

TORNADO = (
    "path", "value", "low", "high", "unit", "base", "at_low", "at_low_low", "at_low_high",
    "at_high", "at_high_low", "at_high_high", "swing", "verdict", "note",
)  # fmt: skip
INDICES = ("method", "index", "path", "value", "low", "high", "unit", "verdict")
SPLIT = ("part", "value", "low", "high", "unit", "points")
WORTH = ("path", "of", "value", "low", "high", "unit", "verdict")
PASSED = ("path", "reason")
WIDTH, DECISION = "width", "decision"


def tornado_table(given, unit):
    """The frame of TORNADO; `at_low` and `at_high` are changes against the base."""
    found = given.tornado
    mean, low, high = found.effects  # [end, input]
    rows = []
    for i in found.order:
        each = given.inputs[i]
        ends = [x for end in (0, 1) for x in (mean[end, i], low[end, i], high[end, i])]
        rows.append((
            each.path, each.value, each.low, each.high, unit, found.base.mean(), *ends,
            found.swing[i], found.verdict[i], _note(given, i),
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(TORNADO))


def _note(given, i):
    """What stands in the way of an end, '' if nothing."""
    points = np.full((2, len(given.inputs)), np.nan)
    points[:, i] = 0.0, 1.0
    whys = [(word, given.respond.why(point)) for word, point in zip(("low", "high"), points, strict=True)]
    return "; ".join(f"{word}: {why}" for word, why in whys if why)


def morris_table(names, found, unit):
    """Rows of INDICES: size with its interval, mean and sigma; the largest size first."""
    nothing = np.full(len(names), np.nan)
    parts = {
        "size": (found.size, found.low, found.high),
        "mean": (found.mean, nothing, nothing),
        "sigma": (found.sigma, nothing, nothing),
    }
    return _indices("morris", names, parts, found.size, (unit, found.verdict))


def sobol_table(names, found):
    """Rows of INDICES: first and total, the largest total first."""
    parts = {"first": found.first, "total": found.total}
    return _indices("sobol", names, parts, found.total[0], ("share", found.verdict))


def surrogate_table(names, found, verdict):
    """Rows of INDICES of a surrogate, for those that it has a term of."""
    parts = {"first": found.first, "total": found.total}
    table = _indices("surrogate", names, parts, found.total[0], ("share", [verdict] * len(names)))
    there = {names[i] for i in np.flatnonzero(found.total[0] > 0)}
    return table[table["path"].isin(there)].reset_index(drop=True)


def _indices(method, names, parts, rank, said):
    unit, verdict = said
    order = np.argsort(-np.nan_to_num(rank, nan=-np.inf), kind="stable")
    rows = [
        (method, index, names[i], value[i], low[i], high[i], unit, verdict[i])
        for i in order
        for index, (value, low, high) in parts.items()
    ]
    return pd.DataFrame(rows, columns=list(INDICES))


def split_table(found, unit):
    """The frame of SPLIT: variances as standard deviations, which have the unit of the level."""
    parts = {"inputs": np.sqrt(found.inputs), "luck": np.sqrt(found.luck)}
    rows = [(part, *values, unit, found.points) for part, values in parts.items()]
    rows.append(("share", *found.share, "share", found.points))
    rows.append(("mean", *found.mean, unit, found.points))
    rows.append(("level", float("nan"), *found.level, unit, found.points))
    return pd.DataFrame(rows, columns=list(SPLIT))


def worth_table(names, found, of, unit):
    """The frame of WORTH, the most valuable first; those that are told from luck before the others."""
    value = found.value[0]
    told = [verdict == CLEAR and worth > 0 for verdict, worth in zip(found.verdict, value, strict=True)]
    order = np.lexsort((-value, ~np.array(told, bool)))
    rows = [(names[i], of, *found.value[:, i], unit, found.verdict[i]) for i in order]
    return pd.DataFrame(rows, columns=list(WORTH))


def passed_table(given):
    """The frame of PASSED."""
    return pd.DataFrame([*given.cut, *given.passed], columns=list(PASSED))


def influence(tables):
    """{path: place} of every input, 0 the most influential: by what knowing it is worth, then by the tornado.

    What is told from luck comes before what is not.
    """
    worth = tables.get("value_of_information")
    clear = [] if worth is None else list(worth[(worth["verdict"] == CLEAR) & (worth["value"] > 0)]["path"])
    swings = list(tables["tornado"]["path"]) if "tornado" in tables else []
    return {path: place for place, path in enumerate(dict.fromkeys([*clear, *swings]))}
