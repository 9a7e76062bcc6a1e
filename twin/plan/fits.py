"""Nobody is longer or heavier than what is to take them: they would wait for ever."""

from twin.model.errors import Fault
from twin.plan.places import BACK
from twin.plan.plan import ENTER, VISIT


def too_large(draft, plan, states):
    """The faults, once each, over the steps (pc, class) that can be reached."""
    found = {}
    for pc, cls in sorted(states):
        name = plan.names.classes[cls]
        step = plan.arrays.step[pc]
        if step["op"] == VISIT or step["op"] == ENTER:
            point = plan.names.points[step["a"] if step["op"] == VISIT else step["c"]]
            taken = draft.scenario.layout.classes[name]
            found[point, name] = _FITS[point.kind](draft, point, name, taken)
    return [fault for fault in found.values() if fault]


def _link(draft, point, cls, taken):
    room = draft.legs[point].room
    if taken.taken > room:
        return _fault(
            f"layout.links.{point.name.removesuffix(BACK)}", f"{room:g} m", cls, f"{taken.taken:g} m"
        )


def _zone(draft, point, cls, taken):
    zone = draft.scenario.layout.zones[point.name]
    holds, track = zone.holds, zone.track_length
    longest = draft.scenario.layout.classes[cls].length
    if track is not None and longest > track:
        path = f"layout.zones.{point.name}.track_length"
        text = f"a track shorter than its train: {cls} is {longest:g} m long"
        return Fault(path, f"{track:g} m", f"{text}; make it longer, or split the train before")
    if holds is not None and holds.unit == "metres" and taken.taken > holds.amount:
        path = f"layout.zones.{point.name}.holds"
        return _fault(path, f"{holds.amount:g} m", cls, f"{taken.taken:g} m")


def _station(draft, point, cls, taken):
    stock = draft.scenario.layout.stations[point.name].fills
    if stock and taken.carries > draft.scenario.layout.stocks[stock].holds:
        holds = draft.scenario.layout.stocks[stock].holds
        path = f"layout.stocks.{stock}.holds"
        return _fault(path, f"{holds / 1000:g} t", cls, f"{taken.carries / 1000:g} t")


def _fault(path, there, cls, taken):
    return Fault(
        path, "", f"there is room for {there}, {cls} takes {taken} and would wait for ever; give it more"
    )


_FITS = {"link": _link, "zone": _zone, "station": _station}
