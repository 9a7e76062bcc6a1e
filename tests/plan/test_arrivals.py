"""Who comes, and when: counts, shapes, platoons, and windows that change nothing."""

import math
from itertools import islice

import numpy as np
import pytest
from ports import every, plan_of, port, recorded, visits
from scipy import stats

from twin.plan.arrivals import for_replication, replication_key, window, windows
from twin.plan.draws import mix, name_key
from twin.plan.processes.coming import Progress
from twin.plan.snapshot import Snapshot, load, plan_key, save

DAY, HOUR = 86400.0, 3600.0
DAYLIGHT = {"profiles": {"light": {"00-08": 0, "08-12": 3, "12-20": 1, "20-24": 0}}}


def by_profile(volume="660/d", **fields):
    return {"arrives": "profile", "volume": volume, **fields}


def timetable(**fields):
    return {"arrives": "timetable", **fields}


def plan(arrives, *, days=7, demand=(), start="2025-09-01 00:00", **sections):
    experiment = {"start": start, "horizon": f"{days} d"}
    tree = port(
        {"booth": {"service_time": "1 s"}}, visits("booth"), arrives, experiment=experiment, **sections
    )
    tree["demand"] |= dict(demand)
    return plan_of(tree)


def arrivals(made, replication=0):
    rows = [rows for rows, _ in windows(made, replication)]
    return np.concatenate(rows)


def by_day(rows, days):
    return np.histogram(rows["time"], bins=days, range=(0, days * DAY))[0]


