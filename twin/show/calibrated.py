"""The page of a calibration: what was fitted, how sure it is, and what the records do not tell."""

from datetime import UTC, datetime

from twin.calibrate.arrivals.days import day_fans
from twin.calibrate.assuming.assuming import assumptions
from twin.calibrate.fit import ALL, CALIBRATED, NOT_IDENTIFIED, SIMULATION, UNITS
from twin.calibrate.why import Why
from twin.show.blocks import Items, Section, Table, Words, drawn
from twin.show.charts.calibration import arrivals_fitted, quantiles_fitted
from twin.show.charts.fan import demand_fan
from twin.show.forms.document import Document
from twin.show.text import say, word
from twin.show.written import estimate, plain, scale_for, share, with_unit

MANY = 60  # rows of a table
FANS = 6  # classes and types of day whose days are drawn: those of which most come
MIDNIGHT = "2026-01-01T00:00:00"  # of any day: hours of a profile are those of the clock
COLUMNS = ("parameter", "station", "class", "key", "value", "number", "verdict")
POOR = "A p of 1 % with a visible difference means that no family fits; then the data are used."


def document_of(fit, lang, days=None):
    """The Document of a Fit; `days` are those recorded, {(class, type of day): [day, hour] arrivals}."""
    first, last = (f"{datetime.fromtimestamp(t, UTC):%Y-%m-%d %H:%M}" for t in fit.window)
    foot = say("data {digest}, seed {seed}", lang).format(digest=fit.digest, seed=fit.seed)
    sections = [
        Section(
            "fitted", say("What was fitted", lang), (headline(fit, first, last, lang), kinds_table(fit, lang))
        ),
        Section("arrivals", say("Arrivals by the hour", lang), tuple(arrival_blocks(fit, lang, days or {}))),
        Section("services", say("Service times", lang), tuple(service_blocks(fit, lang))),
        Section("servers", say("Servers by the hour", lang), tuple(server_blocks(fit, lang))),
        Section("routes", say("Routes", lang), (routes_table(fit, lang),)),
        Section("unknown", say("Not identified", lang), tuple(unknown_blocks(fit, lang))),
        Section("assumed", say("Assumed", lang), tuple(assumed_blocks(fit, lang))),
    ]
    return Document(lang, say("Calibration report", lang), tuple(sections), foot, None)


def headline(fit, first, last, lang):
    known = sum(parameter.verdict == CALIBRATED for parameter in fit.parameters)
    text = say(
        "{known} parameters of {all} are calibrated, from {cases} journeys of {first} to {last} UTC.", lang
    )
    return Words(
        text.format(known=known, all=len(fit.parameters), cases=plain(fit.kpi.cases), first=first, last=last),
        "lead",
    )


def kinds_table(fit, lang):
    """How many parameters of each kind there are, and how many may be used."""
    kinds = list(dict.fromkeys(parameter.kind for parameter in fit.parameters))
    rows = []
    for kind in kinds:
        mine = [parameter for parameter in fit.parameters if parameter.kind == kind]
        known = sum(parameter.verdict == CALIBRATED for parameter in mine)
        rows.append((word(kind, lang), str(len(mine)), str(known), say(mine[0].method, lang)))
    headings = ("parameter", "number", "calibrated", "method")
    return Table(
        say("Parameters by kind.", lang),
        tuple(word(each, lang) for each in headings),
        tuple(rows),
        numbers=(1, 2),
    )


def arrival_blocks(fit, lang, days):
    if not fit.arrivals:
        yield Words(say("The records do not tell how many arrive in which hour.", lang), "warning")
        return
    caption = say("Arrivals by the hour, with 90 % intervals.", lang)
    yield drawn("arrivals", arrivals_fitted(fit, lang), caption, caption)
    yield fan_of(fit, lang, days)
    yield rows_of(fit, ("arrivals_a_day", "arrival_dispersion", "platoon"), lang)


def fan_of(fit, lang, days):
    """Figure F3: the fitted profile with the band of its days, and the recorded ones."""
    fans = day_fans(fit)
    fans["name"] = list(zip(fans["cls"], fans["days"], strict=True))
    titles = {}
    for made in sorted(fit.arrivals, key=lambda one: -one.rate.sum())[:FANS]:
        many = len(days.get((made.cls, made.days), ()))
        count = say("n = {n} days", lang).format(n=many) if many else say("no day recorded", lang)
        titles[made.cls, made.days] = f"{word(made.cls, lang)}, {word(made.days, lang)} ({count})"
    caption = say(
        "Demand by the hour: the fitted profile, where half and nine in ten days lie if they differ as the "
        "recorded ones do, and each recorded day as a thin line, of those who come most. Hours not "
        "watched in full are left out.",
        lang,
    )
    return drawn(
        "demand-fan", demand_fan(fans, lang, start=MIDNIGHT, titles=titles, recorded=days), caption, caption
    )


def service_blocks(fit, lang):
    """Table T6 and the figure F13."""
    yield services_table(fit, lang)
    if seen := laws_seen(fit):
        caption = say("Laws against records: points on the line agree.", lang)
        yield drawn("laws", quantiles_fitted(seen, lang), caption, caption)
    pace = rows_of(fit, ("server_pace", "hour_pace"), lang)
    if pace.rows:
        yield pace


