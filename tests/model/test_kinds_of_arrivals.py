"""Each kind of arrivals is read as it is meant, or refused with the way out."""

import re
from pathlib import Path

import pytest
import yaml
from trees import fault, one_booth, port, refused

from twin.model.arrivals.arrives import ALONE, Platoon
from twin.model.demand import Appointments, ByStates, Timetable
from twin.model.law import Law

LOW_AND_HIGH = {
    "low": {"rate": "1.5/h", "stays": "exponential mean 50 h"},
    "high": {"rate": "5/h", "stays": "17 h"},
}
SLOTS = {"arrives": "appointments", "slot": "12 h"}


def arriving(**fields):
    """Cars that arrive so."""
    return port(demand__flows__cars=fields).demand.flows["cars"]


def said_of(fields, **changes):
    """What is said of cars that arrive so."""
    return refused(one_booth(demand__flows__cars=fields, **changes))


def test_a_timetable_has_times_or_a_number_a_day():
    late = "exponential mean 5 min"
    read = arriving(arrives="timetable", at=["18:00", "10:20"], late=late, days="mon to fri")
    assert isinstance(read, Timetable)
    assert read.times == (37200.0, 64800.0) and read.days == (0, 1, 2, 3, 4)
    assert (read.late, read.early, read.early_by, read.cap) == (Law("exponential", (300.0,)), 0.0, None, None)
    assert arriving(arrives="timetable", at="10:20").times == (37200.0,)
    assert arriving(arrives="timetable", per_day=3, first="01:00").times == (3600.0, 32400.0, 61200.0)


def test_appointments_are_kept_by_all_unless_said():
    read = arriving(**SLOTS)
    assert isinstance(read, Appointments)
    assert (read.slot, read.per_slot, read.booked, read.no_show, read.misuse) == (43200.0, 1, 1.0, 0.0, 0.0)


def test_states_take_turns_unless_said():
    read = arriving(arrives="states", states=LOW_AND_HIGH)
    assert isinstance(read, ByStates)
    assert read.follows == {"low": {"high": 1.0}, "high": {"low": 1.0}}
    assert (read.states["low"].rate, read.starts) == (36.0, "stationary")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (6, Platoon(6.0, 6, 6)),
        ("6", Platoon(6.0, 6, 6)),
        ("1 to 3", Platoon(2.0, 1, 3)),
        ("2 to 2", Platoon(2.0, 2, 2)),
        (2.5, Platoon(2.5)),
        ("geometric mean 2.5", Platoon(2.5)),
        ("geometric  mean 2", Platoon(2.0)),
        ("1", ALONE),
        ("1.0", ALONE),
        ("geometric mean 1", ALONE),
    ],
)
@pytest.mark.parametrize(
    "fields",
    [
        {"arrives": "profile", "volume": "1/d"},
        {"arrives": "every", "every": "1 h"},
        {"arrives": "timetable", "per_day": 8},
        {"arrives": "states", "states": LOW_AND_HIGH},
    ],
)
def test_platoons_are_fixed_even_or_geometric(fields, said, meant):
    assert arriving(**fields, platoon=said).platoon == meant


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({"arrives": "every", "every": "1 h", "at_start": 120}, "", 120),
        ({"arrives": "profile", "volume": "0/d", "at_start": 120}, "", 120),
    ],
)
def test_some_may_be_there_at_the_start(fields, path, said):
    assert arriving(**fields).at_start == said


def then(**shares):
    """The two states, the second followed by others."""
    return {**LOW_AND_HIGH, "high": {**LOW_AND_HIGH["high"], "then": shares}}


