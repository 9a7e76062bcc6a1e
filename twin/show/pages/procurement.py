"""Offers for a station held against each other: the decision, its money, its doubt, its acceptance."""

import math

import pandas as pd

from twin.show import advised, clauses, procured, purchases
from twin.show.blocks import Missing, Section, Words, drawn
from twin.show.charts.procurement import cost_wait_chart, regret_chart, tornado_chart, worth_chart
from twin.show.forms.blinding import COSTS
from twin.show.pages.frontier import frontier_pictures
from twin.show.text import say
from twin.show.words import NO_CLASSES

KIND = "procure"
NAME = "procurement"


def page(given):
    """The section of a report; without an answer it says which command makes one."""
    lang, found = given.lang, getattr(given, "studies", {}).get(KIND)
    title = say("Procurement", lang)
    if found is None:
        because = say("it was not asked for: {command}", lang).format(command=procured.ASK)
        return Section(NAME, title, (Missing(say("Offers held against each other", lang), because),))
    classes = given.scenario.layout.classes
    if COSTS in given.withheld:
        return Section(NAME, title, tuple(blinded_blocks(found.tables, given.level, lang, classes)))
    return Section(NAME, title, tuple(blocks(found.tables, found.question, lang, classes)))


def blinded_blocks(tables, level, lang, classes):
    """The blocks for a reader who may know neither vendors nor money."""
    text = say(
        "Vendors, claims and all amounts of money are withheld from this reader (--redact {level}).", lang
    )
    yield Words(text.format(level=level))
    if "screening" in tables:
        yield from procured.screening_tables(tables, lang)
    if "simulated" in tables:
        yield procured.simulated_table(tables, lang)
        yield from procured.frontier_words(tables, lang)
        yield from _frontiers(tables["simulated"], lang)
    if "acceptance" in tables:
        yield clauses.acceptance_table(tables, lang)
        yield procured.listed(clauses.clauses(tables, lang, classes))


def blocks(tables, question, lang, classes=NO_CLASSES):
    """All blocks of an answer, a part that was not asked for as missing."""
    if "decision" in tables:
        first, *others = advised.advice(tables, lang)
        yield Words(first, "lead")
        yield from (Words(text) for text in others)
    yield procured.offers_table(tables, lang)
    yield procured.claims_table(tables, lang)
    yield from procured.screening_tables(tables, lang)
    yield from _simulated(tables, question, lang)
    yield from _stressed(tables, lang)
    if "plan" in tables:
        yield from purchases.plan_blocks(tables, lang)
    else:
        yield procured.missing(lang, "Purchases by year")
    if "acceptance" in tables:
        yield clauses.acceptance_table(tables, lang)
        yield procured.listed(clauses.clauses(tables, lang, classes))
    else:
        yield procured.missing(lang, "Acceptance")
    yield procured.figures_table(tables, lang)


def _simulated(tables, question, lang):
    if "simulated" not in tables:
        yield procured.missing(lang, "The day asked about, simulated")
        return
    yield procured.simulated_table(tables, lang)
    yield from procured.frontier_words(tables, lang)
    yield from _frontiers(tables["simulated"], lang)
    if "money" not in tables or tables["money"].empty:
        yield procured.missing(lang, "Money")
        return
    yield _cost_wait(tables, question, lang)
    yield _worth(tables["money"], lang)
    yield procured.money_table(tables, lang)
    yield procured.gains_table(tables, lang)


def _cost_wait(tables, question, lang):
    level = tables["simulated"][tables["simulated"]["measure"] == "level"]
    cost = tables["money"][["option", "tco"]].rename(columns={"tco": "cost"})
    points = level.merge(cost, on="option", how="left").fillna({"cost": 0.0})
    bound = question.get("bound")
    figure = cost_wait_chart(
        points, lang, unit=points["unit"].iloc[0], bound=math.nan if bound is None else float(bound)
    )
    caption = say("Cost over the horizon against the target's measure, with 95 % intervals.", lang)
    return drawn("procure-cost", figure, caption, say("Points, one an option; a line at the target", lang))


def _worth(money, lang):
    names = [procured.name_of(option, lang) for option in money["option"]]
    figure = worth_chart(money, lang, names=names)
    caption = say("Cost, gains and worth over the horizon against buying nothing, with 95 % intervals.", lang)
    alt = say("Bars of costs to the left and gains to the right of zero, a mark at their sum", lang)
    return drawn("procure-worth", figure, caption, alt)


def _frontiers(simulated, lang):
    names = {option: procured.name_of(option, lang) for option in dict.fromkeys(simulated["option"])}
    return frontier_pictures(simulated, lang, names=names, stem="procure-frontier")


def _stressed(tables, lang):
    if "stress" not in tables:
        yield procured.missing(lang, "What becomes of it where claims fall short")
        return
    stress = tables["stress"]
    option = next(name for name in stress["option"] if name != "base")
    own = stress[stress["option"] == option].reset_index(drop=True)
    name = procured.name_of(option, lang)
    figure = tornado_chart(own, lang, option=option, name=name)
    caption = say("What moves the worth of {option}.", lang).format(option=name)
    yield drawn(
        "procure-tornado", figure, caption, say("Bars from the worth as offered, the widest on top", lang)
    )
    regret = pd.DataFrame(tables["regret"])
    names = [procured.name_of(each, lang) for each in regret["option"]]
    figure = regret_chart(regret, lang, names=names)
    alt = say("Two bars an option: its largest and its expected regret", lang)
    yield drawn("procure-regret", figure, say("Regret over all states.", lang), alt)
    yield from procured.stress_tables(tables, lang)
