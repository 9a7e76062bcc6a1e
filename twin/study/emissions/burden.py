"""Minutes, money and air side by side: what the stay of all who came burns, emits and costs."""

import numpy as np
import pandas as pd

from twin.results.intervals import mean_intervals
from twin.study.emissions.factors import engine_of
from twin.study.emissions.hours import DELAY, hours

# What is told of a stay, and its unit. Hours and the cost of time are of all, the rest of engines that run.
UNITS = {
    "hours": "h",
    "engine_hours": "h",
    "fuel": "L",
    "co2": "kg",
    "nox": "g",
    "pm25": "g",
    "fuel_cost": "CNY",
    "time_cost": "CNY",
}
ELECTRIC = "electric"  # runs, and has no tailpipe
MODES = {
    "outside": "creep",
    "queue": "creep",
    "held": "idle",
    "blocked": "idle",
    "service": "idle",
    "driving": "drive",
}


def burdens(scenario, summary, factors):
    """[cls, part, replication, *UNITS] of every class whose hours count."""
    frame = hours(scenario, summary)
    engine = {name: engine_of(name, scenario.layout.classes[name], factors) for name in frame["cls"].unique()}
    mode = frame["part"].map(MODES)
    rates = {(name, part): _rates(factors, of, part) for name, of in engine.items() for part in MODES}
    chosen = np.array([rates[key] for key in zip(frame["cls"], frame["part"], strict=True)], float)
    table = chosen.reshape(len(frame), len(UNITS)) * frame["hours"].to_numpy(float)[:, None]
    columns = ["cls", "part", "replication"]
    return pd.concat(
        [frame[columns].reset_index(drop=True), pd.DataFrame(table, columns=list(UNITS))], axis=1
    ).assign(mode=mode.to_numpy())


def _rates(factors, engine, part):
    """What an hour of a part is of each of UNITS."""
    mode = MODES[part]
    runs = factors.running[part].value / 100.0 if _has_engine(factors, engine) else 0.0
    fuel = factors.fuels[factors.engines[engine]["fuel"]]
    litres = runs * factors.of(engine, f"{mode}_fuel_l_per_h")
    return (
        1.0,
        runs,
        litres,
        litres * fuel["co2_kg_per_l"].value,
        runs * factors.of(engine, f"{mode}_nox_g_per_h"),
        runs * factors.of(engine, f"{mode}_pm25_g_per_h"),
        litres * fuel["price_cny_per_l"].value,
        factors.of(engine, "time_cny_per_h"),
    )


def cost_of_an_hour(factors, engine, part):
    """CNY of an hour of a part of the stay: time and fuel."""
    rates = dict(zip(UNITS, _rates(factors, engine, part), strict=True))
    return rates["fuel_cost"] + rates["time_cost"]


def _has_engine(factors, engine):
    """Whether any fuel or power of its own is said, be it electric."""
    return engine == ELECTRIC or any(name.endswith("_fuel_l_per_h") for name in factors.engines[engine])


def totals(frame, *, parts=tuple(MODES)):
    """{measure: [replication] sum over classes} of some parts of burdens, in the order of replications."""
    chosen = frame[frame["part"].isin(parts)].groupby("replication")[list(UNITS)].sum().sort_index()
    return {measure: chosen[measure].to_numpy() for measure in UNITS}


def delay_totals(frame):
    """{measure: [replication] sum} of what is due to waiting; the rest is the bound without any delay."""
    return totals(frame, parts=DELAY)


def by_class(frame):
    """[cls, part, measure, unit, mean, low, high, replications] with intervals over replications."""
    return _told(frame, ["cls", "part"])


def by_cause(frame):
    """The same by part alone, and at the end the part `delay`, of those in DELAY, and the part `all`."""
    whole = pd.concat([
        frame,
        frame[frame["part"].isin(DELAY)].assign(part="delay"),
        frame.assign(part="all"),
    ])  # fmt: skip
    return _told(whole, ["part"])


def delay_share(frame, measure):
    """(mean, low, high) of the share of a measure that is due to waiting; nan where there is none of it."""
    all_of, late = totals(frame)[measure], delay_totals(frame)[measure]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean, low, high, _ = mean_intervals(np.where(all_of > 0, late / all_of, np.nan))
    return float(mean), float(low), float(high)


def _told(frame, keys):
    summed = frame.groupby([*keys, "replication"], sort=False)[list(UNITS)].sum().reset_index()
    rows = []
    for key, part in summed.groupby(keys, sort=False):
        mean, low, high, n = mean_intervals(part[list(UNITS)].to_numpy(float))
        for i, (measure, unit) in enumerate(UNITS.items()):
            rows.append((*key, measure, unit, mean[i], low[i], high[i], int(n[i])))
    return pd.DataFrame(rows, columns=[*keys, "measure", "unit", "mean", "low", "high", "replications"])
