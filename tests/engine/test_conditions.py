"""Conditions, crews and degraded servers, checked by hand."""

import pytest
from ports import every, one_booth, plan_of, port, recorded, run_of, told, visits_at

from twin.engine import DoesNotAdvance, run
from twin.plan.visits import NOBODY
from twin.results.conservation import violations

STILL = {"every": "50 s", "lasts": "100 s"}  # still from 50 to 150, from 200 to 300, ...


def struck(condition, tree):
    """The same port, its stations depending on one condition."""
    layout = tree["layout"]
    stations = {name: {**station, "depends_on": "wind"} for name, station in layout["stations"].items()}
    return {**tree, "layout": {**layout, "stations": stations, "conditions": {"wind": condition}}}


def downtimes(tree, engine):
    """(server, down, up) of all that are over."""
    rows = run_of(tree, engine).downs
    return [
        (row["server"].item(), row["down"].item(), row["up"].item()) for row in rows if row["up"] == row["up"]
    ]


def test_a_service_is_stopped_by_the_gale_and_goes_on_after_it(engine):
    tree = struck(STILL, one_booth("60 s", recorded([0])))
    assert told(tree, engine, "booth", "started", "ended", "stops") == [(0, 160, 1)]


def test_nobody_starts_in_the_gale(engine):
    tree = struck(STILL, one_booth("10 s", recorded([60, 140, 150])))
    assert told(tree, engine, "booth", "started", "stops") == [(150, 0), (160, 0), (170, 0)]


def test_a_service_that_is_due_when_the_gale_begins_is_over(engine):
    tree = struck(STILL, one_booth("50 s", recorded([0])))
    assert told(tree, engine, "booth", "ended", "stops") == [(50, 0)]


def test_in_rain_services_that_begin_take_longer_and_running_ones_keep_their_end(engine):
    rain = {"every": "50 s", "lasts": "100 s", "pace": "80 %"}
    tree = struck(rain, one_booth("40 s", recorded([20, 70]), servers=2))
    assert told(tree, engine, "booth", "started", "ended") == [(20, 60), (70, 120)]


def test_what_is_left_of_a_stopped_service_goes_on_at_the_pace_of_then(engine):
    states = {
        "rain": {"stays": "50 s", "pace": "50 %"},
        "gale": {"stays": "100 s", "pace": "0 %"},
        "calm": {"stays": "1 h"},
    }
    tree = struck({"states": states}, one_booth("60 s", recorded([0])))
    assert told(tree, engine, "booth", "ended") == [(150 + (60 - 25),)]  # of 60 s, 25 were done by then


def test_the_pace_of_a_station_is_the_product_of_its_conditions(engine):
    tree = one_booth("60 s", recorded([0]), depends_on=["rain", "voltage"])
    conditions = {"rain": {"states": {"rain": {"stays": "1 d", "pace": "50 %"}}}}
    conditions["voltage"] = {"states": {"low": {"stays": "1 d", "pace": "40 %"}}}
    tree["layout"]["conditions"] = conditions
    assert told(tree, engine, "booth", "ended") == [(300,)]


def test_one_power_cut_stops_all_that_hang_on_it(engine):
    stations = {name: {"service_time": "60 s", "depends_on": "power"} for name in ("left", "right")}
    stations["far"] = {"service_time": "60 s"}
    ways = {name: [{"visit": name}] for name in stations}
    tree = port(stations, [{"choose": "shortest_queue", "of": ways}, {"leave": "out"}], recorded([0, 0, 0]))
    tree["layout"]["conditions"] = {"power": STILL}
    ended = [told(tree, engine, name, "ended") for name in stations]
    assert ended == [[(160,)], [(160,)], [(60,)]]


def test_a_station_without_limit_that_is_stopped_leaves_its_share_of_a_crew_to_others(engine):
    ways = {
        "holder": [{"seize": {"tool": 1}}, {"wait": "1000 s"}, {"release": {"tool": 1}}],
        "guest": [{"visit": "hall"}],  # waits for the tool from 10 on, and its share of the crew is kept
        "worker": [{"seize": {"crew": 1}}, {"wait": "5 s"}, {"release": {"crew": 1}}],
    }
    hall = {"service_time": "10 s", "servers": "unlimited", "needs": {"crew": 1, "tool": 1}}
    steps = [{"branch": "class", "cases": ways}, {"leave": "out"}]
    arrives = recorded([0, 10, 20], classes=ways)
    things = {"classes": {name: {} for name in ways}, "pools": {"tool": {"size": 1}, "crew": {"size": 1}}}
    tree = struck(STILL, port({"hall": hall}, steps, arrives, layout=things))
    assert told(tree, engine, "crew", "asked", "started") == [(20, 50)]


