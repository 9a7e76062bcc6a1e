"""How a value is written at a position of its range: quantities, whole numbers, laws, hours, times of day."""

import math
import re
from typing import NamedTuple

from twin.model import units
from twin.model.law import FAMILIES, Law, read_law

DAY = 24 * 60  # minutes
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_COUNTED = re.compile(r"[-+]?\d+")
_WEIGHTS = "demand.profiles."  # whole numbers there are weights that happen to be whole


class Range(NamedTuple):
    """A range as written, the steps it has (0 if it has no steps), and the text of each position."""

    low: str
    high: str
    steps: int
    text: object  # position -> text


def ranged(row, observed):
    """The Range of a row of the ledger with a low and a high end, or the reason why it has none."""
    value = row.value.strip()
    if _SPAN.fullmatch(value):
        return _hours(row)
    if _TIME.fullmatch(value):
        return _time(row)
    if value.split(" ", 1)[0] in FAMILIES:
        return _law(row, observed)
    if " to " in value:
        return f"{value} is itself from one number to another, and its range says of neither"
    low, high = (_with_unit_of(value, end) for end in (row.low, row.high))
    ends = _same_kind(value, low, high)
    if ends is None:
        return f"the range {row.low} to {row.high} is in another unit than {value}"
    return _numbers(row.path, (value, low, high), ends[1:])


def spread_of(row, share, observed):
    """The Range of a value that has none: so much of it to either side; None where it is no quantity."""
    value = row.value.strip()
    if value.split(" ", 1)[0] in FAMILIES:
        mean = read_law(value, observed).mean
        low, high = f"{mean * (1 - share):.9g} s", f"{mean * (1 + share):.9g} s"
        return _law(row._replace(low=low, high=high), observed)
    parts = units.split(value)
    if parts is None or not parts[0]:
        return None
    amount, unit = float(parts[0]), parts[1]
    low, high = sorted((amount * (1 - share), amount * (1 + share)))
    if unit == "%":
        high = max(amount, min(high, 100.0))
    if not unit and _COUNTED.fullmatch(value) and not row.path.startswith(_WEIGHTS):
        low, high = max(math.floor(low), min(1, int(amount))), math.ceil(high)
    written = [f"{end:.9g} {unit}".strip() for end in (low, high)]
    ends = _same_kind(value, *written)  # hours and times of day begin with a number as well
    return _numbers(row.path, (value, *written), ends[1:]) if ends else None


def _with_unit_of(value, end):
    """An end with the unit of its value where it has none itself: '25/d | assumed 10 to 50'."""
    unit = (units.split(value) or (0, ""))[1]
    return f"{end} {unit}" if unit and units.number(end) is not None else end


def _same_kind(*texts):
    """The texts as numbers in the unit of SI that all of them have, or None."""
    parts = [units.split(text) for text in texts]
    if None in parts:
        return None
    if not any(unit for _, unit in parts):
        return [float(amount) for amount, _ in parts]
    for kind in units.KINDS:
        if all(unit in kind.units for _, unit in parts):
            return [float(amount * kind.units[unit]) for amount, unit in parts]
    return None


def _numbers(path, texts, ends):
    """The Range of a quantity, or of a whole number: each of those is as probable as the others."""
    value, low, high = texts
    first, last = ends
    whole = all(_COUNTED.fullmatch(text.strip()) for text in texts) and not path.startswith(_WEIGHTS)
    if whole:
        steps = int(abs(last - first)) + 1
        way = 1 if last >= first else -1
        return Range(low, high, steps, lambda u: str(int(first) + way * min(int(u * steps), steps - 1)))
    unit = units.split(low)[1]
    size = next((float(kind.units[unit]) for kind in units.KINDS if unit in kind.units), 1.0)
    return Range(low, high, 0, lambda u: f"{(first + u * (last - first)) / size:.9g} {unit}".strip())


def _law(row, observed):
    """The Range of a law: it keeps its shape, and its mean goes over the range.

    A range that does not hold the mean is one of the mode, or of the longest, whichever it holds.
    """
    law, ends = read_law(row.value, observed), _same_kind("0 s", row.low, row.high)
    if ends is None:
        return f"the range {row.low} to {row.high} is no duration"
    if law.family == "observed":
        return "a list of observed values is no law that a range could stretch"
    low, high = sorted(ends[1:])
    middle = next((x for x in (law.mean, *reversed(law.values)) if low <= x <= high and x > 0), None)
    if law.family not in ("uniform", "triangular") and not (low <= law.mean <= high and law.mean > 0):
        middle = None
    if middle is None:
        return f"the range {row.low} to {row.high} does not hold what {row.value} is about"
    return Range(row.low, row.high, 0, lambda u: _written(law, (low + u * (high - low)) / middle))


def _written(law, factor):
    """A law with all its durations so many times as long, in words."""
    if factor <= 0:
        return "0 s"
    said = [f"{value * factor:.9g} s" for value in law.values]
    if law.family == "constant":
        return said[0]
    if law.family == "uniform":
        return f"uniform {said[0]} to {said[1]}"
    if law.family == "triangular":
        return f"triangular {' '.join(said)}"
    return f"{law.family} mean {said[0]}{_shape(law)}"


def _shape(law: Law):
    if law.family == "exponential":
        return ""
    return f" stages {int(law.values[1])}" if law.family == "erlang" else f" cv {law.values[1] * 100:.9g} %"


def _hours(row):
    """The Range of opening hours: both ends move together from the shortest to the longest."""
    opening = _minutes(row.value)[0]
    lengths = _same_kind("0 s", row.low, row.high)
    if lengths:  # of so many hours from the opening on
        low, high = ((opening, opening + length / 60) for length in lengths[1:])
    else:
        low, high = (_minutes(text) for text in (row.low, row.high))
    if low is None or high is None:
        return f"the range {row.low} to {row.high} is no pair of hours"

    def text(u):
        return "-".join(_clock(a + u * (b - a)) for a, b in zip(low, high, strict=True))

    return Range(row.low, row.high, 0, text)


def _minutes(text):
    """(opening, closing) in minutes, closing after opening; None of other texts."""
    match = _SPAN.fullmatch(text.strip())
    if not match:
        return None
    start, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    return start, end if end > start else end + DAY


def _time(row):
    """The Range of a time of day."""
    ends = [_TIME.fullmatch(text.strip()) for text in (row.low, row.high)]
    if None in ends:
        return f"the range {row.low} to {row.high} is no pair of times"
    first, last = (int(match[1]) * 60 + int(match[2]) for match in ends)
    return Range(row.low, row.high, 0, lambda u: _clock(first + u * (last - first)))


def _clock(minutes):
    """A time of day to the minute; midnight at the end of a day is 24:00."""
    minutes = round(minutes)
    minutes = minutes if minutes <= DAY else minutes - DAY
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
