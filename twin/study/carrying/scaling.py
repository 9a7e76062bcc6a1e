"""The same port with more or less of some of its flows, said in the words of its demand.

A profile, states and gaps take any factor. Of what is whole (appointments of a slot, trains of a day) there
is the next whole number, and a share of it does not come; of a fleet there are whole vehicles.
"""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from twin.model.arrivals.fleet import ByFleet
from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.frozen import FrozenDict
from twin.model.law import Law

NEVER = 1e12  # seconds: beyond any horizon
GOLDEN = (math.sqrt(5) - 1) / 2  # multiples of it, less their whole part, are spread evenly over 0 to 1
MINUTE, DAY = 60.0, 86400.0
# How each kind of arrivals is made larger, as the catalogues say it.
WAYS = {
    "profile": "its volume",
    "states": "its rates",
    "every": "the time between two, the other way round",
    "appointments": "appointments a slot; of a part of one, some slots have none",
    "timetable": "arrivals a day; of a part of one, some days have none",
    "fleet": "its vehicles, to a whole number",
    "recorded": "recorded rows, some taken twice or left out",
}


class Way(NamedTuple):
    """How a flow is made larger, and the most of it that come on a day whatever its factor; inf without."""

    flow: str
    kind: str
    cap: float


def ways(scenario, flows):
    """The Way of each flow."""
    found = ((name, scenario.demand.flows[name]) for name in flows)
    return [Way(name, how.arrives, float(getattr(how, "cap", None) or math.inf)) for name, how in found]


def flows_named(scenario, names):
    """The flows that names mean, a flow or a class that comes in some; all flows where nothing is named."""
    flows = scenario.demand.flows
    if not names:
        return tuple(flows)
    out, faults = [], []
    for name in names:
        mine = [name] if name in flows else [flow for flow in flows if name in _classes(scenario, flow)]
        out += mine
        if not mine:
            known = [*flows, *dict.fromkeys(one for flow in flows for one in _classes(scenario, flow))]
            text = f"no flow, and no class that comes in one{nearest(name, known)}; there is {listed(known)}"
            faults.append(Fault("of", name, text))
    if faults:
        raise ScenarioError(faults)
    return tuple(dict.fromkeys(out))


def scaled_by(scenario, flows):
    """The callable {multiplier: Scenario} that a search takes: these flows so many times today's."""
    return lambda multiplier: scaled(scenario, dict.fromkeys(flows, multiplier))


def scaled(scenario, factors):
    """The scenario with flows so many times as large, {flow: factor}; 1 leaves a flow as it is."""
    demand = scenario.demand
    flows = {
        name: _flow(how, factors[name]) if factors.get(name, 1.0) != 1.0 else how
        for name, how in demand.flows.items()
    }
    fleets = dict(demand.fleets)
    for name, how in demand.flows.items():
        if isinstance(how, ByFleet) and name in factors:
            size = max(1, round(fleets[how.fleet].size * factors[name]))
            fleets[how.fleet] = fleets[how.fleet].model_copy(update={"size": size})
    update = {"flows": FrozenDict(flows), "fleets": FrozenDict(fleets)}
    return replace(scenario, demand=demand.model_copy(update=update))


def _classes(scenario, flow):
    how = scenario.demand.flows[flow]
    if isinstance(how, ByFleet):
        return (scenario.demand.fleets[how.fleet].class_,)
    return tuple(how.mix) or tuple(scenario.layout.flows[flow].classes)


def _flow(how, factor):
    update = _UPDATES[how.arrives](how, factor)
    at_start = round((how.at_start or 0) * factor)
    return how.model_copy(update={**update, "at_start": at_start})


def _profile(how, factor):
    return {"volume": how.volume * factor}


def _states(how, factor):
    states = {
        name: state.model_copy(update={"rate": state.rate * factor}) for name, state in how.states.items()
    }
    return {"states": FrozenDict(states)}


def _every(how, factor):
    if factor == 0:
        return {"first": NEVER}
    count = how.count if how.count is None else max(1, round(how.count * factor))
    return {"every": shortened(how.every, factor), "count": count}


def shortened(law, factor):
    """A law of durations all so many times shorter; its shape stays."""
    several = law.family in ("uniform", "triangular", "observed", "constant")
    values = tuple(value / factor for value in law.values) if several else (law.values[0] / factor,)
    return Law(law.family, values if several else (*values, *law.values[1:]))


def _appointments(how, factor):
    wanted = how.per_slot * factor
    per_slot = max(1, _whole_above(wanted))
    return {"per_slot": per_slot, "booked": how.booked * wanted / per_slot}


def _timetable(how, factor):
    wanted = len(how.times) * factor
    number = max(1, _whole_above(wanted))
    cancelled = 1 - (1 - how.cancelled) * wanted / number
    if how.per_day is not None:
        return {"per_day": number, "cancelled": cancelled}
    return {"at": _times(sorted(how.at), number), "cancelled": cancelled}


def _whole_above(wanted):
    return math.ceil(wanted - 1e-9)  # 3 x 1.1 / 1.1 is 3


def _times(times, number):
    """So many times of a day: some of these evenly chosen, or others halfway in the longest gaps between."""
    if number <= len(times):
        return tuple(times[int((i + 0.5) * len(times) / number)] for i in range(number))
    out = list(times)
    while len(out) < number:
        gaps = np.diff(out)
        i = int(np.argmax(gaps)) if len(gaps) else 0
        middle = (out[i] + out[min(i + 1, len(out) - 1)]) / 2
        out = sorted([*out, int(middle // MINUTE * MINUTE)])
    return tuple(out)


def _fleet(how, factor):
    return {}


def _recorded(how, factor):
    """Rows so many times; a copy comes halfway to the next row, so that none come at one instant."""
    whole, part = divmod(factor, 1.0)
    rows, out = how.rows, []
    for i, row in enumerate(rows):
        copies = int(whole) + ((i + 1) * GOLDEN % 1.0 < part)
        step = (rows[min(i + 1, len(rows) - 1)].time - row.time) / max(copies, 1)
        out += [row._replace(time=row.time + j * step) for j in range(copies)]
    rows = tuple(sorted(out, key=lambda row: row.time))
    return {"rows": rows or (how.rows[0]._replace(time=NEVER),)}  # a recorded flow has at least one row


_UPDATES = {
    "profile": _profile,
    "states": _states,
    "every": _every,
    "appointments": _appointments,
    "timetable": _timetable,
    "fleet": _fleet,
    "recorded": _recorded,
}
