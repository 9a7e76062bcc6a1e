"""Times that were written by hand: they fall on round minutes more often than a clock's would."""

import numpy as np

from .told import Told

DAY = 86400
NOTICED = 0.5  # seconds of a clock's error that matter
# Each grain in seconds, coarse first, and the finer one among whose multiples its own are counted.
LADDER = ((3600, 1800), (1800, 900), (900, 300), (600, 300), (300, 60), (60, 1), (1, 0.001))
SURELY = 6.0  # standard deviations by which multiples must exceed what the finer grain gives by chance
LEAST = 8  # multiples without which no habit is seen
SECOND = 0.5  # half-width of a time to the second, as most clocks write it: nobody wrote that by hand
SPREAD = 0.3  # of the times of day that could be met are met; shifts that begin on the hour meet a few


def half_widths(log: Told, error, slack):
    """Half-width in seconds of what each time is known to, from what its station's times are rounded to.

    error: seconds by which each device was ahead when the time was written; slack: how well that is known.
    """
    within = np.zeros(len(log.at))
    off = np.abs(error) > NOTICED
    thousandths = np.round((log.at - np.where(off, error, 0.0)) * 1000).astype(np.int64)
    slacks = np.where(off, round(slack * 1000), 0)
    for station in np.unique(log.station):
        here = np.flatnonzero(log.station == station)
        within[here] = _at_one_station(thousandths[here], slacks[here])
    return within


def by_clock(within):
    """Which times are a clock's, to the second or finer, by the half-width of what they are known to."""
    return within <= SECOND


def _multiples(thousandths, slacks, grain):
    """Where a time is a multiple of a grain, to within its slack."""
    unit = round(grain * 1000)
    rest = thousandths % unit
    return (np.minimum(rest, unit - rest) <= slacks) & (4 * slacks < unit)


def _at_one_station(thousandths, slacks):
    """As half_widths, for the times of one station in thousandths of a second."""
    within = np.zeros(len(thousandths))
    free = np.ones(len(thousandths), bool)
    for grain, finer in LADDER:
        coarse = np.flatnonzero(free & _multiples(thousandths, slacks, grain))
        blurred = (
            4 * slacks >= finer * 1000
        )  # too blurred to see the finer grain: near the coarse one by chance
        fine = (free & ~blurred & _multiples(thousandths, slacks, finer)).sum()
        expected = fine * finer / grain + (2 * slacks[free & blurred] + 1).sum() / (grain * 1000)
        excess = len(coarse) - expected
        if len(coarse) < LEAST or excess <= SURELY * np.sqrt(expected + 1):
            continue
        met = len(np.unique(np.round(thousandths[coarse] / (grain * 1000)) % (DAY / grain)))
        free[coarse] = False
        if met >= SPREAD * min(len(coarse), DAY / grain):
            within[coarse] = grain / 2
    return within
