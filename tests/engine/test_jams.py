"""A circle of those who wait is found when it has closed, whatever it goes through, and told in words."""

import pytest
from ports import lasting, plan_of, port, recorded

from twin.engine import Jam, run, run_to_the_end
from twin.engine.jams import looks

OUT = {"leave": "out"}
BOOTH = {"booth": {"service_time": "10 s"}}


def two_ways(down, up, *, stations=None, times=(0.0, 0.0), **layout):
    """One truck goes down and one goes up, by steps of their own."""
    steps = [{"branch": "class", "cases": {"down": [*down, OUT], "up": [*up, OUT]}}]
    tree = port(stations or BOOTH, steps, recorded(times, classes=["down", "up"]))
    tree["layout"] |= {"classes": {"down": {}, "up": {}}, **layout}
    tree["layout"]["flows"]["through"] = {"classes": ["down", "up"], "steps": steps[0]["cases"]["down"]}
    tree["layout"]["flows"]["through"]["steps"] = steps
    return tree


def jam_in(tree, engine):
    """What is said of a run that jams."""
    with pytest.raises(Jam) as caught:
        run(plan_of(tree), 0, engine=engine)
    return str(caught.value).splitlines()


def test_pools_seized_in_opposite_orders(engine):
    def steps(first, second):
        return [
            {"seize": first}, {"wait": "10 s"}, {"seize": second}, {"release": [first, second]}
        ]  # fmt: skip

    tree = two_ways(
        steps("quay", "crane"), steps("crane", "quay"), pools={"quay": {"size": 1}, "crane": {"size": 1}}
    )
    assert jam_in(tree, engine) == [
        "the port is jammed since 10 s: each waits for the next; seize in one step all that is needed at "
        "once, or give one of these places more room",
        "    down 0 of through with quay waits for crane",
        "    up 1 of through with crane waits for quay",
    ]


def test_pools_seized_in_opposite_orders_with_room_for_both_do_not_jam(engine):
    def steps(first, second):
        return [{"seize": first}, {"wait": "10 s"}, {"seize": second}, {"release": [first, second]}]

    pools = {"quay": {"size": 2}, "crane": {"size": 1}}
    tree = two_ways(steps("quay", "crane"), steps("crane", "quay"), pools=pools)
    _, trouble = run_to_the_end(plan_of(tree), 0, engine=engine)
    assert trouble is None


def test_a_place_and_a_pool(engine):
    """One holds the booth and wants the crane; the other holds the crane and wants the booth."""
    down = [{"visit": "booth"}, {"seize": "crane"}, {"release": "crane"}]
    up = [{"seize": "crane"}, {"wait": "5 s"}, {"visit": "booth", "as": "back"}, {"release": "crane"}]
    stations = {"booth": {"service_time": "10 s", "waiting_room": 0}}
    lines = jam_in(two_ways(down, up, stations=stations, pools={"crane": {"size": 1}}), engine)
    assert "since 10 s" in lines[0]
    assert lines[1:] == [
        "    down 0 of through at booth waits for crane",
        "    up 1 of through with crane waits for booth",
    ]


def test_zones_that_two_want_to_change(engine):
    down = [{"travel": "west"}, {"wait": "5 s"}, {"travel": "east"}]
    up = [{"travel": "east"}, {"wait": "5 s"}, {"travel": "west"}]
    lines = jam_in(two_ways(down, up, zones={"west": {"holds": 1}, "east": {"holds": 1}}), engine)
    assert "since 5 s" in lines[0]
    assert lines[1:] == [
        "    down 0 of through with west waits for east",
        "    up 1 of through with east waits for west",
    ]


def test_a_part_that_wants_what_the_whole_holds(engine):
    steps = [
        {"seize": "crane"},
        {"fork": "sample", "into": {"half": [{"wait": "3 s"}, {"seize": "crane"}, {"release": "crane"}]}},
        {"join": "sample"},
        {"release": "crane"},
        OUT,
    ]
    tree = port(BOOTH, steps, recorded([0.0]))
    tree["layout"]["pools"] = {"crane": {"size": 1}}
    lines = jam_in(tree, engine)
    assert "since 3 s" in lines[0]
    assert lines[1:] == [
        "    truck 0 of through with crane waits for its part truck 0 of through",
        "    truck 0 of through waits for crane",
    ]


def test_a_large_claim_that_keeps_its_share_from_one_it_waits_for(engine):
    """One crane is kept for the first, who wants both; the other needs that one."""
    down = [{"visit": "booth"}, {"seize": {"crane": 2}}, {"release": "crane"}]
    up = [{"seize": "crane"}, {"wait": "15 s"}, {"seize": "crane"}, {"release": "crane"}]
    stations = {"booth": {"service_time": "10 s"}}
    lines = jam_in(two_ways(down, up, stations=stations, pools={"crane": {"size": 2}}), engine)
    assert lines[1:] == [
        "    down 0 of through at booth waits for crane",
        "    up 1 of through with crane waits for its turn behind down 0 of through",
    ]


