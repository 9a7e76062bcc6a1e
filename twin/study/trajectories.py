"""Where two runs of one plan part: the first row that they do not share, in words."""

import numpy as np

from twin.plan.acting import called
from twin.plan.visits import NOBODY

TABLES = ("visits", "trips", "downs", "stops")
TIMES = ("asked", "joined", "started", "ended", "left")


def first_difference(plan, runs):
    """The first row that the two runs of {engine: Run} do not share, in words; None if they are the same."""
    (one, first), (other, second) = runs.items()
    for table in TABLES:
        a, b = getattr(first, table), getattr(second, table)
        n = min(len(a), len(b))
        differs = np.flatnonzero(~same_rows(a[:n], b[:n]))
        if len(differs):
            i = int(differs[0])
            fields = [name for name in a.dtype.names if not same_values(a[name][i], b[name][i])]
            lines = [f"{table} row {i} differs in {', '.join(fields)}:"]
            return "\n    ".join(
                [*lines, f"{one}: {row(plan, table, a[i])}", f"{other}: {row(plan, table, b[i])}"]
            )
        if len(a) != len(b):
            longer, name = (a, one) if len(a) > len(b) else (b, other)
            only = row(plan, table, longer[n])
            return f"{one} has {len(a)} {table}, {other} has {len(b)}; only {name} has\n    {only}"
    return None


def same_rows(a, b):
    """[row] whether all fields are the same; the padding between fields says nothing."""
    return np.logical_and.reduce([same_values(a[name], b[name]) for name in a.dtype.names])


def same_values(a, b):
    """Equal, or both a time that has not come."""
    return (a == b) | ((a != a) & (b != b))


def row(plan, table, fields):
    """A row of a table in words."""
    if table == "downs":
        times = f"down {float(fields['down'])!r} up {float(fields['up'])!r}"
        return f"{point(plan, fields['point'])} server {fields['server']} {times}"
    if table == "stops":
        times = f"stopped {float(fields['stopped'])!r} resumed {float(fields['resumed'])!r}"
        where = f"{point(plan, fields['point'])} server {fields['server']} stays {fields['stays']}"
        return f"visit {fields['visit']} of number {fields['number']}, key {fields['key']} at {where} {times}"
    who = f"{_who(plan, fields)} (number {fields['number']}, key {fields['key']}, trip {fields['trip']})"
    if table == "trips":
        way_out = plan.names.exits[fields["exit"]] if fields["exit"] >= 0 else "still inside"
        times = f"arrived {float(fields['arrived'])!r} left {float(fields['left'])!r}"
        return f"{who} {times} to {way_out or 'its whole'} with {fields['load']} kg"
    times = " ".join(f"{name} {float(fields[name])!r}" for name in TIMES)
    where = f"{point(plan, fields['point'])} server {fields['server']} stops {fields['stops']}"
    return f"{who} visit {fields['visit']} at {where} {times}"


def _who(plan, fields):
    if fields["flow"] == NOBODY:
        return called(plan, fields["number"])
    cls, flow = plan.names.classes[fields["cls"]], plan.names.flows[fields["flow"]]
    return f"{cls} {fields['number'] >> 30} of {flow}"


def point(plan, index):
    """A point in words."""
    kind, name, lane = plan.names.points[index]
    return f"{kind} {name}" + (f" lane {lane + 1}" if lane >= 0 else "")
