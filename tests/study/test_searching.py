"""The search over numbers of servers finds what enumeration finds, with a fraction of the trials."""

import json
from pathlib import Path

import numpy as np
import pytest
from asserting import assert_fault
from ports import every, lasting, port, visits

from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.study.generated.port import random_tree, seeded
from twin.study.searching.descent import at_most, descend, within
from twin.study.searching.frontier import best_for, best_of, cheapest, cheapest_of, frontier
from twin.study.searching.lattice import first_best
from twin.study.searching.network import jackson
from twin.study.searching.screening import estimator, screened
from twin.study.searching.space import cost_of, space_of, vectors_of
from twin.study.searching.tracing import network_of
from twin.study.searching.trying import trial
from twin.study.target import target_of

CASES = Path(__file__).parents[1] / "data" / "oracles"
NAMES = ("gate", "documents", "scan", "inspection", "exit")


class Problem:
    """A network of Jackson, what one of each place costs, and the mean time in port of a vector."""

    def __init__(self, network, space, served):
        self.network, self.space, self.served, self.trials = network, space, served, 0
        self.estimate = estimator(network, network.names)

    def __call__(self, counts):
        self.trials += 1
        return float(self.estimate([counts])[0] + self.served)

    def frontier(self):
        """The exact frontier, all vectors of the space compared."""
        vectors = vectors_of(self.space)
        best = first_best(cost_of(self.space, vectors), self.estimate(vectors))
        return [tuple(vector) for vector in vectors[best].tolist()]


@pytest.fixture(scope="module")
def h04():
    """The oracle: inputs, expected."""
    return json.loads((CASES / "H04-buy-jackson.json").read_text(encoding="utf-8"))


def problem_of(h04):
    said = h04["inputs"]
    rates = [said["external_rate"], 0, 0, 0, 0]
    network = jackson(rates, said["routing"], said["service_rates"], said["least"], names=NAMES)
    times = np.linalg.solve(np.eye(5) - np.array(said["routing"]).T, [1, 0, 0, 0, 0])
    ranges = dict(zip(NAMES, zip(said["least"], said["most"], strict=True), strict=True))
    space = space_of(ranges, dict(zip(NAMES, said["prices"], strict=True)))
    return Problem(network, space, float(times @ (1 / np.array(said["service_rates"]))))


def random_problem(seed):
    """A network of 4 to 6 stations with ways back, and a space of thousands of vectors."""
    rng = np.random.default_rng(seed)
    n = 4 + seed % 3
    routing = rng.dirichlet(np.ones(n + 1), n)[:, :n] * 0.8
    rates = rng.uniform(0.2, 1.0, n)
    service = rng.uniform(0.1, 1.0, n)
    load = np.linalg.solve(np.eye(n) - routing.T, rates) / service
    least = np.floor(load).astype(int) + 1
    names = [f"s{i}" for i in range(n)]
    network = jackson(rates, routing, service, least, names=names)
    most = least + (9 if n == 4 else 4)
    space = space_of(
        {name: (int(a), int(b)) for name, a, b in zip(names, least, most, strict=True)},
        dict(zip(names, rng.integers(5, 200, n).tolist(), strict=True)),
    )
    return Problem(network, space, 0.0)


def test_the_analytic_network_is_exact_for_jackson(h04):
    problem = problem_of(h04)
    points = h04["expected"]["frontier"]
    found = problem.estimate([point[2] for point in points]) + problem.served
    assert found == pytest.approx([point[1] for point in points], rel=1e-9)


@pytest.mark.parametrize("blind", [True, False])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_frontier_of_a_purchase_is_found_with_a_fraction_of_the_trials(h04, blind, seed):
    problem = problem_of(h04)
    estimate = None if blind else problem.estimate
    found = frontier(problem.space, problem, estimate=estimate, budget=655, seed=seed)
    true = {tuple(point[2]) for point in h04["expected"]["frontier"]}
    assert problem.trials == found.trials <= 655
    got = [option.counts for option in found.options]
    assert len(true & set(got)) >= 0.98 * len(true)
    assert set(got) <= true
    for wait, (cost, level, counts) in h04["expected"]["min_cost_for_W"].items():
        option = cheapest_of(found.options, float(wait))
        assert (option.cost, option.level, option.counts) == (cost, pytest.approx(level), tuple(counts))
    for money, (_, _, counts) in h04["expected"]["best_W_for_budget"].items():
        assert best_of(found.options, float(money)).counts == tuple(counts)


