"""The tables of a tender as a reader sees them: numbers with unit, interval and standing."""

import math

from twin.show.blocks import Items, Missing, Table, Words
from twin.show.text import say, word
from twin.show.written import NO_NUMBER, estimate, plain, scale_for, share, with_unit
from twin.study.procurement.comparing import frontier
from twin.study.procurement.screening import cheapest_beyond

MILLION = 1e6
SMALL = 1e4  # CNY, below which millions would show nothing of an amount
# How many decimals a figure in millions keeps.
DECIMALS = 2
ASK = "twin procure OFFERS.csv layout=… --station … --target …"


def millions(amount):
    """An amount in CNY as millions."""
    return NO_NUMBER if not math.isfinite(amount) else f"{amount / MILLION:,.{DECIMALS}f}"


def millions_between(mean, low, high):
    """Millions with their interval."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return millions(mean)
    return f"{millions(mean)} [{millions(low)}, {millions(high)}]"


def value_in(value, unit, lang):
    """A value in SI as a reader wants it: shares in percent, seconds in what fits, money in millions."""
    if value is None or not math.isfinite(value):
        return NO_NUMBER
    if unit == "CNY" and 0 < abs(value) < SMALL:
        return f"{value:,.0f} CNY"
    if unit == "CNY":
        return f"{millions(value)} {say('M CNY', lang)}"
    if unit == "share":
        return share(value)
    if unit == "W":
        return f"{plain(value / 1000, 1)} kW"
    if unit == "y":
        return f"{plain(value, 1)} {say('years', lang)}"
    scale = scale_for([value], unit)
    return with_unit(f"{value * scale.factor:,.4g}", say(scale.unit, lang) if scale.unit != "1" else "", lang)


def name_of(option, lang):
    """An option as a reader calls it; the port as it is where nothing is bought."""
    return say("nothing bought", lang) if option == "base" else option.replace(" x ", " × ")


def headings(lang, *texts):
    """Headings in a language."""
    return tuple(say(text, lang) for text in texts)


def offers_table(tables, lang):
    """What is offered, in the words and the currency of the offers."""
    rows = tuple(
        (
            row.offer, row.vendor, row.model, row.said_price, millions(row.price), millions(row.upkeep),
            plain(row.life, 1), plain(row.per_hour, 1), share(row.availability),
        )
        for row in tables["offers"].itertuples(index=False)
    )  # fmt: skip
    heads = headings(
        lang, "offer", "vendor", "model", "price as offered", "price, M CNY", "upkeep a year, M CNY",
        "life, years", "vehicles an hour", "availability",
    )  # fmt: skip
    return Table(say("The offers; one machine each.", lang), heads, rows, numbers=(4, 5, 6, 7, 8))


def claims_table(tables, lang):
    """Claims beside evidence; a claim alone is marked."""
    rows = tuple(
        (
            row.offer, word(row.quality, lang), value_in(row.claimed, row.unit, lang),
            value_in(row.tested, row.unit, lang), _range(row, lang), value_in(row.believed, row.unit, lang),
            say(row.standing, lang) + (" !" if row.beyond else ""), row.evidence,
        )
        for row in tables["claims"].itertuples(index=False)
        if math.isfinite(row.believed)
    )  # fmt: skip
    heads = headings(
        lang, "offer", "quality", "claimed", "tested", "range of the catalogue", "reckoned with", "stands on",
        "evidence",
    )  # fmt: skip
    note = say("! claims more than the catalogue holds possible for such a machine.", lang)
    return Table(say("Claims and evidence.", lang), heads, rows, numbers=(2, 3, 4, 5), note=note)


def _range(row, lang):
    if not (math.isfinite(row.low) and math.isfinite(row.high)):
        return value_in(row.catalogue, row.unit, lang)
    return f"{value_in(row.low, row.unit, lang)} – {value_in(row.high, row.unit, lang)}"


def screening_tables(tables, lang):
    """Who is out and why, and what could not be checked."""
    table = tables["screening"]
    out = table[table["verdict"] == "dropped"]
    rows = tuple(
        (
            name_of(row.option, lang), word(f"check_{row.check}", lang), value_in(row.value, row.unit, lang),
            value_in(row.limit, row.unit, lang), row.against,
        )
        for row in out.itertuples(index=False)
    )  # fmt: skip
    left = [name for name in dict.fromkeys(table["option"]) if name not in set(out["option"])]
    names = ", ".join(name_of(name, lang) for name in left) or say("none", lang)
    blocks = [Words(say("Left after screening: {names}.", lang).format(names=names))]
    if rows:
        heads = headings(lang, "option", "dropped for", "value", "limit", "in the way")
        blocks.insert(0, Table(say("Dropped before any run.", lang), heads, rows, numbers=(2, 3)))
    blocks += [Words(text, "warning") for text in cheapest_words(table, lang)]
    unsaid = table[table["verdict"] == "not checked"][["offer", "check"]].drop_duplicates()
    if len(unsaid):
        texts = (f"{row.offer}: {word('check_' + row.check, lang)}" for row in unsaid.itertuples(index=False))
        text = say("Asked for, but not stated by the vendor, so not checked: {what}.", lang)
        blocks.append(Words(text.format(what="; ".join(texts)), "warning"))
    return blocks


def cheapest_words(screening, lang):
    """Where all is dropped: the cheapest option that the budget alone keeps out, and what it costs."""
    first = cheapest_beyond(screening)
    if first is not None:
        text = say(
            "The budget of {budget} is below the cheapest that all else allows: {option} for {price}.", lang
        )
        price, budget = (value_in(first[column], "CNY", lang) for column in ("value", "limit"))
        yield text.format(option=name_of(first["option"], lang), price=price, budget=budget)


MEASURES = ("level", "wait_mean", "missed_contraband", "false_alarms", "co2")


def simulated_table(tables, lang):
    """The day asked about, the same luck for all."""
    table, ranking = tables["simulated"], tables.get("ranking")
    chance = dict(zip(ranking["option"], ranking["chance"], strict=True)) if ranking is not None else {}
    kept = tables["kept"].set_index("option")
    measures = [m for m in MEASURES if m in set(table["measure"])]
    missed = [m for m in dict.fromkeys(table["measure"]) if m.startswith("missed_")]
    measures = measures if "missed_contraband" in measures else [*measures[:2], *missed[:1], *measures[2:]]
    rows, scales = [], {m: scale_of(own, own["unit"].iloc[0]) for m, own in table.groupby("measure")}
    for option, own in table.groupby("option", sort=False):
        cells = own.set_index("measure")
        texts = [
            interval_in(cells.loc[m], scales[m], lang) if m in cells.index else NO_NUMBER for m in measures
        ]
        more = (
            say("yes", lang) if kept.loc[option, "keeps_target"] else say("no", lang),
            share(kept.loc[option, "chance_to_keep"]),
            share(chance.get(option, math.nan)),
            share(kept.loc[option, "down_share"]),
            _at(kept.loc[option, "level_one_down"], scales["level"], lang),
        )
        rows.append((name_of(option, lang), *texts, *more))
    heads = headings(
        lang, "option", *("target's measure" if m == "level" else m for m in measures), "keeps the target",
        "chance that it does", "chance to be best", "days with one down", "target's measure, one down",
    )  # fmt: skip
    note = say(
        "Means with 95 % intervals. Chances are of luck in the runs alone, not of claims that fail.", lang
    )
    caption = say("The day asked about, simulated with the same luck for all.", lang)
    return Table(caption, heads, tuple(rows), numbers=tuple(range(1, len(heads))), note=note)


def frontier_words(tables, lang):
    """Of each threat whose misses differ: the options that none beats both in misses and in waiting."""
    table = tables["simulated"]
    for threat in dict.fromkeys(m for m in table["measure"] if m.startswith("missed_")):
        own = table[table["measure"] == threat]
        if ((own["difference_low"] > 0) | (own["difference_high"] < 0)).any():
            names = ", ".join(name_of(option, lang) for option in frontier(table, threat))
            text = say("None beats them both in the mean wait and in {what}: {names}.", lang)
            yield Words(text.format(what=word(threat, lang), names=names))


def unit_of(table):
    """The unit of the target's measure."""
    return table.loc[table["measure"] == "level", "unit"].iloc[0]


