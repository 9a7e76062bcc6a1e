"""From what comes to lanes, checked and mended until a promise or target is kept, and to shifts."""

from typing import NamedTuple

import numpy as np

from twin.model.errors import Fault, ScenarioError, unknown
from twin.model.serving import needs
from twin.plan.compile import compile_plan
from twin.results.intervals import estimate
from twin.study.kept import measures_of
from twin.study.observing import observed
from twin.study.rostering.checking import exact_shares, is_markov, seen_shares
from twin.study.rostering.covering import Cover, covered
from twin.study.rostering.day import Day, by_slot, day_of, demands_of, lanes_now, open_slots, units_now
from twin.study.rostering.promise import Promise, lanes_for
from twin.study.rostering.shifts import USUAL
from twin.study.rostering.writing import with_roster
from twin.study.target import Target, short_of

MENDS = 40  # rounds of adding lanes where the check fails
TAKES = 12  # lanes that are tried to be taken away where there is slack
LOOSEST, TIGHTEST, RUNGS = 0.98, 0.001, 24  # promises that are tried for a target


class Asked(NamedTuple):
    """What a roster is asked to keep: a promise at its stations in every slot, or a target of the port."""

    stations: tuple
    promise: Promise | None = None
    target: Target | None = None
    per: float = 3600.0
    shifts: tuple = USUAL
    numbers: tuple = tuple(range(10))


class Setting(NamedTuple):
    """A port as far as its roster goes, by station: [slot] arrays, and the crew that opens a lane."""

    scenario: object
    plan: object
    day: Day
    demands: dict
    load: dict
    coming: dict  # arrivals an hour
    now: dict  # lanes on duty
    most: dict  # servers
    open: dict  # whether its calendar lets it open
    crews: dict  # (crew, people a lane)
    others: dict  # by crew: [slot] people whom other stations of its pool need


class Roster(NamedTuple):
    """Lanes by station, Covers by crew, the port with them, and how the check came out."""

    setting: Setting
    lanes: dict
    needed: dict  # by crew: [slot] people
    covers: dict[str, Cover]
    proposed: object  # Scenario
    check: str  # exact, simulated or target
    shares: dict  # [slot] that wait longer than promised, with the lanes; empty for a target
    steps: int  # lanes that the check added or took


def rostered(scenario, asked, *, measured=measures_of):
    """The Roster of a scenario for what is asked."""
    setting = _setting(scenario, asked)
    lanes, shares, check, steps = {}, {}, "target", 0
    if asked.promise is not None:
        lanes, shares, check, steps = _for_promise(setting, asked)
    if asked.target is not None:
        kept, more = _for_target(setting, asked, measured)
        lanes = {name: np.maximum(level, lanes.get(name, 0)) for name, level in kept.items()}
        steps += more
    covers = _covers(setting, lanes, asked)
    proposed = with_roster(scenario, setting.day, levels_of(setting, covers))
    return Roster(setting, lanes, _people(setting, lanes), covers, proposed, check, shares, steps)


def levels_of(setting, covers):
    """{station or pool: [slot] numbers} that a roster writes: people of a pool, lanes of a station."""
    return {crew: opened(setting, crew, cover.staff) for crew, cover in covers.items()}


def opened(setting, crew, staff):
    """[slot] people of a crew who find work: lanes of a station while it is open, as many as there are."""
    if crew not in setting.most:
        return staff
    return np.where(setting.open[crew], np.minimum(staff, setting.most[crew]), 0)


def _setting(scenario, asked):
    plan, day = compile_plan(scenario), day_of(scenario, asked.per)
    stations = scenario.layout.stations
    there = [name for name, station in stations.items() if np.isfinite(station.count) and station.count]
    faults = [
        Fault("station", name, unknown("station with servers that are counted", name, there))
        for name in asked.stations
        if name not in there
    ]
    if faults:
        raise ScenarioError(faults)
    crews = {name: _crew(scenario, name) for name in asked.stations}
    pools = {crew for crew, _ in crews.values() if crew not in stations}
    beside = {
        name: {pool: units for pool, units in needs(scenario, station).items() if pool in pools}
        for name, station in stations.items()
        if name not in asked.stations
    }
    demands = demands_of(plan, [*asked.stations, *(name for name, claims in beside.items() if claims)])
    others = {pool: _of_others(day, demands, beside, pool) for pool in pools}
    demands = {name: demands[name] for name in asked.stations}
    found = {name: by_slot(day, demand) for name, demand in demands.items()}
    load, coming = ({name: each[i] for name, each in found.items()} for i in (0, 1))
    for name in asked.stations:
        load[name] = _while_open(scenario, day, name, load[name])
    return Setting(
        scenario, plan, day, demands, load, coming,
        {name: lanes_now(scenario, day, name).astype(int) for name in asked.stations},
        {name: int(stations[name].count) for name in asked.stations},
        {name: open_slots(scenario, day, name) for name in asked.stations},
        crews,
        others,
    )  # fmt: skip


