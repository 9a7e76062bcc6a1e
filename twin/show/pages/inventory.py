"""What the port has: equipment with price and life, and who is on duty when."""

from twin.model.serving import kinds_of_server
from twin.show.blocks import Missing, Table
from twin.show.text import label, say, word
from twin.show.words import clock, hours_text
from twin.show.written import plain, share

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
YEAR = 365 * 86400.0
MILLION = 1e6


def equipment(given):
    """Every model of the catalogue that a station has."""
    lang, scenario = given.lang, given.scenario
    rows = []
    for name, station in scenario.layout.stations.items():
        for model in kinds_of_server(station):
            if model in scenario.equipment:
                rows.append(_machine(given, name, model))
    title = say("Equipment", lang)
    if not rows:
        return Missing(title, say("no station names a model of the catalogue", lang))
    headings = (
        "station", "model", "number", "price (M CNY)", "upkeep a year (M CNY)", "life (years)",
        "up, of its time", "detection", "power (kW)",
    )  # fmt: skip
    note = say(
        "From the catalogue: given or assumed, so without interval; where each comes from is in the ledger. "
        "When a machine was put up is not kept, so its age is not available.",
        lang,
    )
    heads = tuple(say(each, lang) for each in headings)
    caption = say("Equipment of the port.", lang)
    return Table(caption, heads, tuple(rows), (2, 3, 4, 5, 6, 7, 8), note=note, name="T01_equipment")


def _machine(given, name, model):
    lang, scenario = given.lang, given.scenario
    station, machine = scenario.layout.stations[name], scenario.equipment[model]
    servers = station.servers
    number = servers[model] if hasattr(servers, "get") else servers
    return (
        label(name, scenario.layout.stations, lang),
        label(model, scenario.equipment, lang),
        plain(number) if number is not None else say("unlimited", lang),
        _of(machine.price, 1 / MILLION),
        _of(machine.upkeep, 1 / MILLION),
        _of(machine.life, 1 / YEAR),
        _availability(machine.breakdown),
        share(machine.detection) if machine.detection is not None else "–",
        _of(machine.power, 1e-3),
    )


def _of(value, factor):
    return "–" if value is None else plain(value * factor)


def _availability(breakdown):
    """Mean time to failure over that and the mean repair."""
    if breakdown is None:
        return "–"
    up, down = breakdown.mtbf.mean, breakdown.mttr.mean
    return share(up / (up + down)) if up + down > 0 else "–"


def rosters(given):
    """Calendars with their hours and days, and the shifts of pools and stations."""
    return [_calendars(given), _shifts(given)]


def _calendars(given):
    lang, roster = given.lang, given.scenario.roster
    rows = tuple(
        (label(name, roster.calendars, lang), name, hours_text(name, roster, lang), days_text(each, lang),
         say(", ", lang).join(word(day, lang) for day in each.closed) or "–")
        for name, each in roster.calendars.items()
    )  # fmt: skip
    headings = ("calendar", "name in the files", "hours", "days", "closed on")
    caption = say("Hours of the port.", lang)
    return Table(
        caption, tuple(say(each, lang) for each in headings), rows, name="T02_calendars", paper=(0, 2, 3, 4)
    )


def _shifts(given):
    lang, scenario = given.lang, given.scenario
    rows = []
    for name, shifts in scenario.roster.shifts.items():
        things = scenario.layout.pools if name in scenario.layout.pools else scenario.layout.stations
        agency = getattr(things.get(name), "agency", None)
        for key, shift in shifts.items():
            hours = say(", ", lang).join(clock_text(span) for span in shift.hours)
            whose = label(name, things, lang), word(agency, lang) if agency else "–"
            rows.append((*whose, word(key, lang), hours, days_text(shift, lang), plain(shift.size)))
    title = say("Rosters", lang)
    if not rows and given.level in ("personal", "public"):
        because = say("it is withheld from this reader (--redact {level})", lang)
        return Missing(title, because.format(level=given.level))
    if not rows:
        return Missing(title, say("no shifts are said: all are there at all hours", lang))
    headings = ("who", "agency", "shift", "hours", "days", "how many")
    caption = say("Shifts and how many are on duty.", lang)
    return Table(
        caption, tuple(say(each, lang) for each in headings), tuple(rows), numbers=(5,), name="T02_shifts"
    )


def days_text(calendar, lang):
    """The days of a week in words."""
    if len(calendar.days) == 7:
        return say("every day", lang)
    return say(", ", lang).join(say(WEEKDAYS[day], lang) for day in calendar.days)


def clock_text(span):
    """From and until on the clock."""
    return "–".join(clock(each) for each in span)
