"""Arrivals of the records in the flows of a layout: volume, hours, weekend, mix."""

import math

import numpy as np

from twin.calibrate.fit import ENTER
from twin.calibrate.overlay.asking import Walk
from twin.calibrate.overlay.matching import Part
from twin.calibrate.port.demand import by_hour
from twin.calibrate.port.quantities import around, measured, shares
from twin.calibrate.recorded import WEEKDAY, WEEKEND
from twin.calibrate.why import Why
from twin.model.profile import Profile

HOUR = 3600.0
DAYS = {WEEKDAY: 5, WEEKEND: 2}  # of a week
SEASON = ("months", "events")


def arrivals_laid(fit, scenario, names):
    """A Part for each flow whose classes the records count, or why a class finds none."""
    flows = {}
    for cls, name in names.classes.items():
        rates = {made.days: made for made in fit.arrivals if made.cls == cls}
        if not rates:
            yield Why("{name}: too few arrivals were seen for a rate by the hour", name=cls)
            continue
        there = flows_of(name, entry_of(fit, cls, names), scenario, names)
        if not there:
            yield Why("{name}: no flow of the layout brings it in, it comes from others", name=cls)
        elif len(there) > 1:
            yield Why(
                "{name}: {n} flows bring it in, and the records do not say which", name=cls, n=len(there)
            )
        else:
            flows.setdefault(there[0], {})[name] = rates
    for flow, rates in flows.items():
        yield from laid(fit, scenario, flow, rates)


def entry_of(fit, cls, names):
    """The station of the layout where a class is met first as a rule, None where nobody knows."""
    route = next((each for each in fit.routes if (each.cls, each.station) == (cls, ENTER)), None)
    return names.stations.get(route.next[int(np.argmax(route.share))]) if route else None


def flows_of(cls, entry, scenario, names):
    """Flows of the layout in which a class comes; of several, those that begin at the station."""
    flows = scenario.layout.flows
    there = [name for name in scenario.demand.flows if cls in flows[name].classes]
    walk = Walk(scenario.layout, names.recorded)
    met = [name for name in there if entry in walk.entry(name)]
    return met if len(there) > 1 and met else there


def laid(fit, scenario, flow, rates):
    """The Part of one flow, by its classes' rates, or why there is none."""
    arriving, classes = scenario.demand.flows[flow], scenario.layout.flows[flow].classes
    week = sum(DAYS[days] * made.rate.sum() * HOUR for of in rates.values() for days, made in both(of)) / 7
    if arriving.arrives != "profile":
        yield Why("{flow}: it arrives by {how}, which is kept; the records have {n:.4g} a day",
                  flow=flow, how=arriving.arrives, n=float(week))  # fmt: skip
        return
    if lacking := [cls for cls in classes if cls not in rates]:
        yield Why("{flow}: the records have no arrivals of {name}", flow=flow, name=", ".join(lacking))
        return
    old = scenario.demand.profiles.get(arriving.profile) or Profile()
    if any(getattr(old, word) != getattr(Profile(), word) for word in SEASON):
        yield Why("{flow}: months and dates of its profile are left out, as the records are of one season",
                  flow=flow)  # fmt: skip
    yield Part(f"demand.flows.{flow}", changes_of(fit, flow, rates, arriving))


def both(of):
    """(type of day, Arrivals) of weekdays and weekends; one that was not watched is as the other."""
    return [(days, of.get(days) or next(iter(of.values()))) for days in DAYS]


def changes_of(fit, flow, rates, arriving):
    """The profile of the records, and the words of the flow that follow from it."""
    a_day = {cls: {days: made.rate.sum() * HOUR for days, made in both(of)} for cls, of in rates.items()}
    total = {days: sum(each[days] for each in a_day.values()) for days in DAYS}
    shape = sum(DAYS[days] * made.rate for of in rates.values() for days, made in both(of))
    relative = math.hypot(*(doubt_of(fit, made) * made.rate.sum() * HOUR for of in rates.values()
                            for days, made in both(of) if days == WEEKDAY)) / total[WEEKDAY]  # fmt: skip
    n = sum(made.n for of in rates.values() for made in of.values())
    ends = around(total[WEEKDAY], *(total[WEEKDAY] * math.exp(sign * relative) for sign in (-1, 1)))
    name, path = f"{flow}_as_recorded", f"demand.flows.{flow}"
    factor = f"{total[WEEKEND] / total[WEEKDAY]:.4g}"
    profile = {"hours": by_hour(shape), "weekdays": {"sat": factor, "sun": factor}}
    values = {
        f"{path}.profile": name,
        f"{path}.volume": measured(
            f"{total[WEEKDAY]:.4g}/d", f"records, {n} arrivals", tuple(f"{end:.4g}/d" for end in ends)
        ),
    }
    if arriving.waiting_at_opening:
        values[f"{path}.waiting_at_opening"] = measured("0 %", "records, whose hours say who came early")
    if len(rates) > 1:
        parts = [sum(DAYS[days] * number for days, number in each.items()) for each in a_day.values()]
        texts = shares(np.array(parts) / sum(parts))
        values[f"{path}.mix"] = {
            cls: measured(text, "records") for cls, text in zip(a_day, texts, strict=True)
        }
    return {"add": {"demand": {"profiles": {name: profile}}}}, {"set": values}


def doubt_of(fit, made):
    """Half of the interval of a day's number, as a logarithm."""
    for each in fit.parameters:
        if (each.kind, each.cls, each.key) == ("arrivals_a_day", made.cls, made.days):
            return math.log(each.high / each.low) / 2
    return 0.0
