"""Forecasts of the past, scored as they would have been: each with what was known before it only."""

from typing import NamedTuple

import numpy as np

from twin.live.doubt.scoring import scored
from twin.live.doubt.usual import Usual
from twin.live.forecast.coming import WATCHED
from twin.live.forecast.conformal import Correction, corrected
from twin.live.forecast.forecasting import forecast
from twin.live.forecast.recorded import came, world_of
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


def backtest(port, visits, instants, asked, now_at=None):
    """([Score] of bands as the model gives them, [Score] as corrected) of forecasts at instants in order.

    `asked` says all but the time; `now_at(time)` gives (worlds, who came lately), by default as it truly
    was. What is usual is known from the visits before the first instant.
    """
    levels, correction = levels_of(visits), Correction()
    usual = _usual(port, visits, levels, instants[0])
    now_at = now_at or (lambda at: ([world_of(visits, at)], came(visits, at, WATCHED)))
    pending, raw, moved = [], [], []
    for at in instants:
        pending, due = _parted(pending, at)
        for made, mark, told in due:
            truth = levels.at(made + mark.lead)[mark.station, mark.measure]
            ordinary = usual.of(made + mark.lead, mark.station, mark.measure)
            raw.append(scored(made, mark, truth, ordinary))
            moved.append(scored(made, told, truth, ordinary))
            correction.learn(mark, truth)
        worlds, lately = now_at(at)
        found = forecast(port, worlds, asked._replace(at=at, came=lately))
        better = corrected(found, correction)
        pending += [(at, mark, told) for mark, told in zip(found.marks, better.marks, strict=True)]
    return raw, moved


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
