"""How units of pools are taken and come back, checked by hand in both engines."""

import pytest
from ports import every, plan_of, port, recorded, run_of, told, visits, visits_at

BOOTH = {"booth": {"service_time": "10 s"}}
OUT = {"leave": "out"}


def with_pools(pools, steps, arrives, *, stations=None, **classes):
    """A port whose one flow does these steps with these pools."""
    layout = {"pools": pools} | ({"classes": classes} if classes else {})
    tree = port(stations or BOOTH, steps, arrives, layout={})
    return {**tree, "layout": {**tree["layout"], **layout}}


def test_part_of_what_is_held_goes_back_and_serves_the_next(engine):
    pools = {"cranes": {"size": 2}}
    steps = [
        {"seize": {"cranes": 2}},
        {"wait": "30 s"},
        {"release": {"cranes": 1}},
        {"wait": "60 s"},
        {"release": "cranes"},
        {"seize": {"cranes": 1}},
        {"release": "cranes"},
        OUT,
    ]
    tree = with_pools(pools, steps, recorded([0, 5]))
    # The second wants two: one is back at 30 s, the other at 90 s.
    assert told(tree, engine, "cranes", "asked", "joined")[::2] == [(0, 0), (5, 90)]


def test_a_released_unit_comes_back_after_its_time(engine):
    pools = {"trays": {"size": 1, "comes_back": "40 s"}}
    steps = [{"seize": "trays"}, {"wait": "10 s"}, {"release": "trays"}, OUT]
    tree = with_pools(pools, steps, recorded([0, 0, 0]))
    assert told(tree, engine, "trays", "asked", "joined") == [(0, 0), (0, 50), (0, 100)]


def test_who_releases_does_not_wait_for_the_unit_to_come_back(engine):
    pools = {"trays": {"size": 1, "comes_back": "40 s"}}
    steps = [{"seize": "trays"}, {"release": "trays"}, {"visit": "booth"}, OUT]
    assert told(with_pools(pools, steps, recorded([0])), engine, "booth", "started", "left") == [(0, 10)]


def test_the_crew_of_a_service_comes_back_after_its_time(engine):
    pools = {"crew": {"size": 1, "comes_back": "20 s"}}
    stations = {"booth": {"service_time": "10 s", "servers": 2, "needs": {"crew": 1}}}
    tree = with_pools(pools, visits("booth"), recorded([0, 0]), stations=stations)
    assert told(tree, engine, "booth", "started", "left") == [(0, 10), (30, 40)]


def test_the_crew_of_a_lane_comes_back_after_its_time(engine):
    pools = {"crew": {"size": 1, "comes_back": "20 s"}}
    stations = {"booth": {"service_time": "10 s", "servers": 2, "queue": "lanes", "needs": {"crew": 1}}}
    tree = with_pools(pools, visits("booth"), recorded([0, 0]), stations=stations)
    assert told(tree, engine, "booth", "started", "server") == [(0, 0), (30, 0)]


def test_a_pen_is_cleaned_before_the_next_may_have_it(engine):
    pools = {
        "pens": {"size": 1, "each_holds": 60, "cleaning": {"takes": "100 s", "needs": {"cleaners": 2}}},
        "cleaners": {"size": 2},
    }
    steps = [{"seize": {"pens": "enough"}}, {"wait": "10 s"}, {"release": "pens"}, OUT]
    tree = with_pools(pools, steps, recorded([0, 0]))
    assert told(tree, engine, "pens", "asked", "joined") == [(0, 0), (0, 110)]


def test_cleaners_clean_one_pen_after_the_other(engine):
    pools = {
        "pens": {"size": 2, "cleaning": {"takes": "100 s", "needs": {"cleaners": 1}}},
        "cleaners": {"size": 1},
    }
    steps = [{"seize": "pens"}, {"wait": "10 s"}, {"release": "pens"}, OUT]
    tree = with_pools(pools, steps, recorded([0, 0, 0, 0]))
    assert [joined for (joined,) in told(tree, engine, "pens", "joined")] == [0, 0, 110, 210]
    # The two who clean ask at once; the second waits for the first.
    assert sorted(told(tree, engine, "cleaners", "asked", "joined"))[:2] == [(10, 10), (10, 110)]


def test_units_travel_back_before_they_are_cleaned(engine):
    pools = {"pens": {"size": 1, "comes_back": "5 s", "cleaning": {"takes": "7 s"}}}
    steps = [{"seize": "pens"}, {"release": "pens"}, OUT]
    tree = with_pools(pools, steps, recorded([0, 0]))
    assert told(tree, engine, "pens", "joined") == [(0,), (12,)]


@pytest.mark.parametrize(("heads", "free_at"), [(30, 0), (60, 0), (61, 10)])
def test_enough_is_as_many_pens_as_hold_all_heads(engine, heads, free_at):
    """Of three pens 61 heads take two, so that others of 61 heads wait until they are free."""
    pools = {"pens": {"size": 3, "each_holds": 60, "keep_apart": "class"}}
    steps = [{"seize": {"pens": "enough"}}, {"wait": "10 s"}, {"release": {"pens": "enough"}}, OUT]
    tree = with_pools(pools, steps, recorded([0, 0]), truck={"size": heads})
    assert told(tree, engine, "pens", "joined")[1] == (free_at,)


def test_consignments_never_share_a_pen(engine):
    pools = {"pens": {"size": 2, "each_holds": 60}}
    steps = [{"seize": {"pens": "enough"}}, {"wait": "10 s"}, {"release": "pens"}, OUT]
    tree = with_pools(pools, steps, recorded([0, 0, 0]), truck={"size": 5})
    assert told(tree, engine, "pens", "joined") == [(0,), (0,), (10,)]


