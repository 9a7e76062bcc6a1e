"""Random arrivals by the shape of the day."""

import math
from dataclasses import dataclass

import numpy as np

from twin.plan.draws import name_key, uniform
from twin.plan.processes.coming import DAY, HOUR, NONE, Coming, parted, together
from twin.plan.processes.keyed import keys_of, poisson, uniforms_of
from twin.plan.processes.platoons import Platoons, behind

_DAY_BITS = 20  # identities of a day follow each other below 2 ** 20

_TIME, _WAITS = name_key("time"), name_key("waits at opening")
_COUNT, _BUSY = name_key("count of the day"), name_key("busy day")


@dataclass(frozen=True)
class Shape:
    """Straight lines over the day, from knot to knot."""

    knots: tuple[float, ...]  # [knot] hours
    shares: tuple[float, ...]  # [knot] of the day until then
    first: tuple[float, ...]  # [line] weight where it begins
    last: tuple[float, ...]  # [line] weight where it ends

    @property
    def opening(self):
        """Seconds after midnight when the first can come."""
        return HOUR * self.knots[int(np.searchsorted(self.shares, 0.0, side="right")) - 1]

    def times(self, u):
        """[u] seconds after midnight by which a share u of the day has come."""
        knots, shares = np.array(self.knots), np.array(self.shares)
        line = np.searchsorted(shares, u, side="right") - 1
        part = (u - shares[line]) / (shares[line + 1] - shares[line])
        return HOUR * (knots[line] + (knots[line + 1] - knots[line]) * self._along(line, part))

    def until(self, seconds):
        """[time] share of the day that has come by so many seconds after midnight."""
        knots, shares = np.array(self.knots), np.array(self.shares)
        hours = np.clip(np.asarray(seconds) / HOUR, 0.0, 24.0)
        line = np.clip(np.searchsorted(knots, hours, side="right") - 1, 0, len(self.first) - 1)
        x = (hours - knots[line]) / (knots[line + 1] - knots[line])
        a, b = np.array(self.first)[line], np.array(self.last)[line]
        with np.errstate(invalid="ignore"):
            part = np.where(a + b > 0, (2 * a * x + (b - a) * x * x) / (a + b), 0.0)
        return shares[line] + part * (shares[line + 1] - shares[line])

    def _along(self, line, part):
        """[line] how far along a line a part of what comes on it has come."""
        a, b = np.array(self.first)[line], np.array(self.last)[line]
        with np.errstate(invalid="ignore", divide="ignore"):
            bent = part * (a + b) / (a + np.sqrt(a * a + (b * b - a * a) * part))
        return np.where(a == b, part, bent)


@dataclass(frozen=True)
class ProfileDays:
    """Random arrivals by the shape of the day."""

    volume: float  # entities on a day of factor 1
    factors: tuple[float, ...]  # [day] from the day of the start
    exact: bool
    shape: Shape
    midnight: float  # of the first day; not after the start
    waiting: float  # share of arrivals that come at opening
    platoons: Platoons
    cv: float  # of the day's volume
    recorded = agreed = None

    @property
    def rate(self):
        """Arrivals a second, on average."""
        return self.volume * sum(self.factors) / len(self.factors) / DAY

    def draw(self, root, arrays, progress, until):
        """All arrivals before `until` that were not given out, and the progress after them."""
        days = []
        day = progress.next
        while day < len(self.factors) and self.midnight + day * DAY < until:
            days.append(_of_a_day(self, root, arrays, day))
            day += 1
        due, late = parted(progress.late, days, until)
        return due, progress._replace(next=day, late=late)

    def renewed(self, past, arrays, progress):
        """A day that has begun is as busy as it was; of an exact number, those come who have not yet."""
        kept, missing = behind(progress.late)
        rest = _rest_of_a_day(self, past, arrays, (progress.next - 1, missing))
        return progress._replace(late=together(kept, rest))


def _of_a_day(process, root, arrays, day):
    """A random number of platoons, or as many as make up an exact number; the last of these is cut short."""
    n = _count(process, root, day)
    if n == 0:
        return NONE
    identity = (day << _DAY_BITS) + np.arange(n)
    keys = keys_of(root, identity)
    times = process.shape.times(uniforms_of(keys, _TIME))
    if process.waiting > 0:
        times[uniforms_of(keys, _WAITS) < process.waiting] = process.shape.opening
    leaders = Coming(process.midnight + day * DAY + times, identity)
    coming = process.platoons.all_of(leaders, root, arrays)
    return Coming(coming.time[:n], coming.identity[:n]) if process.exact else coming


def _rest_of_a_day(process, past, arrays, which):
    """Who comes on a day after an instant of it; `which`: the day, and how many of an exact number miss."""
    day, missing = which
    begin, shape, root = process.midnight + day * DAY, process.shape, past.root
    gone = float(shape.until(past.time - begin))
    at_opening = process.waiting if begin + shape.opening > past.time else 0.0
    part = at_opening + (1 - process.waiting) * (1 - gone)
    n = missing
    if not process.exact:
        n = poisson(uniform(root, _COUNT, day), _mean(process, past.root_at(begin), day) * part)
    if n == 0:
        return NONE
    identity = (day << _DAY_BITS) + np.arange(n)
    keys = keys_of(root, identity)
    u = np.minimum(gone + (1 - gone) * uniforms_of(keys, _TIME), math.nextafter(1.0, 0.0))
    times = shape.times(u)
    times[uniforms_of(keys, _WAITS) < at_opening / part] = shape.opening
    leaders = Coming(np.maximum(begin + times, past.soon), identity)
    coming = process.platoons.all_of(leaders, root, arrays)
    return Coming(coming.time[:n], coming.identity[:n]) if process.exact else coming


def _count(process, root, day):
    """How many come on a day, or how many platoons; of an exact number each might come alone."""
    if process.exact:
        return math.floor(process.volume * process.factors[day] + 0.5)
    return poisson(uniform(root, _COUNT, day), _mean(process, root, day))


def _mean(process, root, day):
    """How many platoons come on a day, as busy as it is."""
    from scipy import special

    mean = process.volume * process.factors[day] / process.platoons.mean
    if process.cv > 0 and mean > 0:
        shape = 1 / process.cv**2
        mean *= special.gammaincinv(shape, uniform(root, _BUSY, day)) / shape
    return mean
