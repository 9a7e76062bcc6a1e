"""How findings become alerts: one that lasts keeps its name, one that flickers is not told."""

from typing import NamedTuple

from twin.live.records import Alert

RAISED, ENDED = "raised", "ended"
QUIET = 120.0  # seconds that a thing has to be over before its alert is: a flicker is no end (assumed)


class Standing(NamedTuple):
    """What is remembered of one name: since when it is on, or over, and its alert once it was told."""

    on_since: float | None
    off_since: float | None
    alert: Alert | None


class Told(NamedTuple):
    """One thing that happened to an alert."""

    at: float
    what: str  # RAISED or ENDED
    alert: Alert


def look(standing, found, at):
    """({name: Standing}, [Told]) after one look; what was not looked at stays as it was."""
    after, told = dict(standing), []
    for finding in found:
        before = after.get(finding.name, Standing(None, None, None))
        now, what = _one(before, finding, at)
        if what is not None:
            told.append(Told(at, what, now.alert))
        if what == ENDED or now == Standing(None, None, None):
            after.pop(finding.name, None)
        else:
            after[finding.name] = now
    return after, told


def _one(before, finding, at):
    """What a finding makes of a Standing, and what is told of it."""
    alert = before.alert
    if finding.is_on:
        since = at if before.on_since is None else before.on_since
        if alert is not None:
            return Standing(since, None, _as_it_is(alert, finding)), None
        if at - since >= finding.lasting:
            return Standing(since, None, _alert(finding, at)), RAISED
        return Standing(since, None, None), None
    if finding.is_on is None and alert is not None:
        return Standing(before.on_since, None, _as_it_is(alert, finding)), None
    if alert is None:
        return Standing(None, None, None), None
    since = at if before.off_since is None else before.off_since
    if at - since >= QUIET:
        return Standing(None, since, alert._replace(ended=since)), ENDED
    return Standing(before.on_since, since, alert), None


def _alert(finding, at):
    return Alert(
        finding.name, finding.kind, finding.station, finding.measure, finding.value, finding.limit, at,
        finding.expected, finding.sure, early=finding.early, late=finding.late,
    )  # fmt: skip


def _as_it_is(alert, finding):
    """The same alert with the numbers of now."""
    return alert._replace(
        value=finding.value, limit=finding.limit, expected=finding.expected, sure=finding.sure,
        early=finding.early, late=finding.late,
    )  # fmt: skip
