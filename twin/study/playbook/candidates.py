"""Which rules are worth a try: of lanes that idle, of people who are waited for, of hours that end early."""

import math

from twin.model.units import DAY
from twin.study.playbook.rules import NOT_OURS, Lanes, Lever, Longer, People

MOST_THINGS = 5  # stations, and pools, that are tried: those at which most is to be had
FEWEST_SHARE = 0.02  # of all waiting that a pool is the cause of, for one more of it to be tried
TIMES_OF_QUEUE = (1, 2, 4)  # queues at which a lane opens, in lanes that are open
LATER = (3600, 7200)  # seconds that hours may end later
AHEAD = 3600  # seconds before the end at which it is decided
EVERY = 2 * 3600  # seconds between the times of day at which people are called
FIRST_CALL = 2 * 3600  # seconds after the first shift begins


def lanes(scenario, summary, spare):
    """{station: [Lanes]}: fewer lanes open where some idle, more where `spare` or the roster has some."""
    found = {}
    for name in _stations_worth_a_try(scenario, summary, spare):
        station = scenario.layout.stations[name]
        duty = _on_duty(scenario, name)
        at_hand = int(max(station.count, duty) + spare.get(name, 0))
        busy = math.ceil(_busy(summary, name) * station.count)
        fewest = {duty} if at_hand > duty else set()
        fewest |= {n for n in (busy, (busy + duty) // 2, duty - 1) if 1 <= n < duty}
        rules = [
            Lanes(name, few, queue, queue // 2, at_hand)
            for few in sorted(fewest)
            for queue in sorted({max(2, few * times) for times in TIMES_OF_QUEUE})
            if queue <= _room(scenario, station)
        ]
        if rules:
            found[name] = rules
    return found


def around(rule):
    """Rules near a good one: other queues to open and to close at."""
    queues = {max(2, round(rule.open_at * factor)) for factor in (0.7, 1.0, 1.5)}
    near = {rule._replace(open_at=n, close_at=m) for n in queues for m in (0, n // 2)}
    return sorted(near - {rule})


def people(scenario, summary):
    """{pool: [People]} of pools with shifts that are waited for."""
    why = summary.why
    waited = why[(why["cause"] == "pool") & (why["share"] >= FEWEST_SHARE)]
    found = {}
    for name in waited["name"].head(MOST_THINGS):
        pool, shifts = scenario.layout.pools.get(name), scenario.roster.shifts.get(name)
        watch = _where_waited(scenario, summary, name)
        if pool is None or not shifts or pool.agency in NOT_OURS or watch is None:
            continue
        hours = [one for shift in shifts.values() for one in shift.hours]
        first, last = min(one.start for one in hours), max(one.end for one in hours)
        if last > DAY:
            first, last = 0, DAY
        begins = range(first + FIRST_CALL, last - AHEAD + 1, EVERY)
        found[name] = [People(name, extra, begin, last, watch) for begin in begins for extra in (1, 2)]
    return found


def longer(scenario, summary):
    """{calendars: [Longer]}: hours of own stations that end before midnight, one by one and together."""
    own = {}
    for name, station in scenario.layout.stations.items():
        if station.hours and station.agency not in NOT_OURS:
            own.setdefault(station.hours, []).append(name)
    ends = {name: max(hours.end for hours in scenario.roster.calendars[name].hours) for name in own}
    ends = {name: end for name, end in ends.items() if end < DAY}
    sets = [(name,) for name in ends]
    if len(ends) > 1:
        sets.append(tuple(ends))
    found = {}
    for calendars in sets:
        last = max(calendars, key=ends.get)
        stations = [station for name in calendars for station in own[name]]
        watch = max(stations, key=lambda name: _waited(summary, name))
        rules = [
            Longer(last, calendars, _pools_of(scenario, stations), later, ends[last] - AHEAD, watch)
            for later in LATER
            if ends[last] + later <= DAY
        ]
        if rules:
            found[" ".join(calendars)] = rules
    return found


def levers(names):
    """{lever: [Lever]}."""
    return {name: [Lever(name)] for name in names}


def _stations_worth_a_try(scenario, summary, spare):
    """Those that were named, then those at which most lane-hours idle or most is waited."""
    fits = [name for name in scenario.layout.stations if _can_open(scenario, name, spare)]
    use = summary.utilisation.set_index("station")
    gain = {
        name: (use.loc[name, "starved"] * use.loc[name, "servers"] if name in use.index else 0.0)
        + (
            _waited(summary, name) / 3600.0
            if _on_duty(scenario, name) < scenario.layout.stations[name].count
            else 0.0
        )
        for name in fits
    }
    others = sorted((name for name in fits if name not in spare), key=lambda name: -gain[name])
    return [*(name for name in spare if name in fits), *others[:MOST_THINGS]]


def _can_open(scenario, name, spare):
    """Whether lanes of a station can be opened one by one by its queue."""
    station = scenario.layout.stations[name]
    own = station.agency not in NOT_OURS and math.isfinite(station.count)
    plain = not (station.reserved or station.batch or station.needs or isinstance(station.servers, dict))
    return own and plain and station.count + spare.get(name, 0) >= 2


def _on_duty(scenario, name):
    """The fewest that a shift has, or all."""
    shifts = scenario.roster.shifts.get(name)
    return int(
        min(shift.size for shift in shifts.values()) if shifts else scenario.layout.stations[name].count
    )


def _busy(summary, name):
    """Share of the time on duty in which a server is busy."""
    row = summary.utilisation[summary.utilisation["station"] == name]
    if row.empty or row["off_shift"].iloc[0] >= 1:
        return 0.0
    return float(row["busy"].iloc[0] / (1 - row["off_shift"].iloc[0]))


def _room(scenario, station):
    """How many may wait before a station."""
    room = station.waiting_room
    if room is None:
        return math.inf
    if room.unit == "entities":
        return room.amount
    longest = max((cls.taken for cls in scenario.layout.classes.values()), default=0.0)
    return room.amount / longest if longest else math.inf


def _waited(summary, name):
    """Seconds that were waited at a station, a replication."""
    table = summary.kpis
    own = table[(table["scope"] == "station") & (table["name"] == name) & (table["cls"] == "all")]
    mean = own.set_index("measure")["mean"]
    return float(mean.get("arrived", 0.0) * mean.get("wait_mean", 0.0))


def _where_waited(scenario, summary, pool):
    """The station with that pool at which most is waited, None where no station needs it."""
    needs = [name for name, station in scenario.layout.stations.items() if pool in station.needs]
    return max(needs, key=lambda name: _waited(summary, name), default=None)


def _pools_of(scenario, stations):
    """The own pools with shifts that these stations need."""
    needs = {pool for name in stations for pool in scenario.layout.stations[name].needs}
    return tuple(
        name
        for name, pool in scenario.layout.pools.items()
        if name in needs and name in scenario.roster.shifts and pool.agency not in NOT_OURS
    )
