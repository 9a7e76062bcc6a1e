"""Attributes that must be known before one can go on: they are asked first, and kept."""

from twin.model.questions import counted
from twin.plan.instructions import Ask, Put
from twin.plan.writing import Block


def asking(writing, spot, names):
    """The question about the first of the attributes whose case is not known yet, None where all are."""
    if len(spot.known) == len(names):
        return None
    name = names[len(spot.known)]
    said = counted(writing.draft.scenario, spot.node.thread.classes, name)
    targets = tuple(spot._replace(known=(*spot.known, case)) for case in range(len(said.cases)))
    return Block([Ask(name, said.shares, targets, writing.registers[name], True)])


def kept(writing, spot, names):
    """Instructions that keep what is known: whoever is made of these, or takes it over, has it too."""
    return [Put(writing.registers[name], case + 1) for name, case in zip(names, spot.known, strict=True)]


def values(writing, spot, names):
    """The cases that are known, by name."""
    cases = cases_of(writing, spot, names)
    return tuple(said[case] for said, case in zip(cases, spot.known, strict=False))


def cases_of(writing, spot, names):
    """The cases of each attribute."""
    classes = spot.node.thread.classes
    return [counted(writing.draft.scenario, classes, name).cases for name in names]
