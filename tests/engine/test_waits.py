"""Waits for slots, hours, permissions and marks, checked by hand."""

from ports import every, lasting, port, recorded, told

DESK = {"desk": {"service_time": "10 s"}}
PACKED = {"waiting_room": "0"}


def waiting_for(name, arrives, *before, stations=None, **sections):
    """Trucks that do some steps, wait for something, and leave."""
    return port(stations or DESK, [*before, {"wait": name}, {"leave": "out"}], arrives, **sections)


def slots(**fields):
    return {"policy": {"slots": {"path": fields}}}


# Slots.


def test_a_departure_takes_no_more_than_it_holds_and_the_first_first(engine):
    tree = waiting_for("path", recorded([1, 2, 3, 4]), **slots(every="1 min", takes=3))
    assert told(tree, engine, "path", "asked", "joined") == [(1, 60), (2, 60), (3, 60), (4, 120)]


def test_whoever_comes_at_the_departure_still_goes(engine):
    tree = waiting_for("path", recorded([0, 60, 60]), **slots(every="1 min"))
    assert told(tree, engine, "path", "joined") == [(0,), (60,), (120,)]


def test_a_slot_is_open_for_its_whole_instant(engine):
    steps = [{"visit": "desk"}, {"fork": "f", "into": {"p": [{"wait": "0 s"}]}}, {"join": "f"}]
    tree = waiting_for("path", recorded([50]), *steps, **slots(every="1 min"))
    assert told(tree, engine, "path", "asked", "joined") == [(60, 60)]


def test_units_that_nobody_used_are_void(engine):
    tree = waiting_for("path", recorded([0, 121, 122]), **slots(every="1 min", takes=1))
    assert told(tree, engine, "path", "joined") == [(0,), (180,), (240,)]


def test_departures_at_clock_times_come_every_day(engine):
    tree = waiting_for("path", recorded([0, 28801, 28802]), **slots(at=["12:30", "08:00"]))
    assert told(lasting(tree, "2 d"), engine, "path", "joined") == [(28800,), (45000,), (115200,)]


def test_departures_are_counted_from_the_first_of_the_first_day(engine):
    tree = waiting_for("path", recorded([0, 1, 2]), **slots(every="7 h", first="06:00"))
    assert told(tree, engine, "path", "joined") == [(6 * 3600,), (13 * 3600,), (20 * 3600,)]


def test_one_who_waits_for_a_slot_keeps_its_place(engine):
    tree = waiting_for(
        "path", recorded([0, 0]), {"visit": "desk"}, stations={"desk": {**DESK["desk"], **PACKED}},
        **slots(every="1 min", first="00:01"),
    )  # fmt: skip
    assert told(tree, engine, "desk", "started", "ended", "left") == [(0, 10, 60), (60, 70, 120)]


# Hours.

DAY = {"roster": {"calendars": {"day": {"hours": "00:01-00:02 and 00:05-00:06"}}}}


def test_who_waits_for_hours_goes_on_while_they_are_open(engine):
    tree = waiting_for("day", recorded([0, 0, 90, 119, 120, 300]), **DAY)
    assert told(tree, engine, "day", "joined") == [(60,), (60,), (90,), (119,), (300,), (300,)]


def test_hours_that_are_always_open_hold_nobody_up(engine):
    tree = waiting_for("always", recorded([0, 7]))
    assert told(tree, engine, "always", "asked", "joined") == [(0, 0), (7, 7)]


def test_one_who_waits_for_hours_keeps_its_place(engine):
    tree = waiting_for("day", recorded([0, 0]), {"visit": "desk"}, **DAY)
    assert told(tree, engine, "desk", "started", "left") == [(0, 60), (60, 70)]


# Permissions.


def permission(counted_from="arrival", **cases):
    cases = cases or {"later": ("100 %", "50 s")}
    said = {name: {"share": share, "after": after} for name, (share, after) in cases.items()}
    return {"policy": {"permissions": {"release": {"counted_from": counted_from, "cases": said}}}}


