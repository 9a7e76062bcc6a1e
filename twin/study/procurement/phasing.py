"""Which machines to buy in which year, so that what comes is dealt with at the least cost under a budget.

A linear program in whole machines (scipy.optimize.milp): first the years' shortfalls of capacity are made as
small as the budget and the place allow, then the cost of today is made smallest without adding to them.
"""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

LONGEST = 30.0  # seconds for each of the two programs
PLAN_COLUMNS = [
    "year", "offer", "bought", "there", "spent", "capacity_per_hour", "wanted_per_hour", "short_per_hour",
]  # fmt: skip
SLACK = 1e-6  # vehicles an hour by which the second program may miss what the first one reached


class Machine(NamedTuple):
    """What the program knows of an offer."""

    name: str
    price: float
    a_year: float  # upkeep, people and energy
    per_hour: float
    life: int  # whole years
    wait: int  # whole years from buying to working
    residual: float
    takes: tuple  # of each place's room, one number a resource
    most: int  # at one time


class Asked(NamedTuple):
    """What the years want and what there is."""

    wanted: np.ndarray  # [year] vehicles an hour, less what stays
    rooms: tuple  # of each resource; inf without limit
    budget: float  # for what is bought in the first budget_years
    budget_years: int
    discount: float


class Phased(NamedTuple):
    """The plan: purchases by offer and year, shortfalls by year, its cost of today."""

    bought: np.ndarray  # [machine, year]
    there: np.ndarray  # [machine, year] at work in the year after
    short: np.ndarray  # [year] vehicles an hour
    cost: float
    is_proven: bool  # no cheaper plan exists


def phase(machines, asked):
    """The Phased plan; year i is the one that begins i years from today."""
    years = len(asked.wanted)
    size = len(machines) * years
    limits = _limits(machines, asked)
    whole = np.concatenate([np.ones(size), np.zeros(years)])
    most = np.concatenate([np.repeat([float(m.most) for m in machines], years), np.full(years, np.inf)])
    shortest = np.concatenate([np.zeros(size), np.ones(years)])
    first = _solved(shortest, limits, (whole, most))
    total = LinearConstraint(shortest[None, :], -np.inf, first.fun + SLACK)
    costs = np.concatenate([_costs(machines, asked).ravel(), np.zeros(years)])
    second = _solved(costs, [*limits, total], (whole, most))
    bought = np.rint(second.x[:size]).reshape(len(machines), years)
    there = np.array([_there(m, years) @ row for m, row in zip(machines, bought, strict=True)])
    capacity = np.array([m.per_hour for m in machines]) @ there
    short = np.maximum(asked.wanted - capacity, 0.0)
    return Phased(
        bought, there, short, float(costs[:size] @ bought.ravel()), second.status == first.status == 0
    )


def _solved(costs, limits, kind):
    whole, most = kind
    ways = {"time_limit": LONGEST, "mip_rel_gap": 1e-9}
    found = milp(costs, constraints=limits, integrality=whole, bounds=Bounds(0.0, most), options=ways)
    if found.x is None:
        raise ValueError(f"no plan was found within {LONGEST:g} s: {found.message}")
    return found


def _limits(machines, asked):
    """The constraints over [machine x year, purchases] and [year, shortfalls]."""
    years = len(asked.wanted)
    none = np.zeros((years, years))
    there = [_there(m, years) for m in machines]
    able = np.hstack([*(m.per_hour * own for m, own in zip(machines, there, strict=True)), np.eye(years)])
    limits = [LinearConstraint(able, asked.wanted, np.inf)]
    for i, room in enumerate(asked.rooms):
        if math.isfinite(room):
            taken = np.hstack([*(m.takes[i] * own for m, own in zip(machines, there, strict=True)), none])
            limits.append(LinearConstraint(taken, -np.inf, room))
    for i, machine in enumerate(machines):
        own = np.hstack([*(there[i] if i == j else none for j in range(len(machines))), none])
        limits.append(LinearConstraint(own, -np.inf, machine.most))
    if math.isfinite(asked.budget):
        early = np.arange(years) < asked.budget_years
        spent = np.concatenate([*(m.price * early for m in machines), np.zeros(years)])
        limits.append(LinearConstraint(spent[None, :], -np.inf, asked.budget))
    return limits


def _there(machine, years):
    """[year, year of buying] whether a machine works in a year."""
    age = np.arange(years)[:, None] - np.arange(years)[None, :] - machine.wait
    return ((age >= 0) & (age < machine.life)).astype(float)


def _costs(machines, asked):
    """[machine, year of buying] what buying one costs, worth of today, what is left at the end taken off."""
    years = len(asked.wanted)
    worth = (1 + asked.discount) ** -np.arange(years + 1.0)
    out = np.zeros((len(machines), years))
    for i, machine in enumerate(machines):
        at_work = _there(machine, years)
        for year in range(years):
            running = machine.a_year * float(at_work[:, year] @ worth[1:])
            end = min(year + machine.wait + machine.life, years)
            age = min(max(end - year - machine.wait, 0), machine.life)
            left = machine.price - (machine.price - machine.residual) * age / machine.life
            out[i, year] = machine.price * worth[year] + running - left * worth[end]
    return out


def plan_table(machines, asked, phased):
    """A frame of PLAN_COLUMNS: one row a year and offer."""
    capacity = np.array([m.per_hour for m in machines]) @ phased.there
    rows = [
        (
            year, machine.name, int(phased.bought[i, year]), int(round(phased.there[i, year])),
            phased.bought[i, year] * machine.price, capacity[year], asked.wanted[year], phased.short[year],
        )
        for year in range(len(asked.wanted))
        for i, machine in enumerate(machines)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=PLAN_COLUMNS)
