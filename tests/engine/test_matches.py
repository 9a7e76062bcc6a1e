"""Those of different roles meet, do something together, and go on each by itself; checked by hand."""

import pytest
from ports import plan_of, port, recorded, told

from twin.engine import Jam, run

OUT = {"leave": "out"}
MATCH = {"match": "transload"}
AFTER_50 = {"cases": {"all": {"share": "100 %", "after": "50 s"}}}


def transload(full, bare, *, full_steps=(MATCH,), bare_steps=(MATCH,), **match):
    """Full wagons come at some times, bare ones at others, and meet under a crane that takes a minute."""
    stations = {"crane": {"service_time": "60 s"}, "shed": {"service_time": "10 s"}}
    tree = port(stations, [], recorded([]))
    between = {"full": "loaded", "bare": "empty"}
    tree["layout"] |= {
        "classes": {"loaded": {"carries": "20 t"}, "empty": {}, "third": {}},
        "matches": {"transload": {"between": between, "together": [{"visit": "crane"}], **match}},
        "flows": {
            "broad": {"classes": "loaded", "steps": [*full_steps, OUT]},
            "standard": {"classes": "empty", "steps": [*bare_steps, OUT]},
        },
    }
    tree["demand"]["flows"] = {"broad": recorded(full), "standard": recorded(bare)}
    return tree


def trips_of(tree, engine, cls):
    plan = plan_of(tree)
    trips = run(plan, 0, engine=engine).trips
    return trips[trips["cls"] == plan.names.classes.index(cls)]


def test_each_waits_for_the_other_and_the_first_comers_meet(engine):
    tree = transload([0, 5], [10, 100])
    assert told(tree, engine, "transload", "asked", "joined") == [(0, 10), (10, 10), (5, 100), (100, 100)]
    assert told(tree, engine, "crane", "started", "ended") == [(10, 70), (100, 160)]


def test_the_first_role_visits_and_the_others_are_with_it(engine):
    tree = transload([0], [10], bare_steps=[MATCH, {"visit": "shed"}])
    assert told(tree, engine, "shed", "asked", "ended") == [(70, 80)]
    assert trips_of(tree, engine, "loaded")["left"].tolist() == [70]
    assert trips_of(tree, engine, "empty")["left"].tolist() == [80]


def test_those_who_meet_at_one_instant_are_the_first_by_number(engine):
    tree = transload([0, 0], [0, 0], together=[])
    assert told(tree, engine, "transload", "joined") == [(0,)] * 4


def test_three_roles_wait_for_the_last_of_them(engine):
    tree = transload([0], [10], between={"full": "loaded", "bare": "empty", "lift": "third"})
    tree["layout"]["flows"]["lifts"] = {"classes": "third", "steps": [MATCH, {"visit": "shed"}, OUT]}
    tree["demand"]["flows"]["lifts"] = recorded([30])
    assert told(tree, engine, "crane", "asked", "ended") == [(30, 90)]
    assert told(tree, engine, "shed", "asked") == [(90,)]


def test_a_permission_is_waited_for_before_the_other(engine):
    tree = transload([0], [0], when={"full": ["release"]})
    tree["policy"] = {"permissions": {"release": AFTER_50}}
    assert told(tree, engine, "release", "asked", "joined") == [(0, 50)]
    assert told(tree, engine, "transload", "asked", "joined") == [(50, 50), (0, 50)]


def test_when_is_short_for_a_wait_before_the_match(engine):
    waits = {"permissions": {"release": AFTER_50}}
    short = transload([0, 20], [0, 90], when={"full": ["release"]}) | {"policy": waits}
    long = transload([0, 20], [0, 90], full_steps=[{"wait": "release"}, MATCH]) | {"policy": waits}
    one, other = (run(plan_of(tree), 0, engine=engine).visits for tree in (short, long))
    assert one.tolist() == other.tolist()


def test_the_load_is_handed_over_when_they_part(engine):
    tree = transload([0], [0], hand_over={"what": "load", "from": "full", "to": "bare"})
    assert trips_of(tree, engine, "loaded")["load"].tolist() == [0]
    assert trips_of(tree, engine, "empty")["load"].tolist() == [20000]


def test_an_attribute_is_handed_over_and_asked_by_who_has_it_then(engine):
    ask = {"branch": "destination", "cases": {"east": [{"visit": "shed"}], "west": []}}
    given = {"what": ["destination"], "from": "full", "to": "bare"}
    tree = transload([0, 0, 0, 0], [0, 0, 0, 0], together=[], bare_steps=[MATCH, ask], hand_over=given)
    tree["layout"]["classes"]["loaded"]["attributes"] = {"destination": {"east": "100 %", "west": "0 %"}}
    tree["layout"]["classes"]["empty"]["attributes"] = {"destination": {"west": "100 %", "east": "0 %"}}
    assert len(told(tree, engine, "shed", "asked")) == 4


def test_only_those_who_share_an_attribute_meet(engine):
    colours = {"colour": {"red": "50 %", "blue": "50 %"}}
    ask = {"branch": "colour", "cases": {"red": [{"visit": "shed"}], "blue": []}}
    again = {"branch": "colour", "cases": {"red": [{"visit": "crane"}], "blue": []}}
    steps = {"full_steps": [MATCH, ask], "bare_steps": [MATCH, again]}
    tree = transload([0.0] * 30, [0.0] * 30, same=["colour"], together=[], **steps)
    for name in ("loaded", "empty"):
        tree["layout"]["classes"][name]["attributes"] = colours
    met = [joined for (joined,) in told(tree, engine, "transload", "joined") if joined == joined]
    reds = len(told(tree, engine, "shed", "asked"))
    assert reds == len(told(tree, engine, "crane", "asked"))
    assert 0 < reds < len(met) / 2 < 30


