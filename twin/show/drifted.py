"""What of a recorded port changed, in sentences and rows."""

from datetime import UTC, datetime

from twin.model.dates import zone as zone_of
from twin.show.text import say, word
from twin.show.written import NO_NUMBER, estimate, scale_for, share, with_unit

TIMES_AS_MUCH = 1.0


def sentences(found, zone, lang):
    """How many parameters were looked at, over which days, and what that is worth."""
    if not found.looked_at:
        text = say("{days} whole days tell nothing of a change; six are needed, with visits on them", lang)
        return [text.format(days=found.days)]
    text = say("{n} changes in {days} days from {day} on, of {all} parameters that were looked at", lang)
    said = [
        text.format(n=len(found.changes), days=found.days, day=_day(found.begin, zone), all=found.looked_at)
    ]
    text = say("of records without any change, {risk} have one all the same", lang)
    return [*said, text.format(risk=share(found.risk))]


def headings(lang):
    texts = ("from day", "parameter", "of", "before", "after it", "change", "served an hour in a queue")
    return tuple(say(text, lang) for text in texts)


def rows(found, zone, lang):
    """A row a change: when, of what, from what to what."""
    return [_row(change, zone, lang) for change in found.changes]


def _row(change, zone, lang):
    scale = scale_for(
        [change.before, change.after], change.unit or ("share" if change.kind == "share" else "")
    )
    values = [
        with_unit(estimate(value, *within, scale), scale.unit if scale.unit != "1/d" else "", lang)
        for value, within in ((change.before, change.before_within), (change.after, change.after_within))
    ]
    ratio = change.after / change.before - TIMES_AS_MUCH if change.before else float("nan")
    sign = "+" if ratio > 0 else ""
    served = [NO_NUMBER if each != each else f"{each:.3g}" for each in change.capacity]
    told = " → ".join(served) if any(each != NO_NUMBER for each in served) else NO_NUMBER
    return (
        _when(change, zone),
        word(f"drift_{change.kind}", lang),
        _of(change, lang),
        *values,
        sign + share(ratio),
        told,
    )


def _when(change, zone):
    """The day, with those on which it may have been as well."""
    day, first, last = (_day(each, zone) for each in (change.day, change.earliest, change.latest))
    return day if first == last else f"{day} ({first[5:]} – {last[5:]})"


def _of(change, lang):
    parts = [part for part in (change.station, change.cls) if part]
    text = say(", ", lang).join(parts)
    return f"{text} → {change.key}" if change.key else text


def _day(second, zone):
    return f"{datetime.fromtimestamp(second, UTC).astimezone(zone_of(zone)):%Y-%m-%d}"
