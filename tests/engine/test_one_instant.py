"""What happens at one instant, checked by hand."""

from ports import every, lasting, one_booth, port, recorded, tandem, told, visits

CALENDARS = {"calendars": {"day": {"hours": "00:01-00:05 and 00:10-00:20"}}}


def test_a_freed_booth_serves_the_truck_that_comes_at_that_instant(engine):
    tree = one_booth("60 s", every(60, count=3))
    assert told(tree, engine, "booth", "joined", "started") == [(0, 0), (60, 60), (120, 120)]


def test_the_truck_that_came_first_is_served_first(engine):
    tree = one_booth("60 s", recorded([0, 10, 10, 20]))
    assert told(tree, engine, "booth", "started") == [(0,), (60,), (120,), (180,)]


def test_those_who_come_at_one_instant_take_the_lowest_servers_in_order(engine):
    tree = one_booth("60 s", recorded([5, 5, 5]), servers=2)
    assert told(tree, engine, "booth", "started", "server") == [(5, 0), (5, 1), (65, 0)]


def test_services_without_duration_all_happen_at_one_instant(engine):
    tree = tandem(["0 s", "0 s", "0 s"], recorded([7, 7, 7]), rooms=(None, "0", "0"))
    for name in ("station0", "station1", "station2"):
        assert told(tree, engine, name, "asked", "started", "left") == [(7, 7, 7)] * 3


def test_one_who_has_no_room_ahead_keeps_the_booth(engine):
    tree = tandem(["10 s", "60 s"], recorded([0, 0, 0]), rooms=(None, "0"))
    assert told(tree, engine, "station0", "started", "ended", "left") == [
        (0, 10, 10),
        (10, 20, 70),
        (70, 80, 130),
    ]


def test_a_place_that_is_freed_lets_in_the_next_at_that_instant(engine):
    tree = tandem(["10 s", "60 s"], recorded([0, 0, 0]), rooms=(None, "1"))
    assert told(tree, engine, "station1", "asked", "joined") == [(10, 10), (20, 20), (30, 70)]


def test_a_metre_of_room_too_few_keeps_the_second_truck_out(engine):
    def port_with(room):
        layout = {"classes": {"truck": {"length": "8 m", "gap": "2 m"}}}
        tree = tandem(["1 s", "60 s"], recorded([0, 0, 0]), rooms=(None, room))
        return {**tree, "layout": {**tree["layout"], **layout}}

    assert told(port_with("20 m"), engine, "station1", "joined") == [(1,), (2,), (3,)]
    assert told(port_with("19 m"), engine, "station1", "joined") == [(1,), (2,), (61,)]


def test_one_who_moves_up_from_the_queue_takes_longer_than_one_who_finds_the_booth_free(engine):
    tree = one_booth("60 s", recorded([0, 10, 300]), move_up="5 s")
    assert told(tree, engine, "booth", "started", "ended") == [(0, 60), (60, 125), (300, 360)]


def test_the_better_class_goes_first_though_it_came_later(engine):
    tree = port(
        {"booth": {"service_time": "60 s", "discipline": "priority"}},
        visits("booth"),
        recorded([0, 10, 20], classes=["truck", "truck", "bus"]),
        policy={"priority": {"bus": 0, "truck": 1}},
    )
    tree["layout"]["classes"] = {"truck": {}, "bus": {}}
    tree["layout"]["flows"]["through"]["classes"] = ["truck", "bus"]
    assert told(tree, engine, "booth", "started") == [(0,), (120,), (60,)]


def shift(rule, times, service="60 s"):
    tree = one_booth(service, recorded(times), hours="day", end_of_shift=rule)
    return lasting({**tree, "roster": CALENDARS}, "20 min")


def test_a_service_is_finished_after_the_shift_and_none_begins(engine):
    rows = told(shift("finish", [200, 270, 290]), engine, "booth", "started", "ended", "stops")
    assert rows == [(200, 260, 0), (270, 330, 0), (600, 660, 0)]


def test_a_service_pauses_at_the_end_of_the_shift_and_goes_on_with_the_next(engine):
    rows = told(shift("pause", [270, 290]), engine, "booth", "started", "ended", "stops")
    assert rows == [(270, 630, 1), (630, 690, 0)]


def test_a_service_that_is_due_when_the_shift_ends_is_over(engine):
    assert told(shift("pause", [240]), engine, "booth", "started", "ended", "stops") == [(240, 300, 0)]


