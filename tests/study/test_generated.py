"""Every random port is valid, whatever draws it, and all together they use the whole language."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.constructs import SIGNS, constructs, coverage
from twin.study.generated import random_tree, seeded
from twin.study.generated.dice import GRID, MOST


def test_no_numbered_port_is_refused():
    for seed in range(150):
        compile_plan(Scenario.from_tree(random_tree(seeded(seed))))


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_drawn_port_is_refused(data):
    tree = random_tree(lambda n: data.draw(st.integers(0, n - 1)))
    compile_plan(Scenario.from_tree(tree))


def test_the_same_seed_draws_the_same_port():
    assert random_tree(seeded(5)) == random_tree(seeded(5)) != random_tree(seeded(6))


def test_choosing_nothing_draws_one_truck_at_one_station():
    tree = random_tree(lambda n: 0)
    assert tree["layout"]["flows"]["flow0"]["steps"] == [{"visit": "station0"}, {"leave": "inland"}]
    assert tree["demand"]["flows"]["flow0"]["count"] == 1


GRIDDED = {str(GRID * n) for n in range(MOST + 1)}


def services(tree):
    """The service times of a tree that are one duration."""
    fields = (station.get("service_time") for station in tree["layout"]["stations"].values())
    return [said for said in fields if isinstance(said, str)]


def test_half_of_the_ports_have_whole_times_and_an_even_start():
    whole = 0
    for seed in range(200):
        tree = random_tree(seeded(seed))
        whole += all(said.removesuffix(" s") in GRIDDED for said in services(tree))
    assert 100 <= whole <= 180  # half, and a quarter that begins at an odd instant


def test_a_thousand_ports_use_every_construct_and_every_pair():
    counted, met, pairs = coverage([constructs(random_tree(seeded(seed))) for seed in range(1000)])
    assert set(counted) == set(SIGNS) and all(counted.values())
    assert met == pairs
