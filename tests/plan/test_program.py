"""Flows become rows, step by step."""

import numpy as np
import pytest
from listing import listing
from ports import every, one_booth, plan_of, port, visits

from twin.model.errors import ScenarioError
from twin.plan.draws import name_key
from twin.plan.plan import BRANCH, GOTO, SPAWN, VISIT
from twin.plan.visits import NOBODY

GATE = {"gate": {"service_time": "10 s", "fails": "5 %"}, "desk": {"service_time": "60 s"}}


def program(steps, stations=GATE, **sections):
    return listing(plan_of(port(stations, steps, every(60), **sections)))


def test_one_booth():
    assert listing(plan_of(one_booth())) == ["visit booth", "leave out"]


def test_a_question_has_a_target_for_each_case():
    steps = [{"visit": "gate"}, {"branch": "gate.fails", "then": [{"visit": "desk"}]}, {"leave": "out"}]
    assert program(steps) == ["visit gate", "branch 2 3", "visit desk", "leave out"]


def test_both_cases_meet_behind_the_question():
    steps = [{"branch": "red", "then": [{"visit": "desk"}], "else": [{"visit": "gate"}]}, {"leave": "out"}]
    said = program(steps, policy={"shares": {"red": "10 %"}})
    assert said == ["branch 1 3", "visit desk", "goto 4", "visit gate", "leave out"]


def test_a_case_may_end_the_way():
    steps = [{"visit": "gate"}, {"branch": "gate.fails", "then": [{"leave": "back"}]}, *visits("desk")]
    said = program(steps, layout={"exits": {"out": {}, "back": {}}})
    assert said == ["visit gate", "branch 2 3", "leave back", "visit desk", "leave out"]


def test_shares_are_cumulative_by_class():
    layout = {"classes": {"coal": {}, "copper": {}}}
    policy = {
        "channels": {"channel": {"green": "85 %", "yellow": "10 %", "red": "5 %"}},
        "shares": {"scanned": {"coal": "5 %", "copper": "30 %"}},
    }
    steps = [
        {"branch": "channel", "cases": {"green": [], "yellow": [], "red": [{"visit": "desk"}]}},
        {"branch": "scanned", "then": [{"visit": "gate"}]},
        {"leave": "out"},
    ]
    arrives = every(60, mix={"coal": "60 %", "copper": "40 %"})
    tree = port(GATE, steps, arrives, policy=policy)
    tree["layout"]["classes"] = layout["classes"]
    tree["layout"]["flows"]["through"]["classes"] = ["coal", "copper"]
    plan = plan_of(tree)
    first, second = plan.arrays.step[plan.arrays.step["op"] == BRANCH]
    assert listing(plan)[0] == "branch 2 2 1"
    np.testing.assert_allclose(plan.arrays.cum[first["a"] : first["a"] + 6], [0.85, 0.95, 1.0] * 2)
    np.testing.assert_allclose(plan.arrays.cum[second["a"] : second["a"] + 4], [0.05, 1.0, 0.3, 1.0])
    assert plan.sources[0].mix == ((0, 0.6), (1, 1.0))


def test_a_rounded_sum_still_answers_every_draw():
    tenth = {f"case_{i}": "10 %" for i in range(10)}
    steps = [{"branch": "channel", "cases": dict.fromkeys(tenth, [])}, {"leave": "out"}]
    plan = plan_of(port(GATE, steps, every(60), policy={"channels": {"channel": tenth}}))
    assert plan.arrays.cum[-1] == 1.0


def test_attributes_answer_the_same_whenever_asked():
    layout = {"classes": {"truck": {"attributes": {"load": {"full": "70 %", "empty": "30 %"}}}}}
    steps = [{"branch": "load", "cases": {"full": [{"visit": "gate"}], "empty": []}}, {"leave": "out"}]
    plan = plan_of(port(GATE, steps, every(60), layout={**_layout(steps), **layout}))
    step = plan.arrays.step[0]
    assert (step["key"], step["d"], step["e"]) == (name_key("load"), NOBODY, 1)


