"""Timetables and appointments as times that were agreed on."""

import math

from twin.model.arrivals.arrives import ALONE
from twin.model.calendar import MARGIN, midnights, openings
from twin.plan.plan import NO_DIST
from twin.plan.processes.coming import DAY
from twin.plan.processes.planned import EACH_BITS, OF_DAY_BITS, OffTime, Planned
from twin.plan.processes.platoons import Platoons
from twin.plan.visits import NOBODY

_FITS = 1e-6  # seconds: what rounding may leave of a slot beyond the end of its hours


def timetable(draft, flow, arrives):
    """The process of a timetable."""
    agreed = []
    for day in midnights(draft.scenario, arrives.days, arrives.closed):
        for i, second in enumerate(arrives.times):
            which = (i, 0)
            if arrives.at:  # by the minute, so that one time more shifts nobody's luck
                which = (int(second) // 60, arrives.times[:i].count(second))
            agreed.append((day.start + second, _number(day.day, *which)))
    times, numbers = zip(*sorted(agreed), strict=True) if agreed else ((), ())
    return Planned(
        times=times,
        numbers=numbers,
        each=1,
        comes=1 - arrives.cancelled,
        off_time=_off_time(draft, arrives),
        misuse=0.0,
        cap=NOBODY if arrives.cap is None else arrives.cap,
        midnight=first_midnight(draft.scenario),
        platoons=platoons_of(draft, arrives),
    )


def appointments(draft, flow, arrives):
    """The process of appointments."""
    slots = _slots_in_hours(draft, arrives) if arrives.hours else _slots_on_end(draft, arrives.slot)
    times, numbers = zip(*slots, strict=True) if slots else ((), ())
    return Planned(
        times=times,
        numbers=numbers,
        each=arrives.per_slot,
        comes=arrives.booked * (1 - arrives.no_show),
        off_time=_off_time(draft, arrives),
        misuse=arrives.misuse,
        cap=NOBODY,
        midnight=first_midnight(draft.scenario),
        platoons=Platoons(),
    )


def _slots_in_hours(draft, arrives):
    """[(time, number)] of slots that begin and end within the hours of each day."""
    out, day, of_day = [], None, 0
    for opening in openings(draft.scenario, arrives.hours):
        of_day = of_day if opening.day == day else 0
        day = opening.day
        for i in range(int((opening.end - opening.start + _FITS) // arrives.slot)):
            out.append((opening.start + i * arrives.slot, _number(day, of_day, 0)))
            of_day += 1
    return sorted(out)


def _slots_on_end(draft, slot):
    """[(time, number)] of slots one after the other, day and night, counted from the first midnight."""
    midnight = first_midnight(draft.scenario)
    last = draft.scenario.experiment.horizon + MARGIN * DAY
    numbers = range(-math.ceil(MARGIN * DAY / slot), int((last - midnight) // slot) + 1)
    return [(midnight + i * slot, i << EACH_BITS) for i in numbers]


def _number(day, of_day, which):
    return (day << OF_DAY_BITS) + (of_day << EACH_BITS) + which


def first_midnight(scenario):
    """Seconds from the start to the midnight before it."""
    start = scenario.experiment.start
    return (start.replace(hour=0, minute=0, second=0, microsecond=0) - start).total_seconds()


def platoons_of(draft, arrives):
    """How many come together in a flow."""
    sizes = arrives.platoon
    high = NOBODY if sizes.high is None else sizes.high
    if sizes == ALONE:
        return Platoons()
    return Platoons(sizes.mean, sizes.low, high, draft.laws.index(arrives.platoon_gap))


def _off_time(draft, arrives):
    law = getattr(arrives, "off_by", None)
    if law and law.family == "normal":
        mean, cv = law.values
        return OffTime(normal=(mean, mean * cv))
    late = law or arrives.late
    early_by = arrives.early_by or late
    rows = [NO_DIST if one is None else draft.laws.index(one) for one in (late, early_by)]
    return OffTime(rows[0], arrives.early, rows[1])
