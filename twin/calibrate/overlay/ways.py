"""Ways of the records on the links of a layout: the speed of a link that one way alone goes over."""

from collections import Counter

from twin.calibrate.overlay.asking import Walk
from twin.calibrate.overlay.matching import Part
from twin.calibrate.port.quantities import around, measured
from twin.calibrate.why import Why
from twin.model.shortest import by_time, links_by, shortest

KMH = 3.6  # kilometres an hour in a metre a second


def ways_laid(fit, scenario, names):
    """A Part for each way that is one link, or why the layout keeps its own."""
    layout, walk = scenario.layout, Walk(scenario.layout, names.recorded)
    for flow in layout.flows:
        walk.flow(flow)
    legs = {}
    for leg in fit.travel:
        pair = names.stations.get(leg.station), names.stations.get(leg.next)
        if None not in pair and leg.mean > 0:
            legs[leg.station, leg.next] = leg, links_between(layout, *pair)
    uses = Counter(link for _, links in legs.values() for link in links)
    for leg, links in legs.values():
        if not links:
            yield Why("way from {a} to {b}: the layout has no link between them", a=leg.station, b=leg.next)
        elif len(links) > 1 or uses[links[0]] > 1:
            yield Why(
                "way from {a} to {b}: its links are several, or of other ways too, and keep their speeds",
                a=leg.station, b=leg.next,
            )  # fmt: skip
        elif names.stations[leg.station] in walk.held:
            yield Why("way from {a} to {b}: something is waited for on it, so its time is no speed",
                      a=leg.station, b=leg.next)  # fmt: skip
        else:
            yield speed_of(layout, links[0], leg)


def links_between(layout, one, other):
    """Names of the links from one station to another; none where there is no way, or both are one place."""
    begin, end = layout.stations[one].at, layout.stations[other].at
    if begin is None or end is None:
        return []
    _, way = shortest(links_by(by_time, layout), begin).get(end, (0.0, ()))
    return [name for name, _ in way]


def speed_of(layout, link, leg):
    """The Part that gives a link the speed at which its length takes as long as in the records."""
    speed, *ends = (KMH * layout.links[link].length / time for time in (leg.mean, *leg.mean_within[::-1]))
    within = tuple(f"{end:.4g} km/h" for end in around(speed, *ends))
    path = f"layout.links.{link}.speed"
    return Part(path, ({"set": {path: measured(f"{speed:.4g} km/h", f"records, {leg.n} ways", within)}},))
