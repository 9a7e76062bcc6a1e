"""Options of which the best is known: normal values, and lanes of which theory knows the time."""

from functools import cache

import numpy as np

from twin.engine import run
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan

MINUTE = 60.0
COUNTED, WARM_UP, TAIL = 600, 200, 100  # minutes: those who come within the first of these, after the second


def samples(means, n, *, seed, correlation=0.8, spreads=1.0):
    """[option, replication] values around the means, every two options correlated alike."""
    generator = np.random.default_rng(seed)
    shared = generator.standard_normal(n)
    own = generator.standard_normal((len(means), n))
    noise = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own
    return np.asarray(means, float)[:, None] + np.broadcast_to(spreads, len(means))[:, None] * noise


def sampler(means, *, seed, most=2_000, **law):
    """`sample(option, numbers)` of options 0, 1, 2 …, which notes in `asked` what it is asked for."""
    values = samples(means, most, seed=seed, **law)

    def sample(option, numbers):
        sample.asked += [(option, number) for number in numbers]
        return values[option, list(numbers)]

    sample.asked = []
    return sample


def lanes(rate, options):
    """`sample(option, numbers)` of the mean time in system, in minutes, of (lanes, mean service) options.

    They are ports of one station with arrivals by Poisson, run by the engine, so the same number is the same
    luck of every truck in all of them. What was run is kept for the life of the process.
    """
    plans = [_plan(rate, servers, mean) for servers, mean in options]

    @cache
    def one(option, number):
        found = run(plans[option], number)
        trips = found.trips
        counted = (trips["arrived"] >= WARM_UP * MINUTE) & (trips["arrived"] < found.end - TAIL * MINUTE)
        return float(np.nanmean((trips["left"] - trips["arrived"])[counted])) / MINUTE

    return lambda option, numbers: [one(option, number) for number in numbers]


def _plan(rate, servers, mean):
    experiment = {"horizon": f"{WARM_UP + COUNTED + TAIL} min", "replications": 1}
    return compile_plan(port_of_lanes(rate, servers, mean, experiment))


def port_of_lanes(rate, servers, mean, experiment):
    """The Scenario of lanes to which `rate` come a minute by Poisson, and stay `mean` minutes on average."""
    station = {"servers": servers, "service_time": f"exponential mean {mean!r} min"}
    steps = [{"visit": "lanes"}, {"leave": "inland"}]
    layout = {
        "classes": {"truck": {}},
        "stations": {"lanes": station},
        "exits": {"inland": {}},
        "flows": {"through": {"classes": ["truck"], "steps": steps}},
    }
    arrivals = {"through": {"arrives": "every", "every": f"exponential mean {MINUTE / rate!r} s"}}
    tree = {"name": "lanes", "layout": layout, "demand": {"flows": arrivals}, "experiment": experiment}
    return Scenario.from_tree(tree)
