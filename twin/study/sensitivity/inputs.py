"""The values of a ledger that have a range as inputs, with a text for every position in it.

A position is a number from 0, the low end, to 1, the high end; nan leaves the value as it is written. The
range is all that is known, so positions are uniform over it, and inputs are independent of each other.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from twin.model.errors import Fault, ScenarioError, nearest
from twin.study.sensitivity.texts import Range, ranged, spread_of
from twin.study.sensitivity.wholes import filled


class Input(NamedTuple):
    """A value of the port that is assumed, or measured with an interval, and its range."""

    path: str
    value: str
    low: str
    high: str
    of: Range
    given: bool  # whether the range is the ledger's own, and not one that was asked for

    @property
    def thing(self):
        """What the value belongs to: the station, link, flow … of its path."""
        return ".".join(self.path.split(".")[:3])

    def text(self, position):
        """How the value is written at a position of its range."""
        return self.of.text(position)

    def snapped(self, position):
        """The position that means the same: whole numbers have few."""
        if not self.of.steps:
            return position
        steps = self.of.steps
        return (np.minimum(np.floor(np.asarray(position) * steps), steps - 1) + 0.5) / steps


# Of a model of equipment: no run depends on them, and what they do to a purchase is asked of procurement.
NOT_RUN = ("price", "upkeep", "life")


# Origins of a value that may be another one: a measured value has the interval of its measurement as range.
ASSUMED, MEASURED = "assumed", "source"


class Passed(NamedTuple):
    """A value that is not varied, and why."""

    path: str
    reason: str


def inputs_of(scenario, *, chosen=(), spread=None):
    """(inputs, passed): every assumed or measured value of the ledger with a range it can be varied over.

    `chosen` are paths, or beginnings of paths, of those to take. Assumed ones without a range are taken with
    `spread`, a share of the value to either side.
    """
    rows = _chosen(scenario.ledger, chosen)
    inputs, passed = [], []
    for row in rows:
        if not is_unsure(row) or is_money(row.path):
            continue
        observed = scenario.layout.observed
        made = ranged(row, observed) if row.low else spread_of(row, spread, observed) if spread else None
        if made is None:
            passed.append(Passed(row.path, "no range is given"))
        elif isinstance(made, str):
            passed.append(Passed(row.path, made))
        else:
            inputs.append(Input(row.path, row.value, made.low, made.high, made, bool(row.low)))
    if not inputs:
        raise ScenarioError(list(_nothing(scenario, rows, chosen, passed)))
    return inputs, passed


def is_unsure(row):
    """Whether a row of the ledger is an assumption, or a measurement with an interval."""
    return row.kind == ASSUMED or (row.kind == MEASURED and bool(row.low))


def is_money(path):
    """Whether a value is what equipment costs, which changes no run."""
    return path.startswith("equipment.") and path.rpartition(".")[2] in NOT_RUN


def snapped(inputs, points):
    """[point, input] the same points, whole numbers in the middle of their steps."""
    columns = [each.snapped(points[:, i]) for i, each in enumerate(inputs)]
    return np.column_stack(columns) if columns else points


def values_at(inputs, point):
    """{path: text} of a point."""
    return {each.path: each.text(x) for each, x in zip(inputs, point, strict=True) if not np.isnan(x)}


def scenarios(inputs, build: Callable, ledger):
    """`scenario_at(point)` of a `build({path: text})` that gives a Scenario; shares stay parts of a whole."""
    return lambda point: build(filled(values_at(inputs, point), ledger))


def same_inputs(inputs, scenario):
    """[input] whether another scenario of the port has an input as it is here, so that it varies there too.

    A lever that sets the value itself, or takes its thing away, leaves nothing to be unsure about.
    """
    there = {row.path: row.value for row in scenario.ledger if is_unsure(row)}
    return np.array([
        there.get(each.path) == each.value for each in inputs
    ])  # fmt: skip


def _chosen(ledger, chosen):
    """The rows that are asked for, all without a wish; an unknown path is refused with the nearest one."""
    paths = [row.path for row in ledger]
    faults = []
    for wish in chosen:
        if not any(_is_below(path, wish) for path in paths):
            text = f"the ledger has no such value{nearest(wish, paths)}; twin show PORT --assumed lists them"
            faults.append(Fault(wish, "", text, "--inputs"))
    if faults:
        raise ScenarioError(faults)
    return [row for row in ledger if not chosen or any(_is_below(row.path, wish) for wish in chosen)]


def _is_below(path, wish):
    return path == wish or path.startswith((f"{wish}.", f"{wish}["))


def _nothing(scenario, rows, chosen, passed):
    """Why there is nothing to vary."""
    reasons = {each.path: each.reason for each in passed}
    if not chosen:
        text = "has no value with a range; write 'value | assumed LOW to HIGH', or add --spread 20%"
        yield Fault(scenario.name, "", text)
    for row in rows if chosen else ():
        if is_money(row.path):
            yield Fault(row.path, row.value, "what equipment costs changes no run; ask twin procure")
            continue
        why = reasons.get(row.path, f"it is no assumption: {row.kind} {row.text}".strip())
        yield Fault(row.path, row.value, f"{why}; write 'value | assumed LOW to HIGH', or add --spread 20%")
