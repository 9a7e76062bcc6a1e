"""How good the records of each station and day are, from 0 to 1, and what that is made of."""

import numpy as np
import pandas as pd

PROMPT = 300.0  # seconds within which a message should have come to the server
TRUE_CLOCK = 1.0  # seconds by which a clock may be off
# Parts of the score, and how much of it is lost where a part is 0. Assumed: what is repaired for sure, as
# a message said twice, a clock that is off or a late message, costs little; what nobody saw costs all.
PARTS = {
    "believable": 0.5,
    "single": 0.2,
    "named": 0.8,
    "whole": 0.8,
    "exact": 0.5,
    "clocked": 0.2,
    "prompt": 0.1,
    "watched": 1.0,
}


def scores(raw, log, facts, dark, grid):
    """One row a station and day: events, score and its parts, each a share of what is as it should be.

    raw: all events as they came; facts: of each event, arrays named, whole, exact, error (seconds);
    grid: the stations, and when the days begin and the last one ends.
    The score is the product of what its parts leave of it.
    """
    stations, edges = grid
    days, size = len(edges) - 1, len(stations) * (len(edges) - 1)
    cell = log.station * days + _day(log.at, edges)
    events = np.bincount(cell, minlength=size)
    with np.errstate(invalid="ignore"):
        late = log.received - log.at > PROMPT
    good = {
        "named": facts["named"],
        "whole": facts["whole"],
        "exact": facts["exact"],
        "clocked": np.abs(facts["error"]) <= TRUE_CLOCK,
        "prompt": ~late,
    }
    parts = {name: _share(cell[which], events, size) for name, which in good.items()}
    parts |= _of_raw(raw, edges, size)
    parts["watched"] = 1 - _dark_share(dark, log, edges, size)
    table = pd.DataFrame({name: parts[name] for name in PARTS})
    table.insert(
        0, "score", np.prod([1 - weight * (1 - parts[name]) for name, weight in PARTS.items()], axis=0)
    )
    table.insert(0, "events", events)
    table.insert(0, "day", np.tile(edges[:-1], len(stations)))
    table.insert(0, "station", pd.Categorical(np.repeat(stations, days)))
    known = np.repeat(np.isin(np.arange(len(stations)), log.station), days)
    silent = known & (events == 0)
    table.loc[silent, ["score", *PARTS]] = np.nan
    return (
        table[known]
        .assign(station=lambda t: t["station"].cat.remove_unused_categories())
        .reset_index(drop=True)
    )


def _share(cells, events, size):
    """The share of the events of each cell that are good."""
    return np.bincount(cells, minlength=size) / np.maximum(events, 1)


def _day(at, edges):
    """The day in which each time falls."""
    return np.clip(np.searchsorted(edges, at, side="right") - 1, 0, len(edges) - 2)


def _of_raw(raw, edges, size):
    """Shares of the messages of a station and day that can be true, and of those that are not said twice."""
    when = np.where(np.isfinite(raw.received), raw.received, raw.at)
    inside = (raw.station >= 0) & np.isfinite(when)
    raw_cell = raw.station[inside] * (len(edges) - 1) + _day(when[inside], edges)
    came = np.bincount(raw_cell, minlength=size)
    aside, again = raw.aside[inside], raw.again[inside]
    total = np.maximum(came, 1)
    return {
        "believable": 1 - np.bincount(raw_cell[aside], minlength=size) / total,
        "single": 1 - np.bincount(raw_cell[again], minlength=size) / total,
    }


def _dark_share(dark, log, edges, size):
    """The share of each day that the devices of a station were blind, the mean over them."""
    days, share = len(edges) - 1, np.zeros(size)
    pairs = np.unique(np.stack([log.station, log.device]), axis=1)
    devices = np.bincount(pairs[0], minlength=size // days)
    for station, _, begins, ends in dark:
        overlap = np.minimum(ends, edges[1:]) - np.maximum(begins, edges[:-1])
        share[station * days : (station + 1) * days] += (
            np.maximum(overlap, 0) / np.diff(edges) / devices[station]
        )
    return np.minimum(share, 1.0)
