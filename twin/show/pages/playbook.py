"""The trigger table of the shift leader, with what each rule saves and where it does not help."""

import math

from twin.show.blocks import Items, Missing, Section, Table, Words, drawn
from twin.show.charts.playbook import playbook_chart
from twin.show.pages.evidence import unasked
from twin.show.peaks import peak_names
from twin.show.text import label, say, word
from twin.show.written import Scale, duration, estimate, plain, share
from twin.study.playbook.search import ALL_TOLD
from twin.study.playbook.signs import sign_of

KIND, TOLD = "playbook", "told"
# Columns of the table of effects: measure, what to multiply by, the unit then.
COLUMNS = (
    ("waiting", 1.0, "h"),
    ("lane_hours", 1.0, "h"),
    ("person_hours", 1.0, "h"),
    ("openings", 1.0, "times"),
    ("co2", 1.0, "kg"),
    ("nox", 1.0, "g"),
    ("cost", 1e-3, "k CNY"),
)


def page(given):
    """The rules as sentences, one figure, and their effects by peak, from the answer that was kept."""
    lang, title = given.lang, say("Playbook for the peak", given.lang)
    answer = given.studies.get(KIND)
    if answer is None:
        return Section(KIND, title, (unasked(KIND, lang),))
    rules, effects = answer.tables["rules"], answer.tables["effects"]
    told = tuple(rules_told(given.scenario, answer.question, rules, lang))
    blocks = [Words(lead(rules, answer.question, lang), "lead")]
    blocks += [Items(told)] if told else [Missing(say("Rules", lang), say(NONE, lang))]
    if len(rules):
        texts = [_short(given.scenario, row, lang) for row in rules.itertuples()]
        caption = say("What each rule that was judged saves a day over all peaks, with its interval.", lang)
        figure = playbook_chart(rules, lang, texts=texts)
        blocks.append(
            drawn(
                "saved",
                figure,
                caption,
                say("Dots with intervals left or right of zero, one row a rule", lang),
            )
        )
        blocks += [
            table_of(given.scenario, answer.question, effects, rules, lang),
            *others(given.scenario, rules, lang),
        ]
    return Section(KIND, title, (*blocks, Words(how(lang), "note")))


NONE = "no rule clearly saves on these days and costs on none of them"


def lead(rules, question, lang):
    """How many rules are told, of how many that were tried."""
    text = say("Rules that are told: {told}; judged: {judged}; candidates that were tried: {tried}.", lang)
    told = int((rules["standing"] == TOLD).sum()) if len(rules) else 0
    return text.format(told=told, judged=len(rules), tried=question["tried"])


def rules_told(scenario, question, rules, lang):
    """One sentence a rule that is told, the one that saves most first."""
    text = say("{rule} It saves {saved} thousand CNY a day.", lang)
    for row in rules[rules["standing"] == TOLD].itertuples():
        saved = estimate(row.saved, row.low, row.high, Scale(1e-3, "k CNY"))
        told = text.format(rule=rule_text(scenario, question, row, lang), saved=saved)
        if row.kind == "lanes" and row.opened == 0:
            told += " " + say("On these days no more had to be opened.", lang)
        yield told


def rule_text(scenario, question, row, lang):
    """A rule as a shift leader would say it."""
    return TEXTS[row.kind](scenario, question, row, lang)


def _lanes(scenario, question, row, lang):
    text = say(
        "{station}: keep {fewest} open; open one more when {n} wait{sign}, at most {most}; close again "
        "down to {fewest} when no more than {m} wait.",
        lang,
    )
    return text.format(
        station=label(row.thing, scenario.layout.stations, lang),
        fewest=plain(row.fewest),
        most=plain(row.most),
        n=plain(row.open_at),
        m=plain(row.close_at),
        sign=_sign(row, question, lang),
    )


def _people(scenario, question, row, lang):
    text = say("{time}: {when} call {extra} more of {pool} until {until}.", lang)
    return text.format(
        time=_clock(row.begins),
        when=_when(scenario, question, row, lang),
        extra=plain(row.extra),
        pool=label(row.thing, scenario.layout.pools, lang),
        until=_clock(row.until),
    )


def _longer(scenario, question, row, lang):
    text = say("{time}: {when} keep {hours} open {later} longer.", lang)
    return text.format(
        time=_clock(row.begins),
        when=_when(scenario, question, row, lang),
        hours=_calendars(scenario, row, lang),
        later=duration(row.later, lang),
    )


