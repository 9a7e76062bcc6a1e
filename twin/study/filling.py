"""What of a port is still taken over from the one it was begun from, what most hangs on first."""

from typing import NamedTuple

import numpy as np

from twin.model.origin import TAKEN_OVER
from twin.model.steps import Branch, Do, Visit
from twin.model.walk import all_steps, arms
from twin.plan.compile import compile_plan
from twin.study.loads import loads

MOST = 10.0  # times its open hours: what is fuller counts no more


class Gap(NamedTuple):
    """A thing with values taken over, and how full the fullest place is that they decide on."""

    thing: str
    values: tuple  # of Assumption
    load: float


def gaps(scenario):
    """Every Gap: by load, the largest first; demand before what serves it."""
    rows = {}
    for row in scenario.ledger:
        if row.kind == TAKEN_OVER:
            rows.setdefault(thing_of(row.path), []).append(row)
    if not rows:
        return []
    used = _used(scenario)
    found = [Gap(thing, tuple(values), _load(thing, scenario, used)) for thing, values in rows.items()]
    return sorted(found, key=lambda gap: (-gap.load, not gap.thing.startswith("demand.")))


def thing_of(path):
    """The thing that a value belongs to.

    >>> thing_of("roster.shifts.officers.day.size"), thing_of("layout.places.line[1]")
    ('roster.shifts.officers', 'layout.places.line')
    """
    return ".".join(path.split("[")[0].split(".")[:3])


def _used(scenario):
    """{name: work over open hours} of everything that can be full."""
    used = {}
    for (_, name), load in loads(compile_plan(scenario))[0].items():
        offered = load.offered.sum()
        ratio = load.work / offered if offered > 0 else MOST * (load.work > 0)
        name = name.removesuffix(":back")
        used[name] = max(used.get(name, 0.0), min(float(ratio), MOST) if np.isfinite(ratio) else 0.0)
    return used


def _load(thing, scenario, used):
    """The fullest of the places that a thing decides on."""
    section, kind, name = (*thing.split("."), "", "")[:3]
    layout, demand = scenario.layout, scenario.demand
    if section == "demand":
        flows = [flow for flow, how in demand.flows.items() if _comes_by(kind, name, flow, how)]
        names = [one for flow in flows for one in _visited(layout.flows[flow].steps, layout)]
    elif (section, kind) == ("roster", "calendars"):
        names = [one for one, station in layout.stations.items() if station.hours == name]
    elif section == "policy" and kind in ("shares", "channels"):
        asked = (step for step, _ in all_steps(layout) if isinstance(step, Branch) and step.branch == name)
        names = [one for step in asked for one in _visited([step], layout)]
    else:
        names = [name]
    return max((used.get(each, 0.0) for one in names for each in _with_crews(one, layout)), default=0.0)


def _with_crews(name, layout):
    """A thing, and the crews without which a station does not work."""
    station = layout.stations.get(name)
    return (name, *station.needs) if station else (name,)


def _comes_by(kind, name, flow, how):
    """Whether a flow is, or arrives by, a thing of the demand."""
    by = {"flows": flow, "fleets": getattr(how, "fleet", None), "profiles": getattr(how, "profile", None)}
    return by.get(kind, name) == name


def _visited(steps, layout, above=()):
    """The stations that a list of steps leads to."""
    for step in steps:
        if isinstance(step, Visit):
            yield step.visit
        elif isinstance(step, Do) and step.do not in above:
            yield from _visited(layout.parts[step.do], layout, (*above, step.do))
        for arm in arms(step):
            yield from _visited(arm.steps, layout, above)