PLATOON = "a platoon is 6 each, 1 to 3 evenly, or geometric mean 2.5, from 1 to 4,095 of them"
BAD = [
    ({"arrives": "timetable"}, "", 'needs at: ["10:20", …] or per_day:, one of them'),
    (
        {"arrives": "timetable", "at": ["10:20"], "per_day": 8},
        "",
        'needs at: ["10:20", …] or per_day:, one of them',
    ),
    (
        {"arrives": "timetable", "at": ["10:20"], "first": "06:00"},
        "",
        "first: is the first of per_day:; with at: leave it out",
    ),
    (
        {"arrives": "timetable", "at": [620]},
        ".at[1]",
        "is '620': YAML read a time of day as a number; put it in quotes: '10:20'",
    ),
    (
        {"arrives": "timetable", "at": "25:00"},
        ".at",
        "is '25:00': a time of day is written '08:30', in quotes, from 00:00 to 24:00",
    ),
    (
        {"arrives": "timetable", "per_day": 0},
        ".per_day",
        "is '0': a number of things is whole, from 1, without unit; write e.g. 12",
    ),
    (
        {"arrives": "timetable", "per_day": 5000},
        ".per_day",
        "is '5000': a timetable has at most 4,095 a day; write arrives: every, or profile",
    ),
    (
        {"arrives": "timetable", "per_day": 8, "days": "mo"},
        ".days",
        "is 'mo': mo is not a day; did you mean mon?; days are mon, tue, wed, thu, fri, sat, sun",
    ),
    (
        {"arrives": "timetable", "per_day": 8, "late": "-5 min"},
        ".late",
        "is '-5 min': a duration is not negative",
    ),
    (
        {"arrives": "timetable", "per_day": 8, "early": "30 %"},
        "",
        "early: says how many; say by how much with early_by:, e.g. early_by: 20 min",
    ),
    (
        {"arrives": "timetable", "per_day": 8, "early_by": "20 min"},
        "",
        "early_by: says by how much; say how many with early:, e.g. early: 30 %",
    ),
    (
        {"arrives": "timetable", "per_day": 8, "early": "30 %", "early_by": "exponential mean 30 h"},
        "",
        "nobody comes more than a day early; write early_by: with a shorter time",
    ),
    (
        {"arrives": "timetable", "per_day": 8, "cap": 0},
        ".cap",
        "is '0': a number of things is whole, from 1, without unit; write e.g. 12",
    ),
    (
        {"arrives": "timetable", "per_day": 8, "cancelled": "120 %"},
        ".cancelled",
        "is '120 %': a share is from 0 % to 100 %",
    ),
    ({"arrives": "appointments"}, "", "needs slot:"),
    (
        {"arrives": "appointments", "slot": "30 s"},
        ".slot",
        "is '30 s': a slot is at least 1 min; give a longer one more appointments with per_slot:",
    ),
    (
        {**SLOTS, "per_slot": 0},
        ".per_slot",
        "is '0': a number of appointments is whole, from 1, without unit; write e.g. 4",
    ),
    (
        {**SLOTS, "per_slot": 5000},
        ".per_slot",
        "is '5000': at most 4,095 appointments have one slot; make the slots shorter",
    ),
    (
        {**SLOTS, "off_by": "normal mean 1 h cv 100 %", "late": "1 h"},
        "",
        "off_by: says all of it; leave late: and early: out, or off_by:",
    ),
    ({**SLOTS, "noshow": "10 %"}, ".noshow", None),
    ({"arrives": "states"}, "", "needs states:"),
    (
        {"arrives": "states", "states": {"low": LOW_AND_HIGH["low"]}},
        "",
        "a flow switches between at least two states; with one, write arrives: profile",
    ),
    (
        {"arrives": "states", "states": LOW_AND_HIGH, "starts": "hihg"},
        "",
        "starts: hihg is none of the states; did you mean high?; or write stationary",
    ),
    (
        {"arrives": "states", "states": {**LOW_AND_HIGH, "high": {"rate": "5/h", "stays": "0 s"}}},
        ".states.high.stays",
        "is '0 s': a state lasts longer than 0 s",
    ),
    (
        {"arrives": "states", "states": {**LOW_AND_HIGH, "high": {"rate": "5/h"}}},
        ".states.high",
        "needs stays:",
    ),
    (
        {"arrives": "states", "states": then(lo="100 %")},
        "",
        "high is followed by lo, which is none of the states; did you mean low?",
    ),
    (
        {"arrives": "states", "states": then(low="90 %")},
        ".states.high.then",
        "adds up to 90 %, not 100 %: low 90 %",
    ),
    (
        {"arrives": "states", "states": then(high="100 %")},
        "",
        "high never leads to low; write then: so that it does, or in starts: where it begins",
    ),
    (
        {"arrives": "states", "states": {**LOW_AND_HIGH, "high": {"rate": "900000/d", "stays": "1 h"}}},
        ".states.high.rate",
        "900,000 a day; one flow draws 500,000 at most, make it several",
    ),
    (
        {"arrives": "profile", "volume": "900000/d"},
        ".volume",
        "900,000 a day; one flow draws 500,000 at most, make it several",
    ),
    (
        {"arrives": "every", "every": "exponential mean 0.0001 s"},
        ".every",
        "one every 0.0001 s; a flow draws one every 0.001 s at most, write a longer time",
    ),
    (
        {"arrives": "every", "every": "1 h", "at_start": 3000000},
        ".at_start",
        "3,000,000 at the start; a run can hold no more than 200,000, let some come later",
    ),
    ({"arrives": "every", "every": "1 h", "platoon": 0}, ".platoon", f"is '0': {PLATOON}"),
    ({"arrives": "every", "every": "1 h", "platoon": "3 to 1"}, ".platoon", f"is '3 to 1': {PLATOON}"),
    ({"arrives": "every", "every": "1 h", "platoon": "some"}, ".platoon", f"is 'some': {PLATOON}"),
    ({"arrives": "every", "every": "1 h", "platoon": "0.5"}, ".platoon", f"is '0.5': {PLATOON}"),
    (
        {"arrives": "every", "every": "1 h", "platoon_gap": "5 s"},
        "",
        "platoon_gap: is between those of a platoon; write platoon:, or leave it out",
    ),
    (
        {"arrives": "every", "every": "1 h", "at_start": "-1"},
        ".at_start",
        "is '-1': a number of things is whole, from 0, without unit; write e.g. 12",
    ),
]


