"""Services that were stopped: whose each stop is, and when a server was held in spite of it."""

from typing import NamedTuple

import numpy as np

from twin.plan.visits import NOBODY

WORD = [("number", "i8"), ("key", "i8"), ("visit", "i8")]


def stop_rows(visits, stops):
    """[stop] the row of its visit, NOBODY without: both tables have the order (number, key, visit)."""
    have, wanted = _words(visits), _words(stops)
    at = np.searchsorted(have, wanted)
    found = np.minimum(at, len(have) - 1)
    return np.where(have[found] == wanted, found, NOBODY) if len(have) else np.full(len(stops), NOBODY)


def until_resumed(stops, end):
    """[stop] when the service went on; those that have not gone on stand still until the end."""
    return np.where(np.isnan(stops["resumed"]), end, stops["resumed"])


def _words(rows):
    out = np.zeros(len(rows), WORD)
    for name, _ in WORD:
        out[name] = rows[name]
    return out


class Held(NamedTuple):
    """Spans in which visits held servers, by point, server and time."""

    visit: np.ndarray  # [span] row of the visits
    point: np.ndarray
    server: np.ndarray
    since: np.ndarray
    until: np.ndarray  # inf to the end


def held(visits, stops, rows):
    """The Held of the visits `rows`, whose services have begun.

    A service that goes back to the queue leaves its server, and may go on at another.
    """
    away = stops[stops["stays"] == 0]
    row = stop_rows(visits, away)
    last = np.ones(len(row), bool)
    last[:-1] = row[1:] != row[:-1]
    first = np.ones(len(row), bool)
    first[1:] = last[:-1]
    back = np.where(np.isnan(away["resumed"]), np.inf, away["resumed"])
    left = np.where(np.isnan(visits["left"]), np.inf, visits["left"])
    since = visits["started"].copy()
    since[row[last]] = back[last]  # what is held at the end is held since the last return
    before = np.where(first, visits["started"][row], np.concatenate([[0.0], back[:-1]])[: len(row)])
    pairs = (
        (rows, row),
        (visits["point"][rows], away["point"]),
        (visits["server"][rows], away["server"]),
        (since[rows], before),
        (left[rows], away["stopped"]),
    )
    found = Held(*(np.concatenate(pair) for pair in pairs))
    order = np.lexsort((found.until, found.since, found.server, found.point))
    return Held(*(column[order] for column in found))
