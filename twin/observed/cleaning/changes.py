"""What cleaning changed, event by event, so that every change can be counted and taken back."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd


class Change(NamedTuple):
    """One kind of change on many events; before and after are a text, or one for each event."""

    rows: np.ndarray
    what: str
    before: Any = ""
    after: Any = ""


def table(changes):
    """All changes as one table, in order of the event."""
    parts = [pd.DataFrame(change._asdict()) for change in changes if len(change.rows)]
    if not parts:
        parts = [pd.DataFrame({"rows": np.zeros(0, np.int64), "what": "", "before": "", "after": ""})]
    every = pd.concat(parts, ignore_index=True).rename(columns={"rows": "row"})
    return every.sort_values("row", kind="stable", ignore_index=True).astype(
        {"what": "category", "before": "str", "after": "str"}
    )


def as_text(values):
    """Times or numbers as text, for the column of a change."""
    return np.round(np.asarray(values, float), 3).astype(str).astype(object)
