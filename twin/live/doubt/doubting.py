"""What the forecasts were worth: kept when made, scored when the truth arrives, and what follows from it."""

import math
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np

from twin.live.doubt.keeping import Kept
from twin.live.doubt.lights import DAYS, lights_of
from twin.live.doubt.scoring import scored, within
from twin.live.doubt.usual import Usual
from twin.live.forecast.conformal import Correction, corrected, moved

APART = 900.0  # seconds: forecasts that were made nearer to each other tell the same of their worth
LATE = 300.0  # seconds after its time within which the truth of a mark is taken
BEFORE = DAYS * 86400.0


class Row(NamedTuple):
    """Scores of a station, measure and lead time together."""

    station: str
    measure: str
    lead: float
    number: int
    crps: float
    persistence: float
    climatology: float  # of those for whom it was known
    bias: float
    in50: float  # share within the bands as they were told
    in90: float
    held: float  # share within the middle 90 %, ties shared out


class Doubt:
    """Of one port; `clock` is its tzinfo. What is in the folder is taken up where it was left.

    One thread may forecast while another sees what comes to be.
    """

    def __init__(self, folder, clock, now):
        self.kept = Kept(Path(folder))
        self.lock = Lock()
        self.judged = (None, [])  # after which scores, the lights
        self.usual = Usual(clock)
        self.correction = Correction()
        self.scores = self.kept.scores(now - BEFORE)
        done = {(one.at, one.lead, one.station, one.measure) for one in self.scores}
        self.pending = []
        truths = {(one.at, one.lead, one.station, one.measure): one.truth for one in self.scores}
        self.last = -math.inf
        for at, marks in self.kept.forecasts(now - BEFORE):
            self.last = at
            for mark in marks:
                key = (at, mark.lead, mark.station, mark.measure)
                if key in done:
                    self.usual.add(at + mark.lead, mark.station, mark.measure, truths[key])
                    self.correction.learn(mark, truths[key])
                elif at + mark.lead + LATE >= now:
                    self.pending.append((at, mark))

    def corrected(self, forecast):
        """The Forecast with bands that hold as often as they say; as it is until enough is known."""
        with self.lock:
            return corrected(forecast, self.correction)

    def keep(self, forecast):
        """Keeps a forecast, its bands corrected, one in APART; no what-if, which never meets its truth."""
        if not forecast.what_if and forecast.at >= self.last + APART:
            with self.lock:
                self.last = forecast.at
                marks = [moved(mark, self.correction) for mark in forecast.marks]
                self.kept.put_forecast(forecast.at, marks)
                self.pending += [(forecast.at, mark) for mark in marks]

    def arrived(self, at, levels):
        """[Score] of all whose time has come; `levels` is {(station, measure): level} at an instant.

        Of what was to be known more than LATE seconds ago nothing is known any more.
        """
        with self.lock:
            return self._arrived(at, levels)

    def _arrived(self, at, levels):
        scores, pending = [], []
        for made, mark in self.pending:
            due = made + mark.lead
            level = levels.get((mark.station, mark.measure), math.nan)
            if due > at or (math.isnan(level) and at - due <= LATE):
                pending.append((made, mark))
            elif not math.isnan(level) and at - due <= LATE:
                usual = self.usual.of(due, mark.station, mark.measure)
                scores.append(scored(made, mark, level, usual))
                self.usual.add(due, mark.station, mark.measure, level)
                self.correction.learn(mark, level)
        self.pending = pending
        if scores:
            self.kept.put_scores(at, scores)
            self.scores = [one for one in self.scores if one.at >= at - BEFORE] + scores
        return scores

    def lights(self, now):
        """[Light] of the stations and of the port, judged anew after each score and each hour."""
        state = len(self.scores), self.scores[-1:], now // 3600.0
        if state != self.judged[0]:
            self.judged = state, lights_of(self.scores, now)
        return self.judged[1]

    def rows(self):
        """[Row] of all scores by station, measure and lead time."""
        return rows_of(self.scores)


def levels_of_present(present):
    """{(station, measure): level} of a Present."""
    queues = zip(present.stations["station"], present.stations["queue"], strict=True)
    return {**{(station, "queue"): float(queue) for station, queue in queues}, ("", "number"): present.number}


def rows_of(scores):
    """[Row] of scores by station, measure and lead time."""
    groups = {}
    for one in scores:
        groups.setdefault((one.station, one.measure, one.lead), []).append(one)
    return [_row(key, own) for key, own in sorted(groups.items())]


def _row(key, scores):
    climatology = [one.climatology for one in scores if one.climatology == one.climatology]
    return Row(
        *key, len(scores), *(
            float(np.mean([getattr(one, name) for one in scores])) for name in ("crps", "persistence")
        ),
        float(np.mean(climatology)) if climatology else float("nan"),
        *(float(np.mean([getattr(one, name) for one in scores])) for name in ("error", "in50", "in90")),
        within(scores, 0.90),
    )  # fmt: skip
