"""Ports that a fit leaves possible: values of a calibrated layout, drawn from what their intervals allow."""

import math
import re
from typing import NamedTuple

import numpy as np

REACH = 2 * 1.645  # standard deviations from one end of a 90 % interval to the other
PRIOR = 0.5  # visits that each way of a branch is given, by Jeffreys
PARTS = 10**6  # of a whole, in which shares are written


class Named(NamedTuple):
    """What the layout calls the stations and classes of the records."""

    stations: dict[str, str]
    classes: dict[str, str]


def draws(parameters, values, named, number, rng):
    """[draw] {path: text} of services, volumes and shares; `values` {path: text} are those of the layout.

    Means are drawn as lognormal with the interval of the fit, shares of a branch together as Dirichlet. What
    the layout does not say by a mean of its own is left as it is.
    """
    found = [{} for _ in range(number)]
    shares = {}
    for one in parameters:
        if one["kind"] == "service_mean":
            _put(found, *_service(one, values, named), one, rng)
        elif one["kind"] == "arrivals_a_day":
            path = f"demand.flows.{named.classes.get(one['cls'])}_{one['key']}.volume"
            _put(found, path if path in values else None, "{:.6g}/d", one, rng)
        elif one["kind"] == "share":
            shares.setdefault((one["cls"], one["station"]), []).append(one)
    for (cls, station), ways in shares.items():
        begin = f"policy.channels.{named.classes.get(cls)}_after_{named.stations.get(station)}.to_"
        paths = [path for path in values if path.startswith(begin)]
        _put_shares(found, paths, _told(ways, begin, named), rng)
    return found


def _service(one, values, named):
    """(path, pattern) of a service time; no path where it is not said by a mean."""
    begin = f"layout.stations.{named.stations.get(one['station'])}.service_time"
    paths = [begin] if one["cls"] == "*" else [f"{begin}.{named.classes.get(one['cls'])}"]
    paths += [f"{begin}.other"] if one["cls"] == "*" else []
    for path in paths:
        if "mean " in values.get(path, ""):
            return path, re.sub(r"mean \S+ \S+", "mean {:.6g} s", values[path])
    return None, ""


def _put(found, path, pattern, one, rng):
    """One value in every draw."""
    low, high = one["low"], one["high"]
    if path is None or not (low and high and 0 < low <= high < math.inf):
        return
    for each, z in zip(found, rng.standard_normal(len(found)), strict=True):
        each[path] = pattern.format(one["value"] * math.exp(z * math.log(high / low) / REACH))


def _told(ways, begin, named):
    """{path: visits that went this way}."""
    return {f"{begin}{named.stations.get(way['key'], 'exit')}": way["value"] * way["n"] for way in ways}


def _put_shares(found, paths, visits, rng):
    """The shares of one branch, which stay parts of a whole."""
    if len(paths) < 2 or not all(path in visits for path in paths):
        return
    drawn = rng.dirichlet([visits[path] + PRIOR for path in paths], len(found))
    for each, shares in zip(found, drawn, strict=True):
        parts = np.floor(shares * PARTS).astype(int)
        parts[0] += PARTS - parts.sum()
        each.update({path: f"{part * 100 / PARTS:.4f} %" for path, part in zip(paths, parts, strict=True)})
