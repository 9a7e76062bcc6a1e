"""What one cell of an offer says: quantities with their units, money in any currency, people."""

import re
from fractions import Fraction
from typing import NamedTuple

from twin.model import units
from twin.model.law import Law, read_law
from twin.model.units import YEAR
from twin.study.procurement.offer import scaled

HOME = "CNY"
SCALES = {"": 1, "k": 10**3, "M": 10**6, "B": 10**9, "万": 10**4, "亿": 10**8}
SIGNS = {"元": HOME, "RMB": HOME, "¥": HOME, "€": "EUR", "$": "USD", "欧元": "EUR", "美元": "USD"}
MONTH = Fraction(YEAR, 12)
_MONEY = re.compile(r"([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*(k|M|B|万|亿)?\s*([A-Z]{3}|元|¥|€|\$|欧元|美元)")
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(,\d{3})+(?!\d)")
_CREW = re.compile(r"(\d+)(?:\s+(?:x\s+)?([a-z][a-z0-9_]*))?")
_SPREAD = Fraction(30, 100)  # assumed of a service whose vendor tells its throughput only


class Money(NamedTuple):
    """An amount in a currency."""

    amount: float
    currency: str

    def in_home(self, rates):
        """The amount in CNY."""
        return self.amount * rates[self.currency]


class Crew(NamedTuple):
    """How many people work a machine, and of which pool of the port, '' where that is not said."""

    people: int
    pool: str


def plain(text):
    """A text without the commas that group digits: '28,000,000' is 28000000."""
    return _GROUPED.sub(lambda found: found[0].replace(",", ""), " ".join(text.split()))


def money(text):
    """The Money of a text.

    >>> money("28 M CNY") == money("2800 万元") == Money(28e6, "CNY")
    True
    """
    found = _MONEY.fullmatch(plain(text))
    if not found or not units.split(found[1]):
        raise ValueError("not an amount of money with its currency; write e.g. '28 M CNY' or '3.5 M EUR'")
    currency = SIGNS.get(found[3], found[3])
    return Money(float(Fraction(found[1]) * SCALES[found[2] or ""]), currency)


def yearly(text):
    """Money a year ('2.5 M CNY/y'), or a share of the price a year ('8 %', '8 %/y')."""
    said = plain(text)
    bare = re.sub(r"\s*(/\s*(y|a|year|年))$", "", said)
    if bare.endswith("%"):
        return share(bare)
    if bare == said:
        raise ValueError("no amount a year; write e.g. '2.5 M CNY/y', or '8 %' of the price a year")
    return money(bare)


def share(text):
    """A fraction from 0 to 1."""
    value = float(units.read(plain(text), units.SHARE))
    if not 0 <= value <= 1:
        raise ValueError("a share is from 0 % to 100 %")
    return value


def years(text):
    """Years of a life or a delivery: '12 y', '9 months', '40 week'."""
    said = plain(text)
    found = re.fullmatch(r"([-+]?[\d.]+)\s*(months?|个月)", said)
    amount = Fraction(found[1]) * MONTH if found and units.split(found[1]) else units.read(said, units.AGE)
    if amount < 0:
        raise ValueError("a time is not negative")
    return float(amount / YEAR)


def life(text):
    """Years of life, above 0."""
    said = years(text)
    if said <= 0:
        raise ValueError("a life is above 0; write e.g. '12 y'")
    return said


def seconds(text):
    """A duration that is not negative."""
    return _at_least_zero(text, units.DURATION)


def seconds_above_zero(text):
    """A duration above 0."""
    return _above_zero(seconds(text), "a duration")


def service(text):
    """The Law of a service time, whose mean is above 0."""
    said = plain(text)
    if said.startswith("observed"):
        raise ValueError("an offer has no observed durations; write a law, as 'triangular 90 s 130 s 200 s'")
    law = read_law(said, {})
    _above_zero(law.mean, "a mean service time")
    return law


def throughput(text):
    """Vehicles a second."""
    return _above_zero(float(units.read(plain(text), units.RATE)), "a throughput")


def power(text):
    """Watts."""
    return _at_least_zero(text, units.POWER)


def ground(text):
    """Square metres, above 0."""
    return _above_zero(_at_least_zero(text, units.AREA), "an area")


def crew(text):
    """The Crew of '2', or of '2 image_analysts'."""
    found = _CREW.fullmatch(plain(text))
    if not found:
        raise ValueError("not a number of people; write e.g. '2', or '1 officers' with the port's own pool")
    return Crew(int(found[1]), found[2] or "")


def of_throughput(rate, move_up, pattern):
    """The service Law behind a throughput: the catalogue's shape if there is a pattern, else lognormal."""
    mean = 1.0 / rate - move_up
    if mean <= 0:
        raise ValueError(f"leaves no time for a service: moving up alone takes {move_up:g} s")
    return scaled(pattern, mean / pattern.mean) if pattern else Law("lognormal", (mean, float(_SPREAD)))


def written(law):
    """The law in the words of a port's file."""
    said = [f"{value!r} s" for value in law.values]
    if law.family in ("lognormal", "gamma", "weibull", "normal"):
        return f"{law.family} mean {said[0]} cv {law.values[1] * 100!r} %"
    forms = {
        "exponential": "exponential mean {0}",
        "uniform": "uniform {0} to {1}",
        "triangular": "triangular {0} {1} {2}",
        "constant": "constant {0}",
    }
    if law.family == "erlang":
        return f"erlang mean {said[0]} stages {int(law.values[1])}"
    return forms[law.family].format(*said)


def _at_least_zero(text, kind):
    amount = units.read(plain(text), kind)
    if amount < 0:
        raise ValueError(f"{kind.name} is not below 0")
    return float(amount)


def _above_zero(value, what):
    if not value > 0:
        raise ValueError(f"{what} is above 0")
    return value