def test_a_permission_counts_from_arrival(engine):
    tree = waiting_for("release", recorded([0, 100]), {"wait": "20 s"}, **permission())
    assert told(tree, engine, "release", "asked", "joined") == [(20, 50), (120, 150)]


def test_a_permission_may_count_from_when_it_is_asked_for(engine):
    tree = waiting_for("release", recorded([0, 100]), {"wait": "20 s"}, **permission("asking"))
    assert told(tree, engine, "release", "asked", "joined") == [(20, 70), (120, 170)]


def test_a_permission_that_is_there_already_holds_nobody_up(engine):
    for wait in ("50 s", "90 s"):
        tree = waiting_for("release", recorded([0]), {"wait": wait}, **permission())
        asked = float(wait.removesuffix(" s"))
        assert told(tree, engine, "release", "asked", "joined") == [(asked, asked)]


def test_a_permission_is_given_once_a_trip(engine):
    for counted in ("arrival", "asking"):
        tree = waiting_for("release", recorded([0]), {"wait": "release"}, **permission(counted))
        assert told(tree, engine, "release", "asked", "joined") == [(0, 50), (50, 50)]


def test_a_part_counts_from_the_arrival_of_its_whole(engine):
    part = [{"wait": "release"}]
    steps = [{"wait": "20 s"}, {"fork": "papers", "into": {"p": part}}, {"join": "papers"}, {"leave": "out"}]
    tree = port(DESK, steps, recorded([0]), **permission())
    assert told(tree, engine, "papers", "joined") == [(50,)]


def test_every_trip_of_a_fleet_asks_anew(engine):
    fleet = {"class": "truck", "size": 1, "away": "100 s", "starts": "10 s"}
    tree = port(
        DESK, [{"visit": "desk"}, {"wait": "release"}, {"return": "carts"}], {},
        demand={"fleets": {"carts": fleet}, "flows": {"through": {"arrives": "fleet", "fleet": "carts"}}},
        **permission(later=("100 %", "uniform 20 s to 60 s")),
    )  # fmt: skip
    rows = told(lasting(tree, "10 min"), engine, "release", "joined", "asked")
    waits = [joined - asked for joined, asked in rows if joined == joined]
    assert len(waits) > 2 and len(set(waits)) == len(waits)


def test_shares_of_a_permission_are_those_of_many(engine):
    cases = {"at_once": ("70 %", "0 s"), "later": ("30 %", "1 h")}
    tree = waiting_for("release", every(10, count=1000), **permission(**cases))
    rows = told(tree, engine, "release", "asked", "joined")
    assert {joined - asked for asked, joined in rows} == {0, 3600}
    assert 250 < sum(joined > asked for asked, joined in rows) < 350


# Marks.


def test_a_part_marks_what_another_waits_for(engine):
    parts = {
        "bags": [{"wait": "40 s"}, {"mark": "delivered"}],
        "people": [{"wait": "5 s"}, {"wait": "delivered"}],
    }
    tree = port(DESK, [{"fork": "flight", "into": parts}, {"leave": "out"}], recorded([0, 10]))
    assert told(tree, engine, "delivered", "asked", "joined") == [(5, 40), (15, 50)]


def test_a_mark_outlives_the_trip_of_the_whole(engine):
    parts = {"bags": [{"mark": "delivered"}], "people": [{"wait": "5 s"}, {"wait": "delivered"}]}
    tree = port(DESK, [{"fork": "flight", "into": parts}, {"leave": "out"}], recorded([0]))
    assert told(tree, engine, "delivered", "asked", "joined") == [(5, 5)]


def test_passengers_of_a_flight_wait_for_its_bags_when_it_is_gone(engine):
    bags = {"bags": [{"wait": "900 s", "as": "scanned"}, {"mark": "delivered"}]}
    steps = [{"fork": "bags", "into": bags}, {"split": "passenger", "count": 2, "parent": "ends"}]
    steps += [{"visit": "desk"}, {"wait": "delivered"}, {"leave": "out"}]
    tree = port({"desk": {**DESK["desk"], "servers": "unlimited"}}, steps, recorded([0, 895]))
    tree["layout"]["classes"] = {"flight": {"kind": "train"}, "passenger": {"kind": "person"}}
    tree["layout"]["flows"]["through"]["classes"] = "flight"
    assert told(tree, engine, "delivered", "asked", "joined") == [(10, 900)] * 2 + [(905, 1795)] * 2


