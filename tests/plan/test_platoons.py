"""Several who come together, and those who are there at the start."""

import numpy as np
import pytest
from ports import every, plan_of, port, visits
from scipy import stats

from twin.plan.arrivals import windows
from twin.plan.visits import NOBODY
from twin.study.coming import arrivals_by_hour

DAY = 86400.0


def made(arrives, *, days=7, **sections):
    experiment = {"start": "2025-09-01 00:00", "horizon": f"{days} d"}
    return plan_of(
        port({"booth": {"service_time": "1 s"}}, visits("booth"), arrives, experiment=experiment, **sections)
    )


def arrivals(arrives, *, replication=0, **more):
    return np.concatenate([rows for rows, _ in windows(made(arrives, **more), replication)])


def sizes(rows):
    """How many came at each instant."""
    return np.unique(rows["time"], return_counts=True)[1]


def test_a_whole_number_comes_each_time():
    rows = arrivals(every(600, platoon=6, count=3))
    assert rows["time"].tolist() == [0] * 6 + [600] * 6 + [1200] * 6
    assert (rows["number"] >> 30).tolist() == list(range(18)) and len(set(rows["key"])) == 18


def test_they_come_a_gap_apart():
    apart = {"platoon": 3, "platoon_gap": "40 s", "count": 2}
    assert arrivals(every(100, **apart))["time"].tolist() == [0, 40, 80, 100, 140, 180]
    # The next may come before the last of those before it.
    assert arrivals(every(50, **apart))["time"].tolist() == [0, 40, 50, 80, 90, 130]


def test_sizes_are_even_from_one_to_three():
    found = sizes(arrivals(every("exponential mean 60 s", platoon="1 to 3")))
    assert stats.chisquare(np.bincount(found)[1:]).pvalue > 1e-4


@pytest.mark.parametrize("platoon", ("geometric mean 2.5", 2.5, "2.5"))
def test_sizes_are_geometric(platoon):
    found = sizes(arrivals(every("exponential mean 60 s", platoon=platoon)))
    wanted = stats.geom.pmf(np.arange(1, 9), 0.4)
    counted = np.bincount(np.minimum(found, 9), minlength=10)[1:]
    assert stats.chisquare(counted, len(found) * np.append(wanted, 1 - wanted.sum())).pvalue > 1e-4


def test_a_random_day_has_a_poisson_number_of_whole_platoons():
    rows = arrivals({"arrives": "profile", "volume": "90/d", "platoon": 45}, days=2000)
    assert set(sizes(rows)) == {45}
    buses = np.histogram(rows["time"], 2000, (0, 2000 * DAY))[0] / 45
    assert buses.mean() == pytest.approx(2, abs=4 * (2 / 2000) ** 0.5)
    assert buses.var() == pytest.approx(2, rel=0.15)


def test_the_last_platoon_of_an_exact_day_is_cut_short():
    rows = arrivals({"arrives": "profile", "volume": "100/d", "exact": True, "platoon": 45}, days=1)
    assert sorted(sizes(rows)) == [10, 45, 45]


def test_more_platoons_move_none():
    fields = {"arrives": "profile", "platoon": "1 to 3", "platoon_gap": "exponential mean 5 min"}
    few, many = (arrivals({**fields, "volume": volume}) for volume in ("100/d", "150/d"))
    times = dict(zip(many["key"].tolist(), many["time"].tolist(), strict=True))
    assert len(many) > len(few)
    assert all(times[row["key"].item()] == row["time"] for row in few)


@pytest.mark.parametrize(
    "arrives",
    [
        every("exponential mean 10 min", platoon="1 to 3"),
        {"arrives": "profile", "volume": "300/d", "platoon": 2.5},
        every(3600, platoon=6, at_start=50),
    ],
)
def test_what_is_expected_is_what_comes_on_average(arrives):
    plan = made(arrives)
    (expected,) = arrivals_by_hour(plan, plan.sources[0]).values()
    found = [len(arrivals(arrives, replication=i)) for i in range(30)]
    assert np.mean(found) == pytest.approx(expected.sum(), rel=0.03)


def test_those_at_the_start_come_first_and_are_of_the_mix():
    mix = {"truck": "70 %", "bus": "30 %"}
    found = []
    for at_start in (1000, 0):
        arrives = every(10, mix=mix, at_start=at_start)
        tree = port({"booth": {"service_time": "1 s"}}, visits("booth"), arrives)
        tree["layout"]["classes"] = {"truck": {}, "bus": {}}
        tree["layout"]["flows"]["through"]["classes"] = ["truck", "bus"]
        found.append(np.concatenate([rows for rows, _ in windows(plan_of(tree), 0)]))
    rows, others = found
    assert not rows["time"][:1001].any() and (rows["number"] >> 30).tolist() == list(range(len(rows)))
    assert (rows["cls"][:1000] == 0).mean() == pytest.approx(0.7, abs=4 * (0.21 / 1000) ** 0.5)
    assert rows["key"][1000:].tolist() == others["key"].tolist()  # nobody else moves
    assert rows["time"][1000:].tolist() == others["time"].tolist()


def test_of_a_fleet_those_at_the_start_begin_their_trip_at_once():
    tree = port(
        {"booth": {"service_time": "1 s"}},
        [{"visit": "booth"}, {"return": "carts"}],
        {"arrives": "fleet", "fleet": "carts", "at_start": 2},
    )
    tree["demand"]["fleets"] = {"carts": {"class": "truck", "size": 5, "away": "1 h"}}
    rows = np.concatenate([rows for rows, _ in windows(plan_of(tree), 0)])
    assert rows["pc"].tolist() == [1, 1, 0, 0, 0]
    tree["demand"]["flows"]["through"]["at_start"] = 0
    assert rows["key"].tolist() == next(windows(plan_of(tree), 0))[0]["key"].tolist()


def test_those_at_the_start_were_not_recorded():
    arrives = {"arrives": "recorded", "rows": [{"time": "5 s", "service.booth": "7 s"}], "at_start": 1}
    assert arrivals(arrives)["record"].tolist() == [NOBODY, 0]


def test_all_of_a_platoon_are_due_when_it_was_agreed_on():
    late = {"late": "exponential mean 9 h", "platoon": "1 to 3"}
    rows = arrivals({"arrives": "timetable", "at": ["10:00", "10:00", "14:00"], **late})
    due = rows["deadline"] / 3600 % 24
    assert set(due) == {10.0, 14.0}
    assert (rows["deadline"] <= rows["time"]).all() and rows["deadline"].min() < 0


def test_without_an_agreement_the_promise_counts_from_arrival():
    rows = arrivals(every(600), layout={"classes": {"truck": {"promise": "2 h"}}, "exits": {"out": {}}})
    assert (rows["deadline"] == rows["time"] + 7200).all()
    assert np.isinf(arrivals(every(600))["deadline"]).all()
