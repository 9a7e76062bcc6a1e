"""Quantities: a number with its unit, read exactly."""

import re
from fractions import Fraction
from typing import NamedTuple

DAY = 86400
YEAR = 365 * DAY  # a year of flows and upkeep; calendars know the real ones


class Kind(NamedTuple):
    """What a unit measures: its name with its article, its units in SI, and examples to copy."""

    name: str
    units: dict[str, Fraction]
    example: str


def _units(**sizes: int | str) -> dict[str, Fraction]:
    return {unit: Fraction(size) for unit, size in sizes.items()}


_TIME = _units(s=1, min=60, h=3600, d=DAY, week=7 * DAY)
_MASS = _units(kg=1, t=1000, kt=10**6, Mt=10**9)
_PER = _TIME | {"y": Fraction(YEAR)}
_MONEY = {"CNY": Fraction(1), "k CNY": Fraction(10**3), "M CNY": Fraction(10**6), "B CNY": Fraction(10**9)}
_LENGTH = _units(m=1, km=1000)

DURATION = Kind("a duration", _TIME, "'5 s' or '5 min'")
AGE = Kind("a life", {"y": Fraction(YEAR), **_TIME}, "'10 y'")
LENGTH = Kind("a length", _LENGTH, "'80 m' or '6.19 km'")
SPEED = Kind(
    "a speed", {"m/s": Fraction(1), "km/h": Fraction(1000, 3600), "m/min": Fraction(1, 60)}, "'25 km/h'"
)
AREA = Kind(
    "an area", {"m2": Fraction(1), "ha": Fraction(10**4), "km2": Fraction(10**6)}, "'900 m2' or '17 ha'"
)
POWER = Kind("a power", _units(W=1, kW=1000, MW=10**6), "'40 kW'")
SHARE = Kind("a share", {"%": Fraction(1, 100)}, "'6 %'")
RATE = Kind("a rate", {f"/{unit}": 1 / size for unit, size in _PER.items()}, "'12/h' or '660/d'")
MASS = Kind("a mass", _MASS, "'117 t' or '900 kt'")
DRAIN = Kind(
    "a drain",
    {f"{mass}/{time}": size / per for mass, size in _MASS.items() for time, per in _PER.items()},
    "'175 kt/d'",
)
MONEY = Kind("an amount of money", _MONEY, "'0.4 M CNY'")
UPKEEP = Kind("an upkeep", {f"{unit}/y": size for unit, size in _MONEY.items()}, "'0.4 M CNY/y'")
KINDS = (DURATION, LENGTH, SPEED, AREA, POWER, SHARE, RATE, MASS, DRAIN, MONEY, AGE, UPKEEP)

_QUANTITY = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(\D.*)?")


def number(text: str) -> Fraction | None:
    """The exact number of a text without unit, or None."""
    match = _QUANTITY.fullmatch(text.strip())
    return Fraction(match[1]) if match and not match[2] else None


def split(value: object) -> tuple[Fraction, str] | None:
    """The exact number and the unit ('' if none) of a scalar, or None if it is not a quantity.

    >>> split("0.3 km")
    (Fraction(3, 10), 'km')
    """
    if isinstance(value, bool):
        return None
    match = _QUANTITY.fullmatch(str(value).strip())
    return (Fraction(match[1]), " ".join((match[2] or "").split())) if match else None


def read(value: object, kind: Kind) -> Fraction:
    """The quantity in SI, exactly; what is not one is refused with the way to write it.

    >>> read("0.3 km", LENGTH) == read("300 m", LENGTH) == 300
    True
    """
    parts = split(value)
    if parts is None:
        raise ValueError(f"not {kind.name}; write e.g. {kind.example}")
    amount, unit = parts
    if unit in kind.units:
        return amount * kind.units[unit]
    raise ValueError(_wrong_unit(amount, unit, kind))


def _wrong_unit(amount: Fraction, unit: str, kind: Kind) -> str:
    if not unit:
        if kind is SHARE:
            percent = amount * 100 if -1 <= amount <= 1 else amount
            return f"a share needs its percent sign; write '{written(percent)} %'"
        return f"no unit; write e.g. {kind.example}"
    of = next((other.name for other in KINDS if unit in other.units), None)
    known = ", ".join(list(kind.units)[:8])
    if of:
        return f"'{unit}' is a unit of {of.split(' ', 1)[1]}; {kind.name} is in {known}"
    return f"'{unit}' is not a unit; {kind.name} is in {known}"


def written(amount: Fraction | int | float) -> str:
    """The shortest decimal text of a number: '0.3', '12', '7000000'."""
    amount = Fraction(amount)
    return str(amount.numerator) if amount.denominator == 1 else repr(float(amount))
