"""What the way through a port costs one entity, step by step: its time and the fuel it burns meanwhile."""

from twin.study.emissions.burden import cost_of_an_hour
from twin.study.emissions.factors import engine_of
from twin.study.emissions.hours import IN_LINE, KINDS

HOUR = 3600.0
# part of a way -> part of a stay that it costs as; waiting is in a line, or parked where there is none.
STAY = {
    "drive": "driving",
    "outside": "outside",
    "queue": "queue",
    "service": "service",
    "blocked": "blocked",
}


def costs_along(scenario, ways, factors):
    """The ways (of study.passage) of those whose hours count, with `cost`: CNY since arrival, at a row's end.

    Rows of the part `after` cost nothing themselves.
    """
    classes = scenario.layout.classes
    counts = ways["cls"].map(lambda name: classes[name].kind in KINDS).astype(bool)
    rows = ways[counts].copy()
    engines = {name: engine_of(name, classes[name], factors) for name in rows["cls"].unique()}
    spent = [
        cost_of_an_hour(factors, engines[row.cls], _stay(row)) * (row.end - row.begin) / HOUR
        if row.part in STAY
        else 0.0
        for row in rows.itertuples()
    ]
    rows["cost"] = spent
    rows["cost"] = rows.groupby("flow", sort=False)["cost"].cumsum()
    return rows


def _stay(row):
    """What a part of a way is as a part of a stay."""
    if row.part == "queue" and row.kind not in IN_LINE:
        return "held"
    return STAY[row.part]