def _while_open(scenario, day, name, load):
    """[slot] the load, where it is closed 0: what comes then is served as soon as it opens."""
    is_open = open_slots(scenario, day, name)
    seen = ~np.isnan(load)
    out = np.where(is_open & seen, load, 0.0)
    for slot in np.flatnonzero(~is_open & seen & (np.nan_to_num(load) > 0)):
        later = [(slot + i) % day.slots for i in range(day.slots) if is_open[(slot + i) % day.slots]]
        if later:
            out[later[0]] += load[slot]
    return out


def _crew(scenario, name):
    """(pool on shifts that a lane claims, people a lane), or the station itself."""
    for pool, units in needs(scenario, scenario.layout.stations[name]).items():
        if scenario.roster.shifts.get(pool):
            return pool, int(units)
    return name, 1


def _people(setting, lanes):
    """{crew: [slot] people that the lanes of all its stations take}."""
    out = {}
    for name, level in lanes.items():
        crew, each = setting.crews[name]
        out[crew] = out.get(crew, 0) + np.asarray(level) * each
    return {crew: level + setting.others.get(crew, 0) for crew, level in out.items()}


def _of_others(day, demands, beside, pool):
    """[slot] people of a pool that stations claim which are not asked about: as many as are busy there."""
    out = np.zeros(day.slots, int)
    for name, claims in beside.items():
        if pool in claims:
            load, _ = by_slot(day, demands[name])
            out += np.ceil(np.nan_to_num(load)).astype(int) * claims[pool]
    return out


def _with_lanes(setting, lanes):
    """The Scenario with exactly these lanes: a station on a pool has as many as the pool has people for."""
    people = _people(setting, lanes)
    return with_roster(setting.scenario, setting.day, people)


def _start(setting, promise):
    """{station: [slot] lanes} by modified offered load, before any check."""
    return {
        name: lanes_for(load, float(setting.demands[name].service.mean()), promise)
        for name, load in setting.load.items()
    }


def _for_promise(setting, asked):
    """(lanes, shares, check, steps): lanes that keep the promise in every slot."""
    lanes = _start(setting, asked.promise)
    faults = [
        _too_many(setting, name, level) for name, level in lanes.items() if level.max() > setting.most[name]
    ]
    if faults:
        raise ScenarioError(faults)
    exact = not asked.promise.after and all(is_markov(setting.scenario, setting.plan, name) for name in lanes)

    def shares_of(lanes):
        if exact:
            return {name: exact_shares(setting.day, setting.demands[name], lanes[name]) for name in lanes}
        scenario = _with_lanes(setting, lanes)
        return {
            name: seen_shares(scenario, setting.day, name, asked.promise, asked.numbers)[0] for name in lanes
        }

    lanes, shares, added = _mended(setting, lanes, shares_of, asked.promise)
    lanes, shares, taken = _slackened(setting, lanes, shares, check=(shares_of, asked.promise))
    return lanes, shares, "exact" if exact else "simulated", added + taken


def _mended(setting, lanes, shares_of, promise):
    """(lanes, shares, lanes added) with one lane more wherever the promise fails, until it is kept."""
    lanes, added = {name: level.copy() for name, level in lanes.items()}, 0
    for _ in range(MENDS):
        shares, more = shares_of(lanes), 0
        failing = {name: _failing(setting, name, shares[name], promise) for name in lanes}
        for name, slots in failing.items():
            for slot in slots:
                # Who waits in a slot may have been left by the one before it.
                room = [at for at in (slot, slot - 1) if lanes[name][at] < setting.most[name]]
                room = [at for at in room if at == slot or setting.load[name][at] > 0]
                if room:
                    lanes[name][room[0]] += 1
                    more += 1
        if not any(len(slots) for slots in failing.values()):
            return lanes, shares, added
        if not more:
            break
        added += more
    name, slots = max(failing.items(), key=lambda item: len(item[1]))
    worst = int(slots[np.argmax(shares[name][slots])])
    text = (
        f"cannot be kept: {shares[name][worst]:.0%} wait at {setting.day.clock(worst)} with "
        f"{lanes[name][worst]} of {setting.most[name]} lanes; add servers, promise less, or ask for a target"
    )
    raise ScenarioError([Fault(f"layout.stations.{name}.servers", str(setting.most[name]), text)])


