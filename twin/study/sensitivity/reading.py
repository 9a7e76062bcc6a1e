"""The level of a target in one run, without all else that a summary measures."""

import numpy as np

from twin.results.causes import use_shares
from twin.results.dictionary import ENTITY, LEVEL, USE, VISIT
from twin.results.entities import entity_measures, subjects
from twin.results.field import field_and_changes
from twin.results.spans import Window, spans
from twin.results.sweep import sweep
from twin.results.visited import level_measures, visit_measures, waits
from twin.study.target import PORT


def level_of(plan, run, target):
    """What `target.values` reads of the summary of this one run, nan where it has no value."""
    seen = spans(plan, run)
    window = Window(min(plan.warm_up, run.end), run.end)
    for measured in (_of_subjects, _of_visits, _of_levels, _of_use):
        found = measured((plan, run, seen, window), target)
        if not np.isnan(found):
            return found
    return float("nan")


def _of_subjects(given, target):
    plan, run, seen, window = given
    rows = [
        i
        for i, (scope, name, cls) in enumerate(subjects(plan))
        if (name == target.name if target.name else scope == PORT) and (cls == "all" or scope == "class")
    ]
    column = _column(ENTITY, target)
    if column is None or not rows:
        return float("nan")
    return _first(entity_measures(plan, run, seen, window)[rows, column])


def _of_visits(given, target):
    plan, _, seen, window = given
    column, rows = _column(VISIT, target), _places(seen, target)
    if column is None or not rows:
        return float("nan")
    return _first(visit_measures(plan, seen, waits(seen, window), window)[rows, 0, column])


def _of_levels(given, target):
    plan, _, seen, window = given
    column, rows = _column(LEVEL, target), _places(seen, target)
    if column is None or not rows:
        return float("nan")
    return _first(level_measures(plan, seen, window)[rows, column])


def _of_use(given, target):
    plan, run, seen, window = given
    column, rows = _column(USE, target), _places(seen, target)
    if column is None or not rows:
        return float("nan")
    tally = sweep(*field_and_changes(plan, run, seen, window), window)
    return _first(use_shares(plan, tally)[rows, column])


def _column(measures, target):
    return next((i for i, measure in enumerate(measures) if measure.name == target.measure), None)


def _places(seen, target):
    return [i for i, place in enumerate(seen.places.names) if target.name and place.name == target.name]


def _first(values):
    """The first value that is one, nan without any."""
    known = values[~np.isnan(values)]
    return float(known[0]) if len(known) else float("nan")
