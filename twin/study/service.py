"""How good the service is: waits against scales, queues against storage, arrivals of the fullest hour."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import beta

from twin.results.intervals import CONFIDENCE

MINUTE = 60.0
# Wait up to which a level holds, in minutes of a person; proposed for this model, in no standard.
GRADES = (("A", 5.0), ("B", 10.0), ("C", 20.0), ("D", 30.0), ("E", 60.0), ("F", np.inf))
OF_A_VEHICLE = 4.0  # how much longer a driver waits at the same level: assumed with the scale
# Optimum of IATA's ADRM by what a station does: wait in minutes and space in m2 a person, each from and to.
# As published about the 10th to 12th edition by third parties; to be held against a licensed copy.
OPTIMUM = {
    "identity_check": (5.0, 10.0, 1.0, 1.2),
    "body_check": (5.0, 10.0, 1.0, 1.2),
    "bag_scan": (5.0, 10.0, 1.0, 1.2),
    "health_check": (5.0, 10.0, 1.0, 1.2),
}
PERSONS = ("person",)


class Peak(NamedTuple):
    """The arrivals of a flow: in all, and in its fullest hour from the start, with its shares."""

    flow: str
    arrived: float
    hour: int
    in_hour: float
    of_all: float  # the hour's share of all
    factor: float  # the hour over four times its fullest quarter; nan where that is not kept


def grade(seconds, is_person):
    """The letter of a wait.

    >>> grade(8 * 60.0, True), grade(8 * 60.0, False)
    ('B', 'A')
    """
    minutes = seconds / MINUTE / (1.0 if is_person else OF_A_VEHICLE)
    return next(letter for letter, most in GRADES if minutes <= most)


def space_time(does, wait, crowding):
    """The class by IATA's two scales of a wait in seconds and persons on a square metre; '' where unknown.

    >>> space_time("identity_check", 120.0, 0.5), space_time("identity_check", 1800.0, 2.0)
    ('over-design', 'under-provided')
    """
    if does not in OPTIMUM or not np.isfinite([wait, crowding]).all():
        return ""
    short, long, tight, wide = OPTIMUM[does]
    space = np.inf if crowding <= 0 else 1.0 / crowding
    minutes = wait / MINUTE
    worse = (minutes > long) + (space < tight)
    if worse:
        return "under-provided" if worse == 2 else "sub-optimum"
    return "over-design" if minutes < short and space > wide else "optimum"


def share_interval(count, n, confidence=CONFIDENCE):
    """The exact interval of a share of n (Clopper and Pearson 1934).

    >>> [round(x, 3) for x in share_interval(0, 20)]
    [0.0, 0.168]
    """
    tail = (1 - confidence) / 2
    low = beta.ppf(tail, count, n - count + 1) if count else 0.0
    high = beta.ppf(1 - tail, count + 1, n - count) if count < n else 1.0
    return float(low), float(high)


def spillbacks(summary):
    """[kind, name, count, replications, probability, low, high] of a full storage in a replication."""
    values = summary.replications
    rows = values[(values["measure"] == "spillback_share") & (values["cls"] == "all")]
    found = []
    for (kind, name), part in rows.groupby(["scope", "name"], sort=False):
        n, count = len(part), int((part["value"] > 0).sum())
        found.append((kind, name, count, n, count / n, *share_interval(count, n)))
    columns = ["kind", "name", "count", "replications", "probability", "low", "high"]
    return pd.DataFrame(found, columns=columns)


def storages(summary):
    """{(kind, name): storage in the unit of its queue}, limited ones only."""
    first = summary.queues.drop_duplicates(["kind", "station"])
    limited = first[np.isfinite(first["storage"]) & (first["storage"] > 0)]
    return {(row.kind, row.station): (row.storage, row.unit) for row in limited.itertuples()}


def arrivals_by_hour(curves):
    """{flow: [hour] arrivals} of those flows that arrive."""
    found = {}
    for flow, rows in curves.groupby("flow", sort=False):
        minute, arrived = rows["minute"].to_numpy(float), rows["arrived"].to_numpy(float)
        if not len(arrived) or arrived.max() <= 0:
            continue
        edges = np.append(np.arange(0.0, minute[-1], 60.0), minute[-1])
        found[flow] = np.diff(np.interp(edges, minute, arrived), prepend=0.0)[1:]
        found[flow][0] += np.interp(0.0, minute, arrived)  # who waited at the opening
    return found


def peaks(curves):
    """The Peak of each flow that arrives."""
    for flow, hours in arrivals_by_hour(curves).items():
        rows = curves[curves["flow"] == flow]
        total, hour = float(hours.sum()), int(hours.argmax())
        quarter = _fullest_quarter(rows, hour)
        factor = float(hours[hour]) / (4 * quarter) if quarter > 0 else np.nan
        yield Peak(flow, total, hour, float(hours[hour]), float(hours[hour]) / total, factor)


def _fullest_quarter(rows, hour):
    """The most arrivals in a quarter of an hour; nan where the curve is coarser."""
    minute, arrived = rows["minute"].to_numpy(float), rows["arrived"].to_numpy(float)
    if len(minute) < 2 or minute[1] - minute[0] > 15:
        return np.nan
    edges = 60.0 * hour + 15.0 * np.arange(5)
    parts = np.diff(np.interp(edges, minute, arrived))
    if hour == 0:
        parts[0] += arrived[0]
    return float(parts.max())
