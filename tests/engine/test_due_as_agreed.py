"""Who comes by appointment or timetable is due when it was agreed on."""

from ports import every, plan_of, port, visits_at

from twin.engine import run


def order(engine, late, *, promise=None):
    """The flows in the order in which one desk serves a truck agreed on for 00:10 and one that just came."""
    stations = {"desk": {"service_time": "1 h", "discipline": "earliest_due"}}
    steps = [{"visit": "desk"}, {"leave": "out"}]
    tree = port(stations, steps, every(60, count=1))
    booked = {"promise": promise} if promise else {}
    tree["layout"]["classes"] = {"truck": {}, "booked": booked, "walk_in": {"promise": "50 min"}}
    tree["layout"]["flows"] |= {name: {"classes": name, "steps": steps} for name in ("booked", "walk_in")}
    tree["demand"]["flows"] |= {
        "booked": {"arrives": "timetable", "at": "00:10", "late": late},
        "walk_in": every(60, first="20 min", count=1),
    }
    plan = plan_of(tree)
    rows = visits_at(plan, run(plan, 0, engine=engine), "desk")
    rows = rows[rows["started"] < 4 * 3600]
    names = [plan.names.classes[cls] for cls in rows["cls"]]
    return [name for _, name in sorted(zip(rows["started"].tolist(), names, strict=True))]


def test_one_who_is_late_is_due_as_agreed(engine):
    # Both are there when the desk is free at 01:00: due at 00:10 and at 01:10.
    assert order(engine, "40 min") == ["truck", "booked", "walk_in"]


def test_a_promise_counts_from_the_time_agreed_on(engine):
    assert order(engine, "40 min", promise="50 min") == ["truck", "booked", "walk_in"]
    assert order(engine, "40 min", promise="70 min") == ["truck", "walk_in", "booked"]
