"""What to expect of a port before any run: visits a day, work against open hours, and the fullest hour."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.plan.compile import compile_plan
from twin.plan.processes.coming import DAY, HOUR
from twin.study.loads import COUNTED, loads, ratio_by_hour
from twin.study.streams import Round

STATION_COLUMNS = [
    "kind",
    "station",
    "visits_per_day",
    "work_hours",
    "open_server_hours",
    "utilisation",
    "peak_hour_vc",
]
HOUR_COLUMNS = ["kind", "station", "hour", "visits", "work_hours", "open_server_hours", "vc"]


class Preview(NamedTuple):
    """Expected load, nobody waiting: over the horizon, by hour from the start, and of fleets by flow."""

    stations: pd.DataFrame  # STATION_COLUMNS, one row a thing
    hours: pd.DataFrame  # HOUR_COLUMNS
    fleets: pd.DataFrame  # the fields of Round


def preview(scenario):
    """The expected load of a scenario."""
    return preview_of(compile_plan(scenario))


def preview_of(plan):
    """The expected load of a plan."""
    found, rounds = loads(plan)
    by_hour = [_by_hour(*name, load) for name, load in found.items()]
    return Preview(
        pd.DataFrame([_in_all(plan, *name, load) for name, load in found.items()], columns=STATION_COLUMNS),
        pd.concat(by_hour, ignore_index=True) if by_hour else pd.DataFrame(columns=HOUR_COLUMNS),
        pd.DataFrame(rounds, columns=Round._fields),
    )


def _in_all(plan, kind, name, load):
    work, offered = load.work, load.offered.sum()
    hours = (np.nan, np.nan) if kind in COUNTED else (work / HOUR, offered / HOUR)
    used = work / offered if offered > 0 else (np.inf if work > 0 else 0.0)
    peak = np.nan if kind in COUNTED else ratio_by_hour(load).max(initial=0.0)
    return kind, name, load.visits * DAY / plan.horizon, *hours, used, peak


def _by_hour(kind, name, load):
    hours = kind not in COUNTED
    return pd.DataFrame(
        {
            "kind": kind,
            "station": name,
            "hour": np.arange(len(load.coming)),
            "visits": load.coming,
            "work_hours": load.work_by_hour / HOUR if hours else np.nan,
            "open_server_hours": load.offered / HOUR if hours else np.nan,
            "vc": ratio_by_hour(load) if hours else np.nan,
        }
    )
