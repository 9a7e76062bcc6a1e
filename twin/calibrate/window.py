"""A part of a cleaned log: the journeys that began within a window of time."""

import numpy as np

from twin.model.errors import Fault, ScenarioError


def between(cleaned, since, until):
    """The Cleaned of the journeys that began from `since` to before `until`."""
    first, last = max(since, cleaned.span[0]), min(until, cleaned.span[1])
    if not first < last:
        text = f"holds nothing of this log, which is from {cleaned.span[0]:.0f} to {cleaned.span[1]:.0f}"
        raise ScenarioError([Fault("the window", f"{since:.0f} to {until:.0f}", text)])
    begins = beginnings(cleaned)
    cases = cleaned.cases[(begins >= first) & (begins < last)]
    visits = cleaned.visits[cleaned.visits["case"].isin(cases["case"])]
    watched = cleaned.watched
    watched = watched.assign(
        begins=watched["begins"].clip(first, last), ends=watched["ends"].clip(first, last)
    )
    watched = watched[watched["begins"] < watched["ends"]]
    clocks = cleaned.clocks
    if len(clocks):
        clocks = clocks[(clocks["day"] >= first - 86400.0) & (clocks["day"] < last)]
    return cleaned._replace(visits=visits, cases=cases, watched=watched, clocks=clocks, span=(first, last))


def beginnings(cleaned):
    """[case] seconds of the first thing that was seen of it."""
    times = cleaned.visits[["joined", "started", "ended"]].min(axis=1)
    first = times.groupby(cleaned.visits["case"]).min()
    seen = first.reindex(cleaned.cases["case"]).to_numpy()
    arrived = cleaned.cases["arrived"].to_numpy(dtype=float)
    return np.where(np.isfinite(arrived), arrived, seen)
