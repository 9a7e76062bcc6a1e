"""Forecasts of the past, scored as they would have been: each with what was known before it only."""

from typing import NamedTuple

import numpy as np

from twin.live.doubt.scoring import scored
from twin.live.doubt.usual import Usual
from twin.live.forecast.coming import WATCHED
from twin.live.forecast.conformal import Correction, corrected
from twin.live.forecast.forecasting import forecast
from twin.live.forecast.recorded import came, world_of
from twin.live.records import Forecast
from twin.model.dates import zone

HOUR = 3600.0


class Levels(NamedTuple):
    """Queues and the number in the port at any time, from its visits."""

    spans: dict  # (station, measure): (sorted begins, sorted ends)

    def at(self, time):
        """{(station, measure): level} at an instant."""
        return {
            key: float(np.searchsorted(begins, time, "right") - np.searchsorted(ends, time, "right"))
            for key, (begins, ends) in self.spans.items()
        }


def levels_of(visits):
    """The Levels of visits with case, station, joined, started, ended."""
    spans = {}
    for station, own in visits.groupby("station"):
        spans[str(station), "queue"] = np.sort(own["joined"]), np.sort(own["started"])
    whole = visits.groupby("case").agg(begins=("joined", "min"), ends=("ended", "max"))
    spans["", "number"] = np.sort(whole["begins"]), np.sort(whole["ends"])
    return Levels(spans)


class Replayed(NamedTuple):
    """A forecast of the past, and what had come to be of earlier ones when it was made."""

    at: float
    raw: Forecast
    told: Forecast  # corrected by what was known then
    due: list  # of (made, Mark of the model, Mark as told, truth)


def backtest(port, visits, instants, asked, now_at=None):
    """([Score] of bands as the model gives them, [Score] as corrected) of forecasts at instants in order.

    What is usual is known from the visits before the first instant; the rest as in `replayed`.
    """
    levels = levels_of(visits)
    usual = _usual(port, visits, levels, instants[0])
    raw, moved = [], []
    for one in replayed(port, visits, instants, asked, now_at):
        for made, mark, told, truth in one.due:
            ordinary = usual.of(made + mark.lead, mark.station, mark.measure)
            raw.append(scored(made, mark, truth, ordinary))
            moved.append(scored(made, told, truth, ordinary))
    return raw, moved


def replayed(port, visits, instants, asked, now_at=None):
    """The Replayed of instants in order, one after the other.

    `asked` says all but the time; `now_at(time)` gives (worlds, who came lately), by default as it truly
    was.
    """
    levels, correction = levels_of(visits), Correction()
    now_at = now_at or (lambda at: ([world_of(visits, at)], came(visits, at, WATCHED)))
    pending = []
    for at in instants:
        pending, due = _parted(pending, at)
        known = []
        for made, mark, told in due:
            truth = levels.at(made + mark.lead)[mark.station, mark.measure]
            correction.learn(mark, truth)
            known.append((made, mark, told, truth))
        worlds, lately = now_at(at)
        found = forecast(port, worlds, asked._replace(at=at, came=lately))
        better = corrected(found, correction)
        pending += [(at, mark, told) for mark, told in zip(found.marks, better.marks, strict=True)]
        yield Replayed(at, found, better, known)


def _usual(port, visits, levels, until):
    """What is usual, by levels of every hour of the visits before a time."""
    usual = Usual(zone(port.scenario.layout.about.time_zone))
    for at in np.arange(visits["joined"].min(), until, HOUR):
        for (station, measure), level in levels.at(at).items():
            usual.add(at, station, measure, level)
    return usual


def _parted(pending, now):
    """(marks whose time is still to come, those whose truth is there), the latter in order of that time."""
    due = sorted((one for one in pending if _due(one) <= now), key=_due)
    return [one for one in pending if _due(one) > now], due


def _due(one):
    return one[0] + one[1].lead
