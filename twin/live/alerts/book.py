"""The book of alerts: which stand, who knows of them, which are muted; every line of it is in the store."""

import math
from threading import Lock
from typing import NamedTuple

from twin.live.alerts.lasting import ENDED, RAISED, Standing, look
from twin.live.records import Alert
from twin.observed.store.journal import note, noted

KIND = "alert"
ACKNOWLEDGED, MUTED, HELPED = "acknowledged", "muted", "helped"
NUMBERS = ("value", "limit", "raised", "expected", "sure", "ended", "early", "late")
LAST = 5000  # lines that are read at a start: what stands from before them has been said often enough
LONGEST = 1000  # characters that somebody may leave with an alert


class Mark(NamedTuple):
    """Who said that they know of an alert, and what they said."""

    by: str
    at: float
    words: str


class Listed(NamedTuple):
    """An alert as it stands in the list."""

    alert: Alert
    acknowledged: Mark | None
    muted_until: float  # nan: it is not


class UnknownAlertError(LookupError):
    """There is no alert of that name."""


class Book:
    """Alerts that stand. A book that is opened again stands where it stood."""

    def __init__(self, store):
        self.store = store
        self.lock = Lock()
        self.standing, self.marks, self.mutes = {}, {}, {}
        for at, name, body in noted(store, KIND, LAST):
            self._turn(at, name, body)

    def look(self, found, at):
        """Takes findings in; gives what is told of them, [Told]."""
        with self.lock:
            standing, told = look(self.standing, found, at)
            note(self.store, KIND, [(one.at, one.alert.name, _line(one.what, one.alert)) for one in told])
            self.standing = standing
            for one in told:
                if one.what == ENDED:
                    self.marks.pop(one.alert.name, None)
            return told

    def help(self, name, helps, at):
        """Keeps with an alert what would help; gives the alert, None if it is over."""
        with self.lock:
            before = self.standing.get(name)
            if before is None or before.alert is None:
                return None
            alert = before.alert._replace(helps=tuple(helps))
            note(self.store, KIND, [(at, name, _line(HELPED, alert))])
            self.standing[name] = before._replace(alert=alert)
            return alert

    def acknowledge(self, name, at, *, by, words=""):
        """Somebody knows of an alert."""
        with self.lock:
            self._known(name)
            body = {"what": ACKNOWLEDGED, "by": by[:LONGEST], "words": words[:LONGEST]}
            note(self.store, KIND, [(at, name, body)])
            self._turn(at, name, body)

    def mute(self, name, at, *, by, until):
        """Nobody is told of an alert until a second; it is written down all the same."""
        with self.lock:
            self._known(name)
            body = {"what": MUTED, "by": by[:LONGEST], "until": until}
            note(self.store, KIND, [(at, name, body)])
            self._turn(at, name, body)

    def is_muted(self, name, at):
        return at < self.mutes.get(name, -math.inf)

    def listed(self):
        """The alerts that stand, [Listed], those that were raised last first."""
        with self.lock:
            alerts = [each.alert for each in self.standing.values() if each.alert is not None]
            alerts.sort(key=lambda alert: (-alert.raised, alert.name))
            return [
                Listed(alert, self.marks.get(alert.name), self.mutes.get(alert.name, math.nan))
                for alert in alerts
            ]

    def log(self, last):
        """The last lines, each (at, name, {what, ...})."""
        return noted(self.store, KIND, last)

    def _known(self, name):
        standing = self.standing.get(name)
        if standing is None or standing.alert is None:
            raise UnknownAlertError(name)

    def _turn(self, at, name, body):
        """What a line of the log makes of the book."""
        what = body["what"]
        if what in (RAISED, HELPED):
            self.standing[name] = Standing(at, None, alert_of(body["alert"]))
        elif what == ENDED:
            self.standing.pop(name, None)
            self.marks.pop(name, None)
        elif what == ACKNOWLEDGED:
            self.marks[name] = Mark(body["by"], at, body["words"])
        elif what == MUTED:
            self.mutes[name] = body["until"]


def _line(what, alert):
    return {"what": what, "alert": alert._asdict()}


def alert_of(tree):
    """The Alert of what the log says of it."""
    numbers = {name: math.nan if tree.get(name) is None else tree[name] for name in NUMBERS}
    helps = tuple(tuple(math.nan if each is None else each for each in one) for one in tree["helps"])
    return Alert(**{**tree, **numbers, "helps": helps})
