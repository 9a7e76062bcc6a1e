"""When calendars and slots are open, pools and stations staffed, quotas full: seconds from the start."""

import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from twin.model.dates import zone
from twin.model.roster import Calendar, Roster
from twin.model.units import DAY

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

Interval = tuple[float, float]
MARGIN = 2  # days before and after: hours over midnight, other time zones


def open_intervals(scenario: "Scenario", calendar: str | None) -> list[Interval]:
    """When a calendar is open within the horizon, merged; None is always open."""
    horizon = scenario.experiment.horizon
    if calendar is None:
        return [(0.0, horizon)]
    return list(_merged(_within(_spans(scenario, scenario.roster.calendars[calendar]), horizon)))


class Opening(NamedTuple):
    """Hours of one day, which may end in the next morning; `day` counts from the day of the start."""

    day: int
    start: float
    end: float


def openings(scenario: "Scenario", calendar: str) -> list[Opening]:
    """The hours of a calendar day by day, some days before the start and beyond the horizon too."""
    return list(_openings(scenario, scenario.roster.calendars[calendar]))


def midnights(scenario: "Scenario", days: Collection[int], closed: Collection[str]) -> list[Opening]:
    """The days of these weekdays that no holiday closes, some before the start and beyond the horizon."""
    calendar = Calendar.model_construct(days=tuple(days), closed=tuple(closed))
    return list(_openings(scenario, calendar))


def pool_sizes(scenario: "Scenario", pool: str) -> list[tuple[float, int]]:
    """How many units of a pool there are from each moment on, the first at 0."""
    size = scenario.layout.pools[pool].size
    if size is not None:
        return [(0.0, size)]
    return _by_shifts(scenario, pool)


def servers_on_duty(
    scenario: "Scenario", station: str, opens: Iterable[Interval]
) -> list[tuple[float, float]]:
    """How many servers are on duty from each moment on, the first at 0: by the shifts, while it `opens`.

    Without shifts all are, inf where they are not counted.
    """
    rostered: list[tuple[float, float]] = [(0.0, scenario.layout.stations[station].count)]
    if scenario.roster.shifts.get(station):
        rostered = [*_by_shifts(scenario, station)]
    edges = sorted({(start, True) for start, _ in opens} | {(end, False) for _, end in opens})
    moments = {time for time, _ in rostered} | {time for time, _ in edges}
    out: list[tuple[float, float]] = []
    for moment in sorted({0.0, *moments}):
        edge = bisect_right(edges, (moment, True))
        is_open = edge > 0 and edges[edge - 1][1]
        size = rostered[bisect_right(rostered, (moment, math.inf)) - 1][1] if is_open else 0
        if moment < scenario.experiment.horizon and (not out or size != out[-1][1]):
            out.append((moment, size))
    return out


def _by_shifts(scenario: "Scenario", name: str) -> list[tuple[float, int]]:
    """How many the shifts of a pool or a station add up to from each moment on, the first at 0."""
    changes: dict[float, int] = {0.0: 0}
    for shift in scenario.roster.shifts.get(name, {}).values():
        for start, end in _within(_spans(scenario, shift), scenario.experiment.horizon):
            changes[start] = changes.get(start, 0) + shift.size
            changes[end] = changes.get(end, 0) - shift.size
    return list(_running(changes, scenario.experiment.horizon))


def quota_resets(scenario: "Scenario", quota: str) -> list[float]:
    """When a quota is full again after the start, within the horizon; at 0 it is full."""
    rule = scenario.policy.quotas[quota]
    days = _days(scenario)
    if rule.per == DAY:
        moments = [_second(scenario, day, rule.resets) for day in days]
    else:
        first = days[0] - timedelta(days=days[0].weekday())
        moments = list(_steps(_second(scenario, first, rule.resets), rule.per, scenario.experiment.horizon))
    return [moment for moment in moments if 0 < moment <= scenario.experiment.horizon]


def slot_times(scenario: "Scenario", slot: str) -> list[float]:
    """When a slot is open within the horizon, each moment once."""
    rule, days, horizon = scenario.policy.slots[slot], _days(scenario), scenario.experiment.horizon
    if rule.at is not None:
        moments = [_second(scenario, day, time) for day in days for time in rule.at]
    else:
        moments = list(_steps(_second(scenario, days[MARGIN], rule.first), rule.every or DAY, horizon))
    return sorted({moment for moment in moments if 0 <= moment <= horizon})


def _steps(first: float, step: float, horizon: float) -> Iterator[float]:
    count = 0
    while first + count * step <= horizon:
        yield first + count * step
        count += 1


def _days(scenario: "Scenario") -> list[date]:
    experiment = scenario.experiment
    number = int(experiment.horizon // DAY) + 1 + 2 * MARGIN
    return [
        experiment.start.date() + timedelta(days=number) for number in range(-MARGIN, number - MARGIN + 1)
    ]


def _spans(scenario: "Scenario", calendar: Calendar) -> Iterator[Interval]:
    for opening in _openings(scenario, calendar):
        yield opening.start, opening.end


def _openings(scenario: "Scenario", calendar: Calendar) -> Iterator[Opening]:
    """Every opening of a calendar, day by day; one that began on an open day runs to its end."""
    where = calendar.time_zone or scenario.layout.about.time_zone
    for number, day in enumerate(_days(scenario), -MARGIN):
        if day.weekday() in calendar.days and not is_closed(scenario.roster, calendar, day):
            for hours in calendar.hours:
                start, end = (_second(scenario, day, second, where) for second in hours)
                yield Opening(number, start, end)


def is_closed(roster: Roster, calendar: Calendar, day: date) -> bool:
    """Whether a holiday closes the calendar on a day."""
    return any(dates.has(day) for name in calendar.closed for dates in roster.holidays.get(name, ()))


def _second(scenario: "Scenario", day: date, seconds: int, where: str = "") -> float:
    """Seconds from the start to a time of day in a time zone."""
    here = scenario.layout.about.time_zone
    start = _universal(scenario.experiment.start, here)
    days, rest = divmod(seconds, DAY)
    local = datetime.combine(day + timedelta(days=days), time()) + timedelta(seconds=rest)
    return (_universal(local, where or here) - start).total_seconds()


def _universal(local: datetime, where: str) -> datetime:
    return local.replace(tzinfo=zone(where)).astimezone(UTC)


def _within(spans: Iterable[Interval], horizon: float) -> Iterator[Interval]:
    for start, end in spans:
        if end > 0 and start < horizon:
            yield max(0.0, start), min(horizon, end)


def _merged(spans: Iterable[Interval]) -> Iterator[Interval]:
    current: Interval | None = None
    for start, end in sorted(spans):
        if current is not None and start <= current[1]:
            current = current[0], max(current[1], end)
            continue
        if current is not None:
            yield current
        current = start, end
    if current is not None:
        yield current


def _running(changes: dict[float, int], horizon: float) -> Iterator[tuple[float, int]]:
    size, before = 0, None
    for moment in sorted(changes):
        size += changes[moment]
        if size != before and moment < horizon:
            yield moment, size
            before = size
