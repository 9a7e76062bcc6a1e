"""Arrivals that were agreed on: by a timetable, or by appointment."""

import math
from dataclasses import dataclass

import numpy as np

from twin.model.arrivals.off_time import EARLIEST
from twin.plan.draws import mix, name_key
from twin.plan.plan import NO_DIST
from twin.plan.processes.coming import DAY, Coming, only, parted, together
from twin.plan.processes.keyed import durations, keys_of, normals_of, uniforms_of
from twin.plan.processes.platoons import Platoons, leaders_of
from twin.plan.visits import NOBODY

EACH_BITS = 12  # of an identity: which of those agreed on for one time
OF_DAY_BITS = 24  # and which time of the day

_TRIES = 64  # draws of one who has not come, before it is left as it was drawn
_COMES, _EARLY, _OFF = name_key("comes"), name_key("comes early"), name_key("off time")
_MISUSES, _ANY_TIME = name_key("misuses"), name_key("any time")


@dataclass(frozen=True)
class OffTime:
    """How far from the time agreed on one comes."""

    late: int = NO_DIST  # dist
    early: float = 0.0  # share that comes early instead
    early_by: int = NO_DIST  # dist
    normal: tuple[float, float] | None = None  # mean and standard deviation; below 0 is early

    def seconds(self, keys, arrays):
        """[key] seconds after the time agreed on, below 0 before it."""
        if self.normal:
            mean, deviation = self.normal
            return np.maximum(mean + deviation * normals_of(keys, _OFF), -EARLIEST)
        out = _drawn(keys, self.late, arrays)
        if self.early > 0:
            early = uniforms_of(keys, _EARLY) < self.early
            out[early] = -np.minimum(_drawn(keys[early], self.early_by, arrays), EARLIEST)
        return out


def _drawn(keys, dist, arrays):
    if dist == NO_DIST:
        return np.zeros(len(keys))
    return durations(keys, _OFF, arrays.dist[dist], arrays.table)


@dataclass(frozen=True)
class Planned:
    """So many are agreed on for each time; some do not come, and the others come about then."""

    times: tuple[float, ...]  # [time] seconds, in order
    numbers: tuple[int, ...]  # [time] identity of the first who is agreed on for it
    each: int
    comes: float  # share of them that come
    off_time: OffTime
    misuse: float  # share that comes at any time of the day
    cap: int  # most on a calendar day, NOBODY without
    midnight: float  # of the first day
    platoons: Platoons
    recorded = None

    @property
    def rate(self):
        """Arrivals a second, on average."""
        span = self.times[-1] - self.times[0] + DAY if self.times else DAY
        return len(self.times) * self.each * self.comes * self.platoons.mean / span

    def draw(self, root, arrays, progress, until):
        """All arrivals before `until` that were not given out, and the progress after them."""
        end = int(np.searchsorted(self.times, until + EARLIEST))
        fresh = self._expected(root, arrays, slice(progress.next, end))
        due, expected = parted(progress.expected, [fresh], until)
        progress = progress._replace(next=end, expected=expected)
        if self.cap != NOBODY:
            due, progress = self._capped(due, progress)
        due, late = parted(progress.late, [self.platoons.all_of(due, root, arrays)], until)
        return due, progress._replace(late=late)

    def renewed(self, past, arrays, progress):
        """Who has not come yet comes at another time after now, or not at all."""
        these = slice(0, progress.next)
        (_, first), *others = past.roots
        times, identity = self._coming(first, arrays, these)
        for now, root in others:
            open_ = times > now
            for i in range(_TRIES):
                if not open_.any():
                    break
                again, _ = self._coming(mix(root, i), arrays, these)
                found = open_ & (again > now)
                times[found] = again[found]
                open_ &= ~found
        coming = Coming(times, identity)
        return progress._replace(expected=together(only(coming, (times > past.time) & (times < math.inf))))

    def agreed(self, identity):
        """[arrival] the time agreed on for it."""
        numbers = np.array(self.numbers) >> EACH_BITS  # two who have one time may differ below
        order = np.argsort(numbers, kind="stable")
        at = np.searchsorted(numbers[order], leaders_of(identity) >> EACH_BITS)
        return np.array(self.times)[order[at]]

    def _expected(self, root, arrays, these):
        """Those agreed on for some times who do come, and when."""
        coming = self._coming(root, arrays, these)
        return only(coming, coming.time < math.inf)

    def _coming(self, root, arrays, these):
        """Those agreed on for some times, and when they come: never, if at inf."""
        numbers = np.array(self.numbers[these], np.int64)
        identity = np.repeat(numbers, self.each) + np.tile(np.arange(self.each), len(numbers))
        keys = keys_of(root, identity)
        agreed = np.repeat(np.array(self.times[these], float), self.each)
        times = agreed + self.off_time.seconds(keys, arrays)
        if self.misuse > 0:
            misuses = uniforms_of(keys, _MISUSES) < self.misuse
            any_time = self._day(agreed) * DAY + self.midnight + DAY * uniforms_of(keys, _ANY_TIME)
            times[misuses] = any_time[misuses]
        if self.comes < 1:
            times[uniforms_of(keys, _COMES) >= self.comes] = math.inf
        return Coming(times, identity)

    def _day(self, times):
        return np.floor((times - self.midnight) / DAY)

    def _capped(self, due, progress):
        """The first `cap` of each calendar day, and the progress after them."""
        day = self._day(due.time).astype(np.int64)
        if len(day) == 0:
            return due, progress
        first = np.searchsorted(day, day)  # of the same day
        rank = np.arange(len(day)) - first + np.where(day == progress.day, progress.of_day, 0)
        after = progress._replace(day=int(day[-1]), of_day=int(rank[-1]) + 1)
        return only(due, rank < self.cap), after