STATES = {
    "low": {"rate": "20/h", "stays": "5 h"},
    "high": {"rate": "90/h", "stays": "gamma mean 4 h cv 70 %"},
}
SLOTS = {"arrives": "appointments", "slot": "20 min"}
KINDS = {
    "profile": by_profile(
        dispersion="30 %",
        platoon=3,
        platoon_gap="exponential mean 20 min",
        profile="light",
        waiting_at_opening="20 %",
    ),
    "exact": by_profile(exact=True),
    "every": every("exponential mean 100 s"),
    "gamma": every("gamma mean 100 s cv 50 %", first="40 s"),
    "some": every(100, count=50),
    "recorded": recorded([5.5, 86400.0, 86400.0, 604800.0]),
    "backlog": every("exponential mean 100 s", at_start=120),
    "bulk": every("exponential mean 300 s", platoon="2.5", platoon_gap="exponential mean 10 min"),
    "trains": timetable(per_day=30, late="exponential mean 5 h", early="30 %", platoon="1 to 3"),
    "at most": timetable(per_day=30, late="exponential mean 5 h", cap=20, cancelled="5 %"),
    "appointments": {
        **SLOTS,
        "per_slot": 2,
        "no_show": "10 %",
        "off_by": "normal mean 1 h cv 100 %",
        "misuse": "5 %",
    },
    "booked": {**SLOTS, "booked": "80 %", "late": "uniform 0 s to 1 h", "hours": "always"},
    "states": {"arrives": "states", "states": STATES},
    "three states": {
        "arrives": "states",
        "states": {
            **STATES,
            "high": {**STATES["high"], "then": {"none": "40 %", "low": "60 %"}},
            "none": {"rate": "0/h", "stays": "3 h"},
        },
        "starts": "low",
        "platoon": 3,
        "platoon_gap": "30 min",
    },
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("length", (3600.0, 7000.0, DAY, 1e7))
def test_windows_change_nothing(kind, length):
    made = plan(KINDS[kind], demand=DAYLIGHT)
    whole = arrivals(made)
    progress, parts, until = (Progress(),), [], 0.0
    while until < 7 * DAY + length:
        until += length
        rows, progress = window(made, 0, until=until, progress=progress)
        assert not len(rows) or (rows["time"] < until).all() and (rows["time"] >= until - length).all()
        parts.append(rows)
    assert np.concatenate(parts).tobytes() == whole.tobytes()
    assert len(whole)


@pytest.mark.parametrize("kind", KINDS)
def test_a_source_goes_on_from_a_file(kind, tmp_path, monkeypatch):
    monkeypatch.setattr("twin.plan.arrivals.window_length", lambda plan: 7 * HOUR)
    made = plan(KINDS[kind], demand=DAYLIGHT)
    first = list(islice(windows(made, 0), 5))
    save(Snapshot(plan_key(made), 0, 0.0, first[-1][1], {}), tmp_path / "kept.npz")
    later = [rows for rows, _ in windows(made, 0, load(tmp_path / "kept.npz").drawn)]
    whole = arrivals(made)
    assert np.concatenate([*(rows for rows, _ in first), *later]).tobytes() == whole.tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_longer_horizon_moves_none(kind):
    short, long = (arrivals(plan(KINDS[kind], demand=DAYLIGHT, days=days)) for days in (7, 10))
    assert short.tobytes() == long[long["time"] <= 7 * DAY].tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_arrivals_are_numbered_in_order_of_time(kind):
    rows = arrivals(plan(KINDS[kind], demand=DAYLIGHT))
    assert (np.diff(rows["time"]) >= 0).all() and rows["time"].min() >= 0 and rows["time"].max() <= 7 * DAY
    assert (rows["number"] >> 30).tolist() == list(range(len(rows)))
    assert len(set(rows["key"])) == len(rows)


def test_sources_share_the_numbers():
    tree = port({"booth": {"service_time": "1 s"}}, visits("booth"), every(100))
    tree["layout"]["flows"]["other"] = {"classes": "truck", "steps": visits("booth")}
    tree["demand"]["flows"]["other"] = every(100)
    rows = arrivals(plan_of(tree))
    assert (rows["number"][:4] >> 30).tolist() == [0, 1, 2, 3]  # at one instant the flow named first
    assert rows["flow"][:4].tolist() == [0, 1, 0, 1]
    assert rows["time"][:4].tolist() == [0, 0, 100, 100]


def test_an_exact_volume_comes_every_day():
    rows = arrivals(plan(by_profile("660.4/d", exact=True)))
    assert by_day(rows, 7).tolist() == [660] * 7


def test_a_random_volume_is_a_poisson_number():
    counts = np.concatenate([by_day(arrivals(plan(by_profile("40/d"), days=100), r), 100) for r in range(10)])
    assert counts.mean() == pytest.approx(40, abs=4 * (40 / 1000) ** 0.5)
    assert counts.var() / counts.mean() == pytest.approx(1, abs=0.18)
    assert (
        stats.kstest(counts + stats.uniform.rvs(size=1000, random_state=1), lambda x: _smooth(x, 40)).pvalue
        > 1e-4
    )


def _smooth(x, mean):
    """Distribution of a Poisson number plus a uniform one."""
    whole = np.floor(x)
    return stats.poisson.cdf(whole - 1, mean) + (x - whole) * stats.poisson.pmf(whole, mean)


def test_few_a_day_are_counted_right():
    counts = np.concatenate([by_day(arrivals(plan(by_profile("0.5/d"), days=200), r), 200) for r in range(5)])
    np.testing.assert_allclose(
        np.bincount(counts, minlength=3)[:3] / 1000, stats.poisson.pmf([0, 1, 2], 0.5), atol=0.06
    )


def test_dispersed_days_vary_more():
    rows = arrivals(plan(by_profile("660/d", dispersion="30 %"), days=365))
    counts = by_day(rows, 365)
    assert counts.std() / counts.mean() == pytest.approx(math.hypot(0.3, 660**-0.5), rel=0.15)
    assert counts.mean() == pytest.approx(660, rel=0.06)


def test_the_day_has_the_shape_of_the_profile():
    rows = arrivals(plan(by_profile("1000/d", exact=True, profile="light"), demand=DAYLIGHT, days=50))
    hours = np.bincount((rows["time"] % DAY // HOUR).astype(int), minlength=24)
    assert not hours[:8].any() and not hours[20:].any()
    assert stats.chisquare(hours[8:20], 50_000 * np.array([3] * 4 + [1] * 8) / 20).pvalue > 1e-4


def test_weekdays_months_and_events_are_factors():
    profile = {"weekdays": {"sat": 0.5, "sun": 0}, "months": {"sep": 2}, "events": {"09-03": 3}}
    made = plan(by_profile("100/d", exact=True, profile="p"), demand={"profiles": {"p": profile}}, days=7)
    assert by_day(arrivals(made), 7).tolist() == [200, 200, 600, 200, 200, 100, 0]  # from a Monday


def test_growth_multiplies_the_volume():
    made = plan(by_profile("100/d", exact=True), demand={"growth": "20 %"}, days=1)
    assert len(arrivals(made)) == 120


def test_a_run_that_starts_at_noon_sees_half_a_day():
    demand = {"profiles": {"p": {"00-12": 1, "12-24": 1}}}
    made = plan(
        by_profile("1000/d", exact=True, profile="p"), demand=demand, days=1, start="2025-09-01 12:00"
    )
    whole = plan(by_profile("1000/d", exact=True, profile="p"), demand=demand, days=2)
    rows, all_rows = arrivals(made), arrivals(whole)
    later = all_rows[(all_rows["time"] >= 12 * HOUR) & (all_rows["time"] <= 36 * HOUR)]
    np.testing.assert_allclose(rows["time"], later["time"] - 12 * HOUR, atol=1e-9)
    assert rows["key"].tolist() == later["key"].tolist()


def test_some_wait_at_opening():
    arrives = by_profile("1000/d", exact=True, profile="light", waiting_at_opening="30 %")
    rows = arrivals(plan(arrives, demand=DAYLIGHT, days=20))
    waiting = (rows["time"] % DAY == 8 * HOUR).sum()
    assert waiting == pytest.approx(6000, abs=4 * (20_000 * 0.21) ** 0.5)


def test_platoons_are_geometric_and_keep_the_count():
    platoon = {"platoon": "geometric mean 4", "platoon_gap": "0.001 s"}
    rows = arrivals(plan(by_profile("1000/d", exact=True, **platoon), days=20))
    assert len(rows) == pytest.approx(20_000, abs=5)
    sizes = np.diff(np.flatnonzero(np.concatenate([[True], np.diff(rows["time"]) > 0.0015, [True]])))
    assert sizes.mean() == pytest.approx(4, rel=0.05)
    assert (sizes == 1).mean() == pytest.approx(0.25, abs=0.02)
    assert sizes.var() == pytest.approx(4 * 3, rel=0.15)


def test_more_volume_adds_arrivals_and_moves_none():
    fields = {"dispersion": "20 %", "platoon": 2, "platoon_gap": "exponential mean 30 s"}
    few = arrivals(plan(by_profile("100/d", **fields)))
    many = arrivals(plan(by_profile("150/d", **fields)))
    times = dict(zip(many["key"].tolist(), many["time"].tolist(), strict=True))
    assert len(many) > len(few)
    assert all(
        times[key] == time for key, time in zip(few["key"].tolist(), few["time"].tolist(), strict=True)
    )


def test_one_after_the_other():
    assert arrivals(plan(every(100, count=4)))["time"].tolist() == [0, 100, 200, 300]
    assert arrivals(plan(every(100, count=2, first="7 s")))["time"].tolist() == [7, 107]
    gaps = np.diff(arrivals(plan(every("exponential mean 100 s"), days=100))["time"])
    assert stats.kstest(gaps, "expon", args=(0, 100)).pvalue > 1e-4
    assert abs(np.corrcoef(gaps[1:], gaps[:-1])[0, 1]) < 4 / len(gaps) ** 0.5


def test_recorded_arrivals_come_when_they_came():
    tree = port(
        {"booth": {"service_time": "1 s"}},
        visits("booth"),
        recorded([3.0, 1.0, 3.0], classes=["bus", "truck", "truck"], booth=[7.0, 8.0, 9.0]),
    )
    tree["layout"]["classes"] = {"truck": {}, "bus": {}}
    tree["layout"]["flows"]["through"]["classes"] = ["truck", "bus"]
    made = plan_of(tree)
    rows = arrivals(made)
    assert rows["time"].tolist() == [1, 3, 3] and rows["cls"].tolist() == [0, 1, 0]
    assert made.arrays.given[rows["record"], 0].tolist() == [8, 7, 9]


def test_a_mix_is_drawn_for_each():
    tree = port(
        {"booth": {"service_time": "1 s"}}, visits("booth"), every(10, mix={"truck": "70 %", "bus": "30 %"})
    )
    tree["layout"]["classes"] = {"bus": {}, "truck": {}}
    tree["layout"]["flows"]["through"]["classes"] = ["truck", "bus"]
    rows = arrivals(plan_of(tree))
    assert (rows["cls"] == 1).mean() == pytest.approx(0.7, abs=4 * (0.21 / len(rows)) ** 0.5)


def test_a_fleet_is_there_from_the_start():
    tree = port(
        {"booth": {"service_time": "1 s"}},
        [{"visit": "booth"}, {"return": "carts"}],
        {"arrives": "fleet", "fleet": "carts"},
    )
    tree["demand"]["fleets"] = {"carts": {"class": "truck", "size": 5, "away": "1 h"}}
    rows = arrivals(plan_of(tree))
    assert rows["time"].tolist() == [0] * 5 and (rows["number"] >> 30).tolist() == [0, 1, 2, 3, 4]


def test_keys_are_names_all_the_way_down():
    made = plan(every(100, count=3))
    root = mix(mix(mix(mix(name_key("porttwin"), 1), 4), name_key("through")), 2)
    assert arrivals(made, 4)["key"][2] == root
    assert for_replication(made, 4).run_key.tolist() == [replication_key(made, 4), 0]


def test_replications_differ():
    made = plan(by_profile())
    assert not set(arrivals(made, 0)["key"]) & set(arrivals(made, 1)["key"])
    assert arrivals(made, 1).tobytes() == arrivals(made, 1).tobytes()


def test_windows_of_a_year_stay_small():
    made = plan(by_profile("5000/d"), days=365)
    sizes = [len(rows) for rows, _ in windows(made, 0)]
    assert sum(sizes) > 1.8e6 and max(sizes) < 60_000
