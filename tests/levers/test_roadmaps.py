"""The roadmaps: each serves the demand of its year better than the port as it is would."""

import pytest

from twin.config import compose, experiment_question
from twin.plan.compile import compile_plan
from twin.results.summary import summarise
from twin.study.replications import replicate

REPLICATIONS = 2


def port_of(roadmap, levers):
    """The mean wait and the number of those who finished, under the same luck whatever the levers."""
    plan = compile_plan(compose([f"experiment={roadmap}", f"scenario=[{','.join(levers)}]"]))
    table = summarise(plan, replicate(plan, range(REPLICATIONS))).kpis
    here = table[(table.scope == "port") & (table.cls == "all")].set_index("measure")["mean"]
    return here["wait_mean"], here["finished"]


@pytest.mark.slow
@pytest.mark.parametrize("year", [2025, 2030, 2035])
def test_the_levers_of_a_year_serve_more_of_its_demand_with_less_waiting(year):
    asked = experiment_question(f"roadmap_{year}")["scenarios"]
    waited, finished = port_of(f"roadmap_{year}", asked["demand"])
    waited_with_all, finished_with_all = port_of(f"roadmap_{year}", asked["all"])
    assert waited_with_all < waited
    assert finished_with_all > finished


@pytest.mark.parametrize("year", [2025, 2030, 2035])
def test_each_step_of_a_roadmap_is_for_the_demand_of_its_year_and_the_last_has_its_bundle(year):
    asked = experiment_question(f"roadmap_{year}")["scenarios"]
    assert all(levers[0] == f"growth_{year}" for levers in asked.values())
    assert asked["all"] == [f"growth_{year}", f"roadmap_{year}"]
