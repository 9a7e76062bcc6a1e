"""Who is inside, doing what, told from a few events of a small port."""

import pandas as pd
import pytest
from heard import BEGINS, said

from twin.live.records import BETWEEN, QUEUEING, SERVED
from twin.live.state.known import known
from twin.live.state.tracker import Tracker

HOURS = [6.0] * 24
TREE = {
    "arrivals_per_hour": {"truck": {"weekday": HOURS, "weekend": HOURS}},
    "service": {"gate": {"*": {"mean": 1.0, "cv": 0.5}}, "exit": {"*": {"mean": 1.0, "cv": 0.5}}},
    "servers": {"gate": [1.0] * 24, "exit": [2.0] * 24},
    "routing": {"truck": {"ENTER": {"gate": 1.0}, "gate": {"exit": 1.0}, "exit": {"EXIT": 1.0}}},
    "travel": {"gate > exit": {"mean": 2.0, "cv": 0.4, "family": "gamma"}},
    "kpi": {"wait_mean": {"gate": 0.5, "exit": 0.1}},
    "parameters": [{"kind": "servers", "station": "gate", "key": "weekend 00-24", "value": 3.0}],
    "data": {"zone": "UTC", "stations": ["gate", "exit"], "classes": ["truck"]},
}


def truck(begins, plate, **misread):
    """All that a truck's way through the port tells; a plate misread at the kinds named."""
    steps = [
        (0, "gate-camera", "arrive"), (20, "gate-1", "start"), (80, "gate-1", "end"),
        (200, "exit-1", "start"), (250, "exit-1", "end"),
    ]  # fmt: skip
    return [
        (BEGINS + begins + at, device, kind, {"plate": misread.get(f"{device[:4]}_{kind}", plate)})
        for at, device, kind in steps
    ]


def usual(number=30):
    """Trucks that have passed, ten minutes apart."""
    return [event for i in range(number) for event in truck(600.0 * i, f"AB{1000 + 37 * i}CD")]


NOW = 600.0 * 30


def present(events, after):
    tracker = Tracker(known(TREE))
    tracker.take(said(*events))
    return tracker.present(BEGINS + NOW + after)


def told(present):
    return present.inside.set_index("case")


def test_one_who_passed_is_not_inside():
    assert present(usual(), 100.0).number == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(
    "seen, after, station, doing",
    [(1, 10, "gate", QUEUEING), (2, 40, "gate", SERVED), (3, 90, "exit", BETWEEN), (4, 220, "exit", SERVED)],
)
def test_one_does_what_it_was_seen_to_do_last(seen, after, station, doing):
    now = present([*usual(), *truck(NOW, "XY7777WW")[:seen]], after)
    row = told(now).loc["XY7777WW"]
    assert (row["station"], row["doing"]) == (station, doing)
    assert row["likely"] > 0.9 and now.number == pytest.approx(1, abs=0.1)
    assert row["server"] == (f"{station}-1" if doing == SERVED else "")


def test_one_who_must_have_come_to_the_next_station_waits_there():
    row = told(present([*usual(), *truck(NOW, "XY7777WW")[:3]], 201.0)).loc["XY7777WW"]
    assert row["doing"] == QUEUEING and row["since"] == pytest.approx(BEGINS + NOW + 80 + 120)
    assert row["since_within"] > 40


def test_an_exit_of_which_nobody_heard_fades():
    events = [*usual(), *truck(NOW, "XY7777WW")[:3]]
    fades = [present(events, after).number for after in (100.0, 400.0, 1500.0)]
    assert fades[0] > 0.9 and fades[0] >= fades[1] >= fades[2] and fades[2] < 0.1


def test_the_next_start_on_a_lane_shows_that_the_one_before_is_served():
    first, second = truck(NOW, "XY7777WW"), truck(NOW + 60, "PQ1234RW")
    now = present([*usual(), *first[:2], *second[:2]], 90.0)
    assert told(now).loc["XY7777WW", "station"] == "exit"
    assert told(now).loc["PQ1234RW", "doing"] == SERVED
    gone = present([*usual(), *truck(NOW, "XY7777WW")[:4], *truck(NOW + 60, "PQ1234RW")[:4]], 265.0)
    assert list(gone.inside["case"]) == ["PQ1234RW"]


@pytest.mark.parametrize("where", ["gate_arrive", "gate_start", "gate_end", "exit_start"])
def test_a_misread_plate_makes_no_second_truck(where):
    events = [*usual(), *truck(NOW, "XY7777WW", **{where: "XY7177WW"})[:4]]
    assert present(events, 230.0).number == pytest.approx(1, abs=0.15)


def test_a_plate_misread_at_the_exit_alone_still_leaves():
    events = [*usual(), *truck(NOW, "XY7777WW", exit_start="XY7177WW", exit_end="XY7177WW")]
    assert present(events, 300.0).number < 0.1


def test_one_who_comes_again_is_inside_once():
    events = [*usual(), *truck(NOW, "XY7777WW"), *truck(NOW + 1800, "XY7777WW")[:2]]
    now = present(events, 1840.0)
    assert now.number == pytest.approx(1, abs=0.1) and told(now).loc["XY7777WW", "doing"] == SERVED


def test_who_waits_behind_a_shut_gate_has_not_gone():
    waiting = [truck(NOW + 30 * i, f"QQ{1000 + 37 * i}QQ")[0] for i in range(6)]
    assert present([*usual(), *waiting], 6 * 3600.0).number > 4


def test_arrivals_while_the_entry_is_dark_are_told_as_unseen():
    later = [truck(NOW + 600 * i, f"QQ{1000 + 37 * i}QQ")[3:] for i in range(12)]
    now = present([*usual(), *(event for part in later for event in part)], 7300.0)
    devices = now.devices.set_index("device")["status"]
    assert devices["gate-camera"] == "down" and devices["exit-1"] == "up"
    gate = now.stations.set_index("station").loc["gate"]
    assert gate["unseen"] > 0.1 and gate["up"] == 0 and now.number == pytest.approx(gate["unseen"], abs=0.1)


def test_servers_are_those_of_the_roster_unless_lanes_show_otherwise():
    now = present([*usual(), *truck(NOW, "XY7777WW")[:2]], 40.0)
    stations = now.stations.set_index("station")
    assert stations.loc["gate", "open"] == 1 and stations.loc["exit", "open"] == 2
    assert known(TREE).open("gate", BEGINS + 5 * 86400) == 3.0  # a Saturday


def test_a_fit_knows_its_doors_and_its_demand():
    port = known(TREE)
    assert (port.entries, port.exits) == (frozenset({"gate"}), frozenset({"exit"}))
    assert port.entering("gate", BEGINS) == pytest.approx(6 / 3600)
    assert port.served("gate", "truck") == (60.0, 0.5) and port.served("nowhere", "truck") is None


def test_a_station_that_the_fit_does_not_know_is_refused():
    tracker = Tracker(known(TREE))
    tracker.take(said((BEGINS, "attic-1", "start", {"plate": "AB1234CD"})))
    assert tracker.reasons == {"station unknown": 1}
    assert isinstance(tracker.present(BEGINS).devices, pd.DataFrame)
