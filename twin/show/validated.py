"""The page of a validation: verdict, distances beside their floor, criteria of days, and how hours fell."""

import math
from typing import NamedTuple

from twin.calibrate.validation.floor import BAR, FAR
from twin.calibrate.validation.proper import SURE, pooled
from twin.calibrate.validation.validating import DIFFERS, FEW, HOLDS
from twin.show.blocks import Missing, Section, Table, Words, drawn
from twin.show.charts.validation import bands_chart, coverage_chart, ranks_chart
from twin.show.forms.document import Document
from twin.show.text import say, word
from twin.show.written import NO_NUMBER, estimate, plain, scale_for, share, with_unit

YES_NO = {True: "yes", False: "no"}


class Doubt(NamedTuple):
    """One measure over all days: what was recorded, and how simulated ones differ."""

    measure: str
    recorded: float
    split: object  # study.sensitivity.splitting.Split


def document_of(found, own, lang, doubts=()):
    """The Document of a Validation and of the days that it judged."""
    verdict = Section("verdict", say("Verdict", lang), tuple(_verdict(found, own, lang)))
    apart = (distances_table(found, lang),) if found.distances else (_nothing(lang),)
    sections = (
        verdict,
        Section("distances", say("Distances", lang), apart),
        Section("criteria", say("Criteria of days", lang), tuple(_criteria(found, lang))),
        Section("forecasts", say("Hour by hour", lang), tuple(_forecasts(found, lang))),
    )
    if doubts:
        sections += (Section("doubts", say("Luck, or not known", lang), (doubts_table(doubts, lang),)),)
    foot = say("{n} simulated samples of {days} days", lang).format(n=found.replications, days=found.days)
    return Document(lang, say("Validation report", lang), sections, foot, None)


def _verdict(found, own, lang):
    first, *rest = sentences(found, own, lang)
    yield Words(first, "lead")
    for text in rest:
        yield Words(text, "warning" if own.is_seen and text == rest[-1] else "plain")


def sentences(found, own, lang):
    """The verdict in words, how many cases there were, and whether the fit has seen the days."""
    text = say("{recorded} cases in {days} days were recorded, {simulated} simulated on average", lang)
    recorded, simulated = found.cases
    said = [
        _judged(found, lang),
        text.format(recorded=plain(recorded), days=found.days, simulated=plain(simulated, 0)),
    ]
    if found.distances:
        text = say("as far out, in any way, lie {share} of simulated samples", lang)
        said.append(text.format(share=share(found.as_far)))
    if own.is_seen:
        said.append(say("the fit has seen some of these days: that they are alike proves less", lang))
    return said


def _judged(found, lang):
    named = {one.called: _named(one, lang) for one in found.distances}
    names = say(", ", lang).join(named.get(name, name) for name in found.why)
    if found.verdict == HOLDS:
        return say(
            "The simulated port is as near to the record as simulated samples are to each other.", lang
        )
    if found.verdict == DIFFERS:
        return say("The simulated port differs from the record by: {names}.", lang).format(names=names)
    if found.distances:
        text = say(
            "Refused, as this is another port: more than {far} times the floor away are {names}.", lang
        )
        return text.format(far=plain(FAR), names=names)
    if found.why:
        text = say("Refused: only one side has the stations {names}.", lang)
        return text.format(names=names)
    return say("Refused: fewer than {few} visits tell nothing.", lang).format(few=FEW)


def distances_table(found, lang):
    """T8: each distance beside the floor."""
    rows = tuple(
        (
            _named(one, lang),
            _number(one.record, one.unit, lang),
            _number(one.floor, one.unit, lang),
            plain(one.ratio, 2),
            share(one.as_far),
            say(YES_NO[one.holds], lang),
        )
        for one in found.distances
    )
    heads = ("distance", "of the record", "floor", "times the floor", "simulated ones as far", "is met")
    note = say(
        "The floor is what two simulated samples are apart, on average. A distance holds up to {bar} times "
        "the floor, or where simulated samples lie as far out themselves.", lang,
    )  # fmt: skip
    caption = say("Distances of the record from simulated samples.", lang)
    return Table(caption, _heads(heads, lang), rows, (1, 2, 3, 4), note.format(bar=BAR), name="distances")


def _named(one, lang):
    """What a Distance is of, and where."""
    of = word(f"apart_{one.name}", lang)
    return say("{what}: {where}", lang).format(what=of, where=word(one.station, lang)) if one.station else of


def _number(value, unit, lang):
    return with_unit(f"{value:.3g}", unit, lang)


def _heads(texts, lang):
    return tuple(say(text, lang) for text in texts)


