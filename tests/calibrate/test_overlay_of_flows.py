"""Arrivals, rosters, shares and ways of the records find their place in a layout; what finds none is said."""

import numpy as np
import pytest
from ports import port

from twin.calibrate.fit import (
    ALL,
    ENTER,
    EXIT,
    Arrivals,
    Breakdown,
    Fit,
    Kpi,
    Route,
    Servers,
    Service,
    Travel,
)
from twin.calibrate.overlay.laying import accepted, overlay_of
from twin.model.levers import apply, read_lever
from twin.model.scenario import Scenario

HOURS = np.arange(24)
DAY = np.where((HOURS >= 8) & (HOURS < 18), 12.0, 0.0) / 3600
CLOSER = [{"visit": "bench"}]
TREE = port(
    {
        "gate": {"at": "line", "service_time": "50 s"},
        "scan": {"at": "yard", "service_time": "5 min"},
        "bench": {"at": "yard", "service_time": {"car": "9 min", "other": "20 min"}},
    },
    [
        {"visit": "gate"},
        {"branch": "picked", "then": [{"visit": "scan"}, {"branch": "scan.alarm", "then": CLOSER}]},
        {"leave": "out"},
    ],
    {"arrives": "profile", "volume": "100/d", "mix": {"car": "50 %", "truck": "50 %"}},
    policy={"shares": {"picked": {"car": "5 %", "other": "20 %"}}},
)
TREE["layout"]["places"] = {"line": ["0 m", "0 m"], "yard": ["0 m", "-500 m"]}
TREE["layout"]["links"] = {"lane": {"from": "line", "to": "yard", "length": "500 m", "speed": "30 km/h"}}
TREE["layout"]["stations"]["scan"]["alarm"] = "2 %"
TREE["layout"]["classes"] = {"car": {}, "truck": {}}
TREE["layout"]["flows"]["through"]["classes"] = ["car", "truck"]


def route(cls, station, ways, n=400):
    shares = np.array(list(ways.values()))
    return Route(cls, station, tuple(ways), shares, shares, shares, n)


def fit(**parts):
    """A Fit of cars and trucks that go by gate, scan and bench."""
    flat = np.full(24, 2.0)
    none = np.zeros(101)
    pieces = {
        "arrivals": tuple(
            Arrivals(cls, days, number * DAY, number * DAY, number * DAY, 900, 20.0, np.nan)
            for cls, number in (("car", 1.0), ("truck", 3.0))
            for days in ("weekday", "weekend")
        ),
        "services": (
            Service("gate", ALL, "gamma", 60.0, 0.5, (58.0, 62.0), (0.4, 0.6), none, 300, 0.5, (60.0, 0.5)),
        ),
        "servers": (Servers("gate", "weekday", np.where(HOURS < 12, 1.0, 3.0), flat, flat),),
        "routes": tuple(
            route(cls, *way)
            for cls, share in (("car", 0.1), ("truck", 0.4))
            for way in (
                (ENTER, {"gate": 1.0}),
                ("gate", {"scan": share, EXIT: 1 - share}),
                ("scan", {"bench": 0.25, EXIT: 0.75}),
                ("bench", {EXIT: 1.0}),
            )
        ),
        "travel": (Travel("gate", "scan", "gamma", 100.0, 0.3, (95.0, 105.0), (0.2, 0.4), 300),),
    } | parts
    empty = Kpi(1, 1.0, 1.0, {})
    return Fit(
        (), *(pieces[name] for name in ("arrivals", "services", "servers", "routes", "travel")), empty, {},
        ("gate", "scan", "bench"), ("car", "truck"), (0.0, 1.0), "UTC", 1, "",
    )  # fmt: skip


def laid(fit):
    """(Scenario with the overlay, texts of what found no place)."""
    overlay = overlay_of(fit, Scenario.from_tree(TREE))
    tree = apply(TREE, [read_lever("laid", {"changes": overlay.changes})], "small").tree
    return Scenario.from_tree(tree), overlay.left


@pytest.fixture(scope="module")
def whole():
    return laid(fit())


def test_volume_hours_and_mix_are_those_of_the_records(whole):
    scenario, _ = whole
    flow = scenario.demand.flows["through"]
    assert flow.volume == pytest.approx(480, rel=1e-3) and flow.mix["car"] == pytest.approx(0.25)
    hours = np.array(scenario.demand.profiles[flow.profile].hours)
    assert (hours[8:18] == hours[8]).all() and not hours[:8].any() and not hours[18:].any()


def test_servers_change_by_the_hour_as_recorded(whole):
    shifts = whole[0].roster.shifts["gate"].values()
    assert sorted((shift.size, shift.hours[0]) for shift in shifts) == [(1, (0, 43200)), (3, (43200, 86400))]
    assert whole[0].layout.stations["gate"].count == 3


def test_questions_are_answered_by_where_one_goes_next(whole):
    scenario, _ = whole
    assert scenario.policy.shares["picked"]["car"] == pytest.approx(0.1)
    assert scenario.policy.shares["picked"]["truck"] == pytest.approx(0.4)
    assert scenario.layout.stations["scan"].alarm["car"] == pytest.approx(0.25)


def test_a_link_that_is_one_way_has_its_speed(whole):
    assert whole[0].layout.links["lane"].speed == pytest.approx(5.0, rel=1e-3)


def test_a_way_that_the_layout_has_not_is_left_and_said():
    back = fit().travel[0]._replace(station="bench", next="gate")
    _, left = laid(fit(travel=(back,)))
    assert "way from bench to gate: the layout has no link between them" in left


def test_breakdowns_are_those_of_the_records():
    failing = Breakdown("gate", 60 * 3600.0, (4e4, 1e6), 5400.0, (5e3, 6e3), 9)
    scenario, _ = laid(fit()._replace(breakdowns=(failing,)))
    broken = scenario.layout.stations["gate"].breakdown
    assert (broken.mtbf.mean, broken.mttr.mean) == (60 * 3600.0, 5400.0)


def test_what_the_records_say_too_little_of_is_left_and_said(whole):
    assert any(text.startswith("scan: too few services") for text in whole[1])
    assert any(text.startswith("bench: too few starts") for text in whole[1])


def test_shares_of_few_are_left_as_they_are():
    few = tuple(each._replace(n=5) for each in fit().routes)
    scenario, left = laid(fit(routes=few))
    assert scenario.policy.shares["picked"]["car"] == 0.05
    assert any("picked: fewer than 20" in text for text in left)


def test_a_class_that_was_not_counted_leaves_the_flow_as_it_is():
    scenario, left = laid(fit(arrivals=fit().arrivals[:2]))
    assert scenario.demand.flows["through"].profile is None
    assert any("the records have no arrivals of truck" in text for text in left)


def test_a_part_that_the_port_refuses_is_left_with_the_reason():
    overlay = overlay_of(fit(), Scenario.from_tree(TREE))

    def composes(changes):
        if any("policy.shares.picked" in change.get("set", {}) for change in changes):
            Scenario.from_tree({**TREE, "policy": {"shares": {"picked": "much"}}})

    kept = accepted(overlay, composes)
    assert len(kept.parts) == len(overlay.parts) - 1
    assert "policy.shares.picked: the port refuses what the records say" in kept.left[-1]
