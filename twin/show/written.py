"""How numbers are written: with their interval, as precisely as it allows."""

import math
from typing import NamedTuple

from twin.show.text import say

# Where a larger unit begins, the factor to it, its name. Times come in seconds.
TIMES = ((0.0, 1.0, "s"), (120.0, 1 / 60, "min"), (6 * 3600.0, 1 / 3600, "h"), (4 * 86400.0, 1 / 86400, "d"))
MASSES = ((0.0, 1e-3, "t"), (1e8, 1e-6, "kt"))  # from kg
FACTOR_TO_BASE = {"s": 1.0, "min": 60.0, "h": 3600.0, "kg": 1.0, "t": 1000.0}
STEPS = {"s": TIMES, "min": TIMES, "h": TIMES, "kg": MASSES, "t": MASSES}
NO_NUMBER = "–"
DUST = 1e-9  # of a mean: an interval so narrow is what adding in another order leaves
KEPT = "\u00a0"  # a blank at which no line breaks


class Scale(NamedTuple):
    """The unit that fits a set of numbers, and what to multiply them by."""

    factor: float
    unit: str


class Written(str):
    """A written number that still knows what it says, in the unit it is written in: for tables of numbers."""

    mean: float
    low: float
    high: float
    unit: str

    def __new__(cls, text, values, unit=""):
        written = super().__new__(cls, text)
        written.mean, written.low, written.high = values
        written.unit = unit
        return written


def exact(value):
    """The three numbers of one that has no interval."""
    return value, math.nan, math.nan


def scale_for(values, unit):
    """The scale in which the largest of the values reads well."""
    if unit in ("share", "1"):
        return Scale(100.0, "%")
    if unit not in STEPS:
        return Scale(1.0, unit)
    base = FACTOR_TO_BASE[unit]
    largest = max((abs(v) * base for v in values if math.isfinite(v)), default=0.0)
    fitting = [Scale(factor * base, name) for begin, factor, name in STEPS[unit] if largest >= begin]
    return fitting[-1]


def decimals(spread, value=0.0):
    """As many decimals as leave one digit of the spread, two where it begins with 1 or 2; else three."""
    if math.isfinite(spread) and spread > 0:
        power = math.floor(math.log10(spread))
        return min(4, max(0, (1 if spread < 3 * 10.0**power else 0) - power))
    if not math.isfinite(value) or value == 0 or float(value).is_integer():
        return 0
    return min(4, max(0, 2 - math.floor(math.log10(abs(value)))))


def plain(value, places=None):
    """A number alone, for things that are given and not estimated: servers, metres, days.

    >>> plain(3109.0), plain(0.125)
    ('3,109', '0.125')
    """
    if value is None or not math.isfinite(value):
        return NO_NUMBER
    text = f"{value:,.{decimals(math.nan, value) if places is None else places}f}"
    return Written(text, exact(float(value)))


def estimate(mean, low, high, scale):
    """A mean with its interval, rounded to what the interval allows.

    >>> estimate(412.31, 388.02, 436.6, Scale(1.0, "min")).replace(KEPT, " ")
    '412 [388, 437]'
    """
    if not math.isfinite(mean):
        return NO_NUMBER
    mean, low, high = mean * scale.factor, low * scale.factor, high * scale.factor
    if not (math.isfinite(low) and math.isfinite(high)):
        return Written(plain(mean), exact(mean), scale.unit)
    if high - low <= DUST * abs(mean):
        low = high = mean
    places = decimals((high - low) / 2, mean)
    mean_text, low_text, high_text = (f"{_no_minus_zero(v, places):,.{places}f}" for v in (mean, low, high))
    text = f"{mean_text} [{low_text},{KEPT}{high_text}]"
    if low_text == high_text:  # they agree in all that is written
        text = mean_text if low == high else plain(mean)
    return Written(text, (mean, low, high), scale.unit)


def with_unit(number, unit, lang):
    """A written number and its unit; the percent sign and an empty unit need no word."""
    text = f"{number}{KEPT}{say(unit, lang)}" if unit else number
    if not isinstance(number, Written):
        return text
    return Written(text, (number.mean, number.low, number.high), unit)


def said_estimate(row, lang):
    """The mean of a row with interval and unit; a row is anything with mean, low, high and unit."""
    scale = scale_for([row.mean], row.unit)
    return with_unit(estimate(row.mean, row.low, row.high, scale), scale.unit, lang)


def measured(row, lang):
    """A measure of a table, times and shares with their unit; no measure is below 0, nor its interval."""
    scale = scale_for([row.mean], row.unit)
    text = estimate(row.mean, max(row.low, 0.0), row.high, scale)
    return with_unit(text, scale.unit, lang) if row.unit in ("s", "share") else text


def measure_title(text, unit, lang):
    """What a measure is called at the head of numbers that stand without their unit."""
    return text if unit in ("s", "share", "") else f"{text} ({say(unit, lang)})"


def share(value):
    """A share as percent, a whole number where that is precise enough.

    >>> share(0.456), share(0.004)
    ('46 %', '0.4 %')
    """
    if value is None or not math.isfinite(value):
        return NO_NUMBER
    places = 0 if value == 0 or abs(value) >= 0.095 else 1
    text = "<0.1 %" if 0 < abs(value) < 0.0005 else f"{value * 100:.{places}f} %"
    return Written(text, exact(100.0 * value), "%")


def duration(seconds, lang):
    """A given duration in the unit that reads well."""
    scale = scale_for([seconds], "s")
    number = Written(f"{seconds * scale.factor:,.4g}", exact(seconds * scale.factor))
    return with_unit(number, scale.unit, lang)


def _no_minus_zero(value, places):
    return 0.0 if round(value, places) == 0 else value