def criteria_table(found, lang):
    """T7: the four criteria of each measure and type of day."""
    rows = tuple(
        (
            word(f"hourly_{one.measure}", lang),
            word(one.days, lang),
            word(f"criterion_{one.criterion}", lang),
            _value(one.value, one, lang),
            _value(one.bound, one, lang),
            say(YES_NO[one.holds], lang),
            share(one.by_chance),
        )
        for one in found.criteria
    )
    heads = ("measure", "type of day", "criterion", "value", "wanted", "is met", "holds by chance")
    note = say(
        "After the four criteria of the FHWA Traffic Analysis Toolbox III (2019). The last column tells how "
        "often simulated days hold that stand in for the recorded ones: few days may fail by chance.", lang,
    )  # fmt: skip
    caption = say("How simulated days lie within the recorded ones.", lang)
    return Table(caption, _heads(heads, lang), rows, (3, 4, 6), note, name="criteria")


def _value(value, one, lang):
    """The first two criteria are shares, the others have the unit of the measure."""
    if one.criterion in ("outliers", "inliers"):
        return share(value)
    unit = "s" if one.measure == "time_in_port" else ""
    scale = scale_for([value], unit)
    return with_unit(f"{value * scale.factor:.3g}", scale.unit, lang)


def forecasts_table(found, lang):
    """T8: how the record fell within the simulated hours, by measure and station."""
    rows = tuple(
        (
            word(f"hourly_{one.measure}", lang),
            word(one.station, lang) if one.station else say("whole port", lang),
            plain(one.hours),
            share(one.coverage),
            _scored(one.bias, one, lang),
            _scored(one.crps, one, lang),
            share(one.skill) if one.skill == one.skill else NO_NUMBER,
        )
        for one in found.forecasts
        if one.hours
    )
    heads = ("measure", "station", "hours judged", "within 90 %", "bias", "CRPS", "skill")
    note = say(
        "Within 90 %: hours in which the record lies in the band of the simulated ones; randomised ranks. "
        "Skill: how much less the CRPS is than that of earlier days at the same hour.", lang,
    )  # fmt: skip
    caption = say("How the record fell among simulated hours.", lang)
    return Table(caption, _heads(heads, lang), rows, (2, 3, 4, 5, 6), note, name="forecasts")


def doubts_table(doubts, lang):
    """How much of what simulated days differ by is luck, and how much the fit leaves open."""
    rows = []
    for one in doubts:
        unit = "" if one.measure == "arrivals_a_day" else "s"
        scale = scale_for([one.split.mean[0]], unit)
        low, high = one.split.level
        cells = (
            with_unit(estimate(value, *within, scale), scale.unit, lang)
            for value, within in ((one.recorded, (math.nan, math.nan)), (one.split.mean[0], (low, high)))
        )
        rows.append((word(f"doubt_{one.measure}", lang), *cells, share(one.split.share[0])))
    heads = (
        "measure",
        "recorded",
        "simulated, 95 % of runs",
        "of the variance, from what the fit leaves open",
    )
    note = say(
        "Services, volumes and shares are drawn from what the fit knows of them; the rest is luck.", lang
    )
    caption = say("Means over all days, of ports that the fit leaves possible.", lang)
    return Table(caption, _heads(heads, lang), tuple(rows), (1, 2, 3), note, name="doubts")


def _scored(value, one, lang):
    unit = "s" if one.measure in ("wait", "time_in_port") else ""
    scale = scale_for([value], unit)
    return with_unit(f"{value * scale.factor:.3g}", scale.unit, lang)


def _criteria(found, lang):
    if not found.bands:
        yield Missing(say("Criteria of days", lang), say("three days of a type are needed", lang))
        return
    caption = say("Simulated days within the band of the recorded ones, by the hour.", lang)
    alt = say("Two bands over the hours of a day, which cover each other where the port is met", lang)
    yield drawn("bands", bands_chart(found.bands, lang), caption, alt)
    yield criteria_table(found, lang)


def _forecasts(found, lang):
    if not found.forecasts:
        yield _nothing(lang)
        return
    covered = (
        pooled(found.forecasts, "arrivals"),
        pooled(found.forecasts, "queue"),
        pooled(found.forecasts, "wait"),
    )
    text = say(
        "Of bands of {sure}, arrivals lie within in {a} of the hours, queues in {q}, waits in {w}.", lang
    )
    values = dict(zip("aqw", map(share, covered), strict=True))
    yield Words(text.format(sure=share(SURE), **values))
    caption = say("Ranks of the record among the simulated hours: level where the port is met.", lang)
    alt = say("Bars of ten classes of ranks, all as high where forecasts are right", lang)
    yield drawn("ranks", ranks_chart(found.forecasts, lang), caption, alt)
    caption = say(
        "How many recorded hours lie within the middle bands of the simulated ones; without interval, "
        "because hours of a day go together.",
        lang,
    )
    alt = say("Curves beside the diagonal: below it bands are too narrow, above it too wide", lang)
    yield drawn("coverage", coverage_chart(found.forecasts, lang), caption, alt)
    yield forecasts_table(found, lang)


def _nothing(lang):
    return Missing(say("Validation report", lang), say("what was refused is not measured", lang))
