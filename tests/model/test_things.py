"""Things read their fields in SI and refuse what they cannot read."""

import math

import pytest
from trees import fault, one_booth, port, refused

from twin.model.law import Law
from twin.model.record import Label
from twin.model.things import Station
from twin.model.values import Room


def booth(**fields):
    """The station of one booth with fields."""
    return port(layout__stations__booth={"service_time": "30 s"} | fields).layout.stations["booth"]


def booth_refused(**fields):
    """What is said of a booth with these fields."""
    return refused(one_booth(layout__stations__booth={"service_time": "30 s"} | fields))


def link(**fields):
    """A link of 100 m with fields."""
    places = {"a": ["0 m", "0 m"], "b": ["0 m", "-0.1 km"]}
    road = {"from": "a", "to": "b", "length": "100 m", "speed": "36 km/h"} | fields
    return port(layout__places=places, layout__links__road=road).layout.links["road"]


def test_a_waiting_area_is_read_in_square_metres_and_is_above_none():
    assert booth(area="0.5 ha").area == 5000.0
    assert "is '0 m2': an area is above 0" in booth_refused(area="0 m2")


def test_a_station_needs_no_more_than_its_service_time():
    station = booth()
    assert (station.servers, station.waiting_room, station.hours, station.at) == (1, None, None, None)
    assert (station.queue, station.discipline, station.end_of_shift, station.agency) == (
        "one",
        "fifo",
        "finish",
        "customs",
    )


def test_numbers_may_be_text_as_in_yaml_or_plain():
    assert booth(servers="3").servers == booth(servers=3).servers == 3


def test_unlimited_is_none():
    assert booth(servers="unlimited").servers is None
    assert booth(waiting_room="unlimited").waiting_room is None


def test_a_waiting_room_is_in_entities_or_in_metres():
    assert booth(waiting_room="12").waiting_room == Room("entities", 12)
    assert booth(waiting_room=0).waiting_room == Room("entities", 0)
    scenario = port(layout__stations__booth__waiting_room="0.36 km", layout__classes__car={"length": "4 m"})
    assert scenario.layout.stations["booth"].waiting_room == Room("metres", 360.0)


def test_a_label_is_in_two_languages_and_one_serves_for_both():
    assert booth(label={"zh": "国门", "en": "gate"}).label == Label("国门", "gate")
    assert booth(label={"en": "gate"}).label == Label("gate", "gate")
    assert booth(label="gate").label == Label("gate", "gate")


def test_a_bare_time_to_failure_is_the_mean_of_an_exponential_law():
    breakdown = booth(breakdown={"mtbf": "500 h", "mttr": "1 h"}).breakdown
    assert breakdown.mtbf == Law("exponential", (1_800_000.0,))
    assert breakdown.mttr == Law("constant", (3600.0,))
    assert breakdown.clock == "calendar"
    exact = booth(breakdown={"mtbf": "constant 8 h", "mttr": "1 h", "clock": "operating"}).breakdown
    assert exact.mtbf == Law("constant", (28800.0,))


def test_a_service_time_may_be_by_class():
    station = booth(service_time={"car": "5 s", "other": "9 s"})
    assert station.service_time == {"car": Law("constant", (5.0,)), "other": Law("constant", (9.0,))}


def test_tasks_are_written_by_name():
    tasks = {"radiation": {"service_time": "5 s", "alarm": "1 %"}, "spray": {"service_time": "40 s"}}
    station = port(layout__stations__booth={"tasks": tasks, "tasks_run": "side_by_side"}).layout.stations[
        "booth"
    ]
    assert [(task.name, task.alarm) for task in station.tasks] == [("radiation", 0.01), ("spray", None)]


def test_a_station_has_what_its_model_has_where_it_says_none_itself():
    model = {
        "does": "gate",
        "service_time": "9 s",
        "move_up": "4 s",
        "breakdown": {"mtbf": "1 h", "mttr": "1 s"},
    }
    station = {"does": "gate", "model": "e_gate", "move_up": "2 s"}
    read = port(layout__stations__booth=station, equipment__e_gate=model).layout.stations["booth"]
    assert read.service_time == Law("constant", (9.0,))
    assert read.move_up == 2.0
    assert read.breakdown.mttr == Law("constant", (1.0,))


def test_a_link_holds_its_length_times_its_lanes():
    assert link(lanes=3).room == 300.0
    assert link(storage="1 km").room == 1000.0
    assert link(storage="unlimited").room == math.inf
    assert link(kind="footpath").room == math.inf
    assert link().travel_time == 10.0


def test_a_class_takes_its_length_and_the_gap():
    layout = port(
        layout__classes__car={"length": "4.5 m"}, layout__classes__paper={"kind": "document"}
    ).layout
    assert (layout.classes["car"].taken, layout.classes["paper"].taken) == (6.5, 0.0)


def test_masses_and_drains_are_in_kilograms_and_seconds():
    stock = {"holds": "900 kt", "drain": "86.4 t/d", "starts_with": "1 Mt | assumed"}
    read = port(layout__stocks__pile=stock | {"holds": "2 Mt"}).layout.stocks["pile"]
    assert (read.holds, read.drain, read.starts_with) == (2e9, 1.0, 1e9)