def test_a_station_without_limit_stops_and_goes_on_as_a_whole(engine):
    tree = struck(STILL, one_booth("60 s", recorded([0, 10, 70]), servers="unlimited"))
    rows = told(tree, engine, "booth", "started", "ended", "stops")
    assert rows == [(0, 160, 1), (10, 170, 1), (150, 310, 1)]
    assert (NOBODY, 50, 150) in downtimes(tree, engine)


def test_the_gale_that_begins_when_the_other_ends_leaves_no_gap(engine):
    states = {"gale": {"stays": "50 s", "pace": "0 %"}, "calm": {"stays": "1 h"}}
    tree = one_booth("60 s", recorded([0]), depends_on=["first", "second"])
    second = {"calm": {"stays": "50 s"}, "gale": {"stays": "30 s", "pace": "0 %"}, "after": {"stays": "1 h"}}
    tree["layout"]["conditions"] = {"first": {"states": states}, "second": {"states": second}}
    assert told(tree, engine, "booth", "started", "stops") == [(80, 0)]
    assert downtimes(tree, engine)[0] == (0, 0, 80)


def test_a_condition_starts_where_it_is_said_to(engine):
    states = {"calm": {"stays": "1 h"}, "gale": {"stays": "30 s", "pace": "0 %"}}
    tree = struck({"starts": "gale", "states": states}, one_booth("10 s", recorded([0])))
    assert told(tree, engine, "booth", "started") == [(30,)]


def test_a_gale_of_no_time_is_none(engine):
    tree = struck({"every": "50 s", "lasts": "0 s"}, one_booth("60 s", recorded([0])))
    assert told(tree, engine, "booth", "ended", "stops") == [(60, 0)]


def test_the_states_that_follow_are_drawn_by_their_shares(engine):
    states = {
        "calm": {"stays": "1 min", "then": {"gale": "30 %", "rain": "70 %"}},
        "rain": {"stays": "1 min", "pace": "50 %", "then": "calm"},
        "gale": {"stays": "1 min", "pace": "0 %", "then": "calm"},
    }
    tree = struck({"states": states}, one_booth("10 s", every("100 s")))
    gales = len(downtimes(tree, engine))
    assert 0.24 < gales / (1440 / 2) < 0.36


def crews(station, times, units=1, service="60 s"):
    """Booths whose repairs need a crew."""
    tree = one_booth(service, recorded(times), **station)
    tree["layout"]["pools"] = {"mechanics": {"size": units}}
    return tree


FAILS = {"mtbf": "constant 45 s", "mttr": "100 s", "crew": "mechanics"}


def test_two_booths_that_fail_at_once_are_repaired_one_after_the_other(engine):
    tree = crews({"servers": 2, "breakdown": FAILS}, [0, 0])
    assert told(tree, engine, "booth", "ended", "stops") == [(160, 1), (260, 1)]
    assert downtimes(tree, engine)[0] == (0, 45, 145)
    assert (1, 45, 245) in downtimes(tree, engine)  # waits for the crew behind the first


def test_a_repair_that_waits_for_its_crew_has_a_row_and_no_trip(engine):
    tree = crews({"servers": 2, "breakdown": FAILS}, [0, 0])
    plan = plan_of(tree)
    found = run(plan, 0, engine=engine)
    waits = [point.name for point in plan.names.points if point.kind == "crew"]
    rows = visits_at(plan, found, "mechanics")
    assert waits == ["mechanics"]
    assert [(r["asked"].item(), r["joined"].item(), r["flow"].item()) for r in rows if r["visit"] == 0] == [
        (45, 45, NOBODY),
        (45, 145, NOBODY),
    ]
    assert len(found.trips) == 2
    assert not violations(plan, found)


def test_a_crew_of_two_repairs_both_at_once(engine):
    tree = crews({"servers": 2, "breakdown": FAILS}, [0, 0], units=2)
    assert told(tree, engine, "booth", "ended", "stops") == [(160, 1), (160, 1)]


def test_the_crew_that_drives_trucks_is_missed_by_repairs(engine):
    tree = crews({"breakdown": FAILS}, [0, 0])
    steps = [{"seize": {"mechanics": 1}}, {"wait": "70 s"}, {"release": {"mechanics": 1}}, {"leave": "out"}]
    tree["layout"]["flows"]["drive"] = {"classes": "truck", "steps": steps}
    tree["demand"] = {"flows": {**tree["demand"]["flows"], "drive": recorded([0])}}
    assert downtimes(tree, engine)[0] == (0, 45, 170)


def test_a_repair_takes_as_long_with_a_crew_as_without(engine):
    fails = {"mtbf": "10 min", "mttr": "lognormal mean 2 min cv 80 %"}
    bare, crewed = (
        downtimes(crews({"breakdown": breakdown}, [0]), engine)
        for breakdown in (fails, {**fails, "crew": {"mechanics": 1}})
    )
    assert bare == crewed and len(bare) > 50


