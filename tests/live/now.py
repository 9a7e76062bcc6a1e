"""A port of two stations with a way between them, and worlds of who is in it."""

from datetime import UTC, datetime

from ports import port

from twin.live.forecast.forecasting import Asked
from twin.live.forecast.port import port_of
from twin.live.records import World
from twin.model.scenario import Scenario

AT = datetime(2026, 3, 18, 14, tzinfo=UTC).timestamp()  # a Wednesday
NOBODY_COMES = {"arrives": "recorded", "rows": [{"time": 80000}]}
BY_DAY = {"arrives": "profile", "volume": "240/d"}


def tree(arrives=NOBODY_COMES, **booth):
    """The raw tree: a gate of two servers, 100 s on the way, a booth that takes 10 min."""
    stations = {
        "gate": {"servers": 2, "service_time": "60 s", "label": "Gate 1"},
        "booth": {"servers": 1, "service_time": "10 min", **booth},
    }
    steps = [
        {"visit": "gate"},
        {"wait": "100 s", "as": "way"},
        {"visit": "booth"},
        {"leave": "out"},
    ]
    return port(stations, steps, arrives, layout={"about": {"time_zone": "UTC+02:00"}})


def small(arrives=NOBODY_COMES, **booth):
    """The Port of the tree."""
    return port_of(Scenario.from_tree(tree(arrives, **booth)))


def world(*rows, down=()):
    """The World of (station, doing, since)."""
    station, doing, since = zip(*rows, strict=True) if rows else ((), (), ())
    return World(("truck",) * len(rows), station, doing, since, down)


def asked(**changes):
    """Half an hour, a minute a step, two futures."""
    return Asked(AT, 1800.0, 60.0, 2)._replace(**changes)


def levels(forecast, measure, station=""):
    """[time] means of a measure, all classes together."""
    table = forecast.table
    rows = table[(table["measure"] == measure) & (table["station"] == station) & (table["cls"] == "*")]
    return rows["mean"].tolist()