def test_a_truck_that_comes_when_the_shift_begins_is_served_at_once(engine):
    assert told(shift("finish", [60]), engine, "booth", "started") == [(60,)]


def test_a_booth_that_fails_when_the_service_ends_has_ended_it(engine):
    breakdown = {"mtbf": "constant 60 s", "mttr": "100 s", "clock": "operating"}
    tree = one_booth("60 s", recorded([0, 30]), breakdown=breakdown)
    assert told(tree, engine, "booth", "started", "ended", "stops") == [(0, 60, 0), (160, 220, 0)]


def test_a_booth_that_fails_during_the_service_goes_on_with_it_when_it_is_up(engine):
    breakdown = {"mtbf": "constant 45 s", "mttr": "100 s", "clock": "calendar"}
    tree = one_booth("60 s", recorded([0]), breakdown=breakdown)
    assert told(tree, engine, "booth", "started", "ended", "stops") == [(0, 160, 1)]


def test_a_quota_lets_in_the_next_at_its_reset(engine):
    steps = [{"wait": "daily"}, *visits("booth")]
    quotas = {"quotas": {"daily": {"count": 2, "per": "5 min", "resets": "00:00"}}}
    tree = port({"booth": {"service_time": "1 s"}}, steps, recorded([0, 0, 0]), policy=quotas)
    assert told(tree, engine, "daily", "asked", "joined") == [(0, 0), (0, 0), (0, 300)]


def two_ways(times):
    stations = {name: {"service_time": "60 s"} for name in ("left", "right")}
    ways = {name: [{"visit": name}] for name in stations}
    return port(stations, [{"choose": "shortest_queue", "of": ways}, {"leave": "out"}], recorded(times))


def test_the_shortest_queue_counts_those_who_chose_before(engine):
    assert told(two_ways([0, 0, 0, 0]), engine, "left", "started") == [(0,), (60,)]
    assert told(two_ways([0, 0, 0, 0]), engine, "right", "started") == [(0,), (60,)]


def test_the_shortest_queue_does_not_count_who_leaves_at_that_instant(engine):
    assert told(two_ways([0, 10, 60]), engine, "left", "started") == [(0,), (60,)]


def test_the_whole_goes_on_when_its_second_part_ends(engine):
    parts = {name: [{"wait": wait}] for name, wait in (("a", "30 s"), ("b", "10 s"), ("c", "20 s"))}
    steps = [{"fork": "papers", "into": parts}, {"join": "papers", "need": 2}, *visits("booth")]
    tree = port({"booth": {"service_time": "1 s"}}, steps, recorded([0]))
    assert told(tree, engine, "papers", "asked", "joined") == [(0, 20)]
    assert told(tree, engine, "booth", "joined") == [(20,)]


def test_parts_without_duration_are_joined_at_the_same_instant(engine):
    steps = [{"fork": "papers", "into": {"a": [{"wait": "0 s"}]}}, {"join": "papers"}, *visits("booth")]
    tree = port({"booth": {"service_time": "1 s"}}, steps, recorded([3]))
    assert told(tree, engine, "booth", "joined") == [(3,)]


def test_a_claim_that_does_not_fit_keeps_its_share(engine):
    stations = {
        "big": {"service_time": "10 s", "needs": {"crew": 2}},
        "small": {"service_time": "10 s", "needs": {"crew": 1}},
    }
    steps = [
        {"branch": "class", "cases": {"lorry": [{"visit": "big"}], "van": [{"visit": "small"}]}},
        {"leave": "out"},
    ]
    tree = port(stations, steps, recorded([0, 1, 2], classes=["van", "lorry", "van"]))
    tree["layout"] |= {"classes": {"lorry": {}, "van": {}}, "pools": {"crew": {"size": 2}}}
    tree["layout"]["flows"]["through"]["classes"] = ["lorry", "van"]
    assert told(tree, engine, "big", "started") == [(10,)]
    assert told(tree, engine, "small", "started") == [(0,), (20,)]


def test_a_stock_that_is_full_keeps_the_truck_at_the_bay(engine):
    layout = {
        "classes": {"truck": {"carries": "60 t"}},
        "stocks": {"pile": {"holds": "100 t", "drain": "60 t/h"}},
    }
    tree = port({"bay": {"service_time": "60 s", "fills": "pile"}}, visits("bay"), recorded([0, 0]))
    tree = {**tree, "layout": {**tree["layout"], **layout}}
    (first,), (second,) = told(tree, engine, "bay", "started")
    assert first == 0 and second == 1200  # 20 t have gone after 20 minutes
