"""What happened hour by hour: how many came, how many waited, how long, and how many were served."""

import numpy as np

from twin.calibrate.validation.sample import HOUR

ARRIVALS, QUEUE, WAIT, SERVED, TIME = "arrivals", "queue", "wait", "served", "time_in_port"
UNITS = {ARRIVALS: "1/h", QUEUE: "", WAIT: "s", SERVED: "1/h", TIME: "s"}
PORT = ""  # of measures of the port as a whole


def hourly(sample, stations):
    """{(measure, station): [hour] value}; a wait that nobody had is nan."""
    hours, arrived = sample.days * 24, sample.arrived
    last = sample.visits.groupby("case")["ended"].max()
    found = {
        (ARRIVALS, PORT): _counts(arrived.to_numpy(), hours),
        (TIME, PORT): _mean(arrived.to_numpy(), (last - arrived).to_numpy(), hours),
        (QUEUE, PORT): np.zeros(hours),
    }
    by_station = dict(list(sample.visits.groupby("station", sort=False)))
    for station in stations:
        rows = by_station.get(station, sample.visits.iloc[:0])
        joined, started, ended = (rows[name].to_numpy(float) for name in ("joined", "started", "ended"))
        is_known = ~(np.isnan(joined) | np.isnan(started))
        joined, started = joined[is_known], started[is_known]
        found[QUEUE, station] = _waiting(joined, started, hours)
        found[QUEUE, PORT] = found[QUEUE, PORT] + found[QUEUE, station]
        found[WAIT, station] = _mean(joined, started - joined, hours)
        found[SERVED, station] = _counts(ended, hours)
    return found


def _counts(times, hours):
    times = times[(times >= 0) & (times < hours * HOUR)]
    return np.bincount((times // HOUR).astype(int), minlength=hours).astype(float)


def _mean(times, values, hours):
    """[hour] mean of the values whose times fall into it; nan without any."""
    is_inside = (times >= 0) & (times < hours * HOUR) & ~np.isnan(values)
    hour = (times[is_inside] // HOUR).astype(int)
    number = np.bincount(hour, minlength=hours)
    with np.errstate(invalid="ignore"):
        return np.bincount(hour, values[is_inside], minlength=hours) / np.where(number, number, np.nan)


def _waiting(joined, started, hours):
    """[hour] how many waited, on average: the area between those who joined and those who started."""
    edges = HOUR * np.arange(hours + 1)
    area = _until(started, edges) - _until(joined, edges)
    return np.maximum(np.diff(area), 0.0) / HOUR


def _until(times, edges):
    """[edge] sum over all of the lesser of their time and the edge."""
    times = np.sort(times)
    sums = np.concatenate([[0.0], np.cumsum(times)])
    place = np.searchsorted(times, edges, side="right")
    return sums[place] + edges * (len(times) - place)


def ensemble(samples, stations):
    """{(measure, station): [sample, hour] value}."""
    each = [hourly(sample, stations) for sample in samples]
    return {key: np.stack([one[key] for one in each]) for key in each[0]}
