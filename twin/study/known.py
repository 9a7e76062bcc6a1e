"""What an oracle can be asked: measures of one run, written for nothing but to be checked against theory."""

from typing import NamedTuple

import numpy as np

from twin.model.law import duration
from twin.plan.visits import Run


class Counted(NamedTuple):
    """A run, and what of it counts: who asked from `first` to `last`, and the time between them; seconds."""

    plan: object
    run: Run
    first: float
    last: float
    unit: float  # durations are told in it

    def points(self, name):
        """The indices of a station with all its lanes, or of another thing one waits for."""
        found = [i for i, point in enumerate(self.plan.names.points) if point.name == name]
        assert found, f"nobody visits {name}"
        return found

    def at(self, name, of=None):
        """All visits there; `of` a class."""
        visits = self.run.visits
        wanted = np.zeros(len(self.plan.names.points), bool)
        wanted[self.points(name)] = True
        here = wanted[visits["point"]]
        if of is not None:
            here &= visits["cls"] == self.plan.names.classes.index(of)
        return visits[here]

    def asked(self, name, of=None):
        """The visits there that count."""
        visits = self.at(name, of)
        return visits[(visits["asked"] >= self.first) & (visits["asked"] < self.last)]

    def overlap(self, starts, ends):
        """Seconds of intervals in the time that counts; one not ended lasts, one not begun has none."""
        ends = np.where(np.isnan(ends), self.run.end, ends)
        seconds = np.maximum(np.minimum(ends, self.last) - np.maximum(starts, self.first), 0.0)
        return np.where(np.isnan(starts), 0.0, seconds)

    @property
    def length(self):
        """Seconds that count."""
        return self.last - self.first

    def servers(self, name):
        """How many servers a station has, all lanes together."""
        return int(self.plan.arrays.station["servers"][self.points(name)].sum())


def gave_up(visits):
    """[visit] left without a start."""
    return np.isnan(visits["started"]) & ~np.isnan(visits["left"])


def wait(counted, at, of=None):
    """Mean wait of those who were served."""
    visits = counted.asked(at, of)
    return np.nanmean(visits["started"] - visits["asked"]) / counted.unit


def wait_of_all(counted, at, of=None):
    """Mean wait of all, until the start or until they gave up."""
    visits = counted.asked(at, of)
    until = np.where(gave_up(visits), visits["left"], visits["started"])
    return np.nanmean(until - visits["asked"]) / counted.unit


def wait_inside(counted, at):
    """Mean wait from being let in, of those who were served."""
    visits = counted.asked(at)
    return np.nanmean(visits["started"] - visits["joined"]) / counted.unit


def blocked_time(counted, at):
    """Mean time that those who are done stay because there is no room ahead."""
    visits = counted.asked(at)
    return np.nanmean(visits["left"] - visits["ended"]) / counted.unit


def stay(counted, at, of=None):
    """Mean time there of those who were served."""
    visits = counted.asked(at, of)
    served = visits[~np.isnan(visits["started"])]
    return np.nanmean(served["left"] - served["asked"]) / counted.unit


def share_waiting(counted, at, of=None):
    """Share that does not start at once."""
    visits = counted.asked(at, of)
    return np.mean(~(visits["started"] <= visits["asked"]))


def share_of_stays_above(counted, at, time):
    """Share of those who were served and stay longer than this."""
    visits = counted.asked(at)
    served = visits[~np.isnan(visits["started"])]
    return np.mean(served["left"] - served["asked"] > duration(time))


def share_gave_up(counted, at, of=None):
    """Share that leaves without a start."""
    return np.mean(gave_up(counted.asked(at, of)))


def share_blocked(counted, at):
    """Share of the servers' time that is held by those who are done and have no room ahead."""
    visits = counted.at(at)
    return counted.overlap(visits["ended"], visits["left"]).sum() / counted.length / counted.servers(at)


def share_taken(counted, at):
    """Share of the servers' time in which they serve or are held by those who are done."""
    visits = counted.at(at)
    return counted.overlap(visits["started"], visits["left"]).sum() / counted.length / counted.servers(at)


