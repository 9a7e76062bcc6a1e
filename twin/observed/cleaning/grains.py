"""Times that were written by hand: they fall on round minutes more often than a clock's would."""

import numpy as np

from .told import Told

DAY = 86400
# Each grain in seconds, coarse first, and the finer one among whose multiples its own are counted.
LADDER = ((3600, 1800), (1800, 900), (900, 300), (600, 300), (300, 60), (60, 1), (1, 0.001))
SURELY = 6.0  # standard deviations by which multiples must exceed what the finer grain gives by chance
LEAST = 8  # multiples without which no habit is seen
SPREAD = 0.3  # of the times of day that could be met are met; shifts that begin on the hour meet a few


def half_widths(log: Told):
    """Half-width in seconds of what each time is known to, from what its station's times are rounded to."""
    within = np.zeros(len(log.at))
    thousandths = np.round(log.at * 1000).astype(np.int64)
    for station in np.unique(log.station):
        here = np.flatnonzero(log.station == station)
        within[here] = _at_one_station(thousandths[here])
    return within


def _at_one_station(thousandths):
    """As half_widths, for the times of one station in thousandths of a second."""
    within = np.zeros(len(thousandths))
    free = np.ones(len(thousandths), bool)
    for grain, finer in LADDER:
        coarse = np.flatnonzero(free & (thousandths % (grain * 1000) == 0))
        fine = (free & (thousandths % round(finer * 1000) == 0)).sum()
        expected = fine * finer / grain
        excess = len(coarse) - expected
        if len(coarse) < LEAST or excess <= SURELY * np.sqrt(expected + 1):
            continue
        met = len(np.unique(thousandths[coarse] % (DAY * 1000)))
        free[coarse] = False
        if met >= SPREAD * min(len(coarse), DAY / grain):
            within[coarse] = grain / 2
    return within
