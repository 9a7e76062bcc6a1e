"""One replication as small arrays, so that its visits need not be kept."""

from typing import NamedTuple

import numpy as np

from twin.results.causes import use_shares, waited_seconds, why_seconds
from twin.results.entities import entity_measures
from twin.results.field import field_and_changes
from twin.results.spans import Window, spans
from twin.results.sweep import sweep
from twin.results.visited import (
    curve_samples,
    hourly_waits,
    level_measures,
    queue_samples,
    time_grid,
    visit_measures,
    waits,
)


class RunMeasures(NamedTuple):
    """What is kept of a replication; what the rows mean follows from the plan alone."""

    entities: np.ndarray  # [subject, ENTITY] subjects of entities.subjects
    visits: np.ndarray  # [place, 1 + class, VISIT] all, then class by class
    levels: np.ndarray  # [place, LEVEL]
    use: np.ndarray  # [place, USE] nan where servers are not counted
    why: np.ndarray  # [cause] seconds, causes of causes.causes
    waited: float  # seconds that the causes share
    queues: np.ndarray  # [place, instant] entities, at links metres
    curves: np.ndarray  # [arrived or left, flow, instant]
    hourly: np.ndarray  # [mean, p95 or number, place, hour]
    balance: np.ndarray  # [arrived, left or inside, class] over the whole run
    end: float  # seconds


def reduce(plan, run):
    """The RunMeasures of a replication."""
    seen = spans(plan, run)
    window = Window(min(plan.warm_up, run.end), run.end)
    tally = sweep(*field_and_changes(plan, run, seen, window), window)
    grid, waited = time_grid(run.end), waits(seen, window)
    return RunMeasures(
        entities=entity_measures(plan, run, seen, window),
        visits=visit_measures(plan, seen, waited, window),
        levels=level_measures(plan, seen, window),
        use=use_shares(plan, tally),
        why=why_seconds(plan, tally),
        waited=waited_seconds(seen, window),
        queues=queue_samples(plan, seen, grid),
        curves=curve_samples(plan, run.trips, grid),
        hourly=hourly_waits(seen, waited),
        balance=balance(plan, run.trips),
        end=run.end,
    )


def balance(plan, trips):
    """[arrived, left or inside, class] counts over the whole run; parts are of their own classes."""
    here = trips[~np.isnan(trips["arrived"]) & (trips["half"] == 0)]
    n, gone = len(plan.names.classes), ~np.isnan(here["left"])
    cls = here["cls"].astype(np.int64)
    return np.stack([np.bincount(chosen, minlength=n) for chosen in (cls, cls[gone], cls[~gone])])
