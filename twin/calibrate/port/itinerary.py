"""The steps of a class: its routes from the way in to the way out, unrolled."""

from typing import NamedTuple

from twin.calibrate.fit import ENTER, EXIT
from twin.calibrate.port.quantities import law, measured, shares

MOST = 400  # steps of one class
# Shares of ways that are left out: as seldom as a plate is read wrong; more if there are too many steps.
SELDOM = (0.002, 0.005, 0.01, 0.03, 0.1)


class Way(NamedTuple):
    """Steps of one class, the channels they ask, and the share of ways that was left out."""

    steps: list
    channels: dict
    left_out: float


def way_of(cls, fit, names):
    """The Way of a class; `names` are those of stations and classes."""
    routes = {route.station: route for route in fit.routes if route.cls == cls}
    for share in SELDOM:
        drawn = Drawn(names[cls], routes, {(leg.station, leg.next): leg for leg in fit.travel}, names, share)
        steps = drawn.after(ENTER, ())
        if drawn.written <= MOST:
            return Way(steps, drawn.channels, share)
    return Way(steps, drawn.channels, share)


class Drawn:
    """Draws the steps behind each station; what was met before is gone back to."""

    def __init__(self, cls, routes, travel, names, seldom):
        self.cls, self.routes, self.travel, self.names, self.seldom = cls, routes, travel, names, seldom
        self.channels = {}
        self.written = 0

    def after(self, station, met):
        """The steps behind a station, where `met` are the stations before it."""
        ways, likely = self.ways(station)
        if len(ways) == 1:
            return self.to(station, ways[0], met)
        channel = f"{self.cls}_after_{self.names.get(station, 'arrival')}"
        route = self.routes[station]
        cases = [f"to_{self.names.get(way, 'exit')}" for way in ways]
        source = f"records, {route.n} journeys"
        texts = [measured(text, source) for text in shares(likely)]
        self.channels[channel] = dict(zip(cases, texts, strict=True))
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
        leg = self.travel.get((station, way)) or (self.travel.get(("", "")) if station != ENTER else None)
        steps = []
        if leg is not None and leg.mean > 0.0:
            steps = [{"wait": law(leg.family, leg.mean, leg.cv, f"way_{self.names[station]}_{name}")}]
            steps[0]["as"] = f"way_{self.names[station]}_{name}"
        if way in met:
            return [*steps, {"again": name}]
        return [*steps, {"visit": name}, *self.after(way, (*met, way))]