def test_a_mark_reaches_the_whole_and_parts_made_later(engine):
    deep = [{"fork": "inner", "into": {"i": [{"wait": "10 s"}, {"mark": "done"}]}}]
    late = {"fork": "late", "into": {"l": [{"wait": "done"}]}}
    steps = [
        {"fork": "outer", "into": {"o": deep}},
        {"wait": "done"},
        late,
        {"join": "late"},
        {"leave": "out"},
    ]
    tree = port(DESK, steps, recorded([0]))
    assert told(tree, engine, "done", "asked", "joined") == [(0, 10), (10, 10)]


def test_a_mark_is_not_that_of_another_truck(engine):
    steps = [
        {"branch": "class", "cases": {"truck": [{"wait": "done"}], "bus": []}},
        {"fork": "papers", "into": {"p": [{"mark": "done"}]}},
        {"leave": "out"},
    ]
    come = recorded([0, 5], classes=["truck", "bus"])
    tree = port(DESK, steps, come, layout={"classes": {"truck": {}, "bus": {}}})
    ((asked, joined),) = told(tree, engine, "done", "asked", "joined")
    assert asked == 0 and joined != joined


def test_a_mark_and_a_wait_at_one_instant_meet(engine):
    parts = {"p": [{"wait": "10 s"}, {"mark": "done"}], "q": [{"wait": "10 s"}, {"wait": "done"}]}
    for order in (("p", "q"), ("q", "p")):
        steps = [{"fork": "papers", "into": {name: parts[name] for name in order}}, {"leave": "out"}]
        assert told(port(DESK, steps, recorded([0])), engine, "done", "joined") == [(10,)]


def test_one_who_waits_for_a_mark_keeps_its_place(engine):
    papers = {"fork": "papers", "into": {"p": [{"wait": "30 s"}, {"mark": "done"}]}}
    tree = waiting_for("done", recorded([0, 0]), papers, {"visit": "desk"})
    assert told(tree, engine, "desk", "started", "ended", "left") == [(0, 10, 30), (30, 40, 40)]


def test_marks_are_told_apart(engine):
    parts = {
        "p": [{"wait": "30 s"}, {"mark": "first"}, {"wait": "30 s"}, {"mark": "second"}],
        "q": [{"wait": "second"}],
        "r": [{"wait": "first"}],
        "s": [{"wait": "second"}],
    }
    tree = port(DESK, [{"fork": "papers", "into": parts}, {"leave": "out"}], recorded([0]))
    assert told(tree, engine, "first", "joined") == [(30,)]
    assert told(tree, engine, "second", "joined") == [(60,), (60,)]


def test_the_marks_of_a_trip_are_gone_on_the_next(engine):
    papers = {"fork": "papers", "into": {"p": [{"wait": "30 s"}, {"mark": "done"}]}}
    fleet = {"class": "truck", "size": 1, "away": "10 s", "starts": "0 s"}
    tree = port(
        DESK, [papers, {"wait": "done"}, {"return": "carts"}], {},
        demand={"fleets": {"carts": fleet}, "flows": {"through": {"arrives": "fleet", "fleet": "carts"}}},
    )  # fmt: skip
    rows = told(lasting(tree, "100 s"), engine, "done", "asked", "joined")
    assert rows[:2] == [(0, 30), (40, 70)]


def test_all_who_wait_for_a_mark_go_on_at_once(engine):
    people = {f"p{i}": [{"wait": "delivered"}] for i in range(40)}
    bags = {"bags": [{"wait": "40 s"}, {"mark": "delivered"}]}
    tree = port(DESK, [{"fork": "flight", "into": people | bags}, {"leave": "out"}], recorded([0, 0, 10]))
    assert [joined for (joined,) in told(tree, engine, "delivered", "joined")] == [40] * 80 + [50] * 40
