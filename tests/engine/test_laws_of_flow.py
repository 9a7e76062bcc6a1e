"""What holds on every run: in = out + inside, Little's law; and one more server delays nobody."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ports import every, lasting, one_booth, plan_of, port_with_secondary, run_of, with_servers

from twin.config import compose
from twin.engine import run
from twin.plan.compile import compile_plan
from twin.results.conservation import violations


def test_a_port_with_referrals_keeps_every_law(engine):
    plan = plan_of(port_with_secondary())
    assert not violations(plan, run(plan, 0, engine=engine))


@pytest.mark.parametrize("peak", ["record_day", "reopening", "typical"])
def test_ganqimaodu_keeps_every_law_on_every_day(peak):
    plan = compile_plan(compose(["layout=ganqimaodu_road", f"peak={peak}", "experiment=one_day"]))
    assert not violations(plan, run(plan, 0))


@settings(max_examples=25)
@given(servers=st.integers(1, 4), replication=st.integers(0, 1000))
def test_one_more_server_delays_no_truck(servers, replication):
    tree = one_booth("lognormal mean 100 s cv 80 %", every("exponential mean 60 s"))
    fewer, more = (
        run_of(with_servers(tree, "booth", n), "kernel", replication) for n in (servers, servers + 1)
    )
    here = ~np.isnan(fewer.visits["started"])
    assert (fewer.visits["number"] == more.visits["number"]).all()
    assert (more.visits["started"][here] <= fewer.visits["started"][here]).all()


def test_a_run_repeats_to_the_byte_within_one_process(engine):
    plan = plan_of(port_with_secondary())
    first, second = (run(plan, 3, engine=engine) for _ in range(2))
    assert first.visits.tobytes() == second.visits.tobytes()


def test_a_longer_run_begins_as_the_shorter_one():
    tree = port_with_secondary()
    short, long = (run_of(lasting(tree, horizon), "kernel") for horizon in ("10 d", "30 d"))
    done = long.visits[np.isin(long.visits["number"], short.visits["number"])]
    done = done[done["left"] <= 10 * 86400]
    known = short.visits[short.visits["left"] <= 10 * 86400]
    assert known.tobytes() == done.tobytes()
