"""How a flow arrives, in words."""

from twin.show.text import say
from twin.show.words import law_text
from twin.show.written import duration, plain, share

MINUTE, HOUR = 60, 3600


def arrival_text(arrives, lang):
    """How one flow arrives."""
    said = [_KINDS[arrives.arrives](arrives, lang), *_beyond(arrives, lang)]
    return "; ".join(part for part in said if part)


def _profile(arrives, lang):
    kind = say("exactly {n} a day", lang) if arrives.exact else say("{n} a day on average", lang)
    text = kind.format(n=plain(arrives.volume))
    if arrives.waiting_at_opening:
        text += "; " + say("{share} wait at opening", lang).format(share=share(arrives.waiting_at_opening))
    return text


def _timetable(arrives, lang):
    if arrives.at:
        times = say(", ", lang).join(_clock(second) for second in arrives.times)
        text = say("by timetable at {times}", lang).format(times=times)
    else:
        text = say("by timetable, {n} a day", lang).format(n=plain(arrives.per_day))
    if arrives.cap:
        text += "; " + say("at most {n} on a day", lang).format(n=plain(arrives.cap))
    if arrives.cancelled:
        text += "; " + say("{share} are cancelled", lang).format(share=share(arrives.cancelled))
    return text


def _appointments(arrives, lang):
    text = say("by appointment, {n} for each {slot}", lang).format(
        n=plain(arrives.per_slot), slot=duration(arrives.slot, lang)
    )
    if arrives.booked < 1:
        text += "; " + say("{share} of them booked", lang).format(share=share(arrives.booked))
    if arrives.no_show:
        text += "; " + say("{share} do not come", lang).format(share=share(arrives.no_show))
    if arrives.misuse:
        text += "; " + say("{share} come at any time of the day", lang).format(share=share(arrives.misuse))
    return text


def _states(arrives, lang):
    each = say("{n} a day for {stay}", lang)
    rates = (
        each.format(n=plain(state.rate), stay=law_text(state.stays, lang))
        for state in arrives.states.values()
    )
    return say("now weak, now strong: {states}", lang).format(states="; ".join(rates))


def _beyond(arrives, lang):
    """What several kinds may say."""
    platoon = getattr(arrives, "platoon", None)
    if platoon and platoon.mean > 1:
        yield say("in platoons of {n} on average", lang).format(n=plain(platoon.mean))
    off = getattr(arrives, "off_by", None) or getattr(arrives, "late", None)
    if off:
        yield say("late by {law}", lang).format(law=law_text(off, lang))
    if getattr(arrives, "early", 0):
        yield say("{share} come early", lang).format(share=share(arrives.early))
    if arrives.at_start:
        yield say("{n} wait at the start", lang).format(n=plain(arrives.at_start))
    if arrives.seen:
        inside = sum(row.count for row in arrives.seen)
        yield say("{n} are inside at the start", lang).format(n=plain(inside))


def _clock(second):
    return f"{int(second // HOUR):02d}:{int(second % HOUR // MINUTE):02d}"


_KINDS = {
    "profile": _profile,
    "timetable": _timetable,
    "appointments": _appointments,
    "every": lambda arrives, lang: say("one after the other: {law}", lang).format(
        law=law_text(arrives.every, lang)
    ),
    "states": _states,
    "fleet": lambda arrives, lang: say("a closed fleet that comes again and again", lang),
    "recorded": lambda arrives, lang: say("{n} recorded arrivals", lang).format(n=plain(len(arrives.rows))),
}
