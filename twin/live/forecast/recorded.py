"""The port at an instant as its visits tell of it: all of them, or those that had come in by then."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.calibrate.fit import EXIT
from twin.live.records import BETWEEN, QUEUEING, SERVED, World

SPANS = {QUEUEING: ("joined", "started"), SERVED: ("started", "ended")}
SELDOM = 0.99  # of those who have been somewhere, so many were there for less
SETTLED = 3600.0  # seconds after an end when it is clear that it was the last
MUCH = 1.5  # times that: who has been there for longer has gone, and no device saw it


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


class Habits(NamedTuple):
    """What visits that are over tell of those that are not."""

    ways: dict  # (class, station): (next stations, how often), EXIT among them
    travel: dict  # (station, next): median seconds from an end to joining
    longest: dict  # (station, what one does): seconds that it hardly ever lasts longer


def habits_of(visits, at):
    """The Habits of cleaned visits until `at`, in order of case and number."""
    case, station = visits["case"].to_numpy(), visits["station"].astype(str).to_numpy(object)
    goes_on = np.append(case[1:] == case[:-1], False)
    following = np.where(goes_on, np.roll(station, -1), EXIT)
    over = visits["ended"].notna().to_numpy() & (goes_on | (visits["ended"].to_numpy() < at - SETTLED))
    pairs = pd.DataFrame({"cls": visits["cls"].astype(str), "station": station, "next": following})[over]
    ways = {}
    for (cls, here), own in pairs.groupby(["cls", "station"])["next"]:
        counts = own.value_counts().sort_index()
        ways[cls, here] = tuple(counts.index), counts.to_numpy(float)
    way = np.roll(visits["joined"].to_numpy(), -1) - visits["ended"].to_numpy()
    legs = pd.DataFrame({"station": station, "next": following, "way": way})[goes_on & (way >= 0)]
    longest = {}
    for does, (begin, end) in SPANS.items():
        lasted = (visits[end] - visits[begin]).groupby(station).quantile(SELDOM)
        longest |= {(name, does): value * MUCH for name, value in lasted.dropna().items()}
    return Habits(ways, legs.groupby(["station", "next"])["way"].median().to_dict(), longest)


def worlds_at(visits, at, number, seed):
    """[World] of what cleaned visits of events until `at` leave open: who was last seen where.

    Who has ended a service goes where its like goes, by luck; who has been somewhere for longer than
    anybody stays is taken to have left unseen.
    """
    visits = known_at(visits.sort_values(["case", "number"], kind="stable"), at)
    habits = habits_of(visits, at)
    last = visits.groupby("case").tail(1)
    rng = np.random.default_rng([seed, 3])
    rows = list(last[["cls", "station", "joined", "started", "ended"]].itertuples(index=False))
    return [_world([_stands(row, at, habits, rng) for row in rows]) for _ in range(number)]


def known_at(visits, at):
    """What had happened by a time of visits in order of case and number."""
    happened = {name: visits[name].where(visits[name] <= at) for name in ("joined", "started", "ended")}
    visits = visits.assign(**happened)
    return visits[visits[["joined", "started", "ended"]].notna().any(axis=1)]


def _world(found):
    inside = [one for one in found if one is not None]
    return World(*map(tuple, zip(*inside, strict=True))) if inside else World((), (), (), ())


def _stands(row, at, habits, rng):
    """(class, station, doing, since) of one by its last visit, None who has left."""
    cls, station = str(row.cls), str(row.station)
    if row.ended == row.ended:
        return _goes_on(cls, station, at - row.ended, (habits, rng))
    begun = row.started if row.started == row.started else row.joined
    does = SERVED if row.started == row.started else QUEUEING
    since = at - begun
    is_gone = not 0 <= since <= habits.longest.get((station, does), np.inf)
    return None if is_gone else (cls, station, does, since)


def _goes_on(cls, station, since, chance):
    """Who is between two visits is on its way for as long as the way usually takes, and then queues."""
    habits, rng = chance
    ways, counts = habits.ways.get((cls, station), ((EXIT,), np.ones(1)))
    way = ways[rng.choice(len(ways), p=counts / counts.sum())]
    if way == EXIT:
        return None
    travel = habits.travel.get((station, way), 0.0)
    if since <= travel:
        return cls, way, BETWEEN, since
    waits = since - travel
    return (cls, way, QUEUEING, waits) if waits <= habits.longest.get((way, QUEUEING), np.inf) else None