def two_flows(pool, takes, brings):
    """One flow takes from a stock at once, another brings to it: when they come."""
    tree = with_pools({"bogies": {"reusable": True, **pool}}, [{"seize": "bogies"}, OUT], recorded(takes))
    tree["layout"]["flows"]["back"] = {"classes": "truck", "steps": [{"release": {"bogies": 2}}, OUT]}
    tree["demand"] = {"flows": {**tree["demand"]["flows"], "back": recorded(brings)}}
    return tree


def test_a_bogie_that_one_flow_takes_another_puts_back(engine):
    tree = two_flows({"size": 1}, [0, 1, 2, 3], [50, 60])
    assert told(tree, engine, "bogies", "asked", "joined") == [(0, 0), (1, 50), (2, 50), (3, 60)]


def test_one_who_brings_to_a_full_stock_waits_until_some_are_taken(engine):
    tree = two_flows({"size": 1, "most": 2}, [10, 20], [5])
    plan = plan_of(tree)
    rows = visits_at(plan, run_of(tree, engine), "bogies")
    flows = [plan.names.flows[row["flow"]] for row in rows]
    waits = sorted(zip(flows, rows["asked"].tolist(), rows["joined"].tolist(), strict=True))
    assert waits == [("back", 5, 10), ("through", 10, 10), ("through", 20, 20)]


def test_what_is_brought_comes_back_after_its_time(engine):
    tree = two_flows({"size": 1, "comes_back": "30 s"}, [0, 1], [5])
    assert told(tree, engine, "bogies", "joined") == [(0,), (35,)]


def test_a_unit_that_is_on_its_way_back_counts_in_no_share_of_the_port(engine):
    """The errand is a part: the port counts trucks, and the books of the run hold."""
    pools = {"trays": {"size": 1, "comes_back": "exponential mean 40 s"}}
    steps = [{"seize": "trays"}, {"visit": "booth"}, {"release": "trays"}, OUT]
    run = run_of(with_pools(pools, steps, every("exponential mean 60 s", count=20)), engine)
    assert (run.trips["parent"] == 0).sum() == 20
    assert (run.trips["parent"] != 0).sum() == 20


def urgent_and_others(steps, policy):
    """Three who claim one crane: a truck has it, then a truck and a bus ask."""
    arrives = recorded([0, 5, 6], classes=["truck", "truck", "bus"])
    tree = with_pools({"crane": {"size": 1}}, steps, arrives, truck={}, bus={})
    tree["layout"]["flows"]["through"]["classes"] = ["truck", "bus"]
    return {**tree, "policy": policy}


LIFT = [{"seize": "crane"}, {"wait": "10 s"}, {"release": "crane"}, OUT]


def test_a_seize_goes_by_the_priority_of_its_class(engine):
    tree = urgent_and_others(LIFT, {"priority": ["bus", "truck"]})
    assert told(tree, engine, "crane", "asked", "joined") == [(0, 0), (5, 20), (6, 10)]


def test_without_a_priority_a_seize_goes_by_the_time_asked(engine):
    assert told(urgent_and_others(LIFT, {}), engine, "crane", "asked", "joined") == [(0, 0), (5, 10), (6, 20)]


def test_the_urgent_seize_first(engine):
    urgent = {"branch": "class", "cases": {"bus": [{"set": {"urgent": 1}}], "truck": []}}
    tree = urgent_and_others([urgent, *LIFT], {"priority": ["truck", "bus"]})
    assert told(tree, engine, "crane", "asked", "joined") == [(0, 0), (5, 20), (6, 10)]


def test_nobody_passes_on_the_way_into_a_zone_by_priority(engine):
    steps = [{"travel": "track"}, {"wait": "10 s"}, OUT]
    tree = urgent_and_others(steps, {"priority": ["bus", "truck"]})
    tree["layout"]["zones"] = {"track": {"holds": 1}}
    assert told(tree, engine, "track", "asked", "joined") == [(0, 0), (5, 10), (6, 20)]


def test_a_seize_and_a_service_share_a_crew_by_priority(engine):
    """The bus, which goes first, is served with the crew before the truck may seize it."""
    stations = {"bay": {"service_time": "10 s", "discipline": "priority", "needs": {"crew": 1}}}
    steps = [{"branch": "class", "cases": {"bus": [{"visit": "bay"}], "truck": LIFT_CREW}}, OUT]
    arrives = recorded([0, 5, 6], classes=["truck", "truck", "bus"])
    tree = with_pools({"crew": {"size": 1}}, steps, arrives, stations=stations, truck={}, bus={})
    tree["layout"]["flows"]["through"]["classes"] = ["truck", "bus"]
    tree["policy"] = {"priority": ["bus", "truck"]}
    assert told(tree, engine, "bay", "joined", "started") == [(6, 10)]
    assert told(tree, engine, "crew", "asked", "joined") == [(0, 0), (5, 20)]


LIFT_CREW = [{"seize": "crew"}, {"wait": "10 s"}, {"release": "crew"}]


def test_what_is_released_behind_a_way_out_comes_back_whole(engine):
    # Some give it back and leave on their way; the release behind them still gives back all that is held.
    pools = {"pens": {"size": 3, "each_holds": 10, "cleaning": {"takes": "5 s"}}}
    steps = [
        {"seize": {"pens": "enough"}},
        {"wait": "10 s"},
        {"branch": "bad", "then": [{"release": "pens"}, OUT]},
        {"release": "pens"},
        OUT,
    ]
    tree = with_pools(pools, steps, recorded([0, 1, 2]), truck={"size": 30})
    tree["policy"] = {"shares": {"bad": "0 %"}}
    assert told(tree, engine, "pens", "joined") == [(0,), (15,), (30,)]
