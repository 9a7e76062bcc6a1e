"""The visits that a log can tell of: who was served where, by which server, from when to when."""

import numpy as np
import pandas as pd

from twin.engine import run
from twin.plan.visits import NOBODY

DAY = 86400.0


def visits_of(plan, replication, *, until):
    """[visit] case, cls, station, server, joined, started, ended, visit: seconds from the plan's second 0.

    Of those who came before `until` and were served to the end. A station whose servers are not counted has
    no device, so its time is a way. Cases are numbered by when they came, servers from 1.
    """
    rows = run(plan, replication).visits
    points = plan.names.points
    lane = np.array([point.lane for point in points])[rows["point"]]
    server = np.where(lane != NOBODY, lane, rows["server"])
    stations = np.array([point.kind == "station" for point in points])
    is_told = stations[rows["point"]] & (server != NOBODY)
    rows, server = rows[is_told], server[is_told]
    entity = _numbered(rows["key"], rows["trip"])
    is_first = np.diff(entity, prepend=NOBODY) != 0
    frame = pd.DataFrame(
        {
            "case": entity,
            "cls": np.array(plan.names.classes, object)[rows["cls"]],
            "station": np.array([point.name for point in points], object)[rows["point"]],
            "server": server + 1,
            "joined": np.where(is_first, rows["asked"], rows["joined"]),  # who waits outside waits too
            "started": rows["started"],
            "ended": rows["ended"],
        }
    )
    return by_arrival(_whole(frame, until))


def _numbered(key, trip):
    """[visit] one number an entity and round; rows of one stand together."""
    is_new = (np.diff(key, prepend=0) != 0) | (np.diff(trip, prepend=0) != 0)
    return np.cumsum(is_new)


def _whole(frame, until):
    """The cases that came in time and were seen to their end."""
    came = frame.groupby("case")["joined"].transform("min") < until
    is_open = frame["ended"].isna().groupby(frame["case"]).transform("any")
    return frame[came & ~is_open]


def by_arrival(frame):
    """The frame with cases numbered in order of arrival, rows by case and time."""
    came = frame.groupby("case")["joined"].min().sort_values(kind="stable")
    number = pd.Series(np.arange(len(came)), index=came.index)
    frame = frame.assign(case=frame["case"].map(number).astype(np.int64))
    frame = frame.sort_values(["case", "joined", "started"], kind="stable", ignore_index=True)
    return frame.assign(visit=frame.groupby("case").cumcount().astype(np.int32))
