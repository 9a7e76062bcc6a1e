"""The port at an instant as its visits tell of it afterwards, when all have come in."""

import numpy as np

from twin.live.records import BETWEEN, QUEUEING, SERVED, World


def world_of(visits, at):
    """The World at a time; visits have case, cls, station, joined, started, ended, of one case in order.

    Who is between two visits is on the way to the next one.
    """
    visits = visits.sort_values(["case", "joined"], kind="stable")
    columns = ("case", "joined", "started", "ended")
    case, joined, started, ended = (visits[name].to_numpy() for name in columns)
    before = np.concatenate([[np.nan], ended[:-1]])
    before[np.concatenate([[True], case[1:] != case[:-1]])] = np.nan
    doing = {
        QUEUEING: ((joined <= at) & (at < started), joined),
        SERVED: ((started <= at) & (at < ended), started),
        BETWEEN: ((before <= at) & (at < joined), before),
    }
    cls, station, does, since = [], [], [], []
    for what, (here, begun) in doing.items():
        cls += visits["cls"][here].tolist()
        station += visits["station"][here].tolist()
        does += [what] * int(here.sum())
        since += (at - begun[here]).tolist()
    return World(tuple(cls), tuple(station), tuple(does), tuple(since))


def came(visits, at, watched):
    """{class: [seconds before] at which one came} of so many seconds before a time."""
    first = visits.groupby("case").agg(joined=("joined", "min"), cls=("cls", "first"))
    late = first[(first["joined"] > at - watched) & (first["joined"] <= at)]
    return {cls: (at - own["joined"]).tolist() for cls, own in late.groupby("cls")}
