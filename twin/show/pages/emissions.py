"""What waiting burns and emits: engine hours, fuel and air by class and by cause."""

from twin.show.blocks import Missing, Section, Table, Words, drawn
from twin.show.charts.emissions import LOOK, emissions_chart
from twin.show.text import label, passage, say, word
from twin.show.written import Scale, estimate, plain
from twin.study.emissions.burden import UNITS, burdens, by_cause, by_class, delay_share
from twin.study.emissions.factors import engine_of, factors_of, rows_of

# Columns of the tables: measure, what to multiply by, the unit then.
COLUMNS = (
    ("hours", 1.0, "h"),
    ("engine_hours", 1.0, "h"),
    ("fuel", 1.0, "L"),
    ("co2", 1e-3, "t"),
    ("nox", 1e-3, "kg"),
    ("pm25", 1.0, "g"),
    ("fuel_cost", 1e-3, "k CNY"),
    ("time_cost", 1e-3, "k CNY"),
)
ON_PAPER = ("hours", "fuel", "co2", "nox", "fuel_cost")
ON_FIGURE = ("hours", "engine_hours", "co2", "nox", "pm25")
CAUSES = (*LOOK, "delay", "all")


def page(given):
    """A sentence, one figure, a table by cause and by class, and the factors behind them."""
    lang, title = given.lang, say("Emissions and idling", given.lang)
    factors = getattr(given, "factors", None) or factors_of()
    frame = burdens(given.scenario, given.summary, factors)
    if frame.empty:
        missing = Missing(say("Emissions and idling", lang), say("nobody whose hours count came", lang))
        return Section("emissions", title, (missing,))
    causes = by_cause(frame)
    blocks = [_lead(frame, lang), *_picture(causes, lang), _by_cause(causes, lang)]
    blocks += [_by_class(given, frame, factors), _factors(factors, lang), _how(lang)]
    return Section("emissions", title, tuple(blocks))


def _lead(frame, lang):
    """How much of the nitrogen oxides, or else of the hours, is due to waiting."""
    measure = "nox" if frame["nox"].sum() > 0 else "hours"
    mean, low, high = delay_share(frame, measure)
    text = say(
        "{share} % of all {measure} are due to waiting; without any delay {rest} % would be left.", lang
    )
    percent = Scale(100.0, "%")
    said = {
        "share": estimate(mean, max(low, 0.0), min(high, 1.0), percent),
        "rest": estimate(1 - mean, max(1 - high, 0.0), min(1 - low, 1.0), percent),
        "measure": word(f"burden_{measure}", lang),
    }
    return Words(text.format(**said), "lead")


def _picture(causes, lang):
    figure = emissions_chart(causes, lang, measures=ON_FIGURE)
    caption = say("What the stay of all who came burns and emits, by what they did.", lang)
    return [
        drawn(
            "emissions-by-cause",
            figure,
            caption,
            say("Bars of a hundred percent, one a measure, by cause", lang),
        )
    ]


def _by_cause(causes, lang):
    rows = tuple((word(f"stay_{part}", lang), *_cells(causes[causes["part"] == part])) for part in CAUSES)
    return _table(
        say("Emissions and idling by what was done, a replication.", lang), say("what", lang), rows, lang
    )


def _by_class(given, frame, factors):
    lang, classes = given.lang, given.scenario.layout.classes
    whole = frame.assign(part="all")
    told = by_class(whole)
    rows = tuple(
        (
            f"{label(name, classes, lang)} ({word(engine_of(name, classes[name], factors), lang)})",
            *_cells(told[told["cls"] == name]),
        )
        for name in dict.fromkeys(frame["cls"])
    )
    return _table(say("Emissions and idling by class, a replication.", lang), say("class", lang), rows, lang)


def _cells(rows):
    """One estimate a column."""
    found = rows.set_index("measure")
    for measure, factor, unit in COLUMNS:
        row = found.loc[measure]
        yield estimate(row["mean"], max(row["low"], 0.0), row["high"], Scale(factor, unit))


def _table(caption, first, rows, lang):
    heads = tuple(f"{word(f'burden_{measure}', lang)} ({say(unit, lang)})" for measure, _, unit in COLUMNS)
    numbers = tuple(range(1, len(COLUMNS) + 1))
    note = say(
        "Intervals are over replications; the factors are taken as exact, their ranges stand below.", lang
    )
    on_paper = tuple(i for i, (name, *_) in enumerate(COLUMNS, 1) if name in ON_PAPER)
    return Table(caption, (first, *heads), rows, numbers=numbers, note=note, paper=(0, *on_paper))


def _factors(factors, lang):
    """Every number that turns hours into fuel, air and money, with its origin."""
    rows = tuple(
        (
            name,
            plain(one.value),
            f"{plain(one.low)} – {plain(one.high)}" if one.low < one.high else "–",
            _origin(one, lang),
        )
        for name, one in rows_of(factors)
    )
    sources = "; ".join(f"{key}: {passage(text, lang)}" for key, text in factors.sources.items())
    headings = tuple(say(text, lang) for text in ("factor", "value", "range", "origin"))
    return Table(
        say("Factors of emissions and cost.", lang), headings, rows, (1,), sources, name="T24_factors"
    )


def _origin(one, lang):
    origin = passage(one.origin, lang)
    text = say("assumed", lang) if one.is_assumed else origin
    return f"{text}: {origin}" if one.is_assumed and origin else text


def _how(lang):
    text = say(
        "How: the stay of each class is its measured time in port; what it waited outside and blocked is "
        "measured of the class, other waiting is split between lines and elsewhere by what places measured, "
        "driving is the links it came to at their speed, and service is the rest. What locomotives, cranes "
        "and the grid emit is not counted. Change factors in layouts/factors/emissions.yaml.",
        lang,
    )
    return Words(text, "note")


assert {measure for measure, _, _ in COLUMNS} == set(UNITS)
