"""Those who become one, and the wholes that they become: who went in, what they carry, who left together."""

from collections import defaultdict

import numpy as np

from twin.plan.draws import mix
from twin.plan.plan import ALIGHT, MEET, PART
from twin.plan.visits import NOBODY
from twin.results.trips import trip_rows

MOST_LOOPS = 4096  # jumps back after which a whole is looked for no further by the name of its first member


def odd_wholes(plan, run):
    """What does not add up, in words: at a gather and an instant, members and wholes."""
    if not len(plan.arrays.meeting):
        return []
    meet = plan.arrays.step[(plan.arrays.step["op"] == MEET) & (plan.arrays.step["e"] == NOBODY)]
    members = _members(run, np.unique(meet["c"]))
    wholes = _wholes(run, meet, members)
    leave_as_one = set(meet["c"].tolist()) - _let_out(plan.arrays.step, meet)
    weighed = not plan.arrays.step["c"][plan.arrays.step["op"] == PART].any()
    out = []
    for (point, time), rows in sorted(members.items()):
        both = run.trips[rows], run.trips[wholes[point, time]]
        where = f"at {time!r} at {plan.names.points[point].kind} {plan.names.points[point].name}"
        out += [f"{where} {text}" for text in _odd(*both, weighed)]
        if point in leave_as_one:
            out += [f"{where} {text}" for text in _parted(*both)]
    return out


def who_became_whom(plan, run):
    """([link] trip, [link] what it has become with others): of several wholes at an instant the first."""
    member, whole = [], []
    if len(plan.arrays.meeting):
        meet = plan.arrays.step[(plan.arrays.step["op"] == MEET) & (plan.arrays.step["e"] == NOBODY)]
        members = _members(run, np.unique(meet["c"]))
        wholes = _wholes(run, meet, members)
        for at, rows in sorted(members.items()):
            into = wholes.get(at, ())[:1]
            member += rows if into else ()
            whole += list(into) * len(rows)
    return np.array(member, np.int64), np.array(whole, np.int64)


def _members(run, points):
    """{(point, instant): rows of trips} of those who have become one with others."""
    visits, out = run.visits, defaultdict(list)
    trip = trip_rows(visits, run.trips)
    rows = np.flatnonzero(np.isin(visits["point"], points) & ~np.isnan(visits["started"]))
    names = ("point", "joined")
    columns = (visits[name][rows].tolist() for name in names)
    for point, time, row in zip(*columns, trip[rows].tolist(), strict=True):
        out[point, time].append(row)
    return out


def _wholes(run, meet, members):
    """{(point, instant): rows of trips} of the wholes, each named by its first member and the step."""
    trips, leads = run.trips, defaultdict(list)
    for point, time in members:
        for row in members[point, time]:
            leads[trips["key"][row].item(), time].append(point)
    keys = {point: meet["key"][meet["c"] == point].tolist() for point in set(meet["c"].tolist())}
    out = defaultdict(list)
    for row in np.flatnonzero(trips["parent"] != 0).tolist():
        key, parent, time = (trips[name][row].item() for name in ("key", "parent", "arrived"))
        for point in leads.get((parent, time), ()):
            if any(_is_named(key, parent, step) for step in dict.fromkeys(keys[point])):
                out[point, time].append(row)
    return out


def _is_named(key, leader, step):
    """Whether a whole that one becomes at a step has this key."""
    name = mix(leader, step)
    return any(mix(name, loop * 1024) == key for loop in range(MOST_LOOPS))


def _let_out(step, meet):
    """Points of the gathers whose wholes let their members out at some step."""
    let_out = step["d"][step["op"] == ALIGHT]
    return set(meet["c"][np.isin(meet["a"], let_out)].tolist())


def _odd(members, wholes, weighed):
    """What is wrong with those who go in at one instant."""
    if not 0 < len(wholes) <= len(members):
        yield f"{len(members)} become {len(wholes)}"
    elif weighed and members["load"].sum() != wholes["load"].sum():
        yield f"members carry {members['load'].sum()} kg, and their wholes {wholes['load'].sum()} kg"


def _parted(members, wholes):
    """Members whose end is that of no whole, and wholes that leave without any member."""
    names = ("left", "exit")
    ends = [dict.fromkeys(_named(rows, names)) for rows in (members, wholes)]
    for one, other, text in ((*ends, "member"), (*reversed(ends), "whole")):
        for left, exit in sorted(one.keys() - other.keys()):
            yield f"a {text} leaves at {left} by exit {exit} alone"


def _named(rows, names):
    """Columns of rows as texts, which are the same where both are nan."""
    return zip(*([repr(value) for value in rows[name].tolist()] for name in names), strict=True)