def test_what_is_set_answers_the_question():
    layout = {"classes": {"truck": {"attributes": {"load": {"full": "70 %", "empty": "30 %"}}}}}
    asked = {"branch": "load", "cases": {"full": [{"visit": "gate"}], "empty": []}}
    later = {"branch": "load", "cases": {"full": [{"visit": "desk"}], "empty": []}}
    steps = [asked, {"set": {"load": "empty", "colour": "red"}}, later, {"leave": "out"}]
    plan = plan_of(port(GATE, steps, every(60), layout={**_layout(steps), **layout}))
    assert listing(plan) == ["branch 1 2", "visit gate", "set 0 2", "branch 4 5", "visit desk", "leave out"]
    assert plan.arrays.step["d"][[0, 3]].tolist() == [0, 0]


def test_a_step_again_is_a_jump_back():
    steps = [{"visit": "gate"}, {"branch": "gate.fails", "then": [{"again": "gate"}]}, {"leave": "out"}]
    assert program(steps) == ["visit gate", "branch 2 3", "goto 0", "leave out"]


def test_a_step_again_is_a_jump_back_even_where_its_code_lies_ahead():
    # The desk has no place: what follows it at b is another piece of code than what follows it at a.
    stations = {"desk": {"service_time": "60 s", "fails": "5 %"}, "yard": {"at": "b", "service_time": "60 s"}}
    layout = {
        "places": {"a": ["0 m", "0 m"], "b": ["9 m", "0 m"]},
        "links": {
            "path": {"from": "a", "to": "b", "length": "9 m", "speed": "1 m/s", "storage": "unlimited"}
        },
    }
    steps = [
        {"visit": "desk"},
        {"branch": "desk.fails", "then": [{"visit": "yard"}, {"again": "desk"}]},
        {"leave": "out"},
    ]
    tree = port(stations, steps, every(60))
    tree["layout"].update(layout)
    tree["layout"]["flows"]["through"]["starts_at"] = "a"
    plan = plan_of(tree)
    assert listing(plan).count("visit desk") == 2
    loops, pc, loop = [], 0, 0
    while len(loops) < 4:  # the first case of every question
        step = plan.arrays.step[pc]
        loops += [loop] if listing(plan)[pc] == "visit desk" else []
        jumps = {GOTO: step["a"], BRANCH: plan.arrays.tab[step["c"]]}
        target = jumps.get(step["op"], pc + 1)
        loop += int(target <= pc)
        pc = target
    assert loops == sorted(set(loops))


def test_a_fork_goes_its_way_and_is_joined():
    classes = {"truck": {}, "image": {"kind": "document"}}
    steps = [
        {"visit": "gate"},
        {"fork": "image", "into": {"image": [{"visit": "desk"}]}},
        {"join": "image"},
        {"leave": "out"},
    ]
    tree = port(GATE, steps, every(60))
    tree["layout"]["classes"] = classes
    plan = plan_of(tree)
    assert listing(plan) == [
        "visit gate",
        "spawn 4 image 0",
        "await image 0 all",
        "leave out",
        "visit desk",
        "end",
    ]
    assert plan.names.points[-1] == ("join", "image", NOBODY)
    assert plan.names.exits == ("", "out")


def test_forks_open_at_once_count_apart():
    def fork(name, *steps):
        return {"fork": name, "into": {f"{name}_part": list(steps)}}

    steps = [
        fork("lot", {"visit": "desk"}),
        fork("image"),
        fork("paper"),
        {"join": "image"},
        fork("bags"),
        {"join": "paper"},
        {"join": "bags", "need": 1},
        {"leave": "out"},
    ]
    plan = plan_of(port(GATE, steps, every(60)))
    counters = plan.arrays.step["c"][plan.arrays.step["op"] == SPAWN]
    assert counters.tolist() == [3, 0, 1, 0]  # nobody waits for the lot
    assert "await bags 0 1" in listing(plan)


