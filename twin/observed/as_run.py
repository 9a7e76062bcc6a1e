"""Recorded visits as the run of a plan, so that every measure and chart of a simulated day is theirs too."""

import re
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.plan.plan import Plan
from twin.plan.visits import DOWN, NOBODY, STOP, TRIP, VISIT, Run, in_order

NAME = re.compile(r"[a-z][a-z0-9_]*")  # a word of the language of scenarios
UNNAMED = "unknown"  # the class of who told none


class NoJourneyError(ValueError):
    """No journey begins in the stretch that was asked for."""


class RecordedRun(NamedTuple):
    """A stretch of a cleaned log, with the scenario and the plan that its indices mean."""

    scenario: Scenario
    plan: Plan
    run: Run
    filled: int  # times that were not seen and are the usual ones here


def recorded_run(cleaned, begins=None, ends=None, *, name="recorded"):
    """The journeys that began between two times, in seconds since 1970; all of the log without."""
    begins = cleaned.span[0] if begins is None else begins
    ends = cleaned.span[1] if ends is None else ends
    came = cleaned.visits.groupby("case", sort=True)[["joined", "started", "ended"]].min().min(axis=1)
    inside = (came >= begins) & (came < ends)
    visits = cleaned.visits
    if not inside.all():
        visits = visits[visits["case"].isin(came.index[inside])]
    if visits.empty:
        raise NoJourneyError(f"no journey begins between {begins} and {ends}; the log is of {cleaned.span}")
    whole, filled = filled_in(visits)
    scenario = scenario_of(whole, (begins, ends), cleaned.zone, name)
    plan = compile_plan(scenario)
    rows = rows_of(whole, plan.names, begins)
    tables = _censored(rows, trips_of(rows), plan.horizon)
    run = in_order(*tables, np.zeros(0, DOWN), np.zeros(0, STOP), plan.horizon)
    return RecordedRun(scenario, plan, run, filled)


def filled_in(visits):
    """Visits without gaps, and how many times were put in: the mean wait and service of the station.

    Means stay what they were; a time in the order of a journey never goes back.
    """
    wait = (visits["started"] - visits["joined"]).groupby(visits["station"], observed=True).transform("mean")
    took = (visits["ended"] - visits["started"]).groupby(visits["station"], observed=True).transform("mean")
    wait, took = wait.fillna(0.0), took.fillna(0.0)
    started = visits["started"].fillna(visits["ended"] - took).fillna(visits["joined"] + wait)
    ended = visits["ended"].fillna(started + took)
    joined = visits["joined"].fillna(started - wait)
    filled = int(sum(visits[name].isna().sum() for name in ("joined", "started", "ended")))
    flat = np.stack([joined, started, ended], axis=1).ravel()
    del wait, took, joined, started, ended
    case = np.repeat(visits["case"].to_numpy(), 3)
    ordered = pd.Series(flat).groupby(case).cummax().to_numpy().reshape(-1, 3)
    del flat, case
    told = visits.assign(joined=ordered[:, 0], started=ordered[:, 1], ended=ordered[:, 2])
    del ordered
    return told.assign(ended=_one_at_a_time(told)), filled


def _one_at_a_time(visits):
    """Ends of visits, no later than the next start on the same server: times in doubt may overlap."""
    order = np.lexsort((visits["ended"], visits["started"], visits["server"].cat.codes))
    server = visits["server"].cat.codes.to_numpy()[order]
    named = np.append(visits["server"].cat.categories != "", False)[server]
    started, ended = visits["started"].to_numpy()[order], visits["ended"].to_numpy()[order]
    same = (server[1:] == server[:-1]) & named[1:]
    ended[:-1] = np.where(same, np.minimum(ended[:-1], started[1:]), ended[:-1])
    out = np.empty(len(order))
    out[order] = ended
    return out