def test_one_whose_patience_is_over_goes_its_own_way(engine):
    step = MATCH | {"gives_up_after": "30 s", "then": [{"visit": "shed"}]}
    tree = transload([0], [50], full_steps=[step])
    assert told(tree, engine, "shed", "asked") == [(30,)]
    rows = told(tree, engine, "transload", "asked", "joined", "started", "left")
    assert rows[0][:2] == (0, 30) and rows[0][2] != rows[0][2] and rows[0][3] == 30
    assert rows[1][0] == 50 and rows[1][1] != rows[1][1]


def test_one_who_comes_when_the_patience_of_the_other_ends_still_meets_it(engine):
    step = MATCH | {"gives_up_after": "30 s", "then": [{"visit": "shed"}]}
    tree = transload([0], [30], full_steps=[step])
    assert told(tree, engine, "crane", "asked") == [(30,)]
    assert told(tree, engine, "shed", "asked") == []


def test_the_leader_keeps_its_place_and_the_others_give_up_theirs(engine):
    shed = [{"visit": "shed"}, MATCH]
    tree = transload([0], [0], bare_steps=shed)
    assert told(tree, engine, "shed", "ended", "left") == [(10, 10)]
    together = [{"wait": "release"}, {"visit": "crane"}]
    tree = transload([0], [20], full_steps=shed, together=together)
    tree["policy"] = {"permissions": {"release": AFTER_50 | {"counted_from": "asking"}}}
    assert told(tree, engine, "shed", "ended", "left") == [(10, 70)]


def test_parts_of_what_they_do_together_may_go_side_by_side(engine):
    both = [{"fork": "work", "into": {"a": [{"visit": "crane"}], "b": [{"visit": "shed"}]}}, {"join": "work"}]
    tree = transload([0], [5], together=both, bare_steps=[MATCH, {"visit": "shed", "as": "again"}])
    assert told(tree, engine, "shed", "asked") == [(5,), (65,)]


def test_a_whole_may_meet_one_and_keeps_those_who_ride_with_it(engine):
    """Two loaded wagons become a train, which meets an engine and then lets its wagons out."""
    train = {"gather": "loaded", "into": "third", "full_at": {"count": 2}}
    steps = [train, MATCH, {"split": "loaded", "parent": "ends"}, {"visit": "shed"}]
    tree = transload([0, 10], [30], full_steps=steps, between={"full": "third", "bare": "empty"})
    assert told(tree, engine, "crane", "asked", "ended") == [(30, 90)]
    assert told(tree, engine, "shed", "asked") == [(90,), (90,)]
    assert trips_of(tree, engine, "empty")["left"].tolist() == [90]


def test_wagons_of_a_train_that_waits_for_them_meet_others(engine):
    """A train of three wagons waits until each has met an empty one and is back."""
    steps = [{"split": "loaded", "count": 3}, MATCH, {"gather": "loaded", "until": "all"}, {"visit": "shed"}]
    tree = transload([0], [0, 0, 0], full_steps=steps)
    tree["layout"]["flows"]["broad"]["classes"] = "third"
    assert told(tree, engine, "crane", "started") == [(0,), (60,), (120,)]
    assert told(tree, engine, "shed", "asked") == [(180,)]


def test_both_may_come_to_one_step_in_one_flow(engine):
    tree = transload([], [])
    tree["layout"]["flows"] = {"all": {"classes": ["loaded", "empty"], "steps": [MATCH, OUT]}}
    tree["demand"]["flows"] = {"all": recorded([0, 10, 20], classes=["empty", "empty", "loaded"])}
    assert told(tree, engine, "crane", "asked") == [(20,)]
    assert told(tree, engine, "transload", "asked", "joined")[0] == (0, 20)


def test_those_who_wait_where_the_others_must_pass_jam_the_port(engine):
    gate = {"visit": "shed"}
    tree = transload([0], [0, 0], full_steps=[{"wait": "1 s"}, gate, MATCH], bare_steps=[gate, MATCH])
    tree["layout"]["stations"]["shed"]["waiting_room"] = 0
    with pytest.raises(Jam) as jam:
        run(plan_of(tree), 0, engine=engine)
    lines = str(jam.value).splitlines()
    assert "let those who meet give up their place before, or give the match gives_up_after:" in lines[0]
    assert "    empty 1 of standard at shed waits for full in match transload" in lines
    assert "    loaded 0 of broad waits for shed" in lines


def test_one_with_another_goes_on_when_that_one_does(engine):
    """The bare one has the track that the full one needs for what they do together."""
    on_track = [{"travel": "track"}, MATCH]
    together = [{"travel": "track"}, {"visit": "crane"}]
    tree = transload([0], [0], bare_steps=on_track, together=together)
    tree["layout"]["zones"] = {"track": {"holds": 1}}
    with pytest.raises(Jam) as jam:
        run(plan_of(tree), 0, engine=engine)
    assert "    loaded 0 of broad waits for track" in str(jam.value).splitlines()
    assert "with track waits for loaded 0 of broad, whom it is with" in str(jam.value)