def laws_seen(fit):
    """The Services that were fitted to durations; those found by simulation have none to be held to."""
    rows = [row for row in fit.parameters if row.kind == "service_mean"]
    unseen = {row.station for row in rows if row.method == SIMULATION}
    return [law for law in fit.services if law.station not in unseen]


def services_table(fit, lang):
    rows = []
    for law in fit.services:
        scale = scale_for([law.mean], "s")
        mean = with_unit(estimate(law.mean, *law.mean_within, scale), scale.unit, lang)
        cv = estimate(law.cv, *law.cv_within, scale_for([], ""))
        fits = share(law.fits) if law.fits == law.fits else "–"
        rows.append(
            (law.station, class_text(law.cls, lang), plain(law.n), word(law.family, lang), mean, cv, fits)
        )
    headings = ("station", "class", "number", "law", "mean", "cv", "p of the fit")
    return Table(
        say("Service times: means and cvs with 90 % intervals.", lang), headed(headings, lang),
        tuple(rows), numbers=(2, 4, 5, 6), note=say(POOR, lang), name="service_times",
    )  # fmt: skip


def server_blocks(fit, lang):
    """Numbers by the hour, and how servers fail where that was seen."""
    yield servers_table(fit, lang)
    if fit.breakdowns:
        yield rows_of(fit, ("mtbf", "mttr"), lang)


def servers_table(fit, lang):
    rows = [row for row in rows_of(fit, ("servers",), lang).rows]
    return Table(
        say("How many serve, by type of day and hours.", lang),
        headed(COLUMNS, lang), tuple(rows), numbers=(4, 5),
    )  # fmt: skip


def routes_table(fit, lang):
    rows = []
    for route in fit.routes:
        for way, part, low, high in zip(route.next, route.share, route.low, route.high, strict=True):
            if len(route.next) > 1 and part >= 0.002:
                text = with_unit(estimate(part, low, high, scale_for([part], "share")), "%", lang)
                rows.append((route.cls, word(route.station, lang), word(way, lang), text, plain(route.n)))
    headings = ("class", "station", "next station", "share", "number")
    return Table(
        say("Where each class goes from where it had a choice.", lang),
        headed(headings, lang), tuple(rows[:MANY]), numbers=(3, 4),
    )  # fmt: skip


def rows_of(fit, kinds, lang):
    """The Table of all parameters of some kinds."""
    rows = []
    for each in (parameter for parameter in fit.parameters if parameter.kind in kinds):
        scale = scale_for([each.value], UNITS[each.kind])
        value = with_unit(estimate(each.value, each.low, each.high, scale), scale.unit, lang)
        rows.append((
            word(each.kind, lang), each.station, class_text(each.cls, lang), each.key, value, plain(each.n),
            word(each.verdict, lang),
        ))  # fmt: skip
    return Table(
        say("Parameters with 90 % intervals.", lang), headed(COLUMNS, lang), tuple(rows[:MANY]),
        numbers=(4, 5),
    )  # fmt: skip


def unknown_blocks(fit, lang):
    """What changed, and what is not identified, and why, each reason once."""
    if fit.notes:
        yield Words(
            say("Something changed while this was recorded; what did is refused as one number.", lang),
            "warning",
        )
        yield Items(tuple(reason(note, lang) for note in fit.notes))
    unknown = {}
    for each in fit.parameters:
        if each.verdict == NOT_IDENTIFIED:
            unknown.setdefault((each.kind, each.station), each)
    if not unknown:
        yield Words(say("Every parameter that was looked for is identified.", lang))
        return
    yield Items(tuple(
        f"{word(kind, lang)} {station or each.cls}: {reason(each.why, lang)}"
        for (kind, station), each in unknown.items()
    ))  # fmt: skip


def assumed_blocks(fit, lang):
    """What stands in the port although the records hardly tell it."""
    table = assumed_table(fit, lang)
    yield table if table.rows else Words(say("Nothing that the records do not tell had to be assumed.", lang))


def assumed_table(fit, lang):
    rows = []
    for each in assumptions(fit):
        scale = scale_for([each.value], UNITS[each.kind])
        value = with_unit(estimate(each.value, each.low, each.high, scale), scale.unit, lang)
        of = (word(each.kind, lang), each.station, class_text(each.cls, lang), word(each.key, lang))
        rows.append((*of, value, reason(each.why, lang)))
    headings = ("parameter", "station", "class", "key", "value", "reason")
    caption = say("Assumed, since the records do not tell; the ranges are as wide as is known.", lang)
    return Table(caption, headed(headings, lang), tuple(rows), numbers=(4,), name="assumed_values")


def reason(why, lang):
    """A reason in a language; a plain text is a sentence without numbers."""
    if not isinstance(why, Why):
        return say(why, lang)
    return "; ".join(
        say(pattern, lang).format(**{name: worded(value, lang) for name, value in values.items()})
        for pattern, values in why.sentences
    )


def worded(value, lang):
    """A number as it is; a name of a kind or a type of day in the language."""
    return say(value, lang) if isinstance(value, str) else value


def headed(headings, lang):
    return tuple(word(each, lang) for each in headings)


def class_text(cls, lang):
    return say("all", lang) if cls == ALL else word(cls, lang)