def scenario_of(visits, window, zone, name):
    """The port that the visits show: its stations, with as many servers as were seen, and its classes."""
    lanes = visits[visits["server"].astype(str) != ""].groupby("station", observed=True)["server"].nunique()
    stations, classes = keys_of(_along(visits), "station"), keys_of(_classes(visits), "class")
    servers = {station: int(max(lanes.get(station, 1), 1)) for station in stations}
    start = datetime.fromtimestamp(window[0], ZoneInfo(zone))
    horizon = max(window[1] - window[0], 1.0)
    return Scenario.from_tree(
        {
            "name": name,
            "layout": {
                "about": {"time_zone": zone},
                "classes": {key: _labelled(cls, key) for cls, key in classes.items()},
                "stations": {
                    key: {"servers": servers[station], "service_time": "0 s", **_labelled(station, key)}
                    for station, key in stations.items()
                },
                "exits": {"out": {}},
                "flows": {
                    "trucks": {
                        "classes": [*classes.values()],
                        "steps": [*({"visit": key} for key in stations.values()), {"leave": "out"}],
                    }
                },
            },
            "demand": {
                "flows": {
                    "trucks": {"arrives": "every", "every": f"{horizon!r} s", "mix": _mix(visits, classes)}
                }
            },
            "experiment": {
                "start": f"{start:%Y-%m-%d %H:%M:%S}",
                "horizon": f"{horizon!r} s",
                "replications": 1,
                "seed": 1,
            },
        }
    )


def _along(visits):
    """Stations in the order in which journeys meet them."""
    return (
        visits.groupby("station", observed=True)["number"].mean().sort_values(kind="stable").index.astype(str)
    )


def keys_of(names, kind):
    """A word of the language of scenarios for each name: the name itself where it is one."""
    words = [str(name) for name in names]
    return {word: word if NAME.fullmatch(word) else f"{kind}_{i + 1}" for i, word in enumerate(words)}


def _labelled(name, key):
    """The label of what is not called by its own name."""
    return {} if name == key else {"label": {"zh": name, "en": name}}


def _mix(visits, classes):
    """The share of each class, in percent."""
    first = visits.drop_duplicates("case")["cls"].astype(str).replace("", UNNAMED)
    return {classes[cls]: f"{100 * count / len(first)!r} %" for cls, count in first.value_counts().items()}


def _classes(visits):
    """Classes by name; who told none is UNNAMED."""
    return sorted({str(cls) or UNNAMED for cls in visits["cls"].unique()})


def rows_of(visits, names, begins):
    """[visit] VISIT, in seconds from `begins`."""
    at = {point.name: i for i, point in enumerate(names.points)}
    points = {name: at[key] for name, key in keys_of(_along(visits), "station").items()}
    classes = {name: names.classes.index(key) for name, key in keys_of(_classes(visits), "class").items()}
    place = pd.factorize(visits["case"], sort=True)[0]
    rows = np.zeros(len(visits), VISIT)
    rows["number"] = place.astype(np.int64) << 30
    rows["key"] = place + 1
    rows["visit"] = visits.groupby("case").cumcount()
    for name in ("joined", "started", "ended"):
        rows[name] = visits[name] - begins
    rows["asked"], rows["left"] = rows["joined"], rows["ended"]
    rows["point"] = _mapped(visits["station"], points)
    rows["cls"] = _mapped(visits["cls"], classes | {"": classes.get(UNNAMED, NOBODY)})
    rows["server"] = _server(visits)
    return rows


def _mapped(names, meant):
    """What the names of a column of categories mean, as numbers."""
    return np.array([meant.get(str(name), NOBODY) for name in names.cat.categories])[names.cat.codes]


def _server(visits):
    """The index of each server in its station, in the order of their names."""
    names = visits["server"].cat
    server, codes = np.full(len(visits), NOBODY), names.codes.to_numpy()
    for _, group in visits.groupby("station", observed=True).indices.items():
        here = [code for code in np.unique(codes[group]) if names.categories[code] != ""]
        index = np.full(len(names.categories), NOBODY)
        index[sorted(here, key=lambda code: names.categories[code])] = np.arange(len(here))
        server[group] = index[codes[group]]
    return server


def trips_of(rows):
    """[trip] TRIP: from the first joining to the last end that is known."""
    first = np.flatnonzero(np.diff(rows["number"], prepend=-1))
    last = np.append(first[1:], len(rows)) - 1
    trips = np.zeros(len(first), TRIP)
    for name in ("number", "key", "cls"):
        trips[name] = rows[name][first]
    trips["arrived"] = trips["origin"] = rows["joined"][first]
    trips["left"] = rows["left"][last]
    return trips


def _censored(rows, trips, horizon):
    """The tables without what comes after the horizon."""
    rows = rows[rows["asked"] <= horizon]
    for name in ("joined", "started", "ended", "left"):
        rows[name][rows[name] > horizon] = np.nan
    rows["server"][np.isnan(rows["started"])] = NOBODY
    inside = trips["left"] > horizon
    trips["left"][inside] = np.nan
    trips["exit"] = np.where(inside, NOBODY, 1)
    return rows, trips
