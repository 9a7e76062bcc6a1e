"""A log that may be shared: nobody's class and route are those of fewer than k journeys.

Who is rare in both is first told without a class, and left out if the route alone is rare. What that costs is
counted, and whom one may still find who saw a truck come.
"""

from typing import NamedTuple

from twin.calibrate.visited import by_arrival

OTHER = "other"  # the class of those who are told without one
HOUR = 3600.0


class Shared(NamedTuple):
    """The visits that are left, and what became of the journeys."""

    visits: object  # [visit] as of visited.visits_of
    report: dict


def shared(visits, k):
    """The Shared of visits, in which each class and route is that of at least k journeys."""
    before = journeys(visits)
    rare = sizes(before) < k
    after = before.assign(cls=before["cls"].where(~rare, OTHER))
    is_left_out = sizes(after) < k
    after = after[~is_left_out]
    own = visits[visits["case"].isin(after.index)]
    own = own.assign(cls=own["case"].map(after["cls"]))
    return Shared(by_arrival(own) if len(own) else own, report_of(before, after, k))


def journeys(visits):
    """[case] class, route and the hour in which it came."""
    ordered = visits.sort_values(["case", "visit"], kind="stable").groupby("case", sort=True)
    return ordered.agg(
        cls=("cls", "first"),
        route=("station", lambda stations: " > ".join(map(str, stations))),
        hour=("joined", lambda times: int(times.min() // HOUR)),
    )


def sizes(journeys, by=("cls", "route")):
    """[case] how many journeys are alike in these."""
    if not len(journeys):
        return journeys["cls"].map(len)
    return journeys.groupby(list(by))["hour"].transform("size")


def report_of(before, after, k):
    """How like the log still is, and how private."""
    n = max(len(before), 1)
    was, now = (each["route"].value_counts(normalize=True) for each in (before, after))
    apart = was.subtract(now, fill_value=0.0).abs().sum() / 2
    without_class = int((after["cls"] != before["cls"].reindex(after.index)).sum())
    return {
        "k": k,
        "journeys": len(after),
        "without_class": without_class,
        "left_out": len(before) - len(after),
        "similarity": {
            "journeys": round(len(after) / n, 6),
            "classes": round((len(after) - without_class) / n, 6),
            "routes": round(1.0 - float(apart), 6),  # 1 less the total variation of their shares
        },
        "privacy": {
            "least_alike": {"before": _least(before), "after": _least(after)},
            "singled_out_by_class_and_route": {"before": singled_out(before), "after": singled_out(after)},
            "singled_out_by_class_route_and_hour": {
                "before": singled_out(before, ("cls", "route", "hour")),
                "after": singled_out(after, ("cls", "route", "hour")),
            },
        },
    }


def singled_out(journeys, by=("cls", "route")):
    """Share of journeys that are the only one of their kind: whoever knows these of a truck finds it."""
    return round(float((sizes(journeys, by) == 1).mean()), 6) if len(journeys) else 0.0


def _least(journeys):
    return int(sizes(journeys).min()) if len(journeys) else 0
