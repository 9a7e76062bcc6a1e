"""What a buyer needs, and the prices by which a year is valued, each with where it is from."""

import math
from typing import NamedTuple

from twin.model.units import YEAR
from twin.study.emissions.factors import engine_of

REPLACE, ADD = "replace", "add"
HOURS_OF_A_YEAR = YEAR / 3600


class Figure(NamedTuple):
    """One value in SI or CNY, as it was written, and its origin."""

    value: object
    text: str
    origin: str


class Need(NamedTuple):
    """The requirement in testable form: figures by word, and values by name of what they are about."""

    figures: dict  # [word] Figure
    days: dict  # [peak] Figure: days a year like it; empty: the default of yearly.days_of
    hour_values: dict  # [class] Figure: CNY of one hour of a vehicle or person
    rates: dict  # [currency] (CNY of one unit, origin)
    weights: dict  # [name of a stress] Figure: how much it counts in the expected regret

    def value(self, word):
        """The value of a word, None where the need does not say it and there is no default."""
        return self.figures[word].value if word in self.figures else None


# What holds where the need does not say it otherwise: word, text, origin. The texts are read as a need's own.
DEFAULTS = {
    "how": ("replace", "the machines offered take the place of those that are there"),
    "machines": ("3", "assumed, at most so many of one offer"),
    "horizon": ("15 y", "assumed, about the life of a scanner"),
    "growth": ("0 %/y", "assumed, no growth unless the need states it"),
    "discount": (
        "8 %/y",
        "social discount rate of NDRC and MOHURD, Methods and Parameters for the Economic Evaluation of "
        "Construction Projects, 3rd edition, 2006",
    ),
    "reliability": ("40 %", "assumed 20 % to 80 %: an hour less of standard deviation against an hour less"),
    "wage": ("150 k CNY/y", "assumed 100 k CNY/y to 200 k CNY/y, a person employed at the machines"),
    "employed": ("2.4", "assumed 2 to 5: persons on the payroll for one post of a day port"),
    "energy": ("0.7 CNY", "assumed 0.5 CNY to 0.9 CNY a kWh"),
    "carbon_price": ("80 CNY", "assumed 50 CNY to 150 CNY a tonne of CO2"),
    "cargo_value": ("1 k CNY", "assumed 0.5 k CNY to 20 k CNY a tonne: what stands still costs interest"),
    "alarm_cost": ("500 CNY", "assumed 200 CNY to 1500 CNY: opening one vehicle that has nothing"),
}


def hour_value(need, scenario, cls, factors):
    """The Figure of one hour of a class; None for what is neither vehicle nor person, as documents are."""
    if cls in need.hour_values:
        return need.hour_values[cls]
    own = scenario.layout.classes[cls]
    if own.kind not in ("vehicle", "person"):
        return None
    engine = engine_of(cls, own, factors)
    factor = factors.engines[engine].get("time_cny_per_h")
    if factor is None:
        return None
    return Figure(
        factor.value, f"{factor.value:g} CNY/h", f"as {engine} in the factors of emissions: {factor.origin}"
    )


def growth_after(need, years):
    """By how much demand is larger after so many years."""
    return math.expm1(years * math.log1p(need.value("growth")))
