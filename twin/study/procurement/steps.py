"""The steps of a tender, each a set of tables; a later one asks the earlier ones, which are kept."""

import math

import pandas as pd

from twin.study.procurement import comparing, investing, screening, stress, tender
from twin.study.procurement.accepting import accepted
from twin.study.procurement.investing import MONEY_COLUMNS
from twin.study.procurement.mixing import mixed
from twin.study.procurement.offer import QUALITIES, better_than_catalogue, mean_of
from twin.study.procurement.options import options_of
from twin.study.procurement.yearly import PORT, STAKEHOLDER

STEPS = ("screen", "compare", "money", "stress", "mix", "acceptance")
NEEDED = {
    "screen": (),
    "compare": ("screen",),
    "money": ("screen", "compare"),
    "stress": ("screen", "compare", "money"),
    "mix": ("screen", "compare", "money"),
    "acceptance": ("screen", "compare", "money"),
}
BUY, BUY_FOR_TARGET, BUY_TARGET_MISSED, DO_NOT_BUY, NONE_LEFT = (
    "buy", "buy_for_the_target", "buy_target_missed", "do_not_buy", "none_left",
)  # fmt: skip


def answer(asked, steps, *, watch=lambda step: None):
    """{name: frame} of the steps asked for and of those they need; `watch(step)` is told each one."""
    wanted = [step for step in STEPS if any(step == s or step in NEEDED[s] for s in steps)]
    tables = {"offers": offers_table(asked), "claims": claims_table(asked), "figures": figures_table(asked)}
    options, finals = [], []
    for step in wanted:
        watch(step)
        if step == "screen":
            options, tables["screening"] = _screened(asked)
        elif step == "compare":
            tables |= _compared(asked, options)
        elif step == "money":
            tables |= _paid(asked, options)
            finals = tender.finalists(asked, options, tables["money"]) if options else []
            tables["decision"] = decided(asked, finals, tables)
        elif step == "stress" and finals:
            tables["stress"], tables["regret"], tables["switching"] = tender.stressed(asked, finals)
        elif step == "mix":
            tables |= mixed(asked, options)
        elif step == "acceptance" and finals:
            tables |= accepted(asked, finals)
    tables["runs"] = pd.DataFrame(asked.runs.items(), columns=["run", "path"])
    return tables


def offers_table(asked):
    """One row an offer."""
    rows = [
        {
            "offer": o.name, "vendor": o.vendor, "model": o.model, "said_price": o.said_price,
            "price": o.price,
            "rate": o.rate, "rate_source": o.rate_source, "upkeep": o.upkeep, "life": o.life,
            "residual": o.residual, "delivery": o.delivery, "place": o.place, "note": o.note,
            "seconds": o.seconds_each(asked.basis), "per_hour": o.per_hour(asked.basis),
            "availability": o.availability(asked.basis),
        }
        for o in asked.offers
    ]  # fmt: skip
    return pd.DataFrame(rows)


def claims_table(asked):
    """One row an offer and quality: claimed, tested, the catalogue's, and what is reckoned with."""
    rows = []
    for each in asked.offers:
        for quality, unit in QUALITIES.items():
            claim = each.claims[quality]
            said = [_mean(getattr(claim, part)) for part in ("claimed", "tested", "catalogue")]
            believed = _mean(claim.believed(asked.basis))
            bold = better_than_catalogue(quality, claim)
            standing = claim.standing(asked.basis)
            rows.append(
                (
                    each.name,
                    quality,
                    unit,
                    *said,
                    believed,
                    standing,
                    claim.evidence,
                    claim.low,
                    claim.high,
                    bold,
                )
            )
    columns = "offer quality unit claimed tested catalogue believed standing evidence low high beyond".split()
    return pd.DataFrame(rows, columns=columns)


def _mean(value):
    return math.nan if value is None else mean_of(value)


def figures_table(asked):
    """Every figure of the need with its origin, the days of a year, the values of an hour."""
    rows = [(word, figure.text, figure.origin) for word, figure in asked.need.figures.items()]
    rows += [(f"days.{day.name}", day.days.text, day.days.origin) for day in asked.days]
    rows += [(f"hour_values.{cls}", own.text, own.origin) for cls, (_, own) in asked.prices().items()]
    rows += [(f"rates.{name}", f"{rate:g} CNY", origin) for name, (rate, origin) in asked.need.rates.items()]
    return pd.DataFrame(rows, columns=["word", "value", "origin"])


def _screened(asked):
    options = options_of(asked.offers, asked.need.value("machines"))
    return screening.screen(asked.need, asked.ground, options, asked.basis, asked.filling)


def _compared(asked, options):
    found = {
        "simulated": comparing.simulated(asked, options),
        "kept": comparing.kept(asked, options),
    }
    return found | ({"ranking": comparing.ranked(asked, options)} if options else {})


def _paid(asked, options):
    """The money of every option, its flows year by year, and who gains."""
    as_offered = stress.STATES[0]
    rows, flows, who = [], [], []
    for option in options:
        own = asked.yearly(option, as_offered)
        rows.append(investing.worth(option, own, asked.terms))
        table = investing.flows(option, own, asked.terms).melt("year", var_name="item", value_name="amount")
        flows.append(table.assign(option=option.name))
        amounts = {**own.avoided, **own.first.mean}
        total = sum(amounts.values())
        for item, amount in amounts.items():
            share = amount / total if total else math.nan
            who.append((option.name, item, STAKEHOLDER.get(item, PORT), amount, share))
    empty = pd.DataFrame(columns=["year", "item", "amount", "option"])
    return {
        "money": pd.DataFrame(rows, columns=MONEY_COLUMNS),
        "flows": pd.concat(flows, ignore_index=True) if flows else empty,
        "gains": pd.DataFrame(who, columns=["option", "item", "stakeholder", "a_year", "share"]),
    }


def decided(asked, finals, tables):
    """One row: what the numbers advise, and of which option."""
    columns = [
        "advice",
        "option",
        "offer",
        "count",
        "npv",
        "npv_low",
        "npv_high",
        "keeps_target",
        "base_keeps",
    ]
    base_keeps = asked.keeps(None)
    if not finals:
        return pd.DataFrame([(NONE_LEFT, "", "", 0, *[math.nan] * 3, False, base_keeps)], columns=columns)
    first = finals[0]
    row = tables["money"].set_index("option").loc[first.name]
    keeps = asked.keeps(first)
    if row["npv"] >= 0:
        advice = BUY if keeps else BUY_TARGET_MISSED
    else:
        advice = BUY_FOR_TARGET if keeps and not base_keeps else DO_NOT_BUY
    values = (row["npv"], row["npv_low"], row["npv_high"], keeps, base_keeps)
    return pd.DataFrame([(advice, *comparing.named(first), *values)], columns=columns)
