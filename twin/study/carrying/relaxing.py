"""The same port with more of one thing that holds it up: one more, or so many that nobody is held up."""

from dataclasses import replace
from typing import NamedTuple

from twin.model.checks import faults_of
from twin.model.frozen import FrozenDict
from twin.model.scenario import nowhere
from twin.model.serving import kinds_of_server
from twin.study.changing import with_thing, with_things

TIMES = 10  # as many as there are: so many hold up nobody at the flows that are tried
MORE = 1.1  # times what is no number of things: the room of a zone or a road, a quota
CHANGES = ("one_more", "plenty")
STATION = "layout", "stations"


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
    found = with_thing(scenario, STATION, name, servers=servers)
    return _with_shifts(found, name, change) if name in scenario.roster.shifts else found


def _pool(scenario, name, change):
    """More units, or more people in each shift."""
    pool = scenario.layout.pools.get(name)
    if pool is None:
        return None
    if pool.size is None:
        return _with_shifts(scenario, name, change) if name in scenario.roster.shifts else None
    most = {} if pool.most is None else {"most": _more(pool.most, change)}
    return with_thing(scenario, ("layout", "pools"), name, size=_more(pool.size, change), **most)


def _zone(scenario, name, change):
    zone = scenario.layout.zones.get(name)
    if zone is None or zone.holds is None:
        return None
    amount = zone.holds.amount
    more = _more(amount, change) if zone.holds.unit != "m" else _larger(amount, change)
    return with_thing(scenario, ("layout", "zones"), name, holds=zone.holds._replace(amount=more))


def _road(scenario, name, change):
    link = scenario.layout.links.get(name)
    if link is None:
        return None
    return with_thing(scenario, ("layout", "links"), name, storage=_larger(link.room, change))


def _quota(scenario, name, change):
    quota = scenario.policy.quotas.get(name)
    if quota is None:
        return None
    count = max(quota.count + 1, round(_larger(quota.count, change)))
    return with_thing(scenario, ("policy", "quotas"), name, count=count)


def _slot(scenario, name, change):
    slot = scenario.policy.slots.get(name)
    if slot is None:
        return None
    return with_thing(scenario, ("policy", "slots"), name, takes=_more(slot.takes, change))


def _hours(scenario, name, change):
    """Open day and night, with as many as are there at most; there is no hour that could be one more."""
    if name not in scenario.layout.stations or change == "one_more":
        return None
    shifts = {one: shift for one, shift in scenario.roster.shifts.items() if one != name}
    roster = scenario.roster.model_copy(update={"shifts": FrozenDict(shifts)})
    return replace(with_thing(scenario, STATION, name, hours=None), roster=roster)


def _breakdown(scenario, name, change):
    """No breakdowns."""
    station = scenario.layout.stations.get(name)
    if station is None or station.breakdown is None or change == "one_more":
        return None
    return with_thing(scenario, STATION, name, breakdown=None)


def _with_shifts(scenario, name, change):
    """As many more in every shift of a station or pool that has some at all."""
    shifts = {
        shift: one.model_copy(update={"size": _more(one.size, change) if one.size else 0})
        for shift, one in scenario.roster.shifts[name].items()
    }
    return with_things(scenario, "roster", "shifts", {name: FrozenDict(shifts)})


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
