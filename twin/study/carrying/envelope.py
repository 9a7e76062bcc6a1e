"""The frontier of several flows that a port can carry at once, found along rays of fixed shares."""

import itertools
import math
from typing import NamedTuple

import pandas as pd

from twin.model.errors import Fault, ScenarioError
from twin.study.carrying.carried import capacity
from twin.study.carrying.points import Points, run_now
from twin.study.carrying.scaling import flows_named, scaled

RAYS = 7  # of two groups, from the one alone to the other alone
COLUMNS = ("ray", "group", "multiplier", "low", "high", "kind", "replications")


class Group(NamedTuple):
    """Flows that grow together, and between which multipliers one wants to know."""

    name: str
    flows: tuple
    low: float = 0.0
    high: float = math.inf


def groups_of(scenario, words):
    """The Groups that words name, as coal_in, coal_in,copper_in or coal_in:0.8:1.6."""
    groups, faults = [], []
    for word in words:
        name, *limits = word.split(":")
        try:
            low, high = (float(one) for one in limits) if limits else (0.0, math.inf)
            if not 0 <= low < high:
                raise ValueError
        except ValueError:
            text = "is no group of flows; write e.g. coal_in, coal_in,copper_in or coal_in:0.8:1.6"
            faults.append(Fault("envelope", word, text))
            continue
        groups.append(Group(name, flows_named(scenario, name.split(",")), low, high))
    flows = [flow for group in groups for flow in group.flows]
    twice = next((flow for flow in flows if flows.count(flow) > 1), None)
    if twice is not None:
        faults.append(Fault("envelope", twice, "stands in two groups; a flow grows with one of them"))
    if not faults and len(groups) < 2:
        text = "an envelope is of two groups of flows or more; of one flow ask --of"
        faults.append(Fault("envelope", " ".join(words), text))
    if faults:
        raise ScenarioError(faults)
    return tuple(groups)


def directions(groups):
    """[ray] a factor for each group, the largest of them 1."""
    if len(groups) == 2:
        first, last = (_angle(groups, which) for which in (0, 1))
        steps = [first + (last - first) * i / (RAYS - 1) for i in range(RAYS)]
        return [_upto_one((_no_dust(math.cos(angle)), _no_dust(math.sin(angle)))) for angle in steps]
    corners = [one for one in itertools.product((0.0, 1.0), repeat=len(groups)) if any(one)]
    leaning = [tuple(1.0 if i == j else 0.5 for j in range(len(groups))) for i in range(len(groups))]
    return [*corners, *leaning]


def envelope(scenario, groups, target, *, search=None, measured=run_now):
    """COLUMNS: for each ray and group the largest multiplier with the target met; other flows stay."""
    rows, start = [], 1.0
    for ray, direction in enumerate(directions(groups)):

        def scenario_at(length, direction=direction):
            factors = {
                flow: length * part
                for group, part in zip(groups, direction, strict=True)
                for flow in group.flows
            }
            return scaled(scenario, factors)

        points = Points(scenario_at, target, measured=measured)
        found = capacity(scenario_at, target, search=search, points=points, start=start)
        start = found.multiplier or start
        for group, part in zip(groups, direction, strict=True):
            ends = (one * part if part else 0.0 for one in (found.multiplier, found.low, found.high))
            rows.append((ray, group.name, *ends, found.kind, found.replications))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _angle(groups, which):
    """The angle of the first or the last ray: along an axis, or through a corner of what is asked for."""
    x, y = groups
    corner = (x.high, y.low) if which == 0 else (x.low, y.high)
    if math.isinf(corner[which]):
        return 0.0 if which == 0 else math.pi / 2
    return math.atan2(corner[1], corner[0])


def _upto_one(direction):
    return tuple(part / max(direction) for part in direction)


def _no_dust(value):
    return value if value > 1e-9 else 0.0
