"""How one source's arrivals follow each other: a record a kind, and the function that draws what comes next.

All is drawn from the arrival's own key, and a day's number from the day: a larger volume or a longer window
adds arrivals and moves none.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from twin.plan.draws import mix, name_key, uniform
from twin.plan.jit import njit
from twin.plan.rules import sample
from twin.plan.visits import NOBODY

DAY, HOUR = 86400.0, 3600.0
_CHUNK = 4096  # gaps drawn at once
_DAY_BITS = 20  # identities of a day follow each other below 2 ** 20

_TIME, _WAITS, _LEADS, _GAP = (name_key(name) for name in ("time", "waits at opening", "leads", "gap"))
_COUNT, _BUSY = (name_key(name) for name in ("count of the day", "busy day"))


class Coming(NamedTuple):
    """Arrivals that were drawn: when, and which of the source's they are."""

    time: np.ndarray  # [arrival] seconds
    identity: np.ndarray  # [arrival]


NONE = Coming(np.zeros(0), np.zeros(0, np.int64))


class Progress(NamedTuple):
    """How far a source is: what is carried from one window to the next."""

    next: int = 0  # day, arrival or row that was not drawn yet
    time: float = math.nan  # of the next, where it follows from the one before
    late: Coming = NONE  # drawn, but due after the window
    numbered: int = 0  # arrivals given out


@dataclass(frozen=True)
class ProfileDays:
    """Random arrivals by the shape of the day."""

    volume: float  # entities on a day of factor 1
    factors: tuple[float, ...]  # [day] from the day of the start
    exact: bool
    hours: tuple[float, ...]  # [25] cumulative share of the day, at each full hour
    midnight: float  # of the first day; not after the start
    waiting: float  # share of arrivals that come at opening
    platoon: float  # mean size
    gap: int  # dist, within a platoon
    cv: float  # of the day's volume
    recorded = None

    @property
    def rate(self):
        """Arrivals a second, on average."""
        return self.volume * sum(self.factors) / len(self.factors) / DAY

    def draw(self, root, arrays, progress, until):
        """All arrivals before `until` that were not given out, and the progress after them."""
        days = [progress.late]
        day = progress.next
        while day < len(self.factors) and self.midnight + day * DAY < until:
            days.append(_of_a_day(self, root, arrays, day))
            day += 1
        return _split(days, progress._replace(next=day), until)


@dataclass(frozen=True)
class FleetStart:
    """All of a fleet, at the start: their program says where they are."""

    size: int
    rate = 0.0
    recorded = None

    def draw(self, root, arrays, progress, until):
        """All arrivals before `until` that were not given out, and the progress after them."""
        if progress.next:
            return NONE, progress
        return Coming(np.zeros(self.size), np.arange(self.size)), progress._replace(next=1)


@dataclass(frozen=True)
class Renewals:
    """One after the other, a drawn time apart."""

    gap: int  # dist
    mean: float  # seconds
    first: float  # time of the first
    count: int  # of them, NOBODY without end
    recorded = None

    @property
    def rate(self):
        """Arrivals a second, on average."""
        return 1 / self.mean

    def draw(self, root, arrays, progress, until):
        """All arrivals before `until` that were not given out, and the progress after them."""
        at = progress.next
        time = progress.time if at else self.first
        chunks = [NONE]
        while time < until and at != self.count:
            n = _CHUNK if self.count == NOBODY else min(_CHUNK, self.count - at)
            keys = keys_of(root, np.arange(at + 1, at + n + 1))
            gaps = durations(keys, _GAP, arrays.dist[self.gap], arrays.table)
            times = np.cumsum(np.concatenate([[time], gaps]))  # one by one, so that windows do not matter
            due = min(int(np.searchsorted(times, until)), n)
            chunks.append(Coming(times[:due], np.arange(at, at + due)))
            at, time = at + due, float(times[due])
        return _joined(chunks), progress._replace(next=at, time=time)


