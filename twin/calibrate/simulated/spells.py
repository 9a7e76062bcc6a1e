"""Spells in which no server of a station was free: who begins to be served in one has waited.

When a server stands free for longer than it takes to step up to it, nobody waits. So all who started within a
spell joined within it, and the k-th of them not after the k-th start. Larson (1990), The queue inference
engine: deducing queue statistics from transactional data, Management Science 36.
"""

from typing import NamedTuple

import numpy as np

WINDOW, OF_SERVICE = 60.0, 0.2  # seconds, and share of a service, in which one who waited has stepped up
BEHIND = 2  # windows behind it, which show how many begin by chance
MORE, DOUBT = 1.5, 3.0  # so many times more begin soon as hours differ, and standard deviations of chance


class Spell(NamedTuple):
    """One spell, and those who started in it after a wait."""

    begin: float  # seconds
    end: float  # seconds; nobody waits from here on
    first: int  # of the starts in order, the first one that had waited
    after: int  # the last one and one


def spells_of(started, ended, servers):
    """[spell] those of a station in which somebody waited, from its starts in order and its ends.

    `servers` are ([edge] seconds, [edge] number): a number holds until the next edge, and the first edge is
    before all starts.
    """
    edges, number = servers
    times = np.concatenate([started, ended, edges])
    change = np.concatenate([-np.ones(len(started)), np.ones(len(ended)), np.diff(number, prepend=0)])
    order = np.argsort(times, kind="stable")
    times, free = times[order], np.cumsum(change[order])
    last = np.append(times[1:] > times[:-1], True)  # of several changes at one instant all have been made
    times, free = times[last], free[last]
    begins, ends = _full(times, free > 0, slack_of(*_gaps(times, free), float(np.median(ended - started))))
    first = np.searchsorted(started, begins, side="right")  # the start that makes it full has not waited
    after = np.searchsorted(started, ends, side="right")
    found = zip(begins.tolist(), ends.tolist(), first.tolist(), after.tolist(), strict=True)
    return [Spell(*each) for each in found if each[3] > each[2]]


def _gaps(times, free):
    """(seconds that the only free server was free until the next change, whether that is a start)."""
    opened = np.flatnonzero((free[1:-1] > 0) & (free[:-2] <= 0)) + 1
    return times[opened + 1] - times[opened], free[opened + 1] < free[opened]


def _full(times, is_free, slack):
    """(begins, ends) of the spells: a server that is free no longer than the slack ends none."""
    turn = np.append(True, is_free[1:] != is_free[:-1])
    at, free = times[turn], is_free[turn]
    long = np.diff(at, append=np.inf) > slack
    open_at = free & long
    begins = at[~open_at & np.append(True, open_at[:-1])]
    follows = open_at & np.append(False, ~open_at[:-1])
    ends = np.append(at[follows], at[-1] if len(begins) > follows.sum() else [])
    return begins, ends


def slack_of(gaps, is_start, service):
    """Seconds within which the next one begins who had waited, of the seconds [gap] that a server stood free.

    Those who come by chance begin at any time, as often behind the window as within it; what is more within
    it are those who stepped up. A gap that no start ends tells how long nobody began.
    """
    window = min(WINDOW, OF_SERVICE * service)
    far = (1 + BEHIND) * window
    begun = np.sort(gaps[is_start])
    inside = begun[begun <= window]
    exposed = np.minimum(gaps, far).sum() - np.minimum(gaps, window).sum()
    rate = (np.searchsorted(begun, far, side="right") - len(inside)) / max(exposed, 1e-9)
    reach = np.append(0.0, inside)
    order = np.sort(gaps)
    below = np.concatenate([[0.0], np.cumsum(order)])
    place = np.searchsorted(order, np.append(reach, window), side="right")
    until = below[place] + np.append(reach, window) * (len(order) - place)
    by_chance = rate * (until[-1] - until[:-1])
    after = len(inside) - np.arange(len(inside) + 1)
    return float(reach[np.flatnonzero(after <= MORE * by_chance + DOUBT * np.sqrt(by_chance))[0]])
