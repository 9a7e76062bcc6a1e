"""Several served at once: when a batch begins, whom it takes, and when its server is free again."""

from ports import lasting, one_booth, plan_of, port, recorded, run_of, told

from twin.engine import run, run_to_the_end
from twin.results.conservation import violations


def shuttle(times, service="60 s", *, fewest=3, most=4, **fields):
    batch = {"fewest": fewest, "most": most}
    batch |= {"timeout": fields.pop("timeout")} if "timeout" in fields else {}
    return one_booth(service, recorded(times), batch=batch, **fields)


def test_a_batch_begins_when_enough_are_there_and_ends_for_all_at_once(engine):
    rows = told(shuttle([0, 10, 20]), engine, "booth", "started", "ended", "left", "server")
    assert rows == [(20, 80, 80, 0)] * 3


def test_those_who_are_too_few_wait_for_ever_without_a_timeout(engine):
    tree = lasting(shuttle([0, 10, 20, 30, 40]), "1 h")
    assert [started == started for (started,) in told(tree, engine, "booth", "started")] == [1, 1, 1, 0, 0]


def test_a_full_batch_leaves_the_others_in_the_queue(engine):
    times = [0, 0, 0, 0, 0, 0, 0]
    assert told(shuttle(times, most=4), engine, "booth", "started") == [(0,)] * 4 + [(60,)] * 3


def test_the_first_who_has_waited_long_enough_goes_with_those_who_are_there(engine):
    tree = shuttle([0, 40, 130], timeout="100 s")
    assert told(tree, engine, "booth", "started") == [(100,), (100,), (230,)]


def test_one_who_comes_at_the_instant_of_the_timeout_is_in(engine):
    assert told(shuttle([0, 100], timeout="100 s"), engine, "booth", "started") == [(100,), (100,)]


def test_a_timeout_that_was_met_by_a_batch_starts_nobody_early(engine):
    tree = shuttle([0, 10, 20, 90], service="5 s", timeout="100 s")
    assert told(tree, engine, "booth", "started") == [(20,), (20,), (20,), (190,)]


def test_the_service_of_a_batch_is_that_of_its_first(engine):
    arrives = recorded([0, 0, 0], booth=[30, 500, 5])
    tree = one_booth("1 s", arrives, batch={"fewest": 3, "most": 3})
    assert told(tree, engine, "booth", "ended") == [(30,)] * 3


def test_two_servers_take_a_batch_each(engine):
    rows = told(shuttle([0] * 6, fewest=3, most=3, servers=2), engine, "booth", "started", "server")
    assert rows == [(0, 0)] * 3 + [(0, 1)] * 3


def after(tree, service, **fields):
    """The same with a second station behind it."""
    tree["layout"]["stations"]["next"] = {"service_time": service, **fields}
    tree["layout"]["flows"]["through"]["steps"].insert(1, {"visit": "next"})
    return tree


def test_each_of_a_batch_leaves_by_itself_and_the_server_is_free_when_the_last_has_left(engine):
    tree = after(shuttle([0, 0, 0, 5, 5, 5], most=3), "20 s", waiting_room=0)
    rows = told(tree, engine, "booth", "started", "ended", "left")
    assert rows[:3] == [(0, 60, 60), (0, 60, 80), (0, 60, 100)]
    assert rows[3:] == [(100, 160, 160), (100, 160, 180), (100, 160, 200)]


def test_an_idle_server_makes_room_for_a_whole_batch(engine):
    tree = shuttle([0, 0, 0, 10, 10, 10], fewest=4, most=4, waiting_room=1, timeout="50 s")
    rows = told(tree, engine, "booth", "asked", "joined", "started")
    assert rows[:4] == [(0, 0, 10)] * 3 + [(10, 10, 10)]
    assert rows[4:] == [(10, 10, 70), (10, 70, 70)]


def test_a_batch_claims_its_people_once(engine):
    tree = shuttle([0] * 6, most=3, servers=2, needs={"crew": 2})
    tree["layout"]["pools"] = {"crew": {"size": 3}}
    assert told(tree, engine, "booth", "started") == [(0,)] * 3 + [(60,)] * 3


