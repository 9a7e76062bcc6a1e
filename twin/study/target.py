"""What is asked of a port in one line: a measure, of what, and the bound it shall keep.

p95 truck <= 60              the 95th percentile of all waiting of trucks, at most 60 minutes
wait_p95 of h986 <= 30 min   any measure of results.dictionary, of a flow, a class or a place
same_day_share >= 95 %       of the whole port, where nothing is named
"""

import re
from typing import NamedTuple

import numpy as np

from twin.model.errors import Fault, ScenarioError
from twin.model.units import DURATION, SHARE, read
from twin.results.dictionary import BETTER, ENTITY, LESS, LEVEL, USE, VISIT

PORT, ALL = "port", "all"
UNITS = {measure.name: measure.unit for measure in (*ENTITY, *VISIT, *LEVEL, *USE)}
MINUTE = 60.0
_STATISTICS = ("mean", "p50", "p85", "p95", "max")  # alone they are of waiting
_LINE = re.compile(r"\s*(\w+)(?:\s+of\s+|\s+)?([\w.]+)?\s*(?:(<=|>=|<|>)\s*(.+?))?\s*")


class Target(NamedTuple):
    """A measure of a thing by its name, '' for the whole port, and the bound in SI; nan without one."""

    measure: str
    name: str
    bound: float
    at_most: bool

    @property
    def unit(self):
        """The unit of its bound and its values."""
        return UNITS[self.measure]


def target_of(text):
    """The Target of a line, or a ScenarioError that says how to write one.

    >>> target_of("p95 coal_truck <= 60")
    Target(measure='wait_p95', name='coal_truck', bound=3600.0, at_most=True)
    """
    match = _LINE.fullmatch(text)
    if not match:
        way = "write e.g. 'wait_p95 of coal_in <= 60 min' or 'same_day_share >= 95 %'"
        raise _fault(text, f"not a target; {way}")
    word, name, sign, bound = match.groups()
    measure = f"wait_{word}" if word in _STATISTICS else word
    if measure not in UNITS:
        raise _fault(text, f"there is no measure {word}; there is {', '.join(sorted(UNITS))}")
    at_most = sign in ("<=", "<") if sign else BETTER[measure] == LESS
    return Target(measure, name or "", _bound(text, bound, UNITS[measure]), at_most)


def values(summary, target):
    """[replication] the values of a target's measure, nan where a replication has none.

    A name that the port has not is refused with those that have the measure.
    """
    table = summary.replications
    whole = (table["cls"] == ALL) | (table["scope"] == "class")
    rows = table[(table["measure"] == target.measure) & whole]
    mine = rows[rows["name"] == target.name] if target.name else rows[rows["scope"] == PORT]
    if mine.empty:
        have = ", ".join(dict.fromkeys(name for name in rows["name"] if name)) or "nothing"
        raise _fault(target.name or PORT, f"has no {target.measure}; those that have it: {have}")
    first = mine[mine["scope"] == mine["scope"].iloc[0]]
    return first.sort_values("replication")["value"].to_numpy(float)


def as_tree(target):
    """A target in words and numbers that JSON has; the bound is None where it has none."""
    bound = target.bound if np.isfinite(target.bound) else None
    return {
        "measure": target.measure, "of": target.name, "unit": target.unit, "bound": bound,
        "at_most": target.at_most,
    }  # fmt: skip


def short_of(target, level):
    """How far levels miss the bound, in its unit: above 0 is missed, 0 is exactly kept."""
    level = np.asarray(level, float)
    return level - target.bound if target.at_most else target.bound - level


def _bound(text, said, unit):
    """The bound in SI; a bare number of a time is minutes, nan where nothing is said."""
    if said is None:
        return float("nan")
    try:
        if unit == "s":
            return float(said) * MINUTE if _is_number(said) else float(read(said, DURATION))
        if unit == "share":
            return float(read(said, SHARE))
        return float(said)
    except ValueError as error:
        raise _fault(text, f"the bound {said} is {error}") from None


def _is_number(text):
    return re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)", text) is not None


def _fault(value, text):
    return ScenarioError([Fault("target", str(value), text)])
