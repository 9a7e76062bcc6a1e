"""One small port for each rule that finds something odd, and one in which nothing is odd but its origins."""

import pytest
from ports import crossing, every, one_booth, port, recorded, tandem, visits

from twin.model.scenario import Scenario
from twin.study.findings import ERROR, NOTE, WARNING, WORDS
from twin.study.lint import lint


def found(tree):
    """{(rule, path): Finding} of a raw tree, without what is said of origins."""
    return {
        (one.rule, one.path): one for one in lint(Scenario.from_tree(tree)) if one.rule != "without_origin"
    }


def test_a_quiet_booth_is_not_odd():
    assert not found(one_booth("60 s", every(120)))


@pytest.mark.parametrize("gap, severity", [(50, ERROR), (66, WARNING)])
def test_a_booth_with_too_much_work_is_found(gap, severity):
    one = found(one_booth("60 s", every(gap)))["overloaded", "layout.stations.booth"]
    assert one.severity == severity
    assert f"{60 / gap:.0%}"[:-1] in one.text.en and f"{60 / gap:.0%}"[:-1] in one.text.zh


def test_a_thing_is_named_by_its_label_in_each_language_and_its_key():
    tree = one_booth("60 s", every(50), label={"zh": "卡口", "en": "gate"})
    text = found(tree)["overloaded", "layout.stations.booth"].text
    assert "卡口 (booth)" in text.zh and "gate (booth)" in text.en


def test_a_full_design_hour_is_found_though_the_day_is_not():
    tree = one_booth("60 s", recorded([3600.0 + i for i in range(120)]))
    one = found(tree)["design_hour", "layout.stations.booth"]
    assert one.severity == WARNING and "in hour 1 from the start 2.00 times" in one.text.en


def test_a_short_quota_is_found():
    quotas = {"quotas": {"daily": {"count": 10, "per": "d", "resets": "00:00"}}}
    tree = port(
        {"booth": {"service_time": "1 s"}}, [{"wait": "daily"}, *visits("booth")], every(3600), policy=quotas
    )
    assert found(tree)["quota_short", "policy.quotas.daily"].severity == ERROR


def test_a_pile_that_overflows_is_found():
    tree = port({"bay": {"service_time": "60 s", "fills": "pile"}}, visits("bay"), every(3600))
    stocks = {"pile": {"holds": "100 t", "drain": "10 t/h", "starts_with": "50 t"}}
    tree["layout"] |= {"classes": {"truck": {"carries": "30 t"}}, "stocks": stocks}
    assert ("stock_overflows", "layout.stocks.pile") in found(tree)


def test_a_room_shorter_than_a_truck_is_found():
    tree = tandem(["1 s", "1 s"], every(60), rooms=(None, "5 m"))
    tree["layout"]["classes"] = {"truck": {"length": "16 m"}}
    one = found(tree)["room_too_short", "layout.stations.station1"]
    assert "5 m" in one.text.en and "18 m" in one.text.en


def test_a_room_is_held_against_those_only_who_come_there():
    tree = tandem(["1 s", "1 s"], every(60), rooms=(None, "20 m"))
    tree["layout"]["classes"] = {"truck": {"length": "16 m"}, "train": {"length": "900 m", "kind": "train"}}
    assert ("room_too_short", "layout.stations.station1") not in found(tree)


def test_a_room_that_the_peak_outgrows_is_found():
    tree = one_booth("60 s", recorded([3600.0 + i for i in range(120)]), waiting_room="10")
    one = found(tree)["spills_back", "layout.stations.booth"]
    assert one.severity == NOTE and "some 60 may wait" in one.text.en


def test_a_room_in_metres_has_room_for_those_who_come_there_not_for_others():
    tree = one_booth("60 s", recorded([3600.0 + i for i in range(120)]), waiting_room="180 m")
    tree["layout"]["classes"] = {"truck": {"length": "16 m"}, "train": {"length": "900 m", "kind": "train"}}
    tree["layout"]["flows"]["through"]["classes"] = ["truck"]
    assert "there is room for 10" in found(tree)["spills_back", "layout.stations.booth"].text.en


def test_a_room_before_unlimited_servers_keeps_nobody_out_and_is_told():
    tree = one_booth("60 s", every(120), servers="unlimited", waiting_room="0")
    one = found(tree)["room_of_nobody", "layout.stations.booth.waiting_room"]
    assert one.severity == WARNING and "gives_up_after: 0 s" in one.way_out.en


