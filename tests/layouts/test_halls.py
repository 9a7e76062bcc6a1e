"""What holds for the people of the shipped halls and airports, one by one."""

from functools import cache

import numpy as np
import pytest
from ports import visits_at

from twin.config import compose
from twin.engine import run
from twin.plan.compile import compile_plan

HALLS = ("erenhot_hall", "manzhouli_hall")
AIRPORTS = ("erenhot_air", "manzhouli_air")


@cache
def day(layout, peak):
    """(plan, run) of one day."""
    plan = compile_plan(compose([f"layout={layout}", f"peak={peak}", "experiment=one_day"]))
    return plan, run(plan, 0)


def of_class(plan, table, *names):
    return table[np.isin(table["cls"], [plan.names.classes.index(name) for name in names])]


def keys_at(layout, peak, station):
    plan, found = day(layout, peak)
    return set(visits_at(plan, found, station)["key"].tolist())


@pytest.mark.parametrize("layout", HALLS)
def test_a_vehicle_leaves_with_the_last_of_its_people(layout):
    plan, found = day(layout, "holiday")
    parties = of_class(plan, found.trips, "party")
    vehicle_of = dict(zip(parties["key"].tolist(), parties["parent"].tolist(), strict=True))
    vehicles = of_class(plan, found.trips, "bus", "car")
    left = dict(zip(vehicles["key"].tolist(), vehicles["left"].tolist(), strict=True))
    compared = 0
    for person in of_class(plan, found.trips, "passenger"):
        whole = left.get(vehicle_of.get(person["parent"].item()))
        if whole is not None:
            assert person["left"] <= whole
            compared += 1
    assert compared > 3000


@pytest.mark.parametrize("layout", [*HALLS, *AIRPORTS])
def test_whom_a_gate_refuses_waits_less_at_the_desk_than_who_went_there(layout):
    plan, found = day(layout, "holiday")
    refused = keys_at(layout, "holiday", "e_gates")
    rows = visits_at(plan, found, "desks")
    wait = rows["started"] - rows["joined"]
    sent = np.isin(rows["key"], list(refused))
    assert sent.sum() > 5
    assert wait[sent].mean() < wait[~sent].mean()


@pytest.mark.parametrize("layout", HALLS)
def test_no_more_stand_on_the_hall_floor_than_it_holds(layout):
    plan, found = day(layout, "holiday")
    rows = visits_at(plan, found, "hall_floor")
    times = np.concatenate([rows["joined"], rows["left"]])
    steps = np.repeat([1, -1], len(rows))
    there = np.cumsum(steps[np.lexsort((steps, times))])  # who leaves at an instant makes room for who comes
    assert 50 < there.max() <= 300 and there[-1] == 0


@pytest.mark.parametrize("layout", [*HALLS, *AIRPORTS])
def test_with_the_gates_down_nobody_passes_them_and_all_get_through(layout):
    plan, found = day(layout, "outage")
    served = visits_at(plan, found, "e_gates")["started"]
    down = (9.5 * 3600, 15 * 3600) if layout in HALLS else (0, 86400)
    assert not ((served > down[0]) & (served < down[1])).any()
    assert not np.isnan(of_class(plan, found.trips, "passenger")["left"]).any()


@pytest.mark.parametrize("layout", AIRPORTS)
def test_a_bag_with_a_seal_is_opened_before_its_owner(layout):
    plan, found = day(layout, "holiday")
    sealed = visits_at(plan, found, "sealing")
    assert len(sealed) > 3
    opened = visits_at(plan, found, "opening")
    assert sorted(sealed["parent"].tolist()) == sorted(opened["key"].tolist())


@pytest.mark.parametrize("layout", AIRPORTS)
def test_nobody_takes_a_bag_from_the_belt_that_was_not_scanned(layout):
    plan, found = day(layout, "holiday")
    scanned = visits_at(plan, found, "bag_ct")
    until = dict(zip(scanned["parent"].tolist(), scanned["ended"].tolist(), strict=True))
    taken = visits_at(plan, found, "pick_up")
    assert len(taken) > 100
    assert all(row["started"] >= until[row["key"].item()] for row in taken)


@pytest.mark.parametrize("layout", AIRPORTS)
def test_a_flight_takes_off_on_time_or_when_its_last_is_on_board(layout):
    plan, found = day(layout, "holiday")
    out = [i for i, name in enumerate(plan.names.flows) if name.startswith("departures")]
    trips = found.trips[np.isin(found.trips["flow"], out)]
    flights = of_class(plan, trips, "flight", "jet")
    people = of_class(plan, trips, "passenger")
    assert len(flights) > 2
    for flight in flights:
        last = people["left"][people["parent"] == flight["key"]].max()
        assert flight["left"] == max(flight["arrived"] + 150 * 60, last)
