"""Things are added, values set, counted up, scaled and swapped, and say which scenario did it."""

from fractions import Fraction

import pytest
from levers import changed, lever, port

from twin.model.levers import amounts
from twin.model.levers.paths import Refused, fetch


def value(tree, path):
    return fetch(tree, path.split("."))


def test_a_value_says_which_scenario_set_it():
    tree = changed(lever("better", "[{set: {layout.stations.gate.service_time: 10 s}}]"))
    assert value(tree, "layout.stations.gate.service_time") == "10 s | scenario better"


def test_an_origin_of_its_own_stands_behind_the_scenario():
    tree = changed(lever("better", "[{set: {policy.shares.selected: 5 % | assumed 4 % to 9 %}}]"))
    assert value(tree, "policy.shares.selected") == "5 % | scenario better: assumed 4 % to 9 %"


def test_the_origin_of_a_scenario_is_that_of_all_its_values():
    tree = changed(lever("better", "[{set: {policy.shares.selected: 5 %}}]", assumed="a guess"))
    assert value(tree, "policy.shares.selected") == "5 % | scenario better: assumed a guess"


def test_a_mapping_is_set_whole_and_each_of_its_values_says_who():
    tree = changed(lever("better", "[{set: {policy.shares.selected: {truck: 5 %, other: 1 %}}}]"))
    assert value(tree, "policy.shares.selected") == {
        "truck": "5 % | scenario better", "other": "1 % | scenario better",
    }  # fmt: skip


def test_every_control_means_all_stations_that_do_it():
    tree = changed(
        lever(
            "better", "[{set: {servers: 9}, of: every gate}, {set: {servers: 8}, of: [scan, every search]}]"
        )
    )
    stations = tree["layout"]["stations"]
    assert [stations[name]["servers"].split()[0] for name in ("gate", "scan", "search", "review")] == [
        "9",
        "8",
        "8",
        "2",
    ]


def test_more_of_two_levers_adds_up():
    tree = changed(
        lever("b", "[{more: {layout.stations.gate.servers: 3}}]"),
        lever("a", "[{more: {servers: -1}, of: gate}]"),
    )
    assert value(tree, "layout.stations.gate.servers") == "4 | scenario a: -1 more; scenario b: 3 more than 2"


def test_more_than_a_number_that_is_not_written_is_more_than_its_default():
    tree = changed(lever("a", "[{more: {layout.stations.wash.servers: 2}}]"))
    assert value(tree, "layout.stations.wash.servers") == "3 | scenario a: 2 more than 1"


def test_scales_of_two_levers_multiply_and_a_number_of_things_stays_whole():
    levers = [
        lever(name, f"[{{scale: {{demand.fleets.trucks.size: {share}}}}}]")
        for name, share in (("b", "90 %"), ("a", "50 %"))
    ]
    tree = changed(*levers)
    assert value(tree, "demand.fleets.trucks.size") == "3422 | scenario a: 50 %; scenario b: 90 % of 7605"


def test_set_comes_before_more_and_more_before_scale():
    tree = changed(
        lever("a", "[{scale: {layout.stations.gate.servers: 200 %}}]"),
        lever("b", "[{more: {layout.stations.gate.servers: 1}}]"),
        lever("c", "[{set: {layout.stations.gate.servers: 10}}]"),
    )
    said = "scenario c; scenario b: 1 more than 10; scenario a: 200 % of 11"
    assert value(tree, "layout.stations.gate.servers") == f"22 | {said}"


def test_a_scaled_law_keeps_its_spread():
    tree = changed(
        lever("a", "[{scale: {demand.fleets.trucks.away: 50 %, layout.stations.wash.service_time: 50 %}}]")
    )
    assert value(tree, "demand.fleets.trucks.away").startswith("lognormal mean 2.6 d cv 40 % |")
    assert value(tree, "layout.stations.wash.service_time").startswith("triangular 10 s 15 s 30 s |")


