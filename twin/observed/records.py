"""What is known of a port once its records are cleaned: visits, and how sure each of their times is.

Times are float64 seconds since the Unix epoch in UTC; nan is a time that was not seen.
"""

from typing import NamedTuple

import pandas as pd

SEEN, RECKONED, MISSING = "seen", "reckoned", "missing"  # where the time of joining a queue comes from
ORIGINS = (SEEN, RECKONED, MISSING)


class Cleaned(NamedTuple):
    """The tables of a cleaned log, in order of time; the log itself is never changed.

    visits   case, number (0, 1, ... within the case), cls, station, server ("" unknown), joined, started,
             ended; joined_within, started_within, ended_within: half-widths in seconds of what a time is
             known to (0 exact, 150 for a time rounded to 5 min, inf unknown); joined_from "seen", "reckoned"
             (the last end plus the travel to here) or "missing"
    cases    case, cls, arrived, left (nan: not seen), seen_in, seen_out
    watched  station, server, begins, ends: when the device spoke or may be presumed working; what lies
             outside is exposure that is missing, not a count of zero
    clocks   device, day (its begin), offset (seconds, device minus true), low, high, drift (seconds a day),
             how
    repairs  row (of the event), what, before, after: one line for each change
    scores   station, day (its begin), events, score (0 to 1), and the parts of the score
    """

    visits: pd.DataFrame
    cases: pd.DataFrame
    watched: pd.DataFrame
    clocks: pd.DataFrame
    repairs: pd.DataFrame
    scores: pd.DataFrame
    span: tuple[float, float]  # first and last second of the log
    zone: str  # IANA name of the local time, or UTC
    stated: dict[str, float | int | str]  # what a reader should know, such as shares
