"""Ports whose long-run waits theory knows, written in the language of ports."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from twin.plan.visits import NOBODY

WARM_UP = 2000  # mean services of each server, before anything is counted
TAIL = 2000  # the last customers, who meet a port that nobody comes to any more


class Case(NamedTuple):
    """A port, and what theory says of it; rates are per second, the mean service of most is 1 s."""

    name: str
    method: str  # how the truth is known
    tree: dict  # one flow; the number of customers is put in by `with_customers`
    gap: float  # mean seconds between customers
    servers: int
    truth: dict  # {measure: value}
    measure: Callable  # (plan, visits of the customers that count, by entity) -> {measure: value}
    customers: int  # of a replication, so that 20 of them give intervals as narrow as wanted


def with_customers(case, customers, replications=1):
    """The raw tree of a case with so many customers that count, warm-up and tail besides."""
    arrives = dict(case.tree["demand"]["flows"]["through"])
    arrives["count"] = before(case) + customers + TAIL
    # Long enough for all of them to come and go.
    horizon = f"{int(1.1 * case.gap * (arrives['count'] + 10_000))} s"
    experiment = {"start": "2025-09-01 00:00", "horizon": horizon, "replications": replications, "seed": 1}
    return {**case.tree, "demand": {"flows": {"through": arrives}}, "experiment": experiment}


def before(case):
    """Customers of the warm-up."""
    return WARM_UP * case.servers


def measured(case, plan, run):
    """{measure: value} of one replication."""
    visits = run.visits
    order = visits["number"] >> 30
    counted = (order >= before(case)) & (order < order.max() + 1 - TAIL)
    return case.measure(plan, visits[counted])


def waits(plan, visits):
    """Wait, time at the station, and the share that waits."""
    wait = visits["started"] - visits["joined"]
    return {"Wq": wait.mean(), "W": (visits["left"] - visits["joined"]).mean(), "P_wait": (wait > 0).mean()}


def waits_by_class(plan, visits):
    """The wait of each class, the first served first, and of all."""
    wait = visits["started"] - visits["joined"]
    by_class = {f"Wq{cls + 1}": wait[visits["cls"] == cls].mean() for cls in range(len(plan.names.classes))}
    return {**by_class, "Wq_all": wait.mean()}


def through_both(plan, visits):
    """Time from coming to the first station until leaving the second."""
    assert (visits["point"] != NOBODY).all()
    first, last = visits[visits["visit"] == 0], visits[visits["visit"] == 1]
    return {"W_total": (last["left"] - first["asked"]).mean()}


def _queue(gap, service, servers, **more):
    """One station, fifo, endless room."""
    station = {"service_time": service, "servers": servers, **more.pop("station", {})}
    layout = {
        "classes": more.pop("classes", {"customer": {}}),
        "stations": {"desk": station},
        "flows": {"through": {"classes": ["customer"], "steps": [{"visit": "desk"}, {"leave": "out"}]}},
    }
    layout["flows"]["through"]["classes"] = list(layout["classes"])
    arrives = {"arrives": "every", "every": f"exponential mean {gap!r} s", **more.pop("arrives", {})}
    return {"name": "theory", "layout": layout, "demand": {"flows": {"through": arrives}}, **more}


def _priority_queue():
    rates = {"first": 0.6, "second": 0.9, "third": 1.0}
    mix = {name: f"{40 * rate!r} %" for name, rate in rates.items()}
    return _queue(
        0.4,
        "exponential mean 1 s",
        3,
        station={"discipline": "priority"},
        classes={name: {} for name in rates},
        arrives={"mix": mix},
        policy={"priority": {name: level for level, name in enumerate(rates)}},
    )


def _tandem():
    tree = _queue(1 / 0.6, "exponential mean 1 s", 1)
    tree["layout"]["stations"]["second"] = {"service_time": "exponential mean 1 s", "waiting_room": 2}
    tree["layout"]["flows"]["through"]["steps"].insert(1, {"visit": "second"})
    return tree


CASES = (
    Case("mm1", "Erlang C", _queue(1.25, "exponential mean 1 s", 1), 1.25, 1,
         {"Wq": 4.0, "W": 5.0, "P_wait": 0.8}, waits, 340_000),
    Case("mm10", "Erlang C", _queue(1 / 9, "exponential mean 1 s", 10), 1 / 9, 10,
         {"Wq": 0.668731524108, "W": 1.66873152411, "P_wait": 0.668731524108}, waits, 1_800_000),
    Case("md1", "Pollaczek-Khinchine", _queue(1.25, "1 s", 1), 1.25, 1,
         {"Wq": 2.0, "W": 3.0, "P_wait": 0.8}, waits, 150_000),
    Case("md4", "Crommelin", _queue(1 / 3.2, "1 s", 4), 1 / 3.2, 4,
         {"Wq": 0.386094930853, "W": 1.38609493085, "P_wait": 0.578282015457}, waits, 230_000),
    Case("mg1", "Pollaczek-Khinchine", _queue(5.0, "lognormal mean 4 s cv 120 %", 1), 5.0, 1,
         {"Wq": 19.52, "W": 23.52, "P_wait": 0.8}, waits, 700_000),
    Case("me2_3", "Markov chain on phases", _queue(1 / 2.4, "erlang mean 1 s stages 2", 3), 1 / 2.4, 3,
         {"Wq": 0.818261738508, "W": 1.81826173851, "P_wait": 0.643238520033}, waits, 420_000),
    Case("priority", "Cobham", _priority_queue(), 0.4, 3,
         {"Wq1": 0.292602996255, "Wq2": 0.585205992509, "Wq3": 2.80898876404, "Wq_all": 1.40449438202},
         waits_by_class, 900_000),
    Case("tandem", "Markov chain (n1, n2, blocked)", _tandem(), 1 / 0.6, 1,
         {"W_total": 5.57464343796}, through_both, 100_000),
)  # fmt: skip


def is_probability(measure):
    """Whether an interval's width is meant as it is, and not as a share of the value."""
    return measure.startswith("P_")


def replicated(case, runs):
    """{measure: [replication]} of (plan, run) pairs."""
    found = [measured(case, plan, run) for plan, run in runs]
    return {measure: np.array([one[measure] for one in found]) for measure in case.truth}
