"""What a calibration tells of a port beforehand, from the tree of its fit.json."""

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from twin.calibrate.fit import ALL, ENTER, EXIT
from twin.calibrate.recorded import DAYS, hour_of, on_the_wall, type_of

MINUTE, QUARTER, HOUR = 60.0, 900.0, 3600.0
SURELY = 0.98  # of each class leave from a station that is a way out and nothing else
DOOR = 0.02  # of a class: what fewer do at a station is no habit, but a sighting that failed


class Known(NamedTuple):
    """A port as it was calibrated; times in seconds, rates a second."""

    zone: str
    stations: tuple[str, ...]
    classes: tuple[str, ...]
    entries: frozenset
    exits: frozenset
    rates: dict  # class: {type of day: [hour]}
    service: dict  # station: {class, or ALL: (mean, cv)}
    servers: dict  # station: {type of day: [hour]}, nan where they are not known
    routes: dict  # class: {station: {next: share}}
    travel: dict  # (station, next): (mean, cv)
    wait: dict  # station: mean
    failing: dict  # station: (mean work until a failure, mean repair)

    def entering(self, station, at):
        """How many come to an entry in a second at a time."""
        days, hour = _clock(at // QUARTER, self.zone)
        return sum(
            by_day[days][hour] * self.routes.get(cls, {}).get(ENTER, {}).get(station, 0.0)
            for cls, by_day in self.rates.items()
        )

    def open(self, station, at):
        """How many servers a station usually has at a time, nan where that is not known."""
        days, hour = _clock(at // QUARTER, self.zone)
        by_day = self.servers.get(station, {})
        hours = by_day.get(days, by_day.get("weekday"))
        return float("nan") if hours is None else hours[hour]

    def served(self, station, cls):
        """(mean, cv) of a service, None where it is not known."""
        laws = self.service.get(station, {})
        return laws.get(cls, laws.get(ALL))


@lru_cache(maxsize=10_000)
def _clock(quarter, zone):
    """The type of day and the hour on the port's clock in a quarter of an hour."""
    clock = on_the_wall(np.array([quarter * QUARTER]), zone)
    return DAYS[int(type_of(clock)[0])], int(hour_of(clock)[0])


def read_known(path):
    """The Known of a fit.json."""
    return known(json.loads(Path(path).read_text(encoding="utf-8")))


def known(tree):
    """The Known of the tree of a fit: that of its file, or what fit_file.as_tree gives."""
    routes = tree["routing"]
    data = tree["data"]
    entries = {s for ways in routes.values() for s, share in ways.get(ENTER, {}).items() if share > DOOR}
    onward = [(station, ways[station]) for ways in routes.values() for station in ways]
    stay = {station for station, shares in onward if shares.get(EXIT, 0.0) < SURELY}
    return Known(
        data["zone"],
        tuple(data["stations"]),
        tuple(data["classes"]),
        frozenset(entries),
        frozenset(data["stations"]) - stay,
        {cls: _rates(days) for cls, days in tree["arrivals_per_hour"].items()},
        {station: _laws(laws) for station, laws in tree["service"].items()},
        _servers(tree),
        {cls: {s: dict(onward) for s, onward in ways.items()} for cls, ways in routes.items()},
        {tuple(leg.split(" > ")): (MINUTE * law["mean"], law["cv"]) for leg, law in tree["travel"].items()},
        {station: MINUTE * wait for station, wait in tree["kpi"]["wait_mean"].items() if wait is not None},
        {s: (MINUTE * one["mtbf"], MINUTE * one["mttr"]) for s, one in tree.get("breakdowns", {}).items()},
    )


def _rates(days):
    """By type of day; one that was not watched is as the weekend, or as any that was."""
    told = {name: [(rate or 0.0) / HOUR for rate in hours] for name, hours in days.items() if hours}
    other = told.get("weekend") or next(iter(told.values()), [0.0] * 24)
    return {name: told.get(name, other) for name in DAYS}


def _laws(laws):
    return {cls: (MINUTE * law["mean"], law["cv"]) for cls, law in laws.items()}


def _servers(tree):
    """Servers by the hour: of weekdays as the tree has them, of weekends from the parameters."""
    out = {s: {"weekday": [_number(n) for n in hours]} for s, hours in tree["servers"].items()}
    for one in tree["parameters"]:
        days, _, hours = one["key"].partition(" ")
        if one["kind"] == "servers" and days == "weekend" and one["value"] is not None:
            first, _, last = hours.partition("-")
            table = out.setdefault(one["station"], {}).setdefault("weekend", [float("nan")] * 24)
            table[int(first) : int(last)] = [one["value"]] * (int(last) - int(first))
    return out


def _number(value):
    return float("nan") if value is None else float(value)
