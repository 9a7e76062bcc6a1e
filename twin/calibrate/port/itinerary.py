"""The steps of a class: its routes from the way in to the way out, unrolled."""

from typing import NamedTuple

from twin.calibrate.fit import ENTER, EXIT
from twin.calibrate.port.quantities import (
    RECORDS,
    around,
    law,
    law_within,
    measured,
    percent,
    shares,
    supposed,
)
from twin.calibrate.routes import FEWEST, STRAY

MOST = 400  # steps of one class
# Shares of ways that are left out; more if there are too many steps.
SELDOM = (STRAY, 0.005, 0.01, 0.03, 0.1)


class Way(NamedTuple):
    """Steps of one class, channels they ask, ways between, and the share of ways that was left out."""

    steps: list
    channels: dict
    parts: dict  # name: steps
    left_out: float


def way_of(cls, fit, names):
    """The Way of a class; `names` are those of stations and classes."""
    routes = {route.station: route for route in fit.routes if route.cls == cls}
    for share in SELDOM:
        drawn = Drawn(names[cls], routes, {(leg.station, leg.next): leg for leg in fit.travel}, names, share)
        steps = drawn.after(ENTER, ())
        if drawn.written <= MOST:
            return Way(steps, drawn.channels, drawn.parts, share)
    return Way(steps, drawn.channels, drawn.parts, share)


class Drawn:
    """Draws the steps behind each station; what was met before is gone back to."""

    def __init__(self, cls, routes, travel, names, seldom):
        self.cls, self.routes, self.travel, self.names, self.seldom = cls, routes, travel, names, seldom
        self.channels, self.parts = {}, {}
        self.written = 0

    def after(self, station, met):
        """The steps behind a station, where `met` are the stations before it."""
        ways, likely = self.ways(station)
        if len(ways) == 1:
            return self.to(station, ways[0], met)
        channel = f"{self.cls}_after_{self.names.get(station, 'arrival')}"
        route = self.routes[station]
        cases = [f"to_{self.names.get(way, 'exit')}" for way in ways]
        self.channels[channel] = dict(zip(cases, shares_text(route, ways, likely), strict=True))
        self.written += 1
        inner = {case: self.to(station, way, met) for case, way in zip(cases, ways, strict=True)}
        return [{"branch": channel, "cases": inner}]

    def ways(self, station):
        """(next stations, their shares) of those that are not too seldom."""
        route = self.routes.get(station)
        if route is None or self.written > MOST:
            return (EXIT,), (1.0,)
        kept = [
            (way, share) for way, share in zip(route.next, route.share, strict=True) if share > self.seldom
        ]
        kept = kept or [(EXIT, 1.0)]
        total = sum(share for _, share in kept)
        return tuple(way for way, _ in kept), tuple(share / total for _, share in kept)

    def to(self, station, way, met):
        """The way to the next station and all behind it, or out."""
        self.written += 2
        if way == EXIT:
            return [{"leave": "out"}]
        name = self.names[way]
        steps = []
        if station != ENTER and (leg := leg_of(self.travel, station, way)) is not None:
            part = f"way_{self.names[station]}_{name}"
            self.parts[part] = [{"wait": way_text(leg), "as": part}]
            steps = [{"do": part}]
        if way in met:
            return [*steps, {"again": name}]
        return [*steps, {"visit": name}, *self.after(way, (*met, way))]


def leg_of(travel, station, way):
    """The Travel between two stations, else that of all ways; None where there is no time to be taken."""
    leg = travel.get((station, way)) or travel.get(("", ""))
    return leg if leg is not None and leg.mean > 0.0 else None


def way_text(leg):
    """How long a way takes, with its range; one that was never seen takes what all ways take."""
    source = f"{RECORDS} {leg.n} ways" if leg.station else f"{RECORDS} {leg.n} ways of all stations"
    return law_within(law(leg.family, leg.mean, leg.cv, ""), leg, source)


def shares_text(route, ways, likely):
    """The shares of these ways with their ranges; assumed where few of the class were seen to go on."""
    ends = {way: (low, high) for way, low, high in zip(route.next, route.low, route.high, strict=True)}
    for way, share, text in zip(ways, likely, shares(likely), strict=True):
        within = tuple(percent(end) for end in around(share, *ends[way]))
        if route.n < FEWEST:
            yield supposed(text, within, f"{route.n} journeys of this class, and those of all classes")
        else:
            yield measured(text, f"{RECORDS} {route.n} journeys", within)