def scale_of(rows, unit):
    """One scale for a column, so that its numbers can be held against each other."""
    return scale_for(rows["mean"].dropna().tolist(), unit)


def _at(value, scale, lang):
    """One number without an interval in the scale of those beside it."""
    return (
        with_unit(plain(value * scale.factor, 0), say(scale.unit, lang), lang)
        if value == value
        else NO_NUMBER
    )


def interval_in(row, scale, lang):
    """A mean with its interval, and the unit where a reader needs one."""
    unit = say(scale.unit, lang) if scale.unit in ("s", "min", "h", "d", "%", "kg", "t") else ""
    return with_unit(estimate(row["mean"], row["low"], row["high"], scale), unit, lang)


def money_table(tables, lang):
    """Cost over the horizon, worth against buying nothing, and what an hour saved costs."""
    rows = tuple(
        (
            name_of(row.option, lang), millions(row.capital), millions(row.tco), millions(row.tco_a_year),
            millions_between(row.npv, row.npv_low, row.npv_high), share(row.irr), plain(row.bcr, 2),
            say("never", lang) if math.isinf(row.payback) else plain(row.payback, 0),
            _hours(row), plain(row.cost_of_an_hour, 0),
        )
        for row in tables["money"].itertuples(index=False)
    )  # fmt: skip
    heads = headings(
        lang, "option", "capital, M CNY", "cost over the horizon, M CNY", "cost a year, M CNY", "npv",
        "irr", "bcr", "paid back in year", "hours saved a year", "cost of an hour saved, CNY",
    )  # fmt: skip
    note = say(
        "Worth of today against buying nothing; capital today, all else at the ends of years. Hours below 0 "
        "are lost. No rate of return where the flows have none or more than one.",
        lang,
    )
    return Table(say("Money.", lang), heads, rows, numbers=tuple(range(1, 10)), note=note)


