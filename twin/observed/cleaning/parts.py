"""A log of any length, cleaned a stretch of days at a time, so that memory is bounded by the stretch."""

import math

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from ..records import Cleaned
from .changes import table
from .stated import stated
from .whole import NothingTrueError, clean

DAY = 86400.0
MOST = 400_000  # events that are cleaned at once
BEFORE, AFTER = 1.0 * DAY, 2.0 * DAY  # what a stretch sees of its neighbours: a journey and a clock's error


def clean_store(store, since=-math.inf, until=math.inf, *, most=MOST, tell=None):
    """The Cleaned of a store's events between two times; tell(events so far) is called as it goes."""
    days = [day for day in store.days() if day[1] > since and day[0] < until]
    parts, events, begins = [], 0, since
    for number, (_first, last, held) in enumerate(stretches(store, days, most)):
        is_last = last == days[-1][1]
        core = (begins, until if is_last else last)
        around = held if is_last and number == 0 else store.events(core[0] - BEFORE, core[1] + AFTER)
        parts.append(_cleaned(around, core, (since, until), store.zone))
        events, begins = events + len(held), last
        if tell:
            tell(events)
    if not any(part.span[1] >= part.span[0] for part in parts):
        raise NothingTrueError(events, pd.concat([table([]), *(part.repairs for part in parts)]))
    return merged(parts, events)


def stretches(store, days, most):
    """Runs of days as (begins, ends, their events), each of about so many events."""
    held, first = [], None
    for begins, ends in days:
        first = begins if first is None else first
        held.append(store.events(begins, ends))
        if sum(map(len, held)) >= most:
            yield first, ends, pd.concat(held, ignore_index=True)
            held, first = [], None
    if held:
        yield first, days[-1][1], pd.concat(held, ignore_index=True)


def _cleaned(events, core, window, zone):
    """The part of a Cleaned that belongs to a core of days, from the events around it."""
    inside = events["row"][(events["at"] >= core[0]) & (events["at"] < core[1])]
    try:
        whole = clean(events, zone)
    except NothingTrueError as nothing:
        return _nothing(nothing.repairs[nothing.repairs["row"].isin(inside)], zone)
    begin = whole.visits.groupby("case")[["joined", "started", "ended"]].min().min(axis=1).to_numpy()
    low = core[0] if core[0] > window[0] else -math.inf
    high = core[1] if core[1] < window[1] else math.inf
    mine = (begin >= low) & (begin < high)
    span = max(whole.span[0], low), min(whole.span[1], high)
    watched = whole.watched.assign(
        begins=whole.watched["begins"].clip(lower=span[0]), ends=whole.watched["ends"].clip(upper=span[1])
    )
    by_day = {
        name: frame[(frame["day"] >= low) & (frame["day"] < high)]
        for name, frame in (("clocks", whole.clocks), ("scores", whole.scores))
    }
    return whole._replace(
        visits=whole.visits[mine[whole.visits["case"]]],
        cases=whole.cases[mine[whole.cases["case"]]],
        watched=watched[watched["ends"] > watched["begins"]],
        repairs=whole.repairs[whole.repairs["row"].isin(inside)],
        span=span,
        **by_day,
    )


def _nothing(repairs, zone):
    """The part of a stretch in which no event can be true."""
    empty = pd.DataFrame()
    return Cleaned(empty, empty, empty, empty, repairs, empty, (math.inf, -math.inf), zone, {})


def merged(parts, events):
    """Parts in order of time as one Cleaned, cases numbered on; the parts are let go as they are joined."""
    first = 0
    for number, part in enumerate(parts):
        if len(part.cases):
            place = np.zeros(int(part.cases["case"].max()) + 1, np.int64)
            place[part.cases["case"]] = first + np.arange(len(part.cases))
            visits = part.visits.assign(case=place[part.visits["case"]])
            parts[number] = part._replace(
                visits=visits, cases=part.cases.assign(case=place[part.cases["case"]])
            )
        first += len(part.cases)
    names = ("visits", "cases", "watched", "clocks", "repairs", "scores")
    span, zone = (min(part.span[0] for part in parts), max(part.span[1] for part in parts)), parts[0].zone
    frames = {name: [getattr(part, name) for part in parts] for name in names}
    parts.clear()
    tables = {name: _joined(frames.pop(name)) for name in names}
    tables["watched"] = _touching(tables["watched"])
    whole = Cleaned(**tables, span=span, zone=zone, stated={})
    return whole._replace(stated=stated(whole, events))


def _joined(frames):
    """Frames under each other; columns of names stay so."""
    frames = [frame for frame in frames if len(frame)] or frames[:1]
    named = [name for name in frames[0] if isinstance(frames[0][name].dtype, pd.CategoricalDtype)]
    columns = {name: union_categoricals([frame[name] for frame in frames]) for name in named}
    rest = pd.concat([frame.drop(columns=named) for frame in frames], ignore_index=True)
    return rest.assign(**columns)[list(frames[0])]


def _touching(watched):
    """Spans of one server that meet, as one."""
    if not len(watched):
        return watched
    ordered = watched.sort_values(["server", "begins"], kind="stable")
    server = ordered["server"].cat.codes.to_numpy()
    begins, ends = ordered["begins"].to_numpy(), ordered["ends"].to_numpy()
    apart = np.append(True, (server[1:] != server[:-1]) | (begins[1:] - ends[:-1] > 3600.0))
    first = np.flatnonzero(apart)
    last = np.append(first[1:], len(apart)) - 1
    return ordered.iloc[first].assign(ends=ends[last]).reset_index(drop=True)
