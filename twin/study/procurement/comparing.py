"""Options held against each other on the day asked about, under one luck; buying nothing is one of them."""

import math

import numpy as np
import pandas as pd
from scipy.special import stdtr

from twin.results.dictionary import LESS, MORE
from twin.results.intervals import mean_intervals, paired
from twin.study.procurement.options import NOTHING
from twin.study.procurement.response import MISSED
from twin.study.selecting.ranking import ranking
from twin.study.target import short_of

SIMULATED = [
    "option", "offer", "count", "measure", "mean", "low", "high", "unit", "difference", "difference_low",
    "difference_high", "replications",
]  # fmt: skip
UNITS = {
    "wait_mean": "s",
    "wait_p95": "s",
    "finished": "entities",
    "tonnes_in": "t",
    "false_alarms": "alarms",
}
DECISION = [
    "option", "offer", "count", "keeps_target", "chance_to_keep", "short", "down_share", "level_one_down",
    "cause", "cause_name", "cause_share",
]  # fmt: skip
LEVEL = "level"


def simulated(tender, options):
    """A frame of SIMULATED: the target's measure and those of the port, each paired with nothing bought."""
    base = tender.asked(None)
    rows = []
    for option in (None, *options):
        own = tender.asked(option)
        measures = {LEVEL: (own.level, base.level, tender.target.unit), **_of_port(own, base)}
        measures["co2"] = (sum(own.co2.values()), sum(base.co2.values()), "kg")
        for measure, (values, before, unit) in measures.items():
            rows.append((*named(option), measure, *_row(values, before, unit)))
    return pd.DataFrame(rows, columns=SIMULATED)


def named(option):
    """Option, offer and count as columns."""
    return (option.name, option.offer.name, option.count) if option else (NOTHING, "", 0)


def _of_port(own, base):
    measures = (*UNITS, *MISSED)
    return {
        measure: (own.port[measure], base.port[measure], UNITS.get(measure, "share"))
        for measure in measures
        if measure in own.port and measure in base.port
    }


def _row(values, before, unit):
    mean, low, high, n = mean_intervals(values)
    differs = paired(before, values)
    return float(mean), float(low), float(high), unit, differs.mean, differs.low, differs.high, int(n)


def ranked(tender, options):
    """The frame of study.selecting.ranking on the target's measure; buying nothing is one of the options."""
    levels = np.array([tender.asked(option).level for option in (None, *options)])
    names = [named(option)[0] for option in (None, *options)]
    return ranking(levels, names, better=LESS if tender.target.at_most else MORE)


def kept(tender, options):
    """A frame of DECISION: who keeps the target, how likely its true mean does, and what still makes wait."""
    rows = []
    for option in (None, *options):
        own = tender.asked(option)
        cause = (*own.cause, "", "", math.nan)[:3] if own.cause else ("", "", math.nan)
        short = tender.short(own)
        chance = chance_to_keep(short_of(tender.target, own.level))
        down = tender.down_share(option, {})
        level = float(np.nanmean(tender.respond_down(option, ())[0].level)) if down else math.nan
        rows.append((*named(option), not short > 0, chance, short, down, level, *cause))
    return pd.DataFrame(rows, columns=DECISION)


def chance_to_keep(short):
    """How likely the true mean keeps the bound, of shortfalls by replication: Student, no prior."""
    short = short[~np.isnan(short)]
    if len(short) < 2:
        return math.nan
    error = short.std(ddof=1) / math.sqrt(len(short))
    if error == 0:
        return float(short.mean() <= 0)
    return float(stdtr(len(short) - 1, -short.mean() / error))


def frontier(table, threat):
    """The options that no other beats both in what is missed of a threat and in the mean wait."""
    wide = table[table["measure"].isin(("wait_mean", threat))].pivot(
        index="option", columns="measure", values="mean"
    )
    if threat not in wide:
        return []
    order = wide.sort_values(["wait_mean", threat])
    best, found = math.inf, []
    for name, row in order.iterrows():
        if row[threat] < best:
            best = row[threat]
            found.append(name)
    return found
