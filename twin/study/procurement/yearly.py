"""What a year is worth to whom: days like those simulated, times the prices of the need.

Of each class half the sum of its volumes with and without, times the difference of its times, is what users
gain (the rule of a half): those who come anyway gain all of it, those who come because of it a half.
"""

from typing import NamedTuple

import numpy as np

from twin.results.intervals import mean_intervals
from twin.study.procurement.need import HOURS_OF_A_YEAR, Figure

HOUR = 3600.0
NORMAL_P95 = 1.6448536269514722  # standard deviations from the mean to the 95th percentile of a normal law
ITEMS = ("time", "reliability", "fuel", "cargo", "climate", "alarms")
PORT = "port"
STAKEHOLDER = {
    "time": "carriers",
    "reliability": "carriers",
    "fuel": "carriers",
    "cargo": "shippers",
    "climate": "public",
    "alarms": PORT,
}
# Days a year that a peak stands for where the need does not say: the twentieth that is as full or fuller.
FULL_DAYS = Figure(
    18.0, "18", "assumed 5 to 60: the fullest twentieth of a year's days; others count nothing"
)


class Gain(NamedTuple):
    """What a year is better than with nothing bought: a mean and its variance, by item."""

    mean: dict  # [item] CNY a year
    variance: dict  # [item] of the mean
    hours: float  # hours of vehicles and persons in the port that are saved a year
    hours_low: float
    hours_high: float
    replications: int

    @property
    def total(self):
        """CNY a year, all items."""
        return sum(self.mean.values())


def gain(need, prices, pairs):
    """The Gain of [(base Response, Response, days a year)] over the kinds of days.

    `prices`: {class: (EntityClass, Figure of its hour)}. Days below 0 are days that the base has itself, and
    that it is relieved of. A year is added up replication by replication, as the same number is the same luck
    on every day; where days have different numbers of replications only those that all have are taken.
    """
    fewest = min(len(one.level) for base, own, _ in pairs for one in (base, own))
    hours, year = np.zeros(fewest), {item: np.zeros(fewest) for item in ITEMS}
    for base, own, days in pairs:
        saved, items = _of_a_day(need, prices, (base, own), fewest)
        hours += saved * days / own.days
        for item, amounts in items.items():
            year[item] += amounts * days / own.days
    saved, low, high, _ = (float(each) for each in mean_intervals(hours))
    mean = {item: float(amounts.mean()) for item, amounts in year.items()}
    return Gain(mean, {item: _variance(amounts) for item, amounts in year.items()}, saved, low, high, fewest)


def _variance(amounts):
    """Of their mean; nan where one replication cannot tell."""
    return float(amounts.var(ddof=1) / len(amounts)) if len(amounts) > 1 else np.nan


def _of_a_day(need, prices, responses, both):
    """(hours saved [replication], {item: CNY [replication]}) over what one replication looks at."""
    base, own = responses
    saved, items = np.zeros(both), {item: np.zeros(both) for item in ITEMS}
    for cls, (record, figure) in prices.items():
        if (cls, "arrived") not in own.classes or (cls, "arrived") not in base.classes:
            continue
        volume = 0.5 * (_of(base, cls, "arrived", both) + _of(own, cls, "arrived", both))
        less = _less(base, own, (cls, "time_in_port_mean", both))
        hours = volume * less / HOUR
        spread = (_less(base, own, (cls, "time_in_port_p95", both)) - less) / NORMAL_P95
        saved += hours
        items["time"] += hours * figure.value
        items["reliability"] += volume * spread / HOUR * figure.value * need.value("reliability")
        worth = record.carries / 1000 * need.value("cargo_value")
        items["cargo"] += hours * worth * need.value("discount") / HOURS_OF_A_YEAR
        items["fuel"] += _burnt(base, cls, "fuel_cost", both) - _burnt(own, cls, "fuel_cost", both)
        fewer = _burnt(base, cls, "co2", both) - _burnt(own, cls, "co2", both)
        items["climate"] += fewer / 1000 * need.value("carbon_price")
    items["alarms"] += (_alarms(base, both) - _alarms(own, both)) * need.value("alarm_cost")
    return saved, items


def _burnt(response, cls, what, both):
    found = getattr(response, what).get(cls)
    return np.zeros(both) if found is None else found[:both]


def _of(response, cls, measure, both):
    return np.nan_to_num(response.classes[cls, measure][:both])


def _less(base, own, key):
    """By how many seconds a measure of a class is less than with nothing bought."""
    cls, measure, both = key
    return _of(base, cls, measure, both) - _of(own, cls, measure, both)


def _alarms(response, both):
    found = response.port.get("false_alarms")
    return np.zeros(both) if found is None else found[:both]