@pytest.mark.slow
@pytest.mark.parametrize("blind", [True, False])
@pytest.mark.parametrize("seeds", [range(5), pytest.param(range(20), marks=pytest.mark.prove)], ids=len)
def test_the_frontier_of_a_purchase_is_found_whatever_the_seed(h04, blind, seeds):
    true = {tuple(point[2]) for point in h04["expected"]["frontier"]}
    good = 0
    for seed in seeds:
        problem = problem_of(h04)
        estimate = None if blind else problem.estimate
        found = frontier(problem.space, problem, estimate=estimate, budget=655, seed=seed)
        share = len(true & {option.counts for option in found.options}) / len(true)
        good += share >= 0.98 and problem.trials <= 655
    assert good >= 0.9 * len(seeds)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_frontier_of_another_network_is_that_of_enumeration(seed):
    problem = random_problem(seed)
    true = problem.frontier()
    found = frontier(problem.space, problem, budget=len(true) + 160)
    assert found.is_closed
    assert [option.counts for option in found.options] == true


def test_the_cheapest_for_a_wait_and_the_best_for_a_budget_take_few_trials(h04):
    problem = problem_of(h04)
    for wait, (cost, _, counts) in h04["expected"]["min_cost_for_W"].items():
        found = cheapest(problem.space, problem, float(wait))
        assert (found.option.counts, found.option.cost) == (tuple(counts), cost)
        assert found.trials <= 80
    for money, (_, level, counts) in h04["expected"]["best_W_for_budget"].items():
        found = best_for(problem.space, problem, float(money), estimate=problem.estimate)
        assert (found.option.counts, found.option.level) == (tuple(counts), pytest.approx(level))


def test_a_budget_below_the_cheapest_plan_is_refused_with_that_plan(h04):
    problem = problem_of(h04)
    with pytest.raises(ScenarioError) as error:
        best_for(problem.space, problem, 12_000)
    text = "gate 2, documents 5, scan 4, inspection 5, exit 2, for 12,310"
    assert_fault(error.value.faults, path="budget", text=text)


def test_a_wait_that_no_plan_keeps_is_refused_with_the_least_there_is(h04):
    problem = problem_of(h04)
    with pytest.raises(ScenarioError) as error:
        cheapest(problem.space, problem, 5.0)
    assert_fault(error.value.faults, path="bound", text="nothing tried keeps it; the least is")


@pytest.mark.parametrize(
    ("prices", "path", "text"),
    [
        ({"gate": -1, "scan": 2}, "prices.gate", "is no price; a cost is a number from 0 on"),
        ({"gate": float("nan"), "scan": 2}, "prices.gate", "is no price; a cost is a number from 0 on"),
        ({"gate": "1 k CNY", "scan": "2 k EUR"}, "prices", "costs of several currencies cannot be added"),
        ({"gate": 1, "scan": "2 k EUR"}, "prices", "costs of several currencies cannot be added"),
        ({"gate": 1}, "prices.scan", "there is no price"),
        ({"gate": 1, "scan": [1, 2]}, "prices.scan", "there are 3 numbers from 1 to 3"),
    ],
)
def test_prices_that_cannot_be_added_are_refused(prices, path, text):
    with pytest.raises(ScenarioError) as error:
        space_of({"gate": (1, 3), "scan": (1, 3)}, prices)
    assert_fault(error.value.faults, path=path, text=text)


def test_prices_may_be_texts_or_one_for_each_number():
    space = space_of({"gate": (0, 2), "scan": (1, 2)}, {"gate": "1.5 k EUR", "scan": ["2 EUR", "9 EUR"]})
    assert cost_of(space, [[0, 1], [2, 2]]).tolist() == [2.0, 3009.0]
    assert space.currency == "EUR"


def jackson_port(servers=None):
    """Two stations, a tenth goes back to the first: as tree, for given numbers of servers."""
    counts = servers or {"gate": 2, "desk": 3}
    stations = {
        "gate": {"service_time": "exponential mean 3 min", "servers": counts["gate"]},
        "desk": {"service_time": "exponential mean 8 min", "servers": counts["desk"]},
    }
    steps = [*visits("gate", "desk")[:2], {"branch": "wrong", "then": [{"again": "gate"}]}, {"leave": "out"}]
    policy = {"shares": {"wrong": "10 %"}}
    tree = port(stations, steps, every("exponential mean 4 min"), policy=policy)
    return lasting(tree, "8 d", warm_up="1 d", replications=10)


def test_a_plan_becomes_the_network_that_its_language_says():
    network = network_of(compile_plan(Scenario.from_tree(jackson_port())))
    by_hand = jackson([1 / 240, 0], [[0, 1.0], [0.1, 0]], [1 / 180, 1 / 480], [2, 3], names=("gate", "desk"))
    some = [[1, 3], [2, 3], [4, 5]]
    assert screened(network, ("gate", "desk"), some).wait == pytest.approx(
        screened(by_hand, ("gate", "desk"), some).wait, rel=1e-3
    )
    assert [network.names[i] for i in screened(network, ("gate", "desk"), some[1:2]).bottleneck] == ["desk"]


