"""Queues that textbooks solve and the oracles have not: who turns away, returns, meets, or shares people."""

from math import exp, factorial

import numpy as np
import pytest
from asserting import assert_within
from ports import every, lasting, plan_of, port, visits, visits_at

from twin.engine import run

pytestmark = pytest.mark.prove

OUT, LOST = {"leave": "out"}, {"leave": "lost"}
REPLICATIONS, WARM_UP = 20, 20_000.0
WIDE = 0.08  # half-widths, as a part of the value


def law(mean):
    return f"exponential mean {mean} s"


def measured(tree, measure):
    plan = plan_of(lasting(tree, "20 d", seed=3))
    return [measure(plan, run(plan, replication)) for replication in range(REPLICATIONS)]


def mean_wait(plan, seen):
    rows = visits_at(plan, seen, "booth")
    rows = rows[(rows["asked"] > WARM_UP) & ~np.isnan(rows["started"])]
    return (rows["started"] - rows["asked"]).mean()


def share_lost(flow):
    def lost(plan, seen):
        trips = seen.trips
        left = trips[(trips["flow"] == flow) & ~np.isnan(trips["left"])]
        return (left["exit"] == plan.names.exits.index("lost")).mean()

    return lost


def assert_shares_lost(tree, known):
    found = measured(tree, lambda plan, seen: [share_lost(flow)(plan, seen) for flow in range(len(known))])
    for shares, share in zip(zip(*found, strict=True), known, strict=True):
        assert_within(shares, share, half_width=WIDE)


def booth(gap, steps=None, **fields):
    tree = port({"booth": fields}, steps or visits("booth"), every(gap))
    tree["layout"]["exits"] |= {"lost": {}}
    return tree


def test_regular_arrivals_wait_as_the_root_of_g_m_1_says():
    mu, gap, root = 1 / 48, 60.0, 0.5
    for _ in range(200):
        root = exp(-mu * (1 - root) * gap)
    known = root / (mu * (1 - root))
    assert_within(measured(booth("60 s", service_time=law(48)), mean_wait), known, half_width=WIDE)


def test_those_who_find_it_busy_and_come_again_make_the_orbit_of_a_retrial_queue():
    again = {"visit": "booth", "if_full": [{"wait": law(90)}, {"again": "booth"}]}
    tree = booth(law(100), [again, OUT], service_time=law(60), waiting_room=0)
    load = 0.6
    orbit = load**2 / (1 - load) * (1 + 90 / 60)

    def mean_stay(_, seen):
        stay = (seen.trips["left"] - seen.trips["arrived"])[seen.trips["arrived"] > WARM_UP]
        return np.nanmean(stay)

    assert_within(measured(tree, mean_stay), orbit * 100 + 60, half_width=WIDE)


def test_a_patience_that_is_certain_loses_what_barrer_says():
    lam, mu, patience = 1 / 50, 1 / 60, 200.0
    early = (1 - exp(-(mu - lam) * patience)) / (mu - lam)
    late = exp(lam * patience - mu * patience) / mu
    known = lam * late / (1 + lam * (early + late))
    steps = [{"visit": "booth", "gives_up_after": "200 s", "then": [LOST]}, OUT]
    assert_within(
        measured(booth(law(50), steps, service_time=law(60)), share_lost(0)), known, half_width=WIDE
    )


def test_services_that_begin_again_after_each_failure_wait_as_their_completion_time_says():
    """Service is certain, time to failure and repair exponential: each attempt fails or is the last."""
    lam, service, up, down = 1 / 120, 60.0, 200.0, 40.0
    done = exp(-service / up)
    x = np.linspace(0.0, service, 200_001)
    density = np.exp(-x / up) / up
    first, second = (np.trapezoid(x**k * density, x) / (1 - done) for k in (1, 2))
    one, square = first + down, second + 2 * first * down + 2 * down**2
    failures, pairs = (1 - done) / done, (1 - done) * (2 - done) / done**2
    mean = failures * one + service
    moment = failures * (square - one**2) + pairs * one**2 + 2 * service * failures * one + service**2
    failing = {"mtbf": law(200), "mttr": law(40), "clock": "operating", "after": "repeat"}
    tree = booth(law(120), service_time="60 s", breakdown=failing)
    assert_within(measured(tree, mean_wait), lam * moment / 2 / (1 - lam * mean), half_width=WIDE)


