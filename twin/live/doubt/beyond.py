"""Whether more come than the port was ever fitted to: twice as many as in its busiest hours of a week."""

import math

import numpy as np

from twin.live.forecast.port import plan_from
from twin.plan.processes.profile import ProfileDays

SPAN = 7200.0  # seconds that are looked at together
HOUR, DAY = 3600.0, 86400.0
WEEK = 7 * 24  # hours
TIMES = 2.0  # the busiest: so far what was fitted is stretched and no farther; an assumption
SURE = 3.0  # standard errors of a number that came by chance


def busiest(scenario, at):
    """The most that come in SPAN, of the week from an instant on; nan where not all come by a profile."""
    plan, hours = plan_from(scenario, at, DAY), np.zeros(WEEK)
    for source in plan.sources:
        if not isinstance(source.process, ProfileDays):
            return math.nan
        hours += _hourly(source.process)
    wide = round(SPAN / HOUR)
    return float(np.convolve(hours, np.ones(wide), "valid").max())


def _hourly(process):
    """[hour] how many are expected."""
    edges = HOUR * np.arange(WEEK + 1)
    day, second = np.divmod(edges - process.midnight, DAY)
    factor = np.array(process.factors)[((edges[:-1] - process.midnight) // DAY).astype(int)]
    return process.volume * factor * np.diff(day + process.shape.until(second))


def is_beyond(came, most):
    """Whether so many who came, {class: [seconds ago]}, are surely more than TIMES the most; never of nan."""
    number = sum(0.0 <= age < SPAN for ages in (came or {}).values() for age in ages)
    return number - SURE * math.sqrt(number) > TIMES * most