def share_down(counted, at):
    """Share of the servers' time in which they are out of order."""
    downs = counted.run.downs[np.isin(counted.run.downs["point"], counted.points(at))]
    return counted.overlap(downs["down"], downs["up"]).sum() / counted.length / counted.servers(at)


def utilisation(counted, at):
    """Share of the servers' time spent serving."""
    visits, stops = counted.at(at), counted.run.stops
    stops = stops[np.isin(stops["point"], counted.points(at))]
    seconds = counted.overlap(visits["started"], visits["ended"]).sum()
    seconds -= counted.overlap(stops["stopped"], stops["resumed"]).sum()
    return seconds / counted.length / counted.servers(at)


def mean_present(counted, at, of=None):
    """Mean number there, waiting or served, over time."""
    visits = counted.at(at, of)
    return counted.overlap(visits["joined"], visits["left"]).sum() / counted.length


def mean_waiting(counted, at):
    """Mean number there who were let in and are not served yet, over time."""
    visits = counted.at(at)
    until = np.where(gave_up(visits), visits["left"], visits["started"])
    return counted.overlap(visits["joined"], until).sum() / counted.length


def present_at(counted, at, time):
    """How many are there at a time after the start."""
    visits, time = counted.at(at), duration(time)
    return np.count_nonzero((visits["joined"] <= time) & ~(visits["left"] <= time))


def share_of_time_above(counted, at, level):
    """Share of the time with more than so many there."""
    visits = counted.at(at)
    left = visits["left"][~np.isnan(visits["left"])]
    times = np.concatenate([visits["joined"], left])
    steps = np.concatenate([np.ones(len(visits)), -np.ones(len(left))])
    order = np.argsort(times, kind="stable")
    times, present = times[order], np.cumsum(steps[order])
    spans = counted.overlap(times, np.append(times[1:], counted.run.end))
    return spans[present > int(level)].sum() / counted.length


def time_in_system(counted, of=None):
    """Mean time from coming to leaving, of those who are no part of another."""
    return np.nanmean(_times_in_system(counted, of)) / counted.unit


def share_in_system_within(counted, time):
    """Share of those who leave that take no longer, of those who are no part of another."""
    times = _times_in_system(counted)
    return np.mean(times[~np.isnan(times)] <= duration(time))


def _times_in_system(counted, of=None):
    trips = counted.run.trips
    chosen = (trips["parent"] == 0) & (trips["arrived"] >= counted.first) & (trips["arrived"] < counted.last)
    if of is not None:
        chosen &= trips["cls"] == counted.plan.names.classes.index(of)
    return (trips["left"] - trips["arrived"])[chosen]


def throughput(counted, at):
    """Departures by an exit, or home to a fleet, in a unit of time."""
    trips = counted.run.trips
    gone = trips["left"][trips["exit"] == counted.plan.names.exits.index(at)]
    return np.count_nonzero((gone >= counted.first) & (gone < counted.last)) / counted.length * counted.unit


def departures(counted, at):
    """How many left there."""
    left = counted.at(at)["left"]
    return np.count_nonzero((left >= counted.first) & (left < counted.last))


def busy_time(counted, at):
    """[one] the time of all servers spent serving."""
    return np.array([utilisation(counted, at) * counted.servers(at) * counted.length / counted.unit])


def waits(counted, at):
    """[visit] the wait of each, in order of arrival."""
    visits = counted.at(at)
    return (visits["started"] - visits["asked"]) / counted.unit


def leaves(counted, at):
    """[visit] when each left, in order of arrival."""
    return counted.at(at)["left"] / counted.unit


def lanes(counted, at):
    """[visit] the lane of each, in order of arrival."""
    lane = np.array([point.lane for point in counted.plan.names.points])
    return lane[counted.at(at)["point"]]


MEASURES = {
    measure.__name__: measure
    for measure in (
        wait, wait_of_all, wait_inside, blocked_time, stay, share_waiting, share_of_stays_above,
        share_gave_up, share_blocked, share_taken, share_down, share_of_time_above, utilisation,
        mean_present, mean_waiting, present_at, time_in_system, share_in_system_within, throughput,
        departures, busy_time, waits, leaves, lanes,
    )
}  # fmt: skip
