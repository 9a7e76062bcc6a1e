"""The shifts that people can be given: when they begin, how long they are, their break, what they cost.

early: {starts: ["06:00", "07:00"], length: 8 h, break: 30 min, break_after: 4 h, fewest: 0, most: 12}
night: {starts: "22:00", length: 8 h, cost: 130 %}
"""

from pathlib import Path
from typing import NamedTuple

from twin.model import yaml_text
from twin.model.errors import Fault, ScenarioError, unknown
from twin.model.units import DAY, DURATION, read
from twin.model.values import clock

HOUR = 3600.0
WORDS = ("starts", "length", "break", "break_after", "fewest", "most", "cost")


class Shift(NamedTuple):
    """A shift that may begin at several times of the day; all in seconds."""

    name: str
    starts: tuple
    length: float
    rest: float = 0.0
    rest_after: float = 0.0
    fewest: int = 0  # people a day, all starts together
    most: int | None = None
    cost: float = 1.0  # of an hour, against an hour by day


# assumed: eight hours with half an hour's break after four, from any full hour on, every hour at one cost
USUAL = (Shift("day", tuple(h * HOUR for h in range(24)), 8 * HOUR, rest=0.5 * HOUR, rest_after=4 * HOUR),)


def shifts_in(path):
    """The shifts of a YAML file; all faults are refused at once."""
    path = Path(path)
    if not path.is_file():
        raise ScenarioError([Fault("shifts", str(path), "there is no such file")])
    page = yaml_text.read(path.read_text(encoding="utf-8"), path.name)
    faults, found = list(page.faults), []
    for name, said in page.tree.items():
        shift, wrong = _shift(name, said, page)
        faults += wrong
        found.append(shift)
    if not page.tree and not faults:
        faults = [Fault("shifts", str(path), "has no shift; write e.g. day: {starts: 06:00, length: 8 h}")]
    if faults:
        raise ScenarioError(faults)
    return tuple(found)


def _shift(name, said, page):
    """(Shift or None, faults)."""
    if not isinstance(said, dict):
        text = "is wanted as {starts: …, length: …}"
        return None, [Fault(f"shifts.{name}", str(said), text, page.place((name,)))]
    faults = []

    def value(word, reading, default):
        if word not in said:
            return default
        try:
            return reading(said[word])
        except (ValueError, TypeError) as error:
            fault = Fault(f"shifts.{name}.{word}", str(said[word]), str(error), page.place((name, word)))
            faults.append(fault)
            return default

    faults += [
        Fault(f"shifts.{name}.{word}", "", unknown("word", word, WORDS), page.place((name, word)))
        for word in said
        if word not in WORDS
    ]
    missing = [word for word in ("starts", "length") if word not in said]
    faults += [Fault(f"shifts.{name}", "", f"{word}: is missing", page.place((name,))) for word in missing]
    length = value("length", _seconds, 8 * HOUR)
    shift = Shift(
        name,
        value("starts", _clocks, ()),
        length,
        rest=value("break", _seconds, 0.0),
        rest_after=value("break_after", _seconds, length / 2),
        fewest=value("fewest", _count, 0),
        most=value("most", _count, None),
        cost=value("cost", _factor, 1.0),
    )
    return shift, [*faults, *_contradictions(shift, page)]


def _contradictions(shift, page):
    path, place = f"shifts.{shift.name}", page.place((shift.name,))
    if not 0 < shift.length <= DAY:
        yield Fault(path, f"{shift.length / HOUR:g} h", "a shift lasts up to 24 h", place)
    if shift.rest and shift.rest_after + shift.rest >= shift.length:
        yield Fault(path, "", "the break ends after the shift; begin it earlier", place)
    if shift.most is not None and shift.most < shift.fewest:
        yield Fault(path, f"{shift.fewest} to {shift.most}", "most: is below fewest:", place)


def _clocks(value):
    return tuple(float(clock(text)) for text in (value if isinstance(value, list) else [value]))


def _seconds(value):
    return float(read(value, DURATION))


def _count(value):
    number = int(str(value))
    if number < 0:
        raise ValueError("is a number of people, 0 or more")
    return number


def _factor(value):
    text = str(value).strip()
    number = float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)
    if not 0 < number < float("inf"):
        raise ValueError("is a share of the cost of an hour by day, as 130 %")
    return number
