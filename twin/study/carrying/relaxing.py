"""The same port with more of one thing that holds it up: one more, or so many that nobody is held up."""

from dataclasses import replace
from typing import NamedTuple

from twin.model.checks import faults_of
from twin.model.frozen import FrozenDict
from twin.model.scenario import nowhere
from twin.model.serving import kinds_of_server

TIMES = 10  # as many as there are: so many hold up nobody at the flows that are tried
MORE = 1.1  # times what is no number of things: the room of a zone or a road, a quota
CHANGES = ("one_more", "plenty")


class Relaxed(NamedTuple):
    """A port with more of a thing, or None and the reason why there is none."""

    scenario: object
    reason: str


def relaxed(scenario, cause, change):
    """The Relaxed port: `cause` is (kind, name) as results.causes tell them, `change` one of CHANGES."""
    kind, name = cause
    if kind not in _WAYS:
        return Relaxed(None, "this cause has no number that could be larger")
    found = _WAYS[kind](scenario, name, change)
    if found is None:
        return Relaxed(None, "it has no number that could be larger")
    faults = faults_of(found, nowhere)
    return Relaxed(None, faults[0].text) if faults else Relaxed(found, "")


def _more(number, change):
    return number + 1 if change == "one_more" else number * TIMES


def _larger(amount, change):
    return amount * (MORE if change == "one_more" else TIMES)


def _station(scenario, name, change):
    """More servers, on duty in the same hours."""
    station = scenario.layout.stations.get(name)
    if station is None or station.servers is None:
        return None
    servers = station.servers
    if isinstance(servers, dict):
        first = next(iter(kinds_of_server(station)))
        kinds = {kind: _more(n, change) for kind, n in servers.items()}
        servers = FrozenDict(kinds if change == "plenty" else {**servers, first: servers[first] + 1})
    else:
        servers = _more(servers, change)
    stations = {**scenario.layout.stations, name: station.model_copy(update={"servers": servers})}
    found = _with_layout(scenario, stations=FrozenDict(stations))
    return _with_shifts(found, name, change) if name in scenario.roster.shifts else found


def _pool(scenario, name, change):
    """More units, or more people in each shift."""
    pool = scenario.layout.pools.get(name)
    if pool is None:
        return None
    if pool.size is None:
        return _with_shifts(scenario, name, change) if name in scenario.roster.shifts else None
    update = {"size": _more(pool.size, change)}
    if pool.most is not None:
        update["most"] = _more(pool.most, change)
    pools = {**scenario.layout.pools, name: pool.model_copy(update=update)}
    return _with_layout(scenario, pools=FrozenDict(pools))


def _zone(scenario, name, change):
    zone = scenario.layout.zones.get(name)
    if zone is None or zone.holds is None:
        return None
    amount = zone.holds.amount
    more = _more(amount, change) if zone.holds.unit != "m" else _larger(amount, change)
    zones = {
        **scenario.layout.zones,
        name: zone.model_copy(update={"holds": zone.holds._replace(amount=more)}),
    }
    return _with_layout(scenario, zones=FrozenDict(zones))


def _road(scenario, name, change):
    link = scenario.layout.links.get(name)
    if link is None:
        return None
    links = {
        **scenario.layout.links,
        name: link.model_copy(update={"storage": _larger(link.room, change)}),
    }
    return _with_layout(scenario, links=FrozenDict(links))


def _quota(scenario, name, change):
    quota = scenario.policy.quotas.get(name)
    if quota is None:
        return None
    count = max(quota.count + 1, round(_larger(quota.count, change)))
    quotas = {**scenario.policy.quotas, name: quota.model_copy(update={"count": count})}
    return replace(scenario, policy=scenario.policy.model_copy(update={"quotas": FrozenDict(quotas)}))


def _slot(scenario, name, change):
    slot = scenario.policy.slots.get(name)
    if slot is None:
        return None
    slots = {**scenario.policy.slots, name: slot.model_copy(update={"takes": _more(slot.takes, change)})}
    return replace(scenario, policy=scenario.policy.model_copy(update={"slots": FrozenDict(slots)}))


def _hours(scenario, name, change):
    """Open day and night, with as many as are there at most; there is no hour that could be one more."""
    station = scenario.layout.stations.get(name)
    if station is None or change == "one_more":
        return None
    stations = {**scenario.layout.stations, name: station.model_copy(update={"hours": None})}
    shifts = {one: shift for one, shift in scenario.roster.shifts.items() if one != name}
    roster = scenario.roster.model_copy(update={"shifts": FrozenDict(shifts)})
    return replace(_with_layout(scenario, stations=FrozenDict(stations)), roster=roster)


def _breakdown(scenario, name, change):
    """No breakdowns."""
    station = scenario.layout.stations.get(name)
    if station is None or station.breakdown is None or change == "one_more":
        return None
    stations = {**scenario.layout.stations, name: station.model_copy(update={"breakdown": None})}
    return _with_layout(scenario, stations=FrozenDict(stations))


def _with_layout(scenario, **things):
    return replace(scenario, layout=scenario.layout.model_copy(update=things))


def _with_shifts(scenario, name, change):
    """As many more in every shift of a station or pool that has some at all."""
    shifts = {
        shift: one.model_copy(update={"size": _more(one.size, change) if one.size else 0})
        for shift, one in scenario.roster.shifts[name].items()
    }
    every = FrozenDict({**scenario.roster.shifts, name: FrozenDict(shifts)})
    return replace(scenario, roster=scenario.roster.model_copy(update={"shifts": every}))


_WAYS = {
    "service": _station,
    "pool": _pool,
    "zone": _zone,
    "road": _road,
    "quota": _quota,
    "slot": _slot,
    "hours": _hours,
    "breakdown": _breakdown,
}