def _lever(scenario, question, row, lang):
    return say("On such a day use {lever}; what it costs to have it is not counted.", lang).format(
        lever=row.thing
    )


TEXTS = {"lanes": _lanes, "people": _people, "longer": _longer, "lever": _lever}


def _when(scenario, question, row, lang):
    """The queue that decides, or every day."""
    if row.threshold <= 0:
        return say("on every such day", lang)
    text = say("if {n} or more queue at {station}{sign},", lang)
    where = label(row.watch, scenario.layout.stations, lang)
    return text.format(n=plain(row.threshold), station=where, sign=_sign(row, question, lang))


def _sign(row, question, lang):
    """The sign that the tail of the queue has passed, and the metres; nothing where nobody has a length."""
    if not math.isfinite(row.metres):
        return ""
    sign = sign_of(row.metres, question["signs"])
    metres = plain(round(row.metres))
    if not sign:
        return say(" ({metres} m)", lang).format(metres=metres)
    return say(" (sign {sign}, {metres} m)", lang).format(sign=sign, metres=metres)


def _calendars(scenario, row, lang):
    names = str(row.calendars).split(" ")
    return say(", ", lang).join(label(name, scenario.roster.calendars, lang) for name in names)


def _clock(seconds):
    return f"{int(seconds) // 3600:02d}:{int(seconds) % 3600 // 60:02d}"


def _short(scenario, row, lang):
    """What a rule is called in a figure or a table."""
    things = {
        "lanes": scenario.layout.stations,
        "people": scenario.layout.pools,
        "longer": scenario.roster.calendars,
    }
    if row.kind == "longer":
        what, where = word("rule_longer", lang), _calendars(scenario, row, lang)
    else:
        what, where = word(f"rule_{row.kind}", lang), label(row.thing, things.get(row.kind, {}), lang)
    return say("{what}: {where}", lang).format(what=what, where=where)


def table_of(scenario, question, effects, rules, lang):
    """The effects of the rules that are told, else of all, a row a rule and peak."""
    names = peak_names(question, lang)
    chosen = rules[rules["standing"] == TOLD] if (rules["standing"] == TOLD).any() else rules
    rows = []
    for rule in chosen.itertuples():
        own = effects[effects["rule"] == rule.rule]
        for peak in dict.fromkeys(own["peak"]):
            found = own[own["peak"] == peak].set_index("measure")
            cells = [_cell(found.loc[measure], factor) for measure, factor, _ in COLUMNS]
            rows.append((_short(scenario, rule, lang), names[peak], share(found["followed"].iloc[0]), *cells))
    whole = effects[effects["rule"] == ALL_TOLD]
    for peak in dict.fromkeys(whole["peak"]):
        found = whole[whole["peak"] == peak].set_index("measure")
        cells = [_cell(found.loc[measure], factor) for measure, factor, _ in COLUMNS]
        rows.append((say("all of them together", lang), names[peak], share(1.0), *cells))
    heads = [f"{word(f'change_{measure}', lang)} ({say(unit, lang)})" for measure, _, unit in COLUMNS]
    headings = (*(say(text, lang) for text in ("rule", "peak", "followed")), *heads)
    caption = say("What changes a day by each rule; below 0 is saved.", lang)
    note = say("Intervals hold for all rules that were judged at once.", lang)
    return Table(caption, headings, tuple(rows), numbers=tuple(range(2, 3 + len(COLUMNS))), note=note)


def _cell(row, factor):
    return estimate(row["mean"], row["low"], row["high"], Scale(factor, ""))


def others(scenario, rules, lang):
    """What was judged and is not told, and why."""
    others = rules[rules["standing"] != TOLD]
    if others.empty:
        return []
    rows = tuple(
        (
            _short(scenario, row, lang),
            estimate(row.saved, row.low, row.high, Scale(1e-3, "")),
            word(row.standing, lang),
        )
        for row in others.itertuples()
    )
    headings = (
        say("rule", lang),
        f"{say('saved a day', lang)} ({say('k CNY', lang)})",
        say("standing", lang),
    )
    return [Table(say("Judged, and not told.", lang), headings, rows, numbers=(1,))]


def how(lang):
    """How a rule is found and judged."""
    return say(
        "Candidates are tried on some replications, the best of each thing is judged on others. Saved is the "
        "value of the time of those who wait, their fuel, and the cost of lanes and people on duty, by the "
        "factors of emissions and cost; waiting beyond the end of the run is not counted. Stations that had "
        "a line for each lane are held against one line for all. People and hours are decided by the queue "
        "at that time.",
        lang,
    )
