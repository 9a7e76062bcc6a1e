"""The flows of an option year by year, and what they come to: cost over its life, worth, payback.

Bought is paid today, all else at the end of a year. A machine whose life ends before the horizon is bought
again at the same price; what is left at the horizon falls evenly from the price to its residual.
"""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.plan.compile import compile_plan
from twin.results.intervals import t_factor
from twin.study import offered
from twin.study.procurement import money
from twin.study.procurement.yearly import ITEMS

HOUR, DAY = 3600.0, 86400.0
COSTS = ("purchase", "upkeep", "crew", "energy")
LEFT = "residual"
AVOIDED = ("avoided_upkeep", "avoided_crew", "avoided_energy")
FLOW_ITEMS = (*COSTS, LEFT, *AVOIDED, *ITEMS)
RAMP = 10  # years after which gains no longer grow with demand: nobody has simulated so far
MONEY_COLUMNS = [
    "option", "offer", "count", "capital", "tco", "tco_a_year", "npv", "npv_low", "npv_high", "irr", "bcr",
    "payback", "payback_discounted", "gain_a_year", "gain_low", "gain_high", "hours_a_year", "hours_low",
    "hours_high", "cost_of_an_hour", "replications",
]  # fmt: skip


class Terms(NamedTuple):
    """The prices of time and money that flows are made by; a stress changes one of them."""

    horizon: int
    discount: float
    price: float = 1.0  # times the offers' prices
    gain: float = 1.0  # times the yearly gains


class Yearly(NamedTuple):
    """What an option costs and gains a year."""

    upkeep: float
    crew: float
    energy: float
    avoided: dict  # [item of AVOIDED] CNY of machines that go
    first: object  # Gain of a year with today's demand
    later: object  # Gain of year RAMP, or of the horizon if that is nearer


def running(need, ground, option, basis):
    """(upkeep, crew, energy, {item: avoided}) of an option, CNY a year."""
    offer, count = option.offer, option.count
    people = offer.believed("crew", basis) or 0.0
    watts = offer.believed("power", basis) or 0.0
    open_hours = hours_open(ground)
    avoided = dict.fromkeys(AVOIDED, 0.0)
    for model, _, number in ground.leave:
        record = ground.equipment(model)
        if record is not None:
            avoided["avoided_upkeep"] += number * (record.upkeep or 0.0)
            avoided["avoided_crew"] += _crew(need, sum(record.needs.values()) * number)
            avoided["avoided_energy"] += _energy(need, (record.power or 0.0) * number, open_hours)
    costs = offer.upkeep * count, _crew(need, people * count), _energy(need, watts * count, open_hours)
    return (*costs, avoided)


def _crew(need, people):
    return people * need.value("employed") * need.value("wage")


def _energy(need, watts, hours):
    return watts / 1000 * hours * need.value("energy")


def hours_open(ground):
    """Hours a year in which the station is open, by its hours on the days that are looked at."""
    plan = compile_plan(ground.scenario)
    station = next(i for i, point in enumerate(plan.names.points) if point[:2] == ("station", ground.station))
    servers = max(int(plan.arrays.station["servers"][station]), 1)
    seconds = float(offered.station_seconds(plan, station).sum()) / servers
    return seconds / HOUR / (plan.horizon / DAY) * 365


def flows(option, yearly, terms):
    """A frame: year, and CNY of each of FLOW_ITEMS; costs are below 0."""
    years = np.arange(terms.horizon + 1)
    offer, price = option.offer, option.price * terms.price
    table = {"year": years, **{item: np.zeros(len(years)) for item in FLOW_ITEMS}}
    bought = bought_in(offer.life, terms.horizon)
    for year in bought:
        table["purchase"][year] -= price
        table[LEFT][min(year + math.ceil(offer.life), terms.horizon)] += _left(option, year, terms)
    after = slice(1, None)
    works = np.clip(years[after] - offer.delivery, 0.0, 1.0)  # of each year, once it has been delivered
    for item in ("upkeep", "crew", "energy"):
        table[item][after] = -getattr(yearly, item) * works
    for item, amount in yearly.avoided.items():
        table[item][after] = amount * works
    grown = np.minimum(years[after] / max(min(RAMP, terms.horizon), 1), 1.0)
    for item in ITEMS:
        first, later = yearly.first.mean[item], yearly.later.mean[item]
        table[item][after] = (first + (later - first) * grown) * works * terms.gain
    return pd.DataFrame(table)


def bought_in(life, horizon):
    """The years in which a machine is bought: today, and whenever its life has ended before the horizon.

    >>> bought_in(6.0, 15)
    [0, 6, 12]
    """
    years, year = [], 0
    while year < max(horizon, 1):
        years.append(year)
        year += max(math.ceil(life), 1)
    return years


def _left(option, year, terms):
    """What a purchase of a year is worth at the end of its life, or at the horizon if that comes first."""
    offer = option.offer
    price, residual = offer.price * terms.price, min(offer.residual, offer.price * terms.price)
    age = min(terms.horizon - year, offer.life)
    return (price - (price - residual) * age / offer.life) * option.count


def worth(option, yearly, terms):
    """A row of MONEY_COLUMNS."""
    table = flows(option, yearly, terms)
    net = table[list(FLOW_ITEMS)].sum(axis=1).to_numpy()
    costs = -table[[*COSTS, LEFT]].sum(axis=1).to_numpy()
    gains = table[[*AVOIDED, *ITEMS]].sum(axis=1).to_numpy()
    cost = money.npv(terms.discount, costs)
    value, half = money.npv(terms.discount, net), doubt(yearly, terms)
    first, hours = yearly.first, yearly.first.hours
    a_year = money.equivalent_annual_cost(terms.discount, cost, terms.horizon)
    spread = half / money.annuity_factor(terms.discount, terms.horizon)
    saved = (hours, first.hours_low, first.hours_high)
    return dict(
        zip(
            MONEY_COLUMNS,
            (
                option.name, option.offer.name, option.count, option.price * terms.price, cost, a_year,
                value, value - half, value + half,
                money.irr(net), money.benefit_cost_ratio(terms.discount, gains, costs),
                money.payback_year(net), money.payback_year(net, terms.discount),
                first.total, first.total - spread, first.total + spread, *saved,
                a_year / hours if hours > 0 else math.nan, first.replications,
            ),
            strict=True,
        )
    )  # fmt: skip


def doubt(yearly, terms):
    """Half the width of the 95 % interval of the worth that the luck of the simulated days leaves.

    Items of one year are taken as moving together, which is the wider interval.
    """
    half = 0.0
    for item in ITEMS:
        first, later = yearly.first.variance[item], yearly.later.variance[item]
        half += math.sqrt(max(first, later))
    years = terms.gain * money.annuity_factor(terms.discount, terms.horizon)
    return float(t_factor(yearly.first.replications)) * half * years
