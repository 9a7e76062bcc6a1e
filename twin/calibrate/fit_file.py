"""A fit as a file: what others read of it in minutes and hours, and every parameter with its doubt."""

import json
import math

from twin.calibrate.assuming.assuming import assumptions
from twin.calibrate.fit import UNITS

MINUTE, HOUR = 60.0, 3600.0
DIGITS = 10  # significant: the last bits of a number are no knowledge


def as_text(fit):
    """The text of fit.json; the same fit gives the same text."""
    return json.dumps(rounded(as_tree(fit)), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_tree(fit):
    """The fit as dicts and lists: times in minutes, rates by the hour, parameters in seconds."""
    return {
        "arrivals_per_hour": by_class(fit.arrivals),
        "service": by_station(fit.services),
        "servers": weekday_servers(fit.servers),
        "breakdowns": {
            each.station: {"mtbf": each.mtbf / MINUTE, "mttr": each.mttr / MINUTE, "n": each.n}
            for each in fit.breakdowns
        },
        "routing": ways(fit.routes),
        "travel": {
            f"{leg.station} > {leg.next}": {"mean": leg.mean / MINUTE, "cv": leg.cv, "family": leg.family}
            for leg in fit.travel
            if leg.station
        },
        "kpi": {
            "cases": fit.kpi.cases,
            "cycle_time_mean": fit.kpi.cycle_time_mean / MINUTE,
            "cycle_time_p90": fit.kpi.cycle_time_p90 / MINUTE,
            "wait_mean": {station: wait / MINUTE for station, wait in fit.kpi.wait_mean.items()},
        },
        "clock_skew_s": fit.clocks,
        "parameters": [
            {**parameter._asdict(), "unit": UNITS[parameter.kind]} for parameter in fit.parameters
        ],
        "data": {
            "digest": fit.digest, "begins": fit.window[0], "ends": fit.window[1], "zone": fit.zone,
            "stations": list(fit.stations), "classes": list(fit.classes),
        },
        "assumed": [{**each._asdict(), "unit": UNITS[each.kind]} for each in assumptions(fit)],
        "seed": fit.seed,
        "notes": list(fit.notes),
    }  # fmt: skip


def by_class(arrivals):
    tree = {}
    for made in arrivals:
        tree.setdefault(made.cls, {})[made.days] = [HOUR * rate for rate in made.rate]
    for days in tree.values():  # a type of day that was not watched is taken for the other one
        days.setdefault("weekday", days.get("weekend"))
        days.setdefault("weekend", days.get("weekday"))
    return tree


def by_station(services):
    tree = {}
    for law in services:
        tree.setdefault(law.station, {})[law.cls] = {
            "mean": law.mean / MINUTE, "cv": law.cv, "family": law.family, "fits": law.fits
        }  # fmt: skip
    return tree


def weekday_servers(servers):
    return {made.station: list(made.number) for made in servers if made.days == "weekday"}


def ways(routes):
    tree = {}
    for route in routes:
        tree.setdefault(route.cls, {})[route.station] = dict(zip(route.next, route.share, strict=True))
    return tree


def rounded(tree):
    """The tree in the words of JSON: no number longer than it is known, what is no number is null."""
    if isinstance(tree, dict):
        return {str(key): rounded(value) for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [rounded(value) for value in tree]
    if hasattr(tree, "item"):
        tree = tree.item()
    if isinstance(tree, float):
        return float(f"{tree:.{DIGITS}g}") if math.isfinite(tree) else None
    return tree
