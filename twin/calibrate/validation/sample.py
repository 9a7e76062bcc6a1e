"""The visits of some days in one form, whether they were recorded or simulated."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.calibrate.visited import DAY, visits_of

HOUR = 3600.0
COLUMNS = ("case", "cls", "station", "joined", "started", "ended", "took")
TIMES = ("joined", "started", "ended")
HARDLY = 0.05  # of the visits of a station have a time that nobody looks for there
COARSE = 0.1  # of the median service of a station: times of more doubt than that tell nothing of its length
BEFORE = 1  # days that are run before those that are judged, so that these do not begin with an empty port
AFTER = 1  # days that are run behind them, so that all who came are seen to their end


class Sample(NamedTuple):
    """Who came within some whole days: [visit] COLUMNS, seconds from the first midnight; nan is not known.

    `took` is how long a service lasted, where its begin and its end are known well enough to tell.
    """

    visits: pd.DataFrame  # by case and time
    days: int
    weekday: int  # of the first day, Monday is 0

    @property
    def is_weekend(self):
        """[day] whether it is a Saturday or Sunday."""
        return (self.weekday + np.arange(self.days)) % 7 >= 5

    @property
    def arrived(self):
        """[case] when it came: the first time that is known of it."""
        first = self.visits[["joined", "started", "ended"]].min(axis=1)
        return first.groupby(self.visits["case"]).min()


def recorded(visits, begin, days, weekday):
    """The Sample of the cleaned visits of who came from a midnight on, by seconds since 1970."""
    first = visits[["joined", "started", "ended"]].min(axis=1).groupby(visits["case"]).transform("min")
    own = visits[(first >= begin) & (first < begin + days * DAY)]
    times = {name: own[name].to_numpy(float) - begin for name in ("joined", "started", "ended")}
    names = {name: own[name].astype(object) for name in ("cls", "station")}
    named = {"case": own["case"].to_numpy(np.int64), **names, **times, "took": _took(own)}
    return Sample(_in_order(pd.DataFrame(named)[list(COLUMNS)]), days, weekday)


def simulated(plan, replication, days, weekday):
    """The Sample of a replication of a plan, which begins BEFORE days early and ends AFTER days late."""
    frame = visits_of(plan, replication, until=(BEFORE + days) * DAY)
    frame = frame.assign(took=frame["ended"] - frame["started"])[list(COLUMNS)]
    frame[["joined", "started", "ended"]] -= BEFORE * DAY
    came = frame.groupby("case")["joined"].transform("min")
    return Sample(_in_order(frame[came >= 0]), days, weekday)


def seen_as(sample, record):
    """A Sample without the times of which a record has hardly any, station by station.

    Where nobody saw trucks join, a recorded case begins with its first service, and a simulated one as well.
    """
    known = record.visits[list(TIMES)].notna().groupby(record.visits["station"]).mean()
    visits = sample.visits.copy()
    for name in TIMES:
        unseen = known.index[known[name] < HARDLY]
        visits[name] = visits[name].mask(visits["station"].isin(unseen))
    return sample._replace(visits=_in_order(visits[visits[list(TIMES)].notna().any(axis=1)]))


def _took(visits):
    """[visit] seconds of service, nan where begin and end are written too coarsely for the station."""
    took = visits["ended"] - visits["started"]
    usual = took.groupby(visits["station"].astype(str)).transform("median")
    return took.where(visits["started_within"] + visits["ended_within"] <= COARSE * usual).to_numpy(float)


def _in_order(frame):
    """By case and by the first time that is known of a visit."""
    first = frame[["joined", "started", "ended"]].min(axis=1)
    order = np.lexsort((first.to_numpy(), frame["case"].to_numpy()))
    return frame.iloc[order].reset_index(drop=True)
