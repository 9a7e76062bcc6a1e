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
    places = [i for i, place in enumerate(seen.places.names) if target.name and place.name == target.name]
    parts = (
        (ENTITY, _subjects(plan, target), lambda: entity_measures(plan, run, seen, window)),
        (VISIT, places, lambda: visit_measures(plan, seen, waits(seen, window), window)[:, 0]),
        (LEVEL, places, lambda: level_measures(plan, seen, window)),
        (USE, places, lambda: use_shares(plan, sweep(*field_and_changes(plan, run, seen, window), window))),
    )
    for measures, rows, made in parts:
        columns = [i for i, measure in enumerate(measures) if measure.name == target.measure]
        values = made()[rows, columns[0]] if columns and rows else np.zeros(0)
        known = values[~np.isnan(values)]
        if len(known):
            return float(known[0])
    return float("nan")


def _subjects(plan, target):
    """Rows of the port, or of the flow or class of the target's name."""
    return [
        i
        for i, (scope, name, cls) in enumerate(subjects(plan))
        if (name == target.name if target.name else scope == PORT) and (cls == "all" or scope == "class")
    ]
