"""What days of a port cost, kept replication by replication: a search that broke off goes on where it was."""

from hashlib import blake2b

import numpy as np

from twin.results.store import key
from twin.study.kept import code, recipe_of
from twin.study.playbook.worth import UNITS
from twin.study.running.parts import recipe_of_parts


def days_file(folder, factors):
    """Where values of days lie that this program made with these factors."""
    name = blake2b(f"{code()} {factors!r}".encode(), digest_size=8).hexdigest()
    return folder / "playbook" / "days" / f"{name}.csv"


def name_of(scenario, engine):
    """What the days of a scenario are kept under, whatever their number."""
    return key(recipe_of_parts(recipe_of(scenario, engine, "visits")))


def missing(levels, name, numbers):
    """Those of the numbers of which a value is not kept."""
    return [
        number
        for number in numbers
        if any(levels.get(f"{name}.{measure}", number) is None for measure in UNITS)
    ]


def put(levels, name, numbers, values):
    """Keeps {measure of UNITS: [replication]} of the numbered replications."""
    for measure, column in values.items():
        for number, value in zip(numbers, column, strict=True):
            levels.add(f"{name}.{measure}", number, float(value))


def taken(levels, name, numbers):
    """{measure: [replication]} of numbers that are all kept."""
    return {
        measure: np.array([levels.get(f"{name}.{measure}", number) for number in numbers])
        for measure in UNITS
    }