def test_a_degraded_booth_works_on_at_its_lower_pace(engine):
    fails = {"mtbf": "constant 45 s", "mttr": "100 s", "degraded": "50 %"}
    tree = one_booth("30 s", recorded([20, 60, 140]), breakdown=fails)
    rows = told(tree, engine, "booth", "started", "ended", "stops")
    assert rows == [(20, 50, 0), (60, 120, 0), (140, 200, 0)]
    assert downtimes(tree, engine) == []


def test_a_degraded_booth_that_waits_for_its_crew_stays_degraded(engine):
    fails = {**FAILS, "degraded": "50 %"}
    tree = crews({"servers": 2, "breakdown": fails}, [150, 150], service="20 s")
    rows = sorted(told(tree, engine, "booth", "server", "started", "ended"))
    assert rows == [(0, 150, 170), (1, 150, 190)]


def test_the_working_time_of_a_degraded_booth_begins_again_at_its_repair(engine):
    fails = {"mtbf": "constant 50 s", "mttr": "100 s", "degraded": "50 %", "clock": "operating"}
    tree = one_booth("30 s", recorded([0, 30, 130, 200]), breakdown=fails)
    # Fails at 50 in the second service, is repaired at 150 in the third; 50 s of work more are over at 210.
    rows = told(tree, engine, "booth", "started", "ended")
    assert rows == [(0, 30), (30, 60), (130, 190), (200, 230)]
    later = one_booth("30 s", recorded([0, 30, 130, 200, 240]), breakdown=fails)
    assert told(later, engine, "booth", "started", "ended")[-1] == (240, 300)


def test_a_booth_is_up_when_neither_its_failure_nor_the_gale_holds_it(engine):
    fails = {"mtbf": "constant 40 s", "mttr": "30 s"}  # from 40 to 70, from 110 to 140, ...
    tree = struck({"every": "60 s", "lasts": "60 s"}, one_booth("50 s", recorded([0]), breakdown=fails))
    assert told(tree, engine, "booth", "ended", "stops") == [(150, 1)]
    assert downtimes(tree, engine)[0] == (0, 40, 140)


def test_the_gale_does_not_wear_out_a_booth_that_counts_its_working_time(engine):
    fails = {"mtbf": "constant 55 s", "mttr": "100 s", "clock": "operating"}
    tree = struck(STILL, one_booth("60 s", recorded([0]), breakdown=fails))
    assert told(tree, engine, "booth", "ended", "stops") == [(155 + 145 + 5, 2)]
    # 50 s until the gale, 5 s more until 155; down until 255, in the gale that ends at 300.


def test_a_repair_of_the_power_waits_for_its_crew(engine):
    cut = {"every": "50 s", "lasts": "100 s", "crew": {"mechanics": 1}}
    tree = struck(cut, crews({}, [0]))
    steps = [{"seize": {"mechanics": 1}}, {"wait": "80 s"}, {"release": {"mechanics": 1}}, {"leave": "out"}]
    tree["layout"]["flows"]["drive"] = {"classes": "truck", "steps": steps}
    tree["demand"] = {"flows": {**tree["demand"]["flows"], "drive": recorded([0])}}
    assert downtimes(tree, engine)[0] == (0, 50, 180)


def test_adding_weather_changes_nobodys_luck(engine):
    tree = one_booth("exponential mean 30 s", every("exponential mean 60 s", count=200))
    calm = struck({"states": {"calm": {"stays": "exponential mean 5 min"}}}, tree)
    assert run_of(calm, engine).visits.tobytes() == run_of(tree, engine).visits.tobytes()


@pytest.mark.filterwarnings("ignore")
def test_states_that_nearly_never_take_time_are_told_of(engine):
    layout = {"observed": {"hardly": ["0 s"] * 5000 + ["1 s"]}}
    condition = {"states": {"a": {"stays": "observed hardly"}, "b": {"stays": "0 s"}}}
    tree = struck(condition, one_booth("60 s", recorded([0])))
    tree["layout"] |= layout
    with pytest.raises(DoesNotAdvance, match="condition wind keeps going round"):
        run_of(tree, engine)


def test_a_crew_that_takes_time_to_come_back_is_missed_the_longer(engine):
    tree = crews({"servers": 2, "breakdown": FAILS}, [0, 0])
    tree["layout"]["pools"]["mechanics"]["comes_back"] = "10 s"
    plan = plan_of(tree)
    found = run(plan, 0, engine=engine)
    assert (1, 45, 255) in downtimes(tree, engine)
    assert len(found.trips) == 2 and not violations(plan, found)