@pytest.mark.parametrize(("fields", "path", "said"), BAD)
def test_what_cannot_be_meant_is_refused(fields, path, said):
    if said is None:
        assert "'noshow' is not a word here; did you mean no_show?" in said_of(fields)
    else:
        assert said_of(fields) == fault(f"demand.flows.cars{path}", said)


def test_names_of_calendars_and_holidays_are_known():
    said = said_of({**SLOTS, "hours": "dya"}, roster__calendars__day={"hours": "08:00-20:00"})
    assert "demand.flows.cars.hours" in said and "did you mean day?" in said
    trains = {"arrives": "timetable", "per_day": 8, "closed": "nadam"}
    said = said_of(trains, roster__holidays__naadam="07-11")
    assert "demand.flows.cars.closed" in said and "did you mean naadam?" in said


def test_a_slot_fits_into_its_hours():
    day = {"roster__calendars__day": {"hours": "08:00-12:00 and 13:00-18:00"}}
    said = said_of({**SLOTS, "hours": "day"}, **day)
    text = "no slot of 43200 s fits into day, open for 18000 s at most; make the slot shorter"
    assert said == fault("demand.flows.cars.slot", text)
    port(demand__flows__cars={**SLOTS, "slot": "5 h", "hours": "day"}, **day)


def test_a_fleet_has_as_many_as_wait_at_the_start():
    fleet = {"demand__fleets__trucks": {"class": "car", "size": 5, "away": "1 h"}}
    said = said_of({"arrives": "fleet", "fleet": "trucks", "at_start": 6}, **fleet)
    assert said == fault("demand.flows.cars.at_start", "6 of trucks wait at the start, and it has 5")


def test_somebody_arrives_if_a_state_has_a_rate_or_someone_is_there():
    none = {name: {**state, "rate": "0/h"} for name, state in LOW_AND_HIGH.items()}
    assert "nobody arrives in any flow" in said_of({"arrives": "states", "states": none})
    port(demand__flows__cars={"arrives": "states", "states": none, "at_start": 1})


def test_those_at_the_start_are_of_a_class_too():
    classes = {"layout__classes__van": {}, "layout__flows__cars__classes": ["car", "van"]}
    rows = [{"time": 1, "class": "car"}]
    port(demand__flows__cars={"arrives": "recorded", "rows": rows}, **classes)
    assert "say how many of each" in said_of({"arrives": "recorded", "rows": rows, "at_start": 3}, **classes)


def test_the_example_of_the_page_is_a_port():
    page = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
    section = page.split("### How a flow arrives")[1].split("## Steps")[0]
    example = yaml.safe_load(re.search(r"```yaml\n(.*?)```", section, re.DOTALL)[1])
    flow = {"classes": "car", "steps": [{"visit": "booth"}, {"leave": "out"}]}
    read = port(
        demand=example,
        layout__flows={name: flow for name in example["flows"]},
        roster__calendars__day={"hours": "08:00-20:00"},
    )
    assert {arrives.arrives for arrives in read.demand.flows.values()} == {
        "timetable",
        "appointments",
        "profile",
        "states",
    }
