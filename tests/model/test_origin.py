"""Every value has an origin, and the ledger tells it."""

import pytest
from trees import one_booth, port, refused

from twin.model.origin import Assumption, strip


def ledger(**changes):
    """The rows of one booth by their path."""
    return {row.path: row for row in port(**changes).ledger}


def row_of(value, **changes):
    """The row of the booth's service time."""
    return ledger(layout__stations__booth__service_time=value, **changes)[
        "layout.stations.booth.service_time"
    ]


PATH = "layout.stations.booth.service_time"
SOURCES = {"S2": "Xinhua, 4 Aug 2023"}


def test_a_value_without_a_bar_is_assumed():
    assert row_of("30 s") == Assumption(PATH, "30 s", "assumed", "")


def test_a_port_may_say_what_its_unmarked_values_are():
    row = row_of("30 s", layout__about={"unmarked": "S2"}, layout__sources=SOURCES)
    assert row == Assumption(PATH, "30 s", "source", "S2")


def test_a_key_behind_the_bar_names_a_line_of_the_sources():
    assert row_of("30 s | S2", layout__sources=SOURCES) == Assumption(PATH, "30 s", "source", "S2")


def test_an_assumption_has_a_range_and_a_reason():
    row = row_of("30 s | assumed 15 s to 0.5 min as elsewhere")
    assert row == Assumption(PATH, "30 s", "assumed", "as elsewhere", "15 s", "0.5 min")


def test_a_unit_behind_the_upper_end_is_that_of_both():
    row = row_of("30 s | assumed 15 to 40 s")
    assert (row.low, row.high) == ("15 s", "40 s")


def test_a_reason_that_begins_like_a_unit_is_a_reason():
    rows = ledger(layout__stations__booth__servers="8 | assumed 7 to 9 days are short")
    row = rows["layout.stations.booth.servers"]
    assert (row.low, row.high, row.text) == ("7", "9", "days are short")


def test_other_words_are_a_remark():
    assert row_of("30 s | as the guard says") == Assumption(PATH, "30 s", "remark", "as the guard says")


def test_levers_and_the_command_line_write_their_own_bars():
    assert row_of("30 s | scenario agv: 90 % of 33 s") == Assumption(
        PATH, "30 s", "lever", "agv: 90 % of 33 s"
    )
    assert row_of("30 s | command line") == Assumption(PATH, "30 s", "command line", "")


def test_a_levers_own_range_is_kept():
    row = row_of("30 s | scenario agv: assumed 20 s to 50 s")
    assert (row.kind, row.low, row.high) == ("lever", "20 s", "50 s")


def test_a_thing_says_the_origin_of_all_its_values_but_those_with_a_bar():
    booth = {
        "service_time": "30 s | vendor",
        "servers": 2,
        "source": "S2",
        "breakdown": {"mtbf": "1 h", "mttr": "1 s"},
    }
    rows = ledger(layout__stations__booth=booth, layout__sources=SOURCES)
    kinds = {path.rpartition("booth.")[2]: row.kind for path, row in rows.items() if "booth" in path}
    assert kinds == {
        "service_time": "remark",
        "servers": "source",
        "breakdown.mtbf": "source",
        "breakdown.mttr": "source",
    }


def test_an_inner_thing_says_its_own():
    booth = {
        "service_time": "30 s",
        "source": "S2",
        "breakdown": {"mtbf": "1 h", "mttr": "1 s", "assumed": "a guess"},
    }
    rows = ledger(layout__stations__booth=booth, layout__sources=SOURCES)
    row = rows["layout.stations.booth.breakdown.mtbf"]
    assert (row.kind, row.text) == ("assumed", "a guess")


def test_a_station_may_be_called_source():
    scenario = port(layout__stations__source={"service_time": "30 s", "assumed": "a guess"})
    assert "source" in scenario.layout.stations


def test_names_words_and_steps_are_no_assumptions():
    paths = {row.path for row in port(layout__stations__booth__does="gate").ledger}
    assert paths == {PATH, "demand.flows.cars.volume"}


def test_models_that_no_station_has_are_left_out():
    catalogue = {name: {"does": "gate", "service_time": "9 s"} for name in ("old", "new")}
    booth = {"model": "new", "does": "gate"}
    rows = ledger(layout__stations__booth=booth, equipment=catalogue)
    assert [path for path in rows if path.startswith("equipment")] == ["equipment.new.service_time"]


def test_rows_that_the_door_adds_come_last():
    added = Assumption("scenario.agv", "", "lever", "left out: there is no fleet")
    assert port(ledger=[added]).ledger[-1] == added


def test_a_source_that_is_not_listed_is_refused_with_the_nearest():
    tree = one_booth(layout__stations__booth__service_time="30 s | S22", layout__sources=SOURCES)
    said = "there is no source S22 in layout.sources; did you mean S2?; add it there, or say it in words"
    assert refused(tree) == f"{PATH}\n    {said}"


def test_the_tree_that_was_read_is_not_changed():
    tree = one_booth(layout__stations__booth__service_time="30 s | S2", layout__stations__booth__note="a | b")
    before = str(tree)
    clean = strip(tree, lambda path: "").tree
    assert str(tree) == before
    assert clean["layout"]["stations"]["booth"] == {"service_time": "30 s", "note": "a | b"}


def row_of_hours(said):
    """The row of the hours of a calendar."""
    (row,) = strip({"roster": {"calendars": {"day": {"hours": said}}}}, lambda path: "").ledger
    return row


@pytest.mark.parametrize(
    ("said", "low", "high", "why"),
    [
        (
            "08:00-20:00 | assumed until 18:00 to 21:00, not published",
            "08:00-18:00",
            "08:00-21:00",
            "not published",
        ),
        ("08:00-20:00 | assumed from 07:00 to 09:30 as yet", "09:30-20:00", "07:00-20:00", "as yet"),
        ("08:00-20:00 | assumed from 7:00 to 9:00 until 18:00 to 24:00", "9:00-18:00", "7:00-24:00", ""),
        ("22:00-06:00 | assumed until 05:00 to 08:00; the night", "22:00-05:00", "22:00-08:00", "the night"),
        ("08:00-20:00 | assumed 8 h to 12 h a shift", "8 h", "12 h", "a shift"),
    ],
)
def test_hours_have_a_range_at_one_end_or_both(said, low, high, why):
    row = row_of_hours(said)
    assert (row.kind, row.low, row.high, row.text) == ("assumed", low, high, why)


def test_a_range_of_one_end_says_nothing_of_hours_in_two_pieces():
    said = "08:00-12:00 and 14:00-18:00 | assumed until 17:00 to 19:00"
    row = row_of_hours(said)
    assert (row.kind, row.low, row.text) == ("assumed", "", "until 17:00 to 19:00")


def test_until_a_single_time_is_a_reason_and_no_range():
    row = row_of_hours("08:00-20:00 | assumed until 18:00")
    assert (row.kind, row.low, row.text) == ("assumed", "", "until 18:00")


def test_a_time_of_day_has_a_range():
    row = row_of_hours("13:00 | assumed 12:00 to 15:00 as flights are")
    assert (row.low, row.high, row.text) == ("12:00", "15:00", "as flights are")


def test_an_assumption_with_a_comma_is_no_remark():
    assert row_of("30 s | assumed, as elsewhere") == Assumption(PATH, "30 s", "assumed", "as elsewhere")
