"""Recorded visits on the map of a layout: its stations and classes stand in for those of the records."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from twin.calibrate.overlay.matching import matched
from twin.show.text import label


class Laid(NamedTuple):
    """A recorded run that speaks of a layout, and what is not on its map."""

    scenario: object
    plan: object
    stations: dict  # key of the records -> name in the layout, of those that are on the map
    missing: tuple  # what the records call stations that are not
    unseen: int  # entities that were at none that is
    all: int  # entities


def laid_on(recorded, scenario, said):
    """The Laid of a RecordedRun on a scenario; `said` are pairs of names that the user gave."""
    layout, old = scenario.layout, recorded.scenario.layout
    names = recorded.plan.names
    on_map = {name: one for name, one in layout.stations.items() if one.at in layout.places}
    stations = _same(old.stations, on_map, said)
    classes = _same(old.classes, layout.classes, said)
    points = tuple(
        at._replace(name=stations[at.name])
        if at.kind == "station" and at.name in stations
        else at._replace(kind="")
        for at in names.points
    )
    strangers = {name: old.classes[name] for name in names.classes if name not in classes}
    layout = layout.model_copy(update={"classes": {**layout.classes, **strangers}})
    called = tuple(classes.get(name, name) for name in names.classes)
    plan = replace(recorded.plan, names=names._replace(points=points, classes=called))
    visits = recorded.run.visits
    seen = np.isin(visits["point"], [i for i, at in enumerate(points) if at.kind])
    every = len(np.unique(visits["key"]))
    return Laid(
        replace(scenario, layout=layout),
        plan,
        stations,
        tuple(label(name, old.stations, "zh") for name in old.stations if name not in stations),
        every - len(np.unique(visits["key"][seen])),
        every,
    )


def _same(old, new, said):
    """{key of the records: name in the layout}, by what the records call it."""
    texts = {label(name, old, "zh"): name for name in old}
    return {texts[text]: name for text, name in matched(texts, new, said).items() if name in new}
