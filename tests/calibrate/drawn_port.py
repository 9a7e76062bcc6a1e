"""Ports drawn at random, to be recorded by a simulator that shares nothing with the one that is tested."""

import math
from random import Random
from typing import NamedTuple

DAY_TYPES = ("weekday", "weekend")
EXIT = "EXIT"
CAMERA, DESK, SCALES, PLAIN, BY_HAND = "camera", "desk", "scales", "plain", "by hand"
# Inner stations: name, what stands there, minutes of a service, cv, share of trucks that pass; assumptions.
INNER = (
    ("papers", DESK, (3, 9), (0.4, 0.7), (1.0, 1.0)),
    ("weighbridge", SCALES, (1, 3), (0.25, 0.5), (0.6, 1.0)),
    ("disinfection", PLAIN, (1.5, 4), (0.2, 0.5), (0.7, 1.0)),
    ("x_ray", PLAIN, (5, 12), (0.3, 0.5), (0.2, 0.5)),
    ("sampling", PLAIN, (6, 15), (0.4, 0.7), (0.1, 0.3)),
    ("inspection", BY_HAND, (25, 60), (0.5, 0.8), (0.08, 0.25)),
    ("second_desk", PLAIN, (2, 6), (0.4, 0.6), (0.5, 1.0)),
)
GATE = ((0.6, 1.5), (0.3, 0.6))  # minutes and cv of a service at the entry and the exit
FULL = 0.72  # of the servers are busy in the worst hour of a shift, at most
SHIFTS = ((0, 7, 15, 23), (0, 6, 18), (0, 8, 20), (0, 5, 13, 21))


class Station(NamedTuple):
    name: str
    kind: str
    service: dict  # {class: (mean, cv, family)}, minutes
    servers: tuple  # [hour]


class Port(NamedTuple):
    stations: dict  # {name: Station} in the order of the way
    rates: dict  # {class: {day type: [hour] arrivals}}
    routing: dict  # {class: {station: {next or EXIT: share}}}
    travel: tuple  # mean and cv of the minutes between stations, (0, 0) for none
    shares_of_servers: dict  # {station: servers as the truth says them}


def drawn_port(seed, *, travels):
    """A Port of three to nine stations and one to three classes."""
    rng = Random(seed)
    inner = sorted(rng.sample(range(len(INNER)), rng.randint(1, len(INNER))))
    rows = [INNER[i] for i in inner]
    rows = [("entry", CAMERA, *GATE, (1, 1)), *rows, ("exit", CAMERA, *GATE, (1, 1))]
    classes = ("loaded", "empty", "tanker")[: rng.randint(1, 3)]
    rates = {cls: _rates(rng) for cls in classes}
    routing = {cls: _routes(rows, rng) for cls in classes}
    shifted = set(rng.sample([row[0] for row in rows[1:-1]], min(2, len(rows) - 2)))
    stations, servers = {}, {}
    for name, kind, mean, cv, _ in rows:
        service = _services(classes, mean, cv, rng)
        load = _load(name, service, rates, routing)
        edges = rng.choice(SHIFTS) if name in shifted else (0,)
        number, servers[name] = _servers(load, edges)
        stations[name] = Station(name, kind, service, number)
    travel = (rng.uniform(1, 4), rng.uniform(0.2, 0.5)) if travels else (0.0, 0.0)
    return Port(stations, rates, routing, travel, servers)


def _rates(rng):
    """Arrivals by hour: a day with a peak, at weekends some share of it."""
    a_day, peak, width = rng.uniform(70, 200), rng.uniform(8, 16), rng.uniform(3, 6)
    shape = [0.25 + math.exp(-(((hour - peak) / width) ** 2)) for hour in range(24)]
    weekday = [round(a_day * part / sum(shape), 2) for part in shape]
    factor = rng.uniform(0.4, 1.0)
    return {"weekday": weekday, "weekend": [round(factor * rate, 2) for rate in weekday]}


def _routes(rows, rng):
    """Ways forward only: each station passes a class on to one of those behind it."""
    pass_by = {name: rng.uniform(*share) for name, _, _, _, share in rows}
    found = {}
    for i, (name, *_) in enumerate(rows[:-1]):
        left, found[name] = 1.0, {}
        for then in (row[0] for row in rows[i + 1 :]):
            share = round(left * pass_by[then], 3)
            if share > 0:
                found[name][then] = share
            left = round(left - share, 3)
        found[name][rows[-1][0]] = round(found[name].get(rows[-1][0], 0.0) + left, 3)
    return {**found, rows[-1][0]: {EXIT: 1.0}}


def _services(classes, mean, cv, rng):
    """One law for all, or one for each class."""
    each = (
        [rng.uniform(*mean) for _ in classes] if rng.random() < 0.4 else [rng.uniform(*mean)] * len(classes)
    )
    family, spread = rng.choice(("gamma", "lognormal")), round(rng.uniform(*cv), 2)
    return {cls: (round(one, 2), spread, family) for cls, one in zip(classes, each, strict=True)}


def _load(name, service, rates, routing):
    """[hour] how many servers would be busy on a weekday without a queue."""
    load = [0.0] * 24
    for cls, days in rates.items():
        reach = {"entry": 1.0}
        for station, ways in routing[cls].items():  # in the order of the way
            for then, share in ways.items():
                reach[then] = reach.get(then, 0.0) + reach.get(station, 0.0) * share
        for hour, rate in enumerate(days["weekday"]):
            load[hour] += rate * reach.get(name, 0.0) * service[cls][0] / 60.0
    return load


def _servers(load, edges):
    """([hour] servers, the same as a truth says it): enough for the worst hour of each shift."""
    ends = (*edges[1:], 24)
    sizes = [max(1, math.ceil(max(load[a:b]) / FULL)) for a, b in zip(edges, ends, strict=True)]
    hours = tuple(size for a, b, size in zip(edges, ends, sizes, strict=True) for _ in range(a, b))
    told = {f"{a:02d}-{b:02d}": size for a, b, size in zip(edges, ends, sizes, strict=True)}
    return hours, sizes[0] if len(set(sizes)) == 1 else told