def two_flows(steps, gaps, **layout):
    names = list(steps)
    tree = {
        "name": "two",
        "layout": {"exits": {"out": {}, "lost": {}}, **layout},
        "demand": {"flows": {name: every(gap) for name, gap in zip(names, gaps, strict=True)}},
        "experiment": {"start": "2025-09-01 00:00", "replications": 1},
    }
    tree["layout"]["flows"] = {name: {"classes": cls, "steps": way} for name, (cls, way) in steps.items()}
    return tree


def test_services_that_take_one_or_four_of_twelve_people_are_lost_as_kaufman_and_roberts_say():
    people, kinds = 12, ((1, 1 / 20, 100.0), (4, 1 / 120, 150.0))
    weight = [1.0]
    for j in range(1, people + 1):
        weight.append(sum(n * lam * mean * weight[j - n] for n, lam, mean in kinds if j >= n) / j)
    known = [sum(weight[people - n + 1 :]) / sum(weight) for n, _, _ in kinds]
    stations = {
        "one": {"servers": "unlimited", "service_time": law(100), "needs": {"people": 1}},
        "four": {"servers": "unlimited", "service_time": "gamma mean 150 s cv 60 %", "needs": {"people": 4}},
    }
    steps = {
        f"in_{name}": (name + "s", [{"visit": name, "gives_up_after": "0 s", "then": [LOST]}, OUT])
        for name in stations
    }
    pools = {"people": {"size": people}}
    tree = two_flows(
        steps, (law(20), law(120)), classes={"ones": {}, "fours": {}}, stations=stations, pools=pools
    )
    assert_shares_lost(tree, known)


def test_those_who_wait_for_each_other_give_up_as_the_double_ended_queue_says():
    lam, mu, theta, most = 1 / 50, 1 / 70, 1 / 300, 400
    n = np.arange(-most, most + 1)
    up = np.where(n < 0, lam + theta * -n, lam)
    down = np.where(n > 0, mu + theta * n, mu)
    log = np.concatenate([[0.0], np.cumsum(np.log(up[:-1]) - np.log(down[1:]))])
    chance = np.exp(log - log.max())
    chance /= chance.sum()
    known = [(chance * np.maximum(side * n, 0) * theta).sum() / rate for side, rate in ((1, lam), (-1, mu))]
    meet = [{"match": "meet", "gives_up_after": law(300), "then": [LOST]}, OUT]
    tree = two_flows(
        {"trucks_in": ("truck", meet), "drivers_in": ("driver", meet)},
        (law(50), law(70)),
        classes={"truck": {}, "driver": {"kind": "person"}},
        stations={},
        matches={"meet": {"between": {"first": "truck", "second": "driver"}}},
    )
    assert_shares_lost(tree, known)


def test_vehicles_that_need_repair_wait_as_the_machine_repairmen_of_palm():
    number, servers, away, mean = 6, 2, 600.0, 120.0
    weight = [
        factorial(number) / factorial(number - n) * (mean / away) ** n
        / (factorial(n) if n <= servers else factorial(servers) * servers ** (n - servers))
        for n in range(number + 1)
    ]  # fmt: skip
    chance = np.array(weight) / sum(weight)
    n = np.arange(number + 1)
    known = (chance * np.maximum(n - servers, 0)).sum() / ((number - n) * chance).sum() * away
    tree = port(
        {"booth": {"servers": servers, "service_time": law(120)}},
        [{"visit": "booth"}, {"return": "fleet"}],
        {"arrives": "fleet", "fleet": "fleet"},
        demand={"fleets": {"fleet": {"class": "truck", "size": number, "away": law(600)}}},
    )
    tree["demand"]["flows"] = {"through": {"arrives": "fleet", "fleet": "fleet"}}
    assert_within(measured(tree, mean_wait), known, half_width=WIDE)
