"""What a scenario does to one measure of a port: how it changes, or how it is if only the scenario has it."""

import math
from typing import NamedTuple

from twin.results.paired import compare

PORT, FLOW, CLASS = "port", "flow", "class"
ALL = "all"
LEVEL = "level"  # the verdict on what the port has not got without the scenario: there is nothing to compare


class Asked(NamedTuple):
    """A measure, and of what; '' is the flow of the port by which most come."""

    measure: str = "time_in_port_mean"
    name: str = ""


class Effect(NamedTuple):
    """One measure with and without a scenario; low and high are of the difference, or of the level."""

    name: str
    measure: str
    unit: str
    before: float  # nan where the port has no such thing without the scenario
    after: float
    value: float  # the difference, or the level
    low: float
    high: float
    verdict: str


def asked(text):
    """What a lever's word measure: asks for.

    >>> asked("wait_p95 of staff_gate")
    Asked(measure='wait_p95', name='staff_gate')
    """
    measure, _, name = text.partition(" of ")
    return Asked(measure.strip() or Asked().measure, name.strip())


def main_flow(summary):
    """The name of the flow by which most come, the first of those with as many."""
    arrived = _rows(summary.kpis, "arrived")
    flows = arrived[arrived["scope"] == FLOW]
    return None if flows.empty else flows.loc[flows["mean"].idxmax(), "name"]


def effect(base, other, wanted):
    """The Effect on what is wanted; None where neither the port nor the scenario has it."""
    name = wanted.name or _subject(base, wanted.measure)
    before, after = (_one(summary.kpis, wanted.measure, name) for summary in (base, other))
    if after is None:
        return None
    if before is None:
        numbers = math.nan, after.mean, after.mean, after.low, after.high
        return Effect(name, wanted.measure, after.unit, *numbers, LEVEL)
    compared = compare({"base": base, "other": other})
    row = _one(compared, wanted.measure, name)
    numbers = row.base_mean, row.mean, row.difference, row.low, row.high
    return Effect(name, wanted.measure, row.unit, *numbers, row.verdict)


def _subject(summary, measure):
    """The main flow, or else the class of most entities that has the measure, as lots have a release."""
    rows = _rows(summary.kpis, measure)
    flow = main_flow(summary)
    if ((rows["scope"] == FLOW) & (rows["name"] == flow)).any():
        return flow
    classes = summary.kpis[summary.kpis["scope"] == CLASS]
    having = classes[classes["measure"] == measure]["name"]
    arrived = classes[(classes["measure"] == "arrived") & classes["name"].isin(having)]
    return "" if arrived.empty else arrived.loc[arrived["mean"].idxmax(), "name"]


def _rows(table, measure):
    """Rows of a measure over all classes; those of a class are rows of the class itself."""
    whole = (table["cls"] == ALL) | (table["scope"] == CLASS)
    return table[(table["measure"] == measure) & whole]


def _one(table, measure, name):
    """The row of a measure of one thing; None if there is none."""
    rows = _rows(table, measure)
    return next(rows[rows["name"] == name].itertuples(index=False), None)