def test_a_noisy_frontier_by_simulation_is_near_the_exact_one():
    """Ten replications of a week each, under common luck; the truth by Jackson's formulas."""
    network = network_of(compile_plan(Scenario.from_tree(jackson_port())))
    space = space_of({"gate": (1, 4), "desk": (3, 6)}, {"gate": 10, "desk": 25})
    evaluate = trial(
        lambda counts: Scenario.from_tree(jackson_port(dict(zip(space.names, counts, strict=True)))),
        target_of("wait_mean"),
        range(10),
    )
    found = frontier(space, evaluate, estimate=estimator(network, space.names), budget=16)
    vectors = vectors_of(space)
    truth = screened(network, space.names, vectors).wait
    exact = {tuple(vectors[i].tolist()) for i in first_best(cost_of(space, vectors), truth)}
    assert {option.counts for option, sure in zip(found.options, found.is_sure, strict=True) if sure} <= exact
    assert len(exact & {option.counts for option in found.options}) >= len(exact) - 1


def noisy(problem):
    """(counts, numbers) -> levels: five percent of luck is shared by all vectors, half a percent is not."""

    def evaluate(counts, numbers):
        common = [np.random.default_rng(n).normal() for n in numbers]
        own = [np.random.default_rng([n, *counts]).normal() for n in numbers]
        return problem(counts) * (1 + 0.05 * np.array(common) + 0.005 * np.array(own))

    return evaluate


def test_a_local_search_with_few_noisy_replications_is_near_the_best(h04):
    problem = problem_of(h04)
    for goal, best, place in ((at_most(9.0), 15470, 0), (within(15500), 8.870, 1)):
        found = descend(problem.space, noisy(problem), goal, budget=2500)
        counts = found.option.counts
        got = (found.option.cost, problem(counts))[place]
        assert found.replications <= 2500
        assert got <= best * 1.06
        assert problem(counts) <= 9.0 * 1.02 if place == 0 else found.option.cost <= 15500


def test_a_local_search_takes_a_space_that_cannot_be_listed():
    """Eight places of a hundred numbers; a bowl with its least at 7, 14, 21 and so on."""
    names = [f"p{i}" for i in range(8)]
    space = space_of(dict.fromkeys(names, (0, 99)), dict.fromkeys(names, 1))
    with pytest.raises(ScenarioError) as error:
        vectors_of(space)
    assert_fault(error.value.faults, path="ranges", text="descend from one of them")
    best = tuple(7 * (i + 1) for i in range(8))

    def bowl(counts, numbers):
        off = np.array(counts) - best
        return [float(off @ off + off[:-1] @ off[1:] / 2)] * len(numbers)

    found = descend(space, bowl, within(1e9), start=[50] * 8, budget=20_000)
    assert (found.option.counts, found.is_local_best) == (best, True)


def test_the_network_of_any_port_has_a_number_or_a_reason():
    said = 0
    for seed in range(40):
        plan = compile_plan(Scenario.from_tree(random_tree(seeded(seed))))
        try:
            network = network_of(plan)
        except ScenarioError as error:
            assert_fault(error.faults, path=error.faults[0].path, text="closed circle")
            said += 1
            continue
        wait = screened(network, network.names, network.servers[None]).wait
        assert not np.isnan(wait).any() and (wait >= 0).all()
    assert said < 10


def test_a_port_whose_upstream_holds_back_is_searched_blind():
    """A morning peak at two stations in line and a third beside them: the wait is no sum over places."""
    stations = {name: {"service_time": law} for name, law in SERVICES.items()}
    for name, servers in (("gate", 3), ("hall", 4), ("scan", 5)):
        stations[name]["servers"] = servers
    profiles = {"peak": {"00-06": "0.2", "06-10": "3", "10-24": "1"}}
    arrives = {"arrives": "profile", "volume": "500/d", "profile": "peak"}
    tree = port(stations, visits("gate", "hall", "scan"), arrives)
    tree["demand"]["profiles"] = profiles
    network = network_of(compile_plan(Scenario.from_tree(tree)))
    space = space_of({"gate": (2, 11), "hall": (3, 12), "scan": (4, 13)}, {"gate": 3, "hall": 5, "scan": 8})
    problem = Problem(network, space, 0.0)
    problem.estimate = estimator(network, space.names)
    true = problem.frontier()
    found = frontier(space, problem, budget=200)
    got = {option.counts for option in found.options}
    assert len(got & set(true)) >= 0.85 * len(true)
    assert len(got - set(true)) <= 0.1 * len(true)


SERVICES = {
    "gate": "exponential mean 3 min",
    "hall": "lognormal mean 5 min cv 60 %",
    "scan": "lognormal mean 8 min cv 30 %",
}
