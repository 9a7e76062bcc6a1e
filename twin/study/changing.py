"""The same scenario with some of its things changed: stations, shifts, quotas … by their names."""

from dataclasses import replace

from twin.model.frozen import FrozenDict


def with_things(scenario, section, kind, things):
    """The scenario with {name: thing} put into a kind of a section, as "layout" and "stations"."""
    part = getattr(scenario, section)
    every = FrozenDict({**getattr(part, kind), **things})
    return replace(scenario, **{section: part.model_copy(update={kind: every})})


def with_thing(scenario, where, name, **values):
    """The scenario in which one thing has other values; `where` is its (section, kind)."""
    thing = getattr(getattr(scenario, where[0]), where[1])[name]
    return with_things(scenario, *where, {name: thing.model_copy(update=values)})