@pytest.mark.parametrize("before, kept", [([], True), ([{"travel": "hall"}], False)])
def test_who_waits_for_something_else_at_its_server_is_told(before, kept):
    papers = {"fork": "papers", "into": {"papers": [{"visit": "desk"}]}}
    steps = [papers, {"visit": "booth"}, *before, {"join": "papers"}, {"leave": "out"}]
    stations = {name: {"service_time": "60 s"} for name in ("booth", "desk")}
    tree = port(stations, steps, every(120))
    tree["layout"]["zones"] = {"hall": {"holds": "unlimited"}}
    one = found(tree).get(("server_kept", "layout.stations.booth"))
    assert (one is not None) == kept
    assert not kept or one.severity == NOTE and "waits for papers" in one.text.en


def test_a_circle_of_full_rooms_is_found():
    (one,) = [one for (rule, _), one in found(crossing("3")).items() if rule == "may_jam"]
    assert "north → south → north" in one.text.en or "south → north → south" in one.text.en
    assert not any(rule == "may_jam" for rule, _ in found(crossing("unlimited")))


def test_a_station_nobody_comes_to_is_found():
    tree = one_booth("60 s", every(120))
    tree["layout"]["stations"]["spare"] = {"service_time": "1 s"}
    assert found(tree)["never_visited", "layout.stations.spare"].severity == NOTE


def test_values_without_source_or_range_are_found_and_others_are_not():
    tree = one_booth("60 s | assumed 50 s to 70 s", every(120), servers="1 | counted on site", move_up="5 s")
    bare = {one.path: one.text.en for one in lint(Scenario.from_tree(tree)) if one.rule == "without_origin"}
    assert bare["layout.stations.booth"] == "booth has neither a source nor a range: move_up"


def test_the_worst_is_said_first():
    severities = [one.severity for one in lint(Scenario.from_tree(one_booth("60 s", every(50))))]
    assert severities == sorted(severities, key=(ERROR, WARNING, NOTE).index)


@pytest.mark.parametrize("rule", WORDS)
def test_every_finding_speaks_both_languages(rule):
    text, way_out = WORDS[rule]
    for said in (text, way_out):
        assert said.en and any("\u4e00" <= letter <= "\u9fff" for letter in said.zh)


def test_a_station_for_those_who_do_not_wait_is_not_one_that_nobody_comes_to():
    stations = {"gate": {"service_time": "60 s", "waiting_room": 3}, "spare": {"service_time": "1 s"}}
    steps = [{"visit": "gate", "if_full": [{"visit": "spare"}]}, {"leave": "out"}]
    assert not any(rule == "never_visited" for rule, _ in found(port(stations, steps, every(120))))


def test_where_one_turns_away_no_circle_closes():
    tree = crossing("3")
    ways = tree["layout"]["flows"]["through"]["steps"][0]["cases"]
    ways["up"][1] |= {"if_full": [{"leave": "out"}]}
    assert not any(rule == "may_jam" for rule, _ in found(tree))


def test_hours_are_found_without_a_range_and_told_how_to_have_one():
    tree = one_booth("60 s | assumed 50 s to 70 s", every(120))
    calendars = {
        "bare": "08:00-20:00 | assumed, by day",
        "said": "08:00-20:00 | assumed until 18:00 to 21:00",
    }
    tree["roster"] = {"calendars": {name: {"hours": hours} for name, hours in calendars.items()}}
    tree["roster"]["holidays"] = {"new_year": ["2024-01-01 | assumed, one day"]}
    bare = {one.path: one for one in lint(Scenario.from_tree(tree)) if one.rule == "without_origin"}
    assert [path for path in bare if path.startswith("roster.")] == ["roster.calendars.bare"]
    assert "assumed until 18:00 to 21:00" in bare["roster.calendars.bare"].way_out.en


def test_unlimited_needs_no_range():
    tree = one_booth("60 s | assumed 50 s to 70 s", every(120), servers="unlimited | assumed, never short")
    bare = {one.path for one in lint(Scenario.from_tree(tree)) if one.rule == "without_origin"}
    assert "layout.stations.booth" not in bare
