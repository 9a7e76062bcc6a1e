"""Which machines in which year: the terms of the program from the port, and its plan run again."""

import math

import numpy as np
import pandas as pd

from twin.results.intervals import mean_intervals
from twin.study.preview import preview
from twin.study.procurement import investing, phasing
from twin.study.procurement.need import growth_after
from twin.study.procurement.options import options_of
from twin.study.procurement.screening import of_those_that_stay

USUAL_LOAD = 0.85  # assumed 0.75 to 0.85, the rule of sizing where no simulated option keeps the target
BUDGET_YEARS = 5  # assumed: a budget is for what is bought within a plan of five years


def mixed(asked, options):
    """The plan of purchases over the horizon, its terms, and its first and later years simulated."""
    offers = list({option.offer.key: option.offer for option in options}.values())
    if not offers:
        return {}
    load, is_found = load_of(asked, options)
    machines = [_machine(asked, each) for each in offers]
    wanted = _wanted(asked, load)
    program = _asked(asked, wanted)
    phased = phasing.phase(machines, program)
    terms = {
        "load": load, "load_is_found": is_found, "cost": phased.cost, "is_proven": phased.is_proven,
        "budget": program.budget, "budget_years": program.budget_years,
        "years_short": years_short(phased), **_without_budget(machines, program, phased),
    }  # fmt: skip
    return {
        "plan": phasing.plan_table(machines, program, phased),
        "plan_terms": pd.DataFrame([terms]),
        "plan_runs": _plan_runs(asked, offers, phased),
    }


def years_short(phased):
    """In how many years a plan has not enough machines."""
    return int((phased.short > phasing.SLACK).sum())


def _without_budget(machines, program, phased):
    """What the cheapest plan spends in the years of the budget where nothing limits it, and what stays short.

    It is asked for only where the budget may be what leaves years short.
    """
    if not (years_short(phased) and math.isfinite(program.budget)):
        return {"budget_enough": math.nan, "years_short_without_budget": years_short(phased)}
    free = phasing.phase(machines, program._replace(budget=math.inf))
    early = free.bought[:, : program.budget_years].sum(axis=1)
    spent = float(sum(n * machine.price for n, machine in zip(early, machines, strict=True)))
    return {"budget_enough": spent, "years_short_without_budget": years_short(free)}


def load_of(asked, options):
    """(the highest load of the station at which simulated options keep the target, whether there is one)."""
    loads = []
    for option in options:
        loads.append((asked.filling.of(option), asked.keeps(option)))
    highest = math.nan
    for load, keeps in sorted(loads):
        if not keeps:
            break
        highest = load
    return (float(highest), True) if highest > 0 else (USUAL_LOAD, False)


def station_row(asked, scenario):
    """The preview's row of the station."""
    found = preview(scenario).stations
    return found[(found["kind"] == "station") & (found["station"] == asked.ground.station)].iloc[0]


def _machine(asked, each):
    option = options_of([each], 1)[0]
    upkeep, crew, energy, _ = investing.running(asked.need, asked.ground, option, asked.basis)
    takes = tuple(each.believed(word, asked.basis) or 0.0 for word in ("footprint", "power", "crew"))
    life, wait = max(int(each.life), 1), int(each.delivery)
    return phasing.Machine(
        each.name, each.price, upkeep + crew + energy, each.per_hour(asked.basis), life, wait, each.residual,
        takes, asked.need.value("machines"),
    )  # fmt: skip


def _wanted(asked, load):
    """[year] vehicles an hour that the machines bought must be able to do, those that stay counted off."""
    row = station_row(asked, asked.ground.scenario)
    existing = sum(number for _, _, number in asked.ground.existing) or 1
    hours = row["open_server_hours"] / existing
    days = asked.ground.scenario.experiment.horizon / 86400
    each = row["visits_per_day"] * days / hours if hours > 0 else 0.0
    stay = 0.0
    if asked.ground.stay and row["work_hours"] > 0:
        stay = existing * row["visits_per_day"] * days / row["work_hours"]
    years = np.arange(asked.need.value("horizon"))
    return np.maximum(each * (1 + asked.need.value("growth")) ** years / load - stay, 0.0)


def _asked(asked, wanted):
    need = asked.need
    limits = [need.value(word) for word in ("ground", "power", "crew")]
    taken = [of_those_that_stay(asked.ground, word) for word in ("footprint", "power", "crew")]
    rooms = tuple(
        math.inf if limit is None else max(float(limit) - own, 0.0)
        for limit, own in zip(limits, taken, strict=True)
    )
    budget = math.inf if need.value("budget") is None else need.value("budget")
    return phasing.Asked(wanted, rooms, budget, BUDGET_YEARS, need.value("discount"))


def _plan_runs(asked, offers, phased):
    """The plan's machines run on the day asked about, in its first year, its fifth and its tenth."""
    rows = []
    for year in (0, 4, 9):
        if year >= phased.there.shape[1]:
            break
        counts = phased.there[:, year].round().astype(int)
        lots = tuple((each, int(n)) for each, n in zip(offers, counts, strict=True) if n)
        if not lots:
            continue
        own = asked.on_asked_day(lots, growth_after(asked.need, year))
        text = " + ".join(f"{n} x {each.name}" for each, n in lots)
        mean, low, high, n = mean_intervals(own.level)
        rows.append(
            (year, text, float(mean), float(low), float(high), asked.target.unit, asked.short(own), int(n))
        )
    columns = ["year", "machines", "mean", "low", "high", "unit", "short", "replications"]
    return pd.DataFrame(rows, columns=columns)