def test_a_thing_with_nothing_to_say_is_empty():
    assert set(port(layout__exits={"inland": None, "out": {}}).layout.exits) == {"inland", "out"}


def test_a_model_has_a_price_a_life_and_an_upkeep():
    model = {
        "does": "gate",
        "service_time": "9 s",
        "price": "28 M CNY",
        "life": "10 y",
        "upkeep": "0.4 M CNY/y",
    }
    read = port(equipment__e_gate=model).equipment["e_gate"]
    assert (read.price, read.life, read.upkeep) == (28e6, 10 * 365 * 86400.0, 4e5)


@pytest.mark.parametrize(
    ("word", "value", "said"),
    [
        ("servers", "0", "is '0': at least 1 is needed while it is open; close it with hours: instead"),
        ("servers", "2.5", "is '2.5': servers are a whole number without unit, or unlimited; write e.g. 3"),
        ("servers", "3 s", "is '3 s': servers are a whole number without unit, or unlimited; write e.g. 3"),
        (
            "waiting_room",
            "3 kg",
            "is '3 kg': wanted in entities or metres; write e.g. '12', '360 m' or unlimited",
        ),
        ("waiting_room", "-1", "is '-1': a number of things is whole, from 0, without unit; write e.g. 12"),
        ("move_up", 5, "is '5': no unit; write e.g. '5 s' or '5 min'"),
        ("fails", "120 %", "is '120 %': a share is from 0 % to 100 %"),
        ("fails", 0.06, "is '0.06': a share needs its percent sign; write '6 %'"),
        (
            "queue",
            "lane",
            "is 'lane': not one of the words here; did you mean lanes?; write one of one, lanes",
        ),
        ("label", ["gate"], "a label is written {zh: …, en: …}"),
        (
            "label",
            {"en": "coal", "open air": None},
            "'open air' stands alone: inside { } a comma ends a text; put the whole text into quotes",
        ),
        (
            "hours",
            "Freight",
            "is 'Freight': a name has small letters, digits and _; "
            "other spellings go into label: {zh: …, en: …}",
        ),
        ("needs", ["officers"], "a mapping belongs here, name: …"),
        ("move_up", None, "there is nothing behind the colon; write a value, or leave the line out"),
    ],
)
def test_a_field_that_cannot_be_read_is_refused(word, value, said):
    assert booth_refused(**{word: value}) == fault(f"layout.stations.booth.{word}", said)


def test_an_unknown_word_is_answered_with_the_nearest_and_eight_of_those_there_are():
    assert booth_refused(sevice_time="3 s") == fault(
        "layout.stations.booth.sevice_time",
        "'sevice_time' is not a word here; did you mean service_time?; the words here are "
        f"label, note, does, agency, at, servers, service_time, model, … ({len(Station.words())} in all)",
    )


def test_words_of_a_later_language_are_not_known_yet():
    assert "'weather' is not a word here" in booth_refused(weather="slow")


def test_a_missing_word_is_asked_for():
    tree = one_booth(layout__links__road={"from": "a", "to": "b", "length": "3 m"})
    assert refused(tree) == fault("layout.links.road", "needs speed:")


def test_a_name_that_yaml_reads_as_true_is_refused():
    tree = one_booth()
    tree["layout"]["stations"][True] = {"service_time": "3 s"}
    assert refused(tree) == fault(
        "layout.stations.True",
        "is 'True': a name is text: yes, no, on, off and bare numbers mean something else to YAML; "
        "put it in quotes or choose another name",
    )


@pytest.mark.parametrize(
    ("station", "said"),
    [
        ({}, "wants exactly one of service_time:, model: and tasks:; here is none"),
        (
            {"service_time": "3 s", "model": "e_gate"},
            "wants exactly one of service_time:, model: and tasks:; here are service_time and model",
        ),
        (
            {"service_time": "3 s", "servers": {"e_gate": 2}},
            "its servers are of several models, which say the service; leave service_time: out",
        ),
        (
            {"service_time": "3 s", "servers": "unlimited", "queue": "lanes"},
            "has a lane for each server, so servers: cannot be unlimited",
        ),
        ({"service_time": "3 s", "reserved": {"car": 1}}, "only lanes can be reserved; write queue: lanes"),
        (
            {"service_time": "3 s", "queue": "lanes", "servers": 2, "reserved": {"car": 3}},
            "reserves 3 of 2 lanes; reserve fewer",
        ),
    ],
)
def test_fields_of_a_station_fit_each_other(station, said):
    assert refused(one_booth(layout__stations__booth=station)) == fault("layout.stations.booth", said)


def test_a_fault_in_one_class_of_many_is_named():
    said = booth_refused(service_time={"car": "5 s", "other": "9"})
    assert said == fault(
        "layout.stations.booth.service_time.other", "is '9': no unit; write e.g. '5 s' or '5 min'"
    )


def test_a_fault_in_a_task_is_named_by_the_task():
    said = refused(one_booth(layout__stations__booth={"tasks": {"spray": {"service_time": "9"}}}))
    assert said == fault(
        "layout.stations.booth.tasks.spray.service_time", "is '9': no unit; write e.g. '5 s' or '5 min'"
    )
