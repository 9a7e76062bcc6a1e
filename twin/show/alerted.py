"""What an alert says, and what would help against it, in a sentence."""

import math
from datetime import UTC, datetime

from twin.live.forecast.changing import read_short
from twin.model.dates import zone as zone_of
from twin.show.text import say, word

HOUR, MINUTE = 3600.0, 60.0
LONG = 2 * HOUR  # from which hours are told
SECONDS, METRES, SHARES = ("wait", "service"), ("storage",), ("share",)
SIGNS = {"silent": "?", "unsure": "?"}  # of alerts in which something is not known; ! where it is
WORDS = {"threshold": "live_{}", "forecast": "live_{}", "drift": "drift_{}"}  # else a device is meant

SENTENCES = {
    "threshold": "{what}, {station}: {value} is beyond {limit} ({sure} sure)",
    "forecast": "{what}, {station}: passes {limit} with a chance of {sure}, {when}",
    "silent": "{what} ({station}) has said nothing for {quiet}; usually it does every {usual}",
    "down": "{what} ({station}) is down: nothing for {quiet}",
    "plan": "{station}: of {limit} lanes that are planned {value} are open",
    "drift": "{what}, {station}: {value} now, {limit} before",
    "unsure": "{station}: forecasts no longer hold and are not to be relied on",
}
OF_THE_PORT = {  # where there is no station to name
    "threshold": "{what}: {value} is beyond {limit} ({sure} sure)",
    "forecast": "{what}: passes {limit} with a chance of {sure}, {when}",
    "silent": "{what} has said nothing for {quiet}; usually it does every {usual}",
    "down": "{what} is down: nothing for {quiet}",
    "plan": "of {limit} lanes that are planned {value} are open",
    "drift": "{what}: {value} now, {limit} before",
    "unsure": "forecasts of the port as a whole no longer hold and are not to be relied on",
}
BY, ABOUT, MAYBE = "by {when}", "at about {when} ({early} to {late})", "if at all"  # when a limit is passed


CHANGES = {"open": "open {n} more at {station}", "close": "close {n} at {station}"}


def alert_line(alert, zone, lang):
    """What, when, how sure, and what would help."""
    sign = SIGNS.get(alert.kind, "!")
    helps = [_help(one, alert, lang) for one in alert.helps[:2]]
    more = say("; ", lang).join(helps)
    end = f"  → {more}" if more else ""
    return f"{sign} {clock(alert.raised, zone)}  {sentence(alert, zone, lang)}{end}"


def sentence(alert, zone, lang):
    """What an alert says."""
    known = SENTENCES if alert.station else OF_THE_PORT
    code = WORDS.get(alert.kind)
    return say(known[alert.kind], lang).format(
        what=word(code.format(alert.measure), lang) if code else alert.measure, station=alert.station,
        value=amount(alert.value, alert.measure, lang), limit=amount(alert.limit, alert.measure, lang),
        when=_passes(alert, zone, lang), sure=f"{alert.sure:.0%}",
        quiet=lasting(alert.value, lang), usual=lasting(alert.limit, lang),
    )  # fmt: skip


def _passes(alert, zone, lang):
    """When a limit is passed, with the time within which it is in eight of ten futures that pass it."""
    when, early, late = (clock(at, zone) for at in (alert.expected, alert.early, alert.late))
    if not math.isfinite(alert.expected):
        return say(MAYBE, lang)
    is_certain = early == late or not math.isfinite(alert.early)
    return say(BY if is_certain else ABOUT, lang).format(when=when, early=early, late=late)


def _help(one, alert, lang):
    change, effect, low, high = one
    numbers = [amount(abs(each), alert.measure, lang) for each in (low, high)]
    text = say("{change}: {sign}{effect} ({low} to {high})", lang)
    signs = ["−" if each < 0 else "+" for each in (effect, low, high)]
    return text.format(
        change=change_text(change, lang), sign=signs[0], effect=amount(abs(effect), alert.measure, lang),
        low=signs[1] + numbers[0], high=signs[2] + numbers[1],
    )  # fmt: skip


def change_text(text, lang):
    """A change of words that open or close lanes, as one says it; others as they are written."""
    found = read_short(text)
    if found is None:
        return text
    verb, number, station, since, until = found
    parts = [say(CHANGES[verb], lang).format(n=number, station=station)]
    for time, words in ((since, "from {when}"), (until, "until {when}")):
        parts += [say(words, lang).format(when=time)] if time else []
    return " ".join(parts)


def clock(at, zone):
    """The time of day of a second, by the port's clock."""
    if not math.isfinite(at):
        return "—"
    return f"{datetime.fromtimestamp(at, UTC).astimezone(zone_of(zone)):%H:%M}"


def amount(value, measure, lang):
    """A value of a measure with its unit."""
    if math.isnan(value):
        return "—"
    if measure in SECONDS:
        minutes = value / MINUTE
        return say("{n} min", lang).format(n=f"{minutes:.0f}" if minutes >= 10 else f"{minutes:.2g}")
    if measure in SHARES:
        return f"{value:.0%}"
    return f"{value:.0f} m" if measure in METRES else f"{value:.3g}"


def lasting(seconds, lang):
    """How long something lasts, as short as one says it."""
    if not math.isfinite(seconds):
        return "—"
    if seconds < 2 * MINUTE:
        return say("{n} s", lang).format(n=f"{seconds:.0f}")
    if seconds < LONG:
        return say("{n} min", lang).format(n=f"{seconds / MINUTE:.0f}")
    return say("{n} h", lang).format(n=f"{seconds / HOUR:.1f}")
