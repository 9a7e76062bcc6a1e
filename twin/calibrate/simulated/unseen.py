"""Queues whose arrivals nobody saw: waits, lengths and demand from starts and ends alone."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.arrivals.arriving import WIDE, Arriving, arrivals_of
from twin.calibrate.fit import ALL, CALIBRATED, NOT_IDENTIFIED, Parameter
from twin.calibrate.recorded import DAYS
from twin.calibrate.simulated.joining import joined_of, on_duty, quarters_of
from twin.calibrate.why import NOTHING, Why

METHOD = "starts and ends alone: who started as another ended had waited"
UNSEEN = 0.5  # share of the visits of a station whose joining is not known, from which on it is inferred
ENDED = 0.9  # share that has to have an end
EXACT = 5.0  # seconds to which times have to be known
IMPUTED = 3  # logs that arrivals are counted in, each with other times of joining
ENDS = (0.05, 0.95)


class Unseen(NamedTuple):
    """Logs with the times of joining put in: some as they are drawn, and one with their means."""

    logs: tuple
    mean: object  # Recorded
    doubts: dict  # {station: standard deviation of its mean wait, in seconds}
    parameters: tuple[Parameter, ...]


class Queue(NamedTuple):
    """What was drawn of one station."""

    which: np.ndarray  # [start] visits in order of their start
    joined: np.ndarray  # [chain, start] seconds
    quarters: object


def unseen_of(log, servers, seed):
    """The Unseen of a Recorded whose Servers are known; without any such station the log as it is."""
    queues, doubts, parameters = [], {}, []
    for s, station in enumerate(log.stations):
        here = (log.station == s) & np.isfinite(log.started)
        made = [each for each in servers if each.station == station]
        if not here.any() or np.isfinite(log.joined[here]).mean() > UNSEEN or not made:
            continue
        if why := unfit(log, here):
            parameters.append(unknown(station, int(here.sum()), why))
            continue
        queues.append(queue_at(log, here, made, np.random.default_rng([seed, s])))
        doubts[station] = float(queues[-1].joined.mean(axis=1).std())
        parameters += numbers_of(station, queues[-1], log.started)
    if not queues:
        return Unseen((log,), log, {}, tuple(parameters))
    logs = tuple(put_in(log, [(each.which, each.joined[i]) for each in queues]) for i in range(IMPUTED))
    mean = put_in(log, [(each.which, each.joined.mean(axis=0)) for each in queues])
    return Unseen(logs, mean, doubts, tuple(parameters))


def unfit(log, here):
    """Why starts and ends of a station do not tell who waited; NOTHING where they do."""
    ended = np.isfinite(log.ended[here])
    if ended.mean() < ENDED:
        text = "{share:.0%} of the services have no end, so nobody knows when a server came free"
        return Why(text, share=float(1 - ended.mean()))
    doubt = float(np.median(log.within[here][:, 1:].sum(axis=1)))
    if doubt > EXACT:
        text = "times are known to {doubt:.0f} s only, so it is not seen who started as another one ended"
        return Why(text, doubt=doubt)
    return NOTHING


def queue_at(log, here, made, rng):
    """The Queue of a station, of a mask of its visits and its Servers."""
    which = np.flatnonzero(here)
    which = which[np.argsort(log.started[which], kind="stable")]
    started, ended = log.started[which], log.ended[which]
    usual = np.nanmedian(ended - started)
    ended = np.where(ended > started, ended, started + usual)
    quarters = quarters_of(log, started[0], ended.max())
    return Queue(which, joined_of((started, ended), on_duty(quarters, made), quarters, rng), quarters)


def put_in(log, queues):
    """The Recorded with times of joining, of (visits, times), and of arrival where a journey begins so."""
    joined, arrived = log.joined.copy(), log.arrived.copy()
    for which, times in queues:
        joined[which] = times
        first = log.first[which]
        arrived[log.case[which[first]]] = times[first]
    return log._replace(joined=joined, arrived=arrived)


def numbers_of(station, queue, started):
    """The Parameters of waits and lengths by type of day and hour, of what was in these hours."""
    quarters, waits = queue.quarters, started[queue.which] - queue.joined
    exposure, counts = quarters.exposure, quarters.counts(queue.joined)
    sums = quarters.sums(queue.joined, waits)
    lengths = quarters.waiting(queue.joined, started[queue.which]) / np.maximum(exposure, 1e-9)
    for cell in np.flatnonzero(exposure > 0):
        key, n = f"{DAYS[cell // 24]} {cell % 24:02d}", int(round(counts[:, cell].mean()))
        yield number("queue_mean", station, key, lengths[:, cell], n)
        came = counts[:, cell] > 0
        if came.any():
            yield number("wait_mean", station, key, sums[came, cell] / counts[came, cell], n)


def number(kind, station, key, drawn, n):
    low, high = np.quantile(drawn, ENDS)
    return Parameter(
        kind, station, ALL, key, float(drawn.mean()), float(low), float(high), n, METHOD, CALIBRATED, NOTHING
    )


def unknown(station, n, why):
    return Parameter("queue_mean", station, ALL, "", np.nan, 0.0, np.inf, n, METHOD, NOT_IDENTIFIED, why)


def widened(indicators, doubts):
    """The Parameters of waits as wide as within the days and between the draws."""
    for each in indicators:
        if each.kind == "wait_mean" and each.station in doubts and np.isfinite(each.high):
            error = np.hypot((each.high - each.low) / 2, WIDE * doubts[each.station])
            low, high = max(0.0, float(each.value - error)), float(each.value + error)
            each = each._replace(low=low, high=high, method=METHOD)
        yield each


def arriving_of(unseen):
    """The Arriving over all logs: means, and intervals as wide as within a log and between the logs."""
    each = [arrivals_of(log) for log in unseen.logs]
    if len(each) == 1:
        return each[0]
    arrivals = [over([one.arrivals[i] for one in each]) for i in range(len(each[0].arrivals))]
    rows = zip(*(one.parameters for one in each), strict=True)
    return Arriving(tuple(arrivals), tuple(together(same) for same in rows))


def over(same):
    """One Arrivals of those of each log."""
    rate, low, high = pooled(*ends_of(same, ("rate", "low", "high")))
    return same[0]._replace(rate=rate, low=low, high=high)


def together(same):
    """One Parameter of those of each log; the first as it is where it is no rate."""
    first = same[0]
    if first.verdict != CALIBRATED or first.kind not in ("arrival_rate", "arrivals_a_day"):
        return first
    value, low, high = (float(end) for end in pooled(*ends_of(same, ("value", "low", "high"))))
    return first._replace(value=value, low=low, high=high, method=METHOD)


def ends_of(same, names):
    return (np.array([getattr(one, name) for one in same]) for name in names)


def pooled(values, lows, highs):
    """(value, low, high) of several, on the scale of logarithms: Rubin (1987), Multiple imputation."""
    logs = np.log(np.maximum(values, 1e-300))
    within = (np.log(np.maximum(highs, 1e-300) / np.maximum(lows, 1e-300)) / (2 * WIDE)) ** 2
    between = (1 + 1 / len(logs)) * logs.var(axis=0, ddof=1)
    error = WIDE * np.sqrt(within.mean(axis=0) + between)
    value = np.exp(logs.mean(axis=0))
    return value, value * np.exp(-error), value * np.exp(error)