def test_a_crew_that_never_comes_is_no_circle(engine):
    """All who wait for what one has carried away wait in vain, but not for each other."""
    steps = [{"seize": "crane"}, {"visit": "booth"}, OUT]
    tree = port(BOOTH, steps, recorded([0, 0, 0]))
    tree["layout"]["pools"] = {"crane": {"size": 1}}
    _, trouble = run_to_the_end(plan_of(tree), 0, engine=engine)
    assert trouble is None


def test_a_stock_that_others_put_back_is_no_circle(engine):
    steps = [{"seize": "bogie"}, {"wait": "10 s"}, {"seize": "bogie"}, {"release": {"bogie": 2}}, OUT]
    tree = port(BOOTH, steps, recorded([0, 0]))
    tree["layout"]["pools"] = {"bogie": {"size": 2, "reusable": True}}
    _, trouble = run_to_the_end(plan_of(tree), 0, engine=engine)
    assert trouble is None


def test_a_run_stops_at_the_second_look_after_it_has_jammed(engine):
    """It is looked at every hour: jammed in the third, it goes on until the fourth is over."""

    def steps(first, second):
        return [{"seize": first}, {"wait": "10 s"}, {"seize": second}, {"release": [first, second]}]

    pools = {"quay": {"size": 1}, "crane": {"size": 1}}
    tree = two_ways(steps("quay", "crane"), steps("crane", "quay"), pools=pools)
    classes = ["down", "up", "up", "down"]
    tree["demand"]["flows"]["through"] = recorded([9000.0, 9000.0, 12500.0, 14500.0], classes=classes)
    found, trouble = run_to_the_end(plan_of(lasting(tree, "100 d")), 0, engine=engine)
    assert "since 9010 s" in str(trouble)
    assert found.visits["asked"].max() == 12500.0


def test_a_year_is_looked_at_some_hundred_times_and_a_jam_is_soon_found():
    times = [time for time, _ in looks(0.0, 365 * 86400.0)]
    assert len(times) < 150
    assert all(
        after - before <= max(3600.0, before / 15) for before, after in zip(times, times[1:], strict=False)
    )


def test_a_run_goes_on_looking_where_another_would_have_looked():
    whole = list(looks(0.0, 86400.0))
    for start in (0.0, 1850.0, 3600.0, 40000.0):
        assert list(looks(start, 86400.0)) == [one for one in whole if one[0] > start]


def test_a_jam_stands_since_the_last_who_could_have_made_room_waits(engine):
    """Two lots of two servers full of those who want to the other; the last of them is blocked at 60 s."""
    stations = {
        "north": {"servers": 2, "service_time": {"down": "10 s", "up": "20 s"}, "waiting_room": 0},
        "south": {"servers": 2, "service_time": {"down": "20 s", "up": "60 s"}, "waiting_room": 0},
    }
    down = [{"visit": "north"}, {"visit": "south"}]
    up = [{"visit": "south"}, {"visit": "north"}]
    tree = two_ways(down, up, stations=stations)
    classes = ["down", "down", "up", "up"]
    tree["demand"]["flows"]["through"] = recorded([0.0, 0.0, 0.0, 0.0], classes=classes)
    lines = jam_in(tree, engine)
    assert "since 60 s" in lines[0]


def test_a_jam_stands_since_one_outside_its_circle_is_stuck_too(engine):
    """Two in a circle of one place each could still part, as long as the crane in the other may come back."""
    steps = {
        "down": [{"seize": "crane"}, {"wait": "10 s"}, {"seize": "quay"}, {"release": ["quay", "crane"]}],
        "up": [{"seize": "quay"}, {"wait": "20 s"}, {"seize": "crane"}, {"release": ["quay", "crane"]}],
        "late": [{"seize": "crane"}, {"wait": "300 s"}, {"seize": "quay"}, {"release": ["quay", "crane"]}],
    }
    cases = {name: [*some, OUT] for name, some in steps.items()}
    tree = port(BOOTH, [{"branch": "class", "cases": cases}], recorded([0.0] * 3, classes=list(cases)))
    tree["layout"] |= {"classes": {name: {} for name in cases}}
    tree["layout"]["pools"] = {"quay": {"size": 1}, "crane": {"size": 2}}
    tree["layout"]["flows"]["through"]["classes"] = list(cases)
    assert "since 300 s" in jam_in(tree, engine)[0]
