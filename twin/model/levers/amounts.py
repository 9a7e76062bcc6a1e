"""What "two more" and "80 percent of" make of a value's text, exactly."""

import re
from fractions import Fraction
from math import floor

from twin.model import units
from twin.model.law import FAMILIES
from twin.model.levers.paths import Refused

# A number with its unit, where it is no coefficient of variation and no number of stages.
_PART = re.compile(
    r"(?<![\w.:])(?P<kept>(?:cv|stages) )?(?P<number>[-+]?\d+(?:\.\d+)?)(?P<unit>(?: ?[^\s\d]+)?)"
)


def plus(text: str, number: int) -> str:
    """A number of things and some more.

    >>> plus("6", 2)
    '8'
    """
    parts = units.split(text)
    if parts is None or parts[1] or parts[0].denominator != 1:
        raise Refused(f"'{text}' is not a number of things; more: adds to one, scale: and set: change others")
    return units.written(parts[0] + number)


def times(text: str, factor: Fraction) -> str:
    """A quantity, a law or a share scaled; a law keeps its cv, a number of things stays whole.

    >>> times("lognormal mean 5.2 d cv 40 %", Fraction(1, 2))
    'lognormal mean 2.6 d cv 40 %'
    """
    parts = units.split(text)
    if parts and (not parts[1] or any(parts[1] in kind.units for kind in units.KINDS)):
        unit = parts[1] if parts[1].startswith("/") else f" {parts[1]}".rstrip()
        return _number(parts[0], factor, whole=not parts[1]) + unit
    family = text.split(" ", 1)[0]
    drawn = re.fullmatch(r"\d+ to \d+", text)
    if drawn or family in FAMILIES and family != "observed":
        return _PART.sub(lambda part: _part(part, factor, bool(drawn)), text)
    raise Refused(
        f"'{text}' cannot be scaled; scale: takes a quantity, a law or a share; give it anew with set:"
    )


def factor(text: object) -> Fraction:
    """How much of it, from a share such as '90 %'."""
    try:
        return units.read(text, units.SHARE)
    except ValueError as error:
        raise Refused(f"'{text}': {error}") from None


def count(text: object) -> int:
    """How many more, from a whole number without unit, below 0 for fewer."""
    parts = units.split(text)
    if parts is None or parts[1] or parts[0].denominator != 1:
        raise Refused(f"'{text}' is not a number of things; write e.g. 2, or -1 for one fewer")
    return int(parts[0])


def _part(part: re.Match, factor: Fraction, whole: bool) -> str:
    if part["kept"]:
        return part[0]
    return _number(Fraction(part["number"]), factor, whole=whole) + part["unit"]


def _number(number: Fraction, factor: Fraction, *, whole: bool) -> str:
    scaled = number * factor
    if whole and number.denominator == 1:
        scaled = Fraction(floor(scaled + Fraction(1, 2)))  # half a thing is one more
    return units.written(scaled)
