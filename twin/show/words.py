"""Things of the model in words: laws, hours, servers, arrivals, places."""

from collections.abc import Mapping

from twin.model.frozen import FrozenDict
from twin.plan.places import BACK
from twin.results.causes import CAUSE_KINDS
from twin.show.text import label, say, word
from twin.show.written import duration, plain, scale_for, share

DAY = 86400
NO_CLASSES: Mapping = FrozenDict()
# Whose name a cause has, where it is no station's.
KIND_OF_CAUSE = {
    "pool": "pool",
    "stock": "stock",
    "quota": "quota",
    "slot": "slot",
    "permission": "permission",
    "road": "link",
    "zone": "zone",
    "parts": "class",
    "others": "match",
}


def law_text(law, lang):
    """A law of a duration in words.

    >>> from twin.model.law import Law
    >>> law_text(Law("lognormal", (25.0, 0.4)), "en")
    'lognormal, mean 25\xa0s, cv 40 %'
    """
    values = law.values
    if law.family == "constant":
        return duration(values[0], lang)
    family = word(law.family, lang)
    if law.family == "observed":
        return say("{n} observed values, mean {mean}", lang).format(
            n=len(values), mean=duration(law.mean, lang)
        )
    if law.family in ("uniform", "triangular"):
        scale = scale_for([min(value for value in values if value > 0)], "s")
        return f"{family}, " + " – ".join(f"{v * scale.factor:.4g} {say(scale.unit, lang)}" for v in values)
    text = say("{family}, mean {mean}", lang).format(family=family, mean=duration(values[0], lang))
    if law.family == "erlang":
        return f"{text}, {say('stages', lang)} {plain(values[1])}"
    return text if law.family == "exponential" else f"{text}, cv {share(values[1])}"


def service_text(station, equipment, lang, classes=NO_CLASSES):
    """How long one service takes, by class, model or task where they differ, and how many it serves.

    `classes` are those of the layout, which have labels.
    """
    text = _one_service_text(station, (equipment, classes), lang)
    if station.batch is None:
        return text
    together = say("{fewest} to {most} at once", lang)
    return f"{text}; {together.format(fewest=plain(station.batch.fewest), most=plain(station.batch.most))}"


def _one_service_text(station, things, lang):
    equipment, classes = things
    if station.tasks:
        parts = [
            f"{word(task.name, lang)}: {_law_or_laws(task.service_time, classes, lang)}"
            for task in station.tasks
        ]
        return f"{word(station.tasks_run, lang)}: " + "; ".join(parts)
    if isinstance(station.servers, Mapping):
        models = [(label(model, equipment, lang), equipment[model].service_time) for model in station.servers]
        return "; ".join(f"{name}: {_law_or_laws(law, classes, lang)}" for name, law in models)
    return _law_or_laws(station.service_time, classes, lang) if station.service_time else "–"


def _law_or_laws(law, classes, lang):
    if isinstance(law, Mapping):
        return "; ".join(f"{label(cls, classes, lang)}: {law_text(one, lang)}" for cls, one in law.items())
    return law_text(law, lang)


def servers_text(station, equipment, lang):
    """How many servers, by model where they differ."""
    if isinstance(station.servers, Mapping):
        return ", ".join(
            f"{count} × {label(model, equipment, lang)}" for model, count in station.servers.items()
        )
    return say("unlimited", lang) if station.servers is None else plain(station.servers)


def hours_text(name, roster, lang):
    """The hours of a calendar on the clock; round the clock where none is named."""
    calendar = roster.calendars.get(name) if name else None
    if calendar is None:
        return say("round the clock", lang)
    spans = [(hours.start, hours.end) for hours in calendar.hours]
    if spans == [(0, DAY)]:
        return say("round the clock", lang)
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in spans)


def clock(seconds):
    """24:00 ends a day; beyond it is the next morning."""
    seconds = seconds if seconds <= DAY else seconds - DAY
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def place_names(scenario, lang, kind="station"):
    """{name: what it is called} of all that a result can name; of things of one name, that of the kind."""
    groups = _groups(scenario)
    # Where the kind has no such name: where one stands or what one lacks, before hours, and who goes there.
    groups = {kind: groups.pop(kind)} | groups
    names = {name: label(name, group, lang) for group in reversed(groups.values()) for name in group}
    back = say("{name}, back", lang)
    links = scenario.layout.links.items()
    return names | {f"{name}{BACK}": back.format(name=names[name]) for name, each in links if each.both_ways}


def cause_names(scenario, lang):
    """{cause: {name: what it is called}} of every kind of cause."""
    return {cause: place_names(scenario, lang, KIND_OF_CAUSE.get(cause, "station")) for cause in CAUSE_KINDS}


def _groups(scenario):
    """{kind: its things} of all that a result can name."""
    layout, policy = scenario.layout, scenario.policy
    return {
        "station": layout.stations,
        "link": layout.links,
        "zone": layout.zones,
        "pool": layout.pools,
        "stock": layout.stocks,
        "quota": policy.quotas,
        "slot": policy.slots,
        "permission": policy.permissions,
        "condition": layout.conditions,
        "calendar": scenario.roster.calendars,
        "match": layout.matches,
        "class": layout.classes,
        "flow": layout.flows,
    }


def port_name(scenario, lang):
    """What the port is called, else the scenario's own name with blanks."""
    about = getattr(scenario.layout, "about", None)
    return getattr(getattr(about, "label", None), lang, None) or word(scenario.name, lang)
