"""Finding numbers in the tables of a summary."""

import pandas as pd

REST = "rest"  # the cause that stands for all that are not shown one by one


def measure_row(kpis, scope, name, measure):
    """The row of a measure for all classes of a port, flow or place, or for a class; None if it has none."""
    own = name if scope == "class" else "all"
    chosen = (
        (kpis["scope"] == scope)
        & (kpis["name"] == name)
        & (kpis["measure"] == measure)
        & (kpis["cls"] == own)
    )
    rows = kpis[chosen]
    return next(rows.itertuples(index=False)) if len(rows) else None


def measure_rows(kpis, scope, measures):
    """{(name, measure): row} for all classes together of everything in a scope."""
    own = kpis["name"] if scope == "class" else "all"
    rows = kpis[(kpis["scope"] == scope) & (kpis["cls"] == own) & kpis["measure"].isin(list(measures))]
    return {(row.name, row.measure): row for row in rows.itertuples(index=False)}


def largest(kpis, scope, measure, count):
    """Names of a scope with the largest means of a measure, those above 0 only."""
    rows = kpis[(kpis["scope"] == scope) & (kpis["cls"] == "all") & (kpis["measure"] == measure)]
    rows = rows[rows["mean"] > 0].sort_values(["mean", "name"], ascending=[False, True])
    return list(rows["name"].head(count))


def of_places(frame, kind, names):
    """The rows of a frame by place that belong to the named ones, in the order of the names."""
    rows = frame[(frame["kind"] == kind) & frame["station"].isin(names)]
    rank = {name: i for i, name in enumerate(names)}
    return rows.sort_values("station", key=lambda column: column.map(rank), kind="stable").reset_index(
        drop=True
    )


def thinned(frame, most=361):
    """The rows of a frame over time, every so many minutes only: no more instants than a figure can show."""
    minutes = sorted(frame["minute"].unique())
    kept = minutes[:: max(1, -(-len(minutes) // most))]
    return frame[frame["minute"].isin([*kept, minutes[-1]])].reset_index(drop=True) if len(minutes) else frame


def with_rest(why, count):
    """The largest causes, and one row for all others together; their sum has no interval of its own."""
    shown, others = why.head(count), why.iloc[count:]
    if others.empty:
        return shown
    rest = {"cause": REST, "name": REST, "minutes": others["minutes"].sum(), "share": others["share"].sum()}
    return pd.concat([shown, pd.DataFrame([rest])], ignore_index=True)