def test_a_batch_waits_for_company_before_it_claims(engine):
    stations = {
        "bus": {"service_time": "60 s", "needs": {"crew": 1}, "batch": {"fewest": 2, "most": 2}},
        "desk": {"service_time": "30 s", "needs": {"crew": 1}},
    }
    ways = {"car": [{"visit": "bus"}], "van": [{"visit": "desk"}]}
    steps = [{"branch": "class", "cases": ways}, {"leave": "out"}]
    tree = port(stations, steps, recorded([0, 10, 20], classes=["car", "van", "car"]))
    tree["layout"] |= {"classes": {"car": {}, "van": {}}, "pools": {"crew": {"size": 1}}}
    tree["layout"]["flows"]["through"]["classes"] = ["car", "van"]
    assert told(tree, engine, "desk", "started") == [(10,)]
    assert told(tree, engine, "bus", "started") == [(40,), (40,)]


def test_a_batch_pauses_as_one_at_the_end_of_the_shift(engine):
    roster = {"calendars": {"day": {"hours": "00:00-00:01 and 00:05-00:20"}}}
    tree = shuttle([30, 30, 30], hours="day", end_of_shift="pause")
    rows = told({**tree, "roster": roster}, engine, "booth", "started", "ended", "stops")
    assert rows == [(30, 330, 1)] * 3


def test_a_batch_stops_as_one_when_its_server_fails(engine):
    breakdown = {"mtbf": "constant 40 s", "mttr": "100 s", "clock": "operating"}
    rows = told(shuttle([0, 0, 0], breakdown=breakdown), engine, "booth", "started", "ended", "stops")
    assert rows == [(0, 160, 1)] * 3


def test_each_lane_waits_for_a_batch_of_its_own(engine):
    tree = shuttle([0, 0, 0, 10], fewest=2, most=2, servers=2, queue="lanes")
    assert told(tree, engine, "booth", "started") == [(0,), (10,), (0,), (10,)]


def test_the_shortest_queue_counts_all_of_a_batch(engine):
    batch = {"fewest": 2, "most": 9, "timeout": "600 s"}
    stations = {"bus": {"service_time": "600 s", "batch": batch}, "desk": {"service_time": "600 s"}}
    ways = {name: [{"visit": name}] for name in stations}
    choice = [{"choose": "shortest_queue", "of": ways}]
    steps = [{"branch": "class", "cases": {"car": [{"visit": "bus"}], "van": choice}}, {"leave": "out"}]
    arrives = recorded([0, 0, 10, 20, 30], classes=["car", "car", "van", "van", "van"])
    tree = port(stations, steps, arrives)
    tree["layout"]["classes"] = {"car": {}, "van": {}}
    tree["layout"]["flows"]["through"]["classes"] = ["car", "van"]
    assert told(tree, engine, "desk", "joined") == [(10,), (20,)]
    assert told(tree, engine, "bus", "joined") == [(0,), (0,), (30,)]


def test_two_batches_at_once_on_one_server_break_a_law(engine):
    plan = plan_of(shuttle([0] * 6, most=3))
    found = run(plan, 0, engine=engine)
    found.visits["started"][3:] = 30
    assert {rule for rule, _ in violations(plan, found)} == {"one at a time"}


def test_one_too_many_in_a_batch_breaks_a_law(engine):
    plan = plan_of(shuttle([0] * 4, most=4))
    found = run(plan, 0, engine=engine)
    assert not violations(plan, found)
    plan.arrays.station["batch_most"] = 3
    assert {rule for rule, _ in violations(plan, found)} == {"one at a time"}


def test_batches_of_one_are_no_batches(engine):
    alone = run_of(one_booth("60 s", recorded([0, 10, 20])), engine)
    same = run_of(shuttle([0, 10, 20], fewest=1, most=1), engine)
    assert alone.visits.tobytes() == same.visits.tobytes()


def test_a_blocked_batch_holds_one_of_two_servers_and_jams_nobody(engine):
    """Two lorries wait, blocked, for papers that pass the same booth: its other server is free for them."""
    papers = {"fork": "papers", "into": {"papers": [{"visit": "booth", "as": "read"}]}}
    steps = [papers, {"visit": "booth"}, {"join": "papers"}, {"leave": "out"}]
    station = {"service_time": "60 s", "servers": 2, "batch": {"fewest": 2, "most": 2, "timeout": "2 h"}}
    tree = port({"booth": station}, steps, recorded([0, 0]))
    assert run_to_the_end(plan_of(tree), 0, engine=engine)[1] is None
