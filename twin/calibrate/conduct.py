"""How the queues were kept: who is next, who is served before others, and who gives up."""

import numpy as np
from scipy.stats import beta

from twin.calibrate.fit import ALL, CALIBRATED, NOT_IDENTIFIED, SURE, Parameter
from twin.calibrate.recorded import NOBODY
from twin.calibrate.why import NOTHING, Why

FEWEST = 50  # starts after a wait
SAME = 1.0  # seconds within which two joined together
KEPT = 0.95  # share of waits in order from which on a queue is first come, first served
PATIENT = 3600.0  # seconds before the end of the log, in which one who was not served may still wait


def conduct_of(log):
    """Parameters of order and of giving up, station by station."""
    for s, station in enumerate(log.stations):
        here = log.station == s
        yield order_of(log, here, station)
        yield from precedence(log, here, station)
        yield giving_up(log, here, station)


def seen_waiting(log, here):
    """Indices of visits with a join that was seen and a start, in order of joining."""
    good = here & ~log.reckoned & np.isfinite(log.joined) & np.isfinite(log.started)
    which = np.flatnonzero(good)
    return which[np.lexsort((log.started[which], log.joined[which]))]


def overtaken(log, which):
    """[visit, in order of joining] whether one who joined later had started before it."""
    started = log.started[which]
    least_later = np.minimum.accumulate(started[::-1])[::-1]
    return np.append(least_later[1:] < started[:-1] - SAME, False)


def order_of(log, here, station):
    """The share of waits in which nobody overtook."""
    which = seen_waiting(log, here)
    waits = log.started[which] - log.joined[which] > SAME
    if waits.sum() < FEWEST:
        why = Why(
            "{n} starts after a wait whose beginning was seen; {least} are needed",
            n=int(waits.sum()),
            least=FEWEST,
        )
        return Parameter(
            "fifo", station, ALL, "", np.nan, 0.0, 1.0, int(waits.sum()), "", NOT_IDENTIFIED, why
        )
    kept, n = int((waits & ~overtaken(log, which)).sum()), int(waits.sum())
    share = kept / n
    other = Why("another order than first come, first served")
    why = Why("first come, first served") if share >= KEPT else other
    return Parameter(
        "fifo", station, ALL, "", share, *between(kept, n), n, "waits without overtaking", CALIBRATED, why
    )


def precedence(log, here, station):
    """Classes that overtake the others much oftener than they are overtaken."""
    which = seen_waiting(log, here)
    late = overtaken(log, which)
    waits = log.started[which] - log.joined[which] > SAME
    if waits.sum() < FEWEST or late[waits].mean() <= 1 - KEPT:
        return
    for c, cls in enumerate(log.classes):
        mine, others = waits & (log.cls[which] == c), waits & (log.cls[which] != c)
        if mine.sum() < FEWEST or others.sum() < FEWEST:
            continue
        own, rest = late[mine].mean(), late[others].mean()
        if own < 0.2 * rest:
            n = int(mine.sum())
            kept = int((~late[mine]).sum())
            why = Why(
                "served before the others: overtaken in {own:.1%} of its waits, others in {rest:.1%}",
                own=float(own),
                rest=float(rest),
            )
            yield Parameter(
                "precedence", station, cls, "", kept / n, *between(kept, n), n, "waits without overtaking",
                CALIBRATED, why,
            )  # fmt: skip


def giving_up(log, here, station):
    """The share of those who were seen to join, and went without being served."""
    joined = here & ~log.reckoned & np.isfinite(log.joined) & (log.joined < log.span[1] - PATIENT)
    served = np.isfinite(log.started) | np.isfinite(log.ended)
    gone = joined & ~served & (log.next == NOBODY)
    n, k = int(joined.sum()), int(gone.sum())
    if n < FEWEST:
        why = Why("nobody was seen to join here, so nobody is seen to give up")
        return Parameter("gives_up", station, ALL, "", np.nan, 0.0, 1.0, n, "", NOT_IDENTIFIED, why)
    all_served = Why("everybody who joined was served; who turned away before is in no record")
    why = NOTHING if k else all_served
    return Parameter("gives_up", station, ALL, "", k / n, *between(k, n), n, "counted", CALIBRATED, why)


def between(k, n):
    ends = beta.ppf([(1 - SURE) / 2, (1 + SURE) / 2], k + 0.5, n - k + 0.5)
    return (0.0 if k == 0 else float(ends[0])), (1.0 if k == n else float(ends[1]))