def test_too_many_open_forks_are_refused():
    forks = [{"fork": f"f{i}", "into": {f"p{i}": []}} for i in range(4)]
    steps = [*forks, *({"join": f"f{i}"} for i in range(4)), {"leave": "out"}]
    with pytest.raises(ScenarioError, match="more than 3 forks are open at once"):
        plan_of(port(GATE, steps, every(60)))


def test_a_part_of_two_flows_is_written_out_in_both():
    tree = port(GATE, [{"do": "checks"}, {"leave": "out"}], every(60))
    tree["layout"]["parts"] = {"checks": [{"visit": "gate"}]}
    tree["layout"]["flows"]["other"] = {"classes": "truck", "steps": [{"do": "checks"}, *visits("desk")]}
    tree["demand"]["flows"]["other"] = every(60)
    plan = plan_of(tree)
    assert listing(plan) == ["visit gate", "leave out", "visit gate", "visit desk", "leave out"]
    visits_at_gate = plan.arrays.step[[0, 2]]
    assert len(set(visits_at_gate["key"])) == 1  # the name, not the flow
    assert [source.pc for source in plan.sources] == [(0,), (2,)]


def test_a_second_visit_has_luck_of_its_own():
    steps = [{"visit": "gate"}, {"visit": "gate", "as": "gate_out"}, {"leave": "out"}]
    plan = plan_of(port(GATE, steps, every(60)))
    step = plan.arrays.step[plan.arrays.step["op"] == VISIT]
    assert step["key"].tolist() == [name_key("gate"), name_key("gate_out")]
    assert step["a"].tolist() == [0, 0]
    assert plan.arrays.task["key"].tolist() == [name_key("gate"), name_key("gate_out")]


def test_a_fleet_goes_home_and_comes_again():
    tree = one_booth()
    tree["layout"]["flows"]["through"]["steps"][-1] = {"return": "carts"}
    tree["demand"] = {
        "flows": {"through": {"arrives": "fleet", "fleet": "carts"}},
        "fleets": {"carts": {"class": "truck", "size": 3, "away": "2 h"}},
    }
    plan = plan_of(tree)
    assert listing(plan) == ["walk 0", "arrive", "visit booth", "return 1 carts"]
    first = plan.arrays.dist[plan.arrays.step["a"][0]]
    assert (first["p"], first["q"]) == (0.0, 7200.0)  # what is left of the time away at any time
    assert plan.names.exits == ("", "out", "carts")
    assert plan.sources[0].process.size == 3


def test_others_leave_to_the_fleet_for_good():
    tree = one_booth()
    tree["layout"]["flows"]["through"]["steps"][-1] = {"return": "carts"}
    tree["demand"]["fleets"] = {"carts": {"class": "truck", "size": 3, "away": "1 h"}}
    assert listing(plan_of(tree)) == ["visit booth", "leave carts"]


def test_only_marks_that_a_stock_waits_for_are_kept():
    stocks = {"pile": {"holds": "900 t", "only_when": "cleared"}}
    steps = [{"visit": "gate"}, {"mark": "seen"}, {"mark": "cleared"}, {"leave": "out"}]
    tree = port(GATE, steps, every(60))
    tree["layout"]["stocks"] = stocks
    assert listing(plan_of(tree)) == ["visit gate", "clear 0", "leave out"]


def _layout(steps):
    return port(GATE, steps, every(60))["layout"]


def test_more_answers_than_can_be_told_apart_are_refused_where_one_is_kept():
    values = {f"v{i}": "5 %" for i in range(20)}
    steps = [{"set": {"kind_of": "v17"}}, {"branch": "kind_of", "cases": {"other": []}}, {"leave": "out"}]
    tree = one_booth()
    tree["layout"]["classes"] = {"truck": {"attributes": {"kind_of": values}}}
    tree["layout"]["flows"]["through"]["steps"] = steps
    with pytest.raises(ScenarioError, match="kind_of is kept and has 20 answers; at most 15 are told apart"):
        plan_of(tree)
