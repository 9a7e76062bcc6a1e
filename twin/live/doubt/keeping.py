"""Forecasts and their scores on disk: a line each, only ever added to, a file a month.

A line that was cut off when the power went is no line. Files older than are asked for can be deleted.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from twin.live.doubt.scoring import Score
from twin.live.records import Mark

FORECASTS, SCORES = "forecasts", "scores"
DIGITS = 6  # significant: what a score is known to


@dataclass(frozen=True)
class Kept:
    """The folder."""

    folder: Path

    def put_forecast(self, at, marks):
        """Keeps the marks of a forecast that was made at a time."""
        self._put(FORECASTS, at, [at, [_plain(mark) for mark in marks]])

    def put_scores(self, at, scores):
        """Keeps what was scored at a time."""
        self._put(SCORES, at, [_plain(score) for score in scores])

    def forecasts(self, since):
        """[(time, marks)] of forecasts made at a time or later, in the order in which they were kept."""
        rows = (row for row in self._lines(FORECASTS, since) if row[0] >= since)
        return [(at, tuple(_mark(mark) for mark in marks)) for at, marks in rows]

    def scores(self, since):
        """[Score] of forecasts made at a time or later."""
        scores = (Score(*map(_number, row)) for rows in self._lines(SCORES, since) for row in rows)
        return [score for score in scores if score.at >= since]

    def _put(self, kind, at, row):
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{kind}-{_month(at)}.jsonl"
        with path.open("ab") as file:
            file.write((b"\n" if _is_cut(path) else b"") + json.dumps(row, separators=(",", ":")).encode())
            file.write(b"\n")

    def _lines(self, kind, since):
        month = _month(since)
        for path in sorted(self.folder.glob(f"{kind}-*.jsonl")):
            if path.stem.removeprefix(f"{kind}-") >= month:
                for line in path.read_text(encoding="utf-8").splitlines():
                    row = _row(line)
                    if row is not None:
                        yield row


def _is_cut(path):
    """Whether the last line of a file has no end."""
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"


def _month(at):
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m")


def _row(line):
    try:
        return json.loads(line)
    except ValueError:  # cut off
        return None


def _plain(record):
    return [_short(value) for value in record]


def _short(value):
    if isinstance(value, tuple):
        return [_short(one) for one in value]
    if isinstance(value, float):
        return None if value != value else _exact(value)
    return value


def _exact(value):
    """A time since 1970 keeps its milliseconds, anything else its DIGITS."""
    return round(value, 3) if abs(value) >= 10**DIGITS else float(f"{value:.{DIGITS}g}")


def _number(value):
    return float("nan") if value is None else value


def _mark(row):
    lead, station, measure, now, members, bands = row
    return Mark(lead, station, measure, now, tuple(members), tuple(bands))
