"""Hours in which a station is closed: some waited through half of one, and nobody was served in it."""

import numpy as np

from twin.calibrate.recorded import HOUR

HOURS, HALF = 24, 0.5
PROOFS = 3  # days on which somebody waited through half of an hour
RARE = 0.06  # of the starts of a usual hour: who was let through, or whose clock is some minutes off
LONGEST = 48.0  # hours of a wait: a longer one is a truck that was lost sight of


def closed_hours(log, which):
    """[hour] whether visits, given by a mask of a Recorded, tell that their station is closed in it."""
    joined, started = log.clock(log.joined[which]) / HOUR, log.clock(log.started[which]) / HOUR
    starts = np.bincount((started[np.isfinite(started)] % HOURS).astype(int), minlength=HOURS)
    waited = np.isfinite(joined) & np.isfinite(started) & (started - joined < LONGEST)
    first, end = np.ceil(joined[waited] / HALF).astype(int), np.floor(started[waited] / HALF).astype(int)
    through = [np.arange(a, b) for a, b in zip(first, end, strict=True) if b > a]
    halves = np.unique(np.concatenate(through)) if through else np.zeros(0, int)
    proofs = np.bincount(halves % (2 * HOURS), minlength=2 * HOURS).reshape(HOURS, 2).max(axis=1)
    usual = np.median(starts[starts > 0]) if starts.any() else 0.0
    return (proofs >= PROOFS) & (starts <= RARE * usual)
