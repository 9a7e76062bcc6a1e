"""Shares of branches of a layout, by where the records show that classes go on."""

from collections import Counter
from typing import NamedTuple

from scipy.stats import beta

from twin.calibrate.fit import ENTER, SURE
from twin.calibrate.overlay.asking import Walk
from twin.calibrate.overlay.matching import Part
from twin.calibrate.port.quantities import around, measured, percent, shares
from twin.calibrate.routes import FEWEST
from twin.calibrate.why import Why
from twin.model.questions import ELSE, THEN, answers


class Counted(NamedTuple):
    """How many of a class were seen to go the way of each answer."""

    cls: str
    of: dict  # {answer: journeys}


def shares_laid(fit, scenario, names):
    """A Part for each question that the records answer, or why they do not."""
    asked = questions_of(scenario, names)
    for question, uses in asked.items():
        kind = answers(scenario, list(scenario.layout.classes), question)
        if kind is None or kind.kind in ("class", "attribute"):
            continue  # no share: what one is, and not what happens
        told = [use for cls, use in uses if cls in names.classes.values()]
        counted = [counted_of(fit, cls, use, names) for cls, use in uses if cls in names.classes.values()]
        if not told:
            continue
        if any(each is None for each in counted):
            yield Why("{question}: its answers lead to no stations of their own that the records have",
                      question=question)  # fmt: skip
            continue
        enough = [each for each in counted if sum(each.of.values()) >= FEWEST]
        if not enough:
            yield Why("{question}: fewer than {least} of a class were seen to be asked",
                      question=question, least=FEWEST)  # fmt: skip
            continue
        yield part_of(question, kind, enough, scenario)


def questions_of(scenario, names):
    """{question: [(class of the layout, Asked)]} over all flows."""
    walk, found = Walk(scenario.layout, names.recorded), {}
    for name, flow in scenario.layout.flows.items():
        for asked in walk.flow(name):
            found.setdefault(asked.question, []).extend((cls, asked) for cls in flow.classes)
    return found


def counted_of(fit, cls, asked, names):
    """The Counted of a class at a question; None where its answers cannot be told apart."""
    ways = list(asked.leads.values())
    apart = sum(map(len, ways)) == len(frozenset().union(*ways))
    if len(asked.after) != 1 or not apart or not all(ways):
        return None
    (after,) = asked.after
    said = {name: text for text, name in names.classes.items()}[cls]
    station = after if after == ENTER else names.recorded[after]
    route = next((each for each in fit.routes if (each.cls, each.station) == (said, station)), None)
    if route is None or route.n < FEWEST:
        return Counted(cls, {})
    went = {names.stations.get(way, way): part * route.n
            for way, part in zip(route.next, route.share, strict=True)}  # fmt: skip
    return Counted(
        cls, {answer: sum(went.get(each, 0.0) for each in lead) for answer, lead in asked.leads.items()}
    )


def part_of(question, kind, counted, scenario):
    """The Part of a question: a share for each class, or the shares of all cases."""
    if kind.kind == "channel":
        total = {case: sum(each.of.get(case, 0.0) for each in counted) for case in kind.cases}
        texts = shares([total[case] / sum(total.values()) for case in kind.cases])
        values = {f"policy.channels.{question}.{case}": text_of(text, total[case], sum(total.values()))
                  for case, text in zip(kind.cases, texts, strict=True)}  # fmt: skip
        return Part(f"policy.channels.{question}", ({"set": values},))
    place, _, what = question.partition(".")
    path = f"layout.stations.{place}.{what}" if what else f"policy.shares.{question}"
    laid = {}
    for each in counted:
        n = each.of[THEN] + each.of[ELSE]
        before = laid.get(each.cls, (0.0, 0.0))
        laid[each.cls] = before[0] + each.of[THEN], before[1] + n
    texts = {cls: text_of(percent(k / n), k, n) for cls, (k, n) in laid.items()}
    kept = {cls: percent(row[0]) for cls, row in kind.shares.items() if cls not in laid}
    if kept:
        usual = Counter(kept.values()).most_common(1)[0][0]
        kept = {**{cls: text for cls, text in kept.items() if text != usual}, "other": usual}
    return Part(path, ({"set": {path: {**texts, **kept}}},))


def text_of(text, k, n):
    """A share of journeys with its range, by Jeffreys' prior."""
    low, high = (float(beta.ppf(tail, k + 0.5, n - k + 0.5)) for tail in ((1 - SURE) / 2, (1 + SURE) / 2))
    ends = around(k / n, low, high)
    return measured(text, f"records, {n:.0f} journeys", tuple(percent(end) for end in ends))
