"""Events one by one, with their times as text, for forms that are written so."""

import math
from datetime import UTC, datetime

import numpy as np

from twin.observed.event import COLUMNS

TEXTUAL = [name for name, dtype in COLUMNS.items() if dtype in ("str", "category")]


def rows_of(frame):
    """Each event of a frame as a dict without what it does not say; times are ISO 8601 in UTC."""
    columns = {}
    for name in COLUMNS:
        values = frame[name]
        if name in TEXTUAL:
            values = values.astype(object).where(values.notna(), None)
        columns[name] = written(values) if name in ("at", "received") else values.tolist()
    for values in zip(*columns.values(), strict=True):
        yield {
            name: value
            for name, value in zip(columns, values, strict=True)
            if value is not None and not (isinstance(value, float) and math.isnan(value))
        }


def written(seconds):
    """Seconds since the Unix epoch as texts, None where there is no time."""
    seconds = np.asarray(seconds, float)
    there = np.isfinite(seconds)
    micros = np.round(np.where(there, seconds, 0.0) * 1e6).astype("datetime64[us]")
    texts = np.datetime_as_string(micros, unit="us")
    return [f"{text}Z" if known else None for text, known in zip(texts.tolist(), there.tolist(), strict=True)]


def text_of(seconds):
    """One time as text."""
    return (
        datetime.fromtimestamp(0.0 if math.isnan(seconds) else seconds, UTC)
        .isoformat()
        .replace("+00:00", "Z")
    )