@dataclass(frozen=True)
class Rows:
    """Arrivals as recorded, in order of time."""

    times: tuple[float, ...]
    classes: tuple[int, ...]  # NOBODY: by the mix
    first_record: int  # row of Arrays.given of the first, NOBODY where nothing is given

    @property
    def rate(self):
        """Arrivals a second, on average."""
        return len(self.times) / max(self.times[-1], 1.0)

    def recorded(self, identity):
        """[arrival] (class, row of Arrays.given), NOBODY where it was not recorded."""
        rows = identity + self.first_record if self.first_record != NOBODY else NOBODY
        return np.array(self.classes)[identity], rows

    def draw(self, root, arrays, progress, until):
        """All arrivals before `until` that were not given out, and the progress after them."""
        end = int(np.searchsorted(self.times, until))
        rows = np.arange(progress.next, end)
        return Coming(np.array(self.times)[rows], rows), progress._replace(next=end)


def _of_a_day(process, root, arrays, day):
    n = _count(process, root, day)
    if n == 0:
        return NONE
    identity = (day << _DAY_BITS) + np.arange(n)
    keys = keys_of(root, identity)
    edges = np.array(process.hours)
    u = uniforms_of(keys, _TIME)
    hour = np.searchsorted(edges, u, side="right") - 1
    times = HOUR * (hour + (u - edges[hour]) / (edges[hour + 1] - edges[hour]))
    if process.waiting > 0:
        opening = HOUR * (np.searchsorted(edges, 0.0, side="right") - 1)
        times[uniforms_of(keys, _WAITS) < process.waiting] = opening
    if process.platoon > 1:
        times = _in_platoons(process, keys, times, arrays)
    return Coming(process.midnight + day * DAY + times, identity)


def _count(process, root, day):
    """How many come on a day."""
    from scipy import special

    mean = process.volume * process.factors[day]
    if process.exact:
        return math.floor(mean + 0.5)
    if process.cv > 0 and mean > 0:
        shape = 1 / process.cv**2
        mean *= special.gammaincinv(shape, uniform(root, _BUSY, day)) / shape
    u = uniform(root, _COUNT, day)
    if u <= math.exp(-mean):
        return 0
    n = math.ceil(special.pdtrik(u, mean))
    # The continuous inverse may land on either side of the whole number.
    while n > 0 and special.pdtr(n - 1, mean) >= u:
        n -= 1
    while special.pdtr(n, mean) < u:
        n += 1
    return n


def _in_platoons(process, keys, times, arrays):
    """Each leader at its own time, the others a gap after the one before."""
    leads = uniforms_of(keys, _LEADS) < 1 / process.platoon
    leads[0] = True
    gaps = durations(keys, _GAP, arrays.dist[process.gap], arrays.table)
    behind = np.cumsum(np.where(leads, 0.0, gaps))
    leader = np.flatnonzero(leads)[np.cumsum(leads) - 1]
    return times[leader] + (behind - behind[leader])


def _split(chunks, progress, until):
    """What is due before `until`, in order of time; the rest is late."""
    drawn = _joined(chunks)
    order = np.lexsort((drawn.identity, drawn.time))
    time, identity = drawn.time[order], drawn.identity[order]
    n = int(np.searchsorted(time, until))
    return Coming(time[:n], identity[:n]), progress._replace(late=Coming(time[n:], identity[n:]))


def _joined(chunks):
    return Coming(*(np.concatenate(column) for column in zip(*chunks, strict=True)))


def durations(keys, purpose, law, table):
    """[key] a duration by a row of DIST for each key."""
    first, n, p, q, r, kind = law.item()
    return _durations(keys, purpose, (kind, first, n, p, q, r), table)


@njit("int64[:](int64, int64[:])", cache=True)
def keys_of(root, identity):
    """[identity] the key of each arrival of a source."""
    out = np.empty(len(identity), np.int64)
    for i in range(len(identity)):
        out[i] = mix(root, identity[i])
    return out


@njit("float64[:](int64[:], int64)", cache=True)
def uniforms_of(keys, purpose):
    """[key] uniform(key, purpose, 0)."""
    out = np.empty(len(keys))
    for i in range(len(keys)):
        out[i] = uniform(keys[i], purpose, 0)
    return out


_LAW = "Tuple((int64, int64, int64, float64, float64, float64))"  # kind, first, n, p, q, r


@njit(f"float64[:](int64[:], int64, {_LAW}, float64[:])", cache=True)
def _durations(keys, purpose, law, table):
    kind, first, n, p, q, r = law
    out = np.empty(len(keys))
    for i in range(len(keys)):
        out[i] = sample(keys[i], purpose, 0, kind, first, n, p, q, r, table)
    return out
