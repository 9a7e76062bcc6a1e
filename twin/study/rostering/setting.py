"""A port as far as its roster goes: what comes to its stations, who opens a lane, and the port with lanes."""

from typing import NamedTuple

import numpy as np

from twin.model.errors import Fault, ScenarioError, unknown
from twin.model.serving import needs
from twin.plan.compile import compile_plan
from twin.study.rostering.day import Day, by_slot, day_of, demands_of, lanes_now, open_slots, units_now
from twin.study.rostering.promise import Promise, lanes_for
from twin.study.rostering.shifts import USUAL
from twin.study.rostering.writing import with_roster
from twin.study.target import Target


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


def setting_of(scenario, asked):
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
    nobody = [name for name in asked.stations if not np.nansum(load[name]) > 0]
    if nobody:
        text = "nobody is expected there within the horizon; take a longer one, or another station"
        raise ScenarioError([Fault("station", name, text) for name in nobody])
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


def people_of(setting, lanes):
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


def with_lanes(setting, lanes):
    """The Scenario with exactly these lanes: a station on a pool has as many as the pool has people for."""
    people = people_of(setting, lanes)
    return with_roster(setting.scenario, setting.day, people)


def first_lanes(setting, promise):
    """{station: [slot] lanes} by modified offered load, before any check."""
    return {
        name: lanes_for(load, float(setting.demands[name].service.mean()), promise)
        for name, load in setting.load.items()
    }


def capped(setting, lanes):
    return {name: np.minimum(level, setting.most[name]) for name, level in lanes.items()}


def opened(setting, crew, staff):
    """[slot] people of a crew who find work: lanes of a station while it is open, as many as there are."""
    if crew not in setting.most:
        return staff
    return np.where(setting.open[crew], np.minimum(staff, setting.most[crew]), 0)


def now_hours(setting, crew):
    """Hours a day that a crew is on duty now."""
    if crew in setting.now:
        level = setting.now[crew]
    else:
        level = units_now(setting.scenario, setting.day, crew)
    return float(level.sum() * setting.day.per / 3600.0)
