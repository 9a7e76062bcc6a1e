"""Where the tail of a queue stands on the ground, and the sign that it has passed."""

import math

SPACING = 40.0  # metres between the signs beside a queue; assumed, and said with each table


def metres_of(scenario, station, waiting, came):
    """How far back from a station the tail of so many is; nan where no vehicles that have a length come.

    They stand in the lanes of the station, or of the widest road that leads to it; one line stands in one.
    `came`: how many of each class come to the station.
    """
    classes = scenario.layout.classes
    road = {cls: n for cls, n in came.items() if classes[cls].kind == "vehicle" and classes[cls].taken}
    number = sum(road.values())
    if not number or not math.isfinite(waiting):
        return math.nan
    mean = sum(n * classes[cls].taken for cls, n in road.items()) / number
    return waiting * mean / lanes_before(scenario, station)


def came_to(summary, station):
    """{class: how many came to a station, a replication}."""
    table = summary.kpis
    own = table[(table["scope"] == "station") & (table["name"] == station) & (table["measure"] == "arrived")]
    own = own[own["cls"] != "all"]
    return dict(zip(own["cls"], own["mean"], strict=True))


def lanes_before(scenario, station):
    """The lanes in which the queue of a station stands."""
    own = scenario.layout.stations[station]
    if own.queue == "lanes":
        return max(int(own.count), 1)
    roads = [
        link.lanes for link in scenario.layout.links.values() if own.at is not None and link.to == own.at
    ]
    return max(roads, default=1)


def sign_of(metres, spacing=SPACING):
    """The number of the last sign that a tail of so many metres has passed, counted from the station.

    >>> sign_of(120.0, 40.0), sign_of(119.0, 40.0), sign_of(30.0, 40.0)
    (3, 2, 0)
    """
    return int(metres // spacing)
