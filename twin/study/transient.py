"""How long a run takes to forget that it began: the warm-up that a question about the long run needs.

Two kinds of question: a day, a week or a season that begins and ends as it really does (terminating) has no
warm-up, its beginning is part of it. How a port fares in the long run (steady state) is asked with a warm-
up, which is told by MSER-5 (results.warmup) from how many wait at all stations. Where hours of the day
differ, whole days are what is compared, so the run must have many of them.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import ttest_ind

from twin.results.warmup import BATCH, FEWEST, mser5

DAY = 86_400.0
WEEK = 7
ALIKE = ("every", "states")  # arrivals by which all hours of the day are alike
CLIMBS = 0.001  # the probability by luck, below which the second half of what is left lies above the first


class Transient(NamedTuple):
    """What is to be cut off, in seconds, and what is cut off; `state` is enough, short, climbs or unknown."""

    warm_up: float
    needed: float  # nan where it is not known
    step: float  # seconds from one observation to the next
    state: str


def transient_of(scenario, summary):
    """The Transient of a scenario's run, from the mean queues over its replications."""
    step, series = _observed(scenario, summary)
    warm_up = float(scenario.experiment.warm_up)
    if len(series) < BATCH * FEWEST:
        return Transient(warm_up, float("nan"), step, "unknown")
    found = mser5(series)
    needed = found.observations * step
    if found.is_short or _climbs(series[found.observations :]):
        return Transient(warm_up, needed, step, "climbs")
    return Transient(warm_up, needed, step, "enough" if warm_up >= needed else "short")


def _observed(scenario, summary):
    """(seconds, [observation]) of how many wait: as they are sampled, or day by day where hours differ."""
    queues = summary.queues
    waiting = queues[queues["kind"] == "station"].groupby("minute", sort=True)["mean"].sum()
    minutes = waiting.index.to_numpy(float)
    if len(minutes) < 2:
        return DAY, np.array([])
    if _hours_are_alike(scenario):
        return float(minutes[1] - minutes[0]) * 60.0, waiting.to_numpy()
    day = (minutes * 60.0 // DAY).astype(int)
    whole = day < int(minutes[-1] * 60.0 // DAY)
    if not whole.any():
        return DAY, np.array([])
    return DAY, np.bincount(day[whole], waiting.to_numpy()[whole]) / np.bincount(day[whole])


def _hours_are_alike(scenario):
    """Whether nothing of the port hangs on the hour: no calendar, no shift, arrivals by one law alone."""
    roster, policy = scenario.roster, scenario.policy
    timed = roster.shifts or policy.quotas or policy.slots
    open_always = all(_is_always(calendar) for calendar in roster.calendars.values())
    by_one_law = all(flow.arrives in ALIKE for flow in scenario.demand.flows.values())
    return not timed and open_always and by_one_law


def _is_always(calendar):
    whole = sum(hours.end - hours.start for hours in calendar.hours) >= DAY
    return whole and len(calendar.days) == WEEK and not calendar.closed


def _climbs(rest):
    """Whether the second half lies above the first by more than luck, batch by batch."""
    count = len(rest) // BATCH
    batches = rest[: count * BATCH].reshape(count, BATCH).mean(axis=1)
    first, second = batches[: count // 2], batches[count // 2 :]
    if len(first) < 2 or np.ptp(batches) == 0:
        return False
    return bool(ttest_ind(second, first, equal_var=False, alternative="greater").pvalue < CLIMBS)