def test_a_value_by_class_is_scaled_class_by_class():
    tree = changed(lever("a", "[{scale: {policy.shares.by_class: 50 %}}]"))
    assert value(tree, "policy.shares.by_class") == {
        "truck": "10 % | scenario a: 50 % of 20 %", "other": "5 % | scenario a: 50 % of 10 %",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "factor", "wanted"),
    (
        ("20 s", "1/3", "6.666666666666667 s"),
        ("67/d", "9/10", "60.3/d"),
        ("175 kt/d", "2", "350 kt/d"),
        ("5 %", "2", "10 %"),
        ("7", "1/2", "4"),
        ("1.2", "1/2", "0.6"),
        ("0.4 M CNY", "2", "0.8 M CNY"),
        ("exponential mean 2 min", "1/2", "exponential mean 1 min"),
        ("uniform 20 s to 60 s", "1/2", "uniform 10 s to 30 s"),
        ("erlang mean 2 min stages 4", "1/2", "erlang mean 1 min stages 4"),
        ("weibull mean 10 h cv 50 %", "3", "weibull mean 30 h cv 50 %"),
        ("16 to 45", "1/2", "8 to 23"),
    ),
)
def test_a_text_is_scaled_exactly(text, factor, wanted):
    assert amounts.times(text, Fraction(factor)) == wanted


@pytest.mark.parametrize("text", ("observed gate_2024", "08:00-20:00", "freight", "unlimited"))
def test_what_is_no_amount_is_not_scaled(text):
    with pytest.raises(Refused, match="cannot be scaled"):
        amounts.times(text, Fraction(1, 2))


def test_swapped_equipment_says_the_service_and_the_local_word_goes():
    tree = changed(
        lever("a", "[{set: {layout.stations.scan.service_time: 9 min, layout.stations.scan.move_up: 1 s}}]")
    )
    assert "service_time" in tree["layout"]["stations"]["scan"]
    tree = changed(lever("a", "[{swap: every scan, to: fast}]"))
    assert tree["layout"]["stations"]["scan"] == {
        "does": "scan", "at": "yard", "servers": "1", "model": "fast | scenario a",
    }  # fmt: skip


def test_old_and_new_equipment_may_stand_side_by_side():
    tree = changed(lever("a", "[{swap: scan, to: {slow: 1, fast: 2}}]"))
    station = tree["layout"]["stations"]["scan"]
    assert station["servers"] == {"slow": "1 | scenario a", "fast": "2 | scenario a"}
    assert "model" not in station


def test_an_added_thing_has_values_that_say_who_brought_them():
    ai = "{does: image_review, label: {en: AI}, servers: 2, service_time: 3 s | S1}"
    tree = changed(lever("a", f"[{{add: {{layout: {{stations: {{ai: {ai}}}}}}}}}]"))
    assert tree["layout"]["stations"]["ai"] == {
        "does": "image_review", "label": {"en": "AI"},
        "servers": "2 | scenario a", "service_time": "3 s | scenario a: S1",
    }  # fmt: skip


def test_a_shift_is_a_thing_of_its_own():
    tree = changed(lever("a", "[{add: {roster: {shifts: {crew: {night: {hours: 20:00-08:00, size: 3}}}}}}]"))
    assert list(tree["roster"]["shifts"]["crew"]) == ["day", "night"]


def test_the_same_thing_added_twice_is_one():
    add = "[{add: {policy: {shares: {unsure: 25 %}}}}]"
    tree = changed(lever("b", add), lever("a", add))
    assert tree["policy"]["shares"]["unsure"] == "25 % | scenario a"


def test_a_value_may_be_given_to_what_another_lever_adds():
    tree = changed(
        lever("a", "[{set: {policy.shares.unsure: 30 %}}]"),
        lever("b", "[{add: {policy: {shares: {unsure: 25 %}}}}]"),
    )
    assert tree["policy"]["shares"]["unsure"] == "30 % | scenario a"


def test_the_port_itself_is_not_changed():
    before = port()
    changed(lever("a", "[{remove: scan}, {set: {layout.stations.gate.servers: 4}}]"))
    assert port() == before