def _hours(row):
    low, high = (plain(value, 0) for value in (row.hours_low, row.hours_high))
    return f"{plain(row.hours_a_year, 0)} [{low}, {high}]"


def gains_table(tables, lang):
    """Who gains what in a year."""
    wide = (
        tables["gains"].groupby(["option", "stakeholder"], sort=False)["a_year"].sum().unstack(fill_value=0.0)
    )
    who = list(dict.fromkeys(tables["gains"]["stakeholder"]))
    rows = tuple((name_of(name, lang), *(millions(row[w]) for w in who)) for name, row in wide.iterrows())
    heads = (say("option", lang), *(word(f"stakeholder_{w}", lang) for w in who))
    caption = say("Who gains what in a year, M CNY; upkeep of machines that go is the port's gain.", lang)
    return Table(caption, heads, rows, numbers=tuple(range(1, len(heads))))


def stress_tables(tables, lang):
    """Worth by state, regret, and where the ranking turns."""
    wide = tables["stress"].pivot(index="state", columns="option", values="npv")
    options = list(dict.fromkeys(tables["stress"]["option"]))
    states = list(dict.fromkeys(tables["stress"]["state"]))
    rows = tuple((word(f"state_{s}", lang), *(millions(wide.loc[s, o]) for o in options)) for s in states)
    heads = (say("state", lang), *(name_of(o, lang) for o in options))
    yield Table(
        say("Worth in M CNY where things turn out otherwise.", lang), heads, rows, tuple(range(1, len(heads)))
    )
    rows = tuple(
        (
            name_of(row.option, lang), millions(row.max_regret), word(f"state_{row.in_state}", lang),
            millions(row.expected_regret), f"{row.best_in_states} / {row.states}",
        )
        for row in tables["regret"].itertuples(index=False)
    )  # fmt: skip
    heads = headings(
        lang, "option", "largest regret, M CNY", "where", "expected regret, M CNY", "best in states"
    )
    yield Table(
        say("Regret: what is lost by not having known the state.", lang), heads, rows, numbers=(1, 3, 4)
    )
    yield _switching(tables["switching"], lang)


def _switching(table, lang):
    rows = []
    for row in table.itertuples(index=False):
        unit = "" if row.unit in ("1", "d") else row.unit
        at = (
            value_in(row.switch, unit, lang)
            if math.isfinite(row.switch)
            else say("nowhere in the range", lang)
        )
        other = name_of(row.against, lang) if row.against else ""
        what = word(f"switch_{row.what}", lang)
        rows.append((name_of(row.option, lang), what, value_in(row.now, unit, lang), at, other))
    heads = headings(lang, "option", "quantity", "now", "turns at", "against")
    return Table(
        say("Where the worth turns 0, or another offer becomes better.", lang), heads, tuple(rows), (2, 3)
    )


def figures_table(tables, lang):
    """Every figure that the money rests on, with its origin."""
    rows = tuple(tables["figures"].itertuples(index=False, name=None))
    return Table(
        say("Figures, and where they are from.", lang), headings(lang, "figure", "value", "origin"), rows
    )


def missing(lang, what):
    """What is said where a part was not asked for."""
    return Missing(say(what, lang), say("it was not asked for: {command}", lang).format(command=ASK))


def listed(texts):
    """Sentences one below the other."""
    return Items(tuple(texts))
