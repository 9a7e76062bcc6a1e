"""What an answer tells beside its numbers, for programs that show it: words, names, days of queues, air."""

from twin.commands.answers import records

PLACES = 10  # of which a day of queues is told, those with the longest first
INSTANTS = 200  # of a day, at most
TOLD = ("all", "delay")  # parts of emissions
AIR = ("fuel", "co2", "nox", "fuel_cost", "time_cost")


def in_both(make):
    """{language: [block]} of what `make(language)` tells: texts, tables, and (headings, rows)."""
    from twin.show.text import LANGUAGES

    return {lang: [block_of(one) for one in make(lang) if one] for lang in LANGUAGES}


def block_of(told):
    """A text, a table or a block of a report as JSON has it.

    >>> block_of("all is well")
    {'words': 'all is well'}
    >>> block_of((("at", "n"), [("gate", 2)]))
    {'caption': '', 'headings': ['at', 'n'], 'rows': [['gate', '2']], 'numbers': [1], 'note': ''}
    """
    if isinstance(told, str):
        return {"words": told}
    if getattr(told, "block", "table") != "table":
        return {"words": getattr(told, "text", "") or "\n".join(getattr(told, "texts", ()))}
    if hasattr(told, "headings"):
        return table_of(told.headings, told.rows, numbers=told.numbers) | {
            "caption": told.caption,
            "note": told.note,
        }
    return table_of(*told, numbers=range(1, len(told[0])))


def table_of(headings, rows, *, numbers):
    """A table of texts; `numbers` are the columns that stand to the right."""
    return {
        "caption": "",
        "headings": [str(one) for one in headings],
        "rows": [[str(cell) for cell in row] for row in rows],
        "numbers": list(numbers),
        "note": "",
    }


def names_of(*scenarios):
    """{language: {kind: {name: label}}}: places, classes, flows; causes where these differ."""
    from twin.show.text import LANGUAGES
    from twin.show.words import cause_names, place_names

    found = {lang: {"place": {}, "class": {}, "flow": {}, "cause": {}} for lang in LANGUAGES}
    for scenario in scenarios:
        own = {"class": scenario.layout.classes, "flow": scenario.layout.flows}
        for lang, kinds in found.items():
            places = place_names(scenario, lang)
            kinds["place"] |= places
            for kind, things in own.items():
                labels = place_names(scenario, lang, kind)
                kinds[kind] |= {name: labels[name] for name in things}
            for cause, names in cause_names(scenario, lang).items():
                kinds["cause"].setdefault(cause, {}).update(differing(names, places))
    return found


def differing(names, others):
    """Those names that are others than elsewhere."""
    return {name: label for name, label in names.items() if others.get(name) != label}


def queues_of(summary):
    """[place, unit, storage, and by step: minute, mean, low, high] of the places where most stand.

    Lists are thinned to INSTANTS at most; what was longest within a step stays.
    """
    queues = summary.queues[summary.queues["kind"] == "station"]
    if queues.empty:
        return []
    longest = queues.groupby("station")["mean"].max().sort_values(ascending=False, kind="stable")
    return [day_of(name, queues[queues["station"] == name]) for name in longest[longest > 0].index[:PLACES]]


def day_of(name, rows):
    """One place: the longest of each step, with its interval."""
    rows = rows.sort_values("minute", ignore_index=True)
    steps = rows.index // -(-len(rows) // INSTANTS)
    top = rows.loc[rows["mean"].fillna(0.0).groupby(steps).idxmax()]
    return {
        "place": name,
        "unit": str(rows["unit"].iloc[0]),
        "storage": float(rows["storage"].iloc[0]),
        **{
            column: [round(float(value), 2) for value in top[column]]
            for column in ("minute", "mean", "low", "high")
        },
    }


def air_of(scenario, summary):
    """[part, measure, unit, mean, low, high] of what the stay burns and costs, of it what waiting does."""
    from twin.study.emissions.burden import burdens, by_cause
    from twin.study.emissions.factors import factors_of

    frame = burdens(scenario, summary, factors_of())
    if frame.empty:
        return []
    rows = by_cause(frame)
    return records(rows[rows["part"].isin(TOLD) & rows["measure"].isin(AIR)])
