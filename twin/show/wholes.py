"""Values of many parts that are changed as one: the hours of a day, the shifts of a pool, lists of names."""

from twin.show.text import LANGUAGES, label, word

HOURS = 24


def wholes(book):
    """The Value of each profile by hours, of each pool's shifts, of each list of names, of a Book."""
    yield from _profiles(book)
    yield from _shifts(book)
    yield from _lists(book)


def spans(weights):
    """Weights of 24 hours as a profile has them, neighbours of one weight as one range.

    >>> spans([0.0] * 8 + [1.5] * 12 + [0.0] * 4)
    '{00-08: 0, 08-20: 1.5, 20-24: 0}'
    """
    begins = [hour for hour in range(HOURS) if hour == 0 or weights[hour] != weights[hour - 1]]
    ends = [*begins[1:], HOURS]
    said = (f"{a:02d}-{b:02d}: {weights[a]:g}" for a, b in zip(begins, ends, strict=True))
    return f"{{{', '.join(said)}}}"


def _profiles(book):
    """Profiles that are told by ranges of hours."""
    for name, profile in book.scenario.demand.profiles.items():
        if not profile.points:
            path = f"demand.profiles.{name}.hours"
            own = next((row for row in book.scenario.ledger if row.path.startswith(f"{path}.")), None)
            value = book.value(path, spans(profile.hours), own)
            yield value._replace(kind="profile", low="", high="", label=_called("arrivals by hour"))


def _shifts(book):
    """The shifts of each pool or station whose hours and size are written."""
    written = {row.path: row.value for row in book.scenario.ledger}
    for name, shifts in book.scenario.roster.shifts.items():
        path = f"roster.shifts.{name}"
        parts = [
            {
                "value": shift,
                **{lang: label(shift, shifts, lang) for lang in LANGUAGES},
                "hours": written.get(f"{path}.{shift}.hours", ""),
                "size": written.get(f"{path}.{shift}.size", ""),
            }
            for shift in shifts
        ]
        if all(part["hours"] and part["size"] for part in parts):
            said = f"[{', '.join(shifts)}]"
            value = book.value(path, said)
            yield value._replace(kind="shifts", options=parts, label=_called("shifts"))


def _lists(book):
    """The holidays of a calendar, and the classes of a flow."""
    scenario = book.scenario
    holidays = [{"value": name, **_called(name)} for name in scenario.roster.holidays]
    for name, calendar in scenario.roster.calendars.items():
        if holidays and name != "always":  # which stands in no file
            value = _list(book, f"roster.calendars.{name}.closed", calendar.closed, holidays)
            yield value._replace(label=_called("closed on"))
    classes = _named(scenario.layout.classes, scenario.layout.classes)
    for name, flow in scenario.layout.flows.items():
        yield _list(book, f"layout.flows.{name}.classes", flow.classes, classes)


def _list(book, path, names, options):
    return book.value(path, f"[{', '.join(names)}]")._replace(kind="list", options=options)


def _called(text):
    return {lang: word(text, lang) for lang in LANGUAGES}


def _named(names, things):
    return [{"value": name, **{lang: label(name, things, lang) for lang in LANGUAGES}} for name in names]