def _failing(setting, name, shares, promise):
    """Slots in which more wait than promised, of those in which anybody comes to an open door."""
    is_there = (setting.load[name] > 0) & ~np.isnan(shares)
    return np.flatnonzero(is_there & (np.nan_to_num(shares) > promise.share + 1e-9))


def _slackened(setting, lanes, shares, *, check):
    """(lanes, shares, lanes taken): one lane less where fewest wait, as long as the promise is kept."""
    shares_of, promise = check
    taken, tries = 0, 0
    order = sorted(
        (float(np.nan_to_num(shares[name][slot])), name, int(slot))
        for name in lanes
        for slot in np.flatnonzero((lanes[name] > 1) & (np.nan_to_num(shares[name]) < promise.share / 2))
    )
    for _, name, slot in order[:TAKES]:
        trial = {**lanes, name: lanes[name].copy()}
        trial[name][slot] -= 1
        found = shares_of(trial)
        tries += 1
        if not any(len(_failing(setting, each, found[each], promise)) for each in lanes):
            lanes, shares, taken = trial, found, taken + 1
    return lanes, shares, taken


def _for_target(setting, asked, measured):
    """(lanes, steps): the loosest promise by whose lanes the port keeps the target, then lanes less."""

    def keeps(lanes):
        level = estimate(
            observed(_with_lanes(setting, lanes), asked.target, asked.numbers, measured=measured)
        )
        side = level.high if asked.target.at_most else level.low
        sure = side if np.isfinite(side) else level.mean
        return bool(short_of(asked.target, sure) <= 0), level

    rungs = [_capped(setting, _start(setting, Promise(share))) for share in _promises()]
    rungs.append({name: np.where(load > 0, setting.most[name], 0) for name, load in setting.load.items()})
    kept, level = keeps(rungs[-1])
    if not kept:
        most = ", ".join(f"{name} {n}" for name, n in setting.most.items())
        text = (
            f"is not kept even with all lanes open all day ({most}): "
            f"{_said(asked.target, level)}; add servers there, roster other stations too, or ask for less"
        )
        raise ScenarioError([Fault("target", _said(asked.target, asked.target.bound), text)])
    low, high = 0, len(rungs) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if keeps(rungs[middle])[0] else (middle + 1, high)
    return _thinned(setting, rungs[high], keeps)


def _said(target, level):
    """A level with its unit, times in minutes."""
    factor, unit = (1 / 60, "min") if target.unit == "s" else (1.0, target.unit)
    if isinstance(level, float):
        return f"{level * factor:.4g} {unit}"
    return f"{level.mean * factor:.4g} [{level.low * factor:.4g}, {level.high * factor:.4g}] {unit}"


def _promises():
    return np.geomspace(LOOSEST, TIGHTEST, RUNGS).tolist()


def _thinned(setting, lanes, keeps):
    """(lanes, how many were taken): one less where most are idle, as long as the target is kept."""
    spare = sorted(
        ((level - setting.load[name])[slot] / level[slot], name, int(slot))
        for name, level in lanes.items()
        for slot in np.flatnonzero(level > 1)
    )[::-1]
    taken = 0
    for _, name, slot in spare[:TAKES]:
        trial = {**lanes, name: lanes[name].copy()}
        trial[name][slot] -= 1
        if keeps(trial)[0]:
            lanes, taken = trial, taken + 1
    return lanes, taken


def _capped(setting, lanes):
    return {name: np.minimum(level, setting.most[name]) for name, level in lanes.items()}


def _covers(setting, lanes, asked):
    """{crew: Cover}; all refusals are raised together."""
    out, faults = {}, []
    for crew, people in _people(setting, lanes).items():
        try:
            out[crew] = covered(crew, people, asked.shifts, day=setting.day)
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(faults)
    return out


def _too_many(setting, name, level):
    slot = int(np.argmax(level))
    text = (
        f"{int(level[slot])} are needed at {setting.day.clock(slot)} by the load of that hour; "
        "add servers, or promise less"
    )
    return Fault(f"layout.stations.{name}.servers", str(setting.most[name]), text)


def now_hours(setting, crew):
    """Hours a day that a crew is on duty now."""
    if crew in setting.now:
        level = setting.now[crew]
    else:
        level = units_now(setting.scenario, setting.day, crew)
    return float(level.sum() * setting.day.per / 3600.0)
