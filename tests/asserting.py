"""Assertions that explain themselves: the first row that differs, the interval that misses."""

import numpy as np

from twin.results.intervals import estimate

TIMES = ("asked", "joined", "started", "ended", "left")


def assert_same_trajectory(plan, first, second, *, names=("kernel", "reference")):
    """Both runs have the same visits, trips and downtimes, bit for bit; says the first row that differs, in words."""
    message = first_difference(plan, first, second, names=names)
    assert message is None, message


def first_difference(plan, first, second, *, names=("kernel", "reference")):
    """The first row that two runs do not share, in words; None if there is none."""
    for table in ("visits", "trips", "downs"):
        a, b = getattr(first, table), getattr(second, table)
        for i in range(min(len(a), len(b))):
            if a[i].tobytes() != b[i].tobytes() and not _same(a[i], b[i]):
                return _both(plan, table, i, (a[i], b[i]), names)
        if len(a) != len(b):
            longer, name = (a, names[0]) if len(a) > len(b) else (b, names[1])
            row = _row(plan, table, longer[min(len(a), len(b))])
            return f"{names[0]} has {len(a)} {table}, {names[1]} has {len(b)}; only {name} has\n    {row}"
    return None


def _same(a, b):
    """Equal field by field: the padding between fields says nothing, and nan is a time that has not come."""
    return all(a[name] == b[name] or (a[name] != a[name] and b[name] != b[name]) for name in a.dtype.names)


def _both(plan, table, i, rows, names):
    fields = [name for name in rows[0].dtype.names if not _same(rows[0][[name]], rows[1][[name]])]
    lines = [f"{table} row {i} differs in {', '.join(fields)}:"]
    width = max(map(len, names))
    lines += [f"    {name:{width}}  {_row(plan, table, row)}" for name, row in zip(names, rows, strict=True)]
    return "\n".join(lines)


def _row(plan, table, row):
    if table == "downs":
        return f"{_point(plan, row['point'])} server {row['server']} down {row['down']!r} up {row['up']!r}"
    who = f"{plan.names.classes[row['cls']]} {row['number'] >> 30} of {plan.names.flows[row['flow']]}"
    who += f" (number {row['number']}, key {row['key']}, trip {row['trip']})"
    if table == "trips":
        exit = plan.names.exits[row["exit"]] if row["exit"] >= 0 else "still inside"
        return f"{who} arrived {row['arrived']!r} left {row['left']!r} to {exit} with {row['load']} kg"
    times = " ".join(f"{name} {row[name]!r}" for name in TIMES)
    return f"{who} visit {row['visit']} at {_point(plan, row['point'])} server {row['server']} stops {row['stops']} {times}"


def _point(plan, index):
    point = plan.names.points[index]
    return f"{point.kind} {point.name}" + (f" lane {point.lane + 1}" if point.lane >= 0 else "")


def assert_within(values, truth, *, confidence=0.999, half_width=None):
    """The interval of the mean of the values covers the truth, and is as narrow as asked (a share of the truth)."""
    mean, low, high, n = estimate(values, confidence)
    said = f"{mean:.6g} [{low:.6g}, {high:.6g}] over {n} replications"
    assert low <= truth <= high, f"{truth} is not in {said}"
    if half_width is not None:
        assert (high - low) / 2 <= half_width * abs(truth), (
            f"{said} is wider than {half_width:.1%} of {truth} each side"
        )


def assert_equal_to(values, truth, *, error=1e-9):
    """Each value is its truth, to an absolute or relative error."""
    values, truth = np.asarray(values, float), np.asarray(truth, float)
    assert values.shape == truth.shape, f"{len(values)} values for {len(truth)} wanted"
    wrong = np.abs(values - truth) > error * np.maximum(1.0, np.abs(truth))
    assert not wrong.any(), (
        f"entry {wrong.argmax()} is {values[wrong.argmax()]!r}, not {truth[wrong.argmax()]!r}"
    )


def assert_fault(faults, *, path, text):
    """One of the faults is at the path and says the text."""
    said = "\n".join(map(str, faults))
    assert any(fault.path == path and text in str(fault) for fault in faults), f"no such fault among:\n{said}"
