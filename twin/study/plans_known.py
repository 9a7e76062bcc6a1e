"""Rosters, purchases, sensitivities and design days of which the right answer is known."""

import numpy as np

from twin.study.carrying import capacity, scaled_by
from twin.study.decided import Decided, exactly, within
from twin.study.design import design_figures
from twin.study.procurement import money
from twin.study.rostering.day import Demand, modified_load
from twin.study.rostering.exact import waiting_shares
from twin.study.rostering.promise import Promise, lanes_for
from twin.study.searching.frontier import best_of, cheapest_of, frontier
from twin.study.searching.network import jackson
from twin.study.searching.screening import estimator
from twin.study.searching.space import space_of
from twin.study.selecting.planted import port_of_lanes
from twin.study.sensitivity.sobol import sobol
from twin.study.target import target_of

HOUR, MINUTES = 3600.0, 24 * 60
PLACES = ("gate", "documents", "scan", "inspection", "exit")
TRIALS_OF_NETWORK = 655  # of 32,768 vectors: 2 %
POINTS = 8192
SEED_EACH = 20  # trials
NEAR = 0.01


def capacity_rows(case, trials):
    """The most that eight lanes carry with a wait kept, found by runs: one seed of luck in twenty trials."""
    said, want = case["inputs"], case["expected"]
    rate = 0.8 * want["lambda_stability"]
    rows = []
    for line, name in (("wait_mean <= 2 min", "meanwait2"), ("wait_p95 <= 5 min", "p95_5min")):
        truth, found = want[f"lambda_{name}"], []
        for seed in range(1, 1 + max(1, trials // SEED_EACH)):
            experiment = {"horizon": "1 d", "warm_up": "6 h", "replications": 1, "seed": seed}
            scenario = port_of_lanes(rate, said["servers"], said["mean_service"], experiment)
            found.append(capacity(scaled_by(scenario, ("through",)), target_of(line)))
        values = [one.multiplier * rate for one in found]
        worst = max(values, key=lambda value: abs(value - truth))
        held = float(np.mean([one.low * rate <= truth <= one.high * rate for one in found]))
        near = abs(worst / truth - 1) <= NEAR
        rows.append(Decided("H01", f"{line}: worst of {len(found)} seeds", worst, truth, "1 %", near))
        rows.append(within("H01", f"{line}: intervals that hold it", held, (0.93, 1.0)))
    return rows


def roster_rows(case, trials):
    """Lanes hour by hour under a rate that waves through the day, and the share that then waits."""
    said, want = case["inputs"], case["expected"]
    edges = np.arange(-2 * MINUTES, MINUTES + 1) * 60.0  # three days, of which the last is periodic
    middle = (edges[:-1] + edges[1:]) / 2 / HOUR
    rates = said["mean_rate"] * (1 + said["amplitude"] * np.sin(2 * np.pi * (middle - 6) / 24)) / HOUR
    seconds = said["mean_service_h"] * HOUR
    quantiles = -np.log1p(-(np.arange(4000) + 0.5) / 4000) * seconds
    load = modified_load(Demand("booths", edges, rates, quantiles), np.arange(MINUTES + 1) * 60.0)
    largest = [load[hour * 60 : hour * 60 + 61].max() for hour in range(24)]
    lanes = lanes_for(largest, seconds, Promise(said["target"])).tolist()
    shares = waiting_shares(rates[-MINUTES:], np.repeat(lanes, 60), 1 / seconds, seconds=60.0)
    apart = float(np.abs(shares[30::60] - want["Pwait_halfhours"]).max())
    return [
        Decided("H03", "lanes of 24 hours", lanes, want["roster"], "exact", lanes == want["roster"]),
        within("H03", "share that waits, most wrong half hour", apart, (0.0, 1e-4)),
    ]


def network_rows(case, trials):
    """What to buy of five places: the frontier of cost and time, found with a fiftieth of the trials."""
    said, want = case["inputs"], case["expected"]
    outside = [said["external_rate"], 0, 0, 0, 0]
    network = jackson(outside, said["routing"], said["service_rates"], said["least"], names=PLACES)
    visits = np.linalg.solve(np.eye(5) - np.array(said["routing"]).T, [1, 0, 0, 0, 0])
    served = float(visits @ (1 / np.array(said["service_rates"])))
    ranges = dict(zip(PLACES, zip(said["least"], said["most"], strict=True), strict=True))
    space, waits = (
        space_of(ranges, dict(zip(PLACES, said["prices"], strict=True))),
        estimator(network, PLACES),
    )
    found = frontier(space, lambda counts: float(waits([counts])[0] + served), budget=TRIALS_OF_NETWORK)
    true = {tuple(point[2]) for point in want["frontier"]}
    got = {option.counts for option in found.options}
    rows = [
        within("H04", f"share of {len(true)} frontier plans found", len(true & got) / len(true), (0.98, 1.0)),
        Decided("H04", "plans off the frontier", len(got - true), 0, "none", got <= true),
        within("H04", "plans tried of 32,768", found.trials, (0, TRIALS_OF_NETWORK)),
    ]
    for wait, (cost, _, counts) in want["min_cost_for_W"].items():
        plan = cheapest_of(found.options, float(wait))
        same = plan.counts == tuple(counts)
        rows.append(Decided("H04", f"least cost for a time of {wait}", float(plan.cost), cost, "exact", same))
    for budget, (_, time, counts) in want["best_W_for_budget"].items():
        plan = best_of(found.options, float(budget))
        same = plan.counts == tuple(counts)
        rows.append(Decided("H04", f"least time for {budget}", float(plan.level), time, "exact", same))
    return rows


def sensitivity_rows(case, trials):
    """Indices of Sobol of the function of Ishigami."""
    said, want = case["inputs"], case["expected"]

    def respond(points, numbers):
        x = (2 * np.where(np.isnan(points), 0.5, points) - 1) * np.pi
        level = (
            np.sin(x[:, 0]) + said["a"] * np.sin(x[:, 1]) ** 2 + said["b"] * x[:, 2] ** 4 * np.sin(x[:, 0])
        )
        return np.repeat(level[:, None], np.shape(numbers)[-1], axis=1)

    found = sobol(respond, [0, 1, 2], POINTS, numbers=[0])
    rows = []
    for name, values in (("S", found.first), ("ST", found.total)):
        for i in range(3):
            value, truth = float(values[0, i]), want[f"{name}{i + 1}"]
            near = abs(value - truth) <= 0.01
            rows.append(Decided("H11", f"{name}{i + 1}", value, truth, "0.01", near))
    return rows


def money_rows(case, trials):
    """Two scanners over their lives: worth today, cost a year, the rate and the year at which one pays."""
    rate, flows, want = case["inputs"]["rate"], case["inputs"]["cash_flow_A"], case["expected"]
    a = money.tco(rate, 2500.0, [180.0] * 10, 250.0)
    b = money.tco(rate, 1600.0, [260.0 + 12 * year for year in range(6)], 100.0)
    found = {
        "npv_A": money.npv(rate, flows),
        "irr_A": money.irr(flows),
        "tco_A": a,
        "eac_A": money.equivalent_annual_cost(rate, a, 10),
        "tco_B": b,
        "eac_B": money.equivalent_annual_cost(rate, b, 6),
        "payback_year_A": money.payback_year(flows),
    }
    return exactly("H13", [(name, value, want[name]) for name, value in found.items()])


def peak_rows(case, trials):
    """Design hours and days of a year that is given by a formula."""
    profile, day = np.array(case["inputs"]["profile"]), np.arange(365)
    volume = 100 + 40 * np.sin(2 * np.pi * (day - 100) / 365) + 25 * np.isin(day % 7, (5, 6))
    found = design_figures(np.outer(volume, profile / profile.sum()))
    return exactly("H15", [(name, float(found[name]), want) for name, want in case["expected"].items()])
