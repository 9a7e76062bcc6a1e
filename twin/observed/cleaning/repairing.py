"""The repairs of times and of names, each told by the event that it changed."""

import numpy as np
import pandas as pd

from .changes import Change, as_text
from .grains import by_clock
from .pairing import NOBODY

NOTICED = 0.5  # seconds of a clock's error that are told; less is what a gauge cannot tell from none
LATE = 60.0  # seconds after a later event's coming that make a message late


def of_times(log, error, within):
    """Changes of events whose clock was off, whose time was rounded, or that came after later ones."""
    off = np.abs(error) > NOTICED
    rounded = ~by_clock(within)
    order = (
        np.argsort(log.received, kind="stable") if np.isfinite(log.received).any() else np.zeros(0, np.int64)
    )
    ahead = np.maximum.accumulate(log.at[order] - error[order]) if len(order) else np.zeros(0)
    late = order[ahead - (log.at[order] - error[order]) > LATE]
    return [
        Change(log.row[off], "clock", as_text(log.at[off]), as_text(log.at[off] - error[off])),
        Change(log.row[rounded], "rounded", "", as_text(within[rounded])),
        Change(log.row[late], "late"),
    ]


def of_halves(log, sightings):
    """Changes of events whose other half, the start or the end, was never told."""
    served = ~sightings.arrives
    no_end = sightings.first[served & (sightings.last == NOBODY)]
    no_start = sightings.last[served & (sightings.first == NOBODY)]
    return [Change(log.row[no_end], "end lost"), Change(log.row[no_start], "start lost")]


def of_links(log, sightings):
    """The change of events that were given to a journey by what fits best."""
    some = np.where(sightings.first >= 0, sightings.first, sightings.last)
    return Change(log.row[some], "given by fit")


def of_names(log, owner, names):
    """Changes of events whose plate was unread, or read as another; owner: each journey or NOBODY."""
    mine = np.flatnonzero((owner >= 0) & (log.case < 0))
    read = mine[log.plate[mine] >= 0]
    votes = pd.DataFrame({"owner": owner[read], "plate": log.plate[read], "spelled": log.spelled[read]})
    count = votes.groupby(["owner", "plate", "spelled"], sort=False).size().reset_index(name="times")
    best = count.sort_values("times", kind="stable").drop_duplicates("owner", keep="last")
    true = np.full(int(owner.max(initial=-1)) + 1, NOBODY)
    true[best["owner"]] = best["spelled"]
    wanted, had = true[owner[mine]], log.spelled[mine]
    texts = np.append(names.spelled, "")
    unread = (had < 0) & (wanted >= 0)
    misread = (had >= 0) & (wanted != had)
    return [
        Change(log.row[mine[unread]], "plate not read", "", texts[wanted[unread]]),
        Change(log.row[mine[misread]], "plate misread", texts[had[misread]], texts[wanted[misread]]),
    ]
