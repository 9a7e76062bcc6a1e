"""A study of what an answer depends on: screened one by one and from many places, then split and weighed."""

from typing import NamedTuple

import numpy as np

from twin.study.sensitivity import ALL, MORRIS, SOBOL, SURROGATE
from twin.study.sensitivity.inputs import snapped
from twin.study.sensitivity.knowing import FEWEST, worth_of_deciding, worth_of_width
from twin.study.sensitivity.morris import morris
from twin.study.sensitivity.narrowing import narrowed
from twin.study.sensitivity.noise import CLEAR, NONE
from twin.study.sensitivity.sobol import sobol
from twin.study.sensitivity.splitting import own_luck, sample, split
from twin.study.sensitivity.surrogate import surrogate, surrogate_indices
from twin.study.sensitivity.tornado import tornado

SCREENS = (ALL, MORRIS, SOBOL)  # methods that make elementary effects
SAMPLES = (ALL, SURROGATE)  # methods that look at random points
PAIR = 2  # replications at a place, where luck is to be told from inputs


class Sizes(NamedTuple):
    """How much is run."""

    n: int = 128  # random points, or points of each of Sobol's matrices
    trajectories: int = 4
    replications: int = 4  # of each end of the tornado
    top: int = 10  # inputs that Sobol's indices are taken of


class Ready(NamedTuple):
    """The inputs that are varied, and the port at points of them."""

    inputs: list
    respond: object
    tornado: object
    live: np.ndarray  # [input] whether it changes what is run at all
    passed: list
    cut: list

    @property
    def varied(self):
        """The inputs that change what is run."""
        return [each for each, live in zip(self.inputs, self.live, strict=True) if live]


def runs_ahead(method, inputs, sizes, *, decisions=1):
    """How many replications a method takes at most of so many inputs."""
    count = (2 * inputs + 1) * sizes.replications
    if method in SCREENS:
        count += (inputs + 1) * sizes.trajectories * PAIR
    if method in SAMPLES or decisions > 1:
        count += sizes.n * PAIR * decisions
    if method == SOBOL:
        count += (min(inputs, sizes.top) + 2) * sizes.n * PAIR
    return count


def ready(inputs, passed, respond_to, sizes):
    """The Ready of inputs whose ends were run; ranges that the port refuses are cut back to what it accepts.

    `respond_to(inputs)` gives a Responder, and the `build({path: text})` behind it.
    """
    respond, build = respond_to(inputs)
    numbers = np.arange(sizes.replications)
    found = tornado(respond, len(inputs), numbers)
    refused = _refused(respond, len(inputs))
    cut = []
    if refused:
        inputs, more, cut = narrowed(inputs, refused, build)
        passed = [*passed, *more]
        respond, _ = respond_to(inputs)
        found = tornado(respond, len(inputs), numbers)
    return Ready(inputs, respond, found, _live(respond, len(inputs)), passed, cut)


def _ends(respond, inputs):
    """[input] (what the plan of either end is called)."""
    for i in range(inputs):
        points = np.full((2, inputs), np.nan)
        points[:, i] = 0.0, 1.0
        yield tuple(respond.key(point) for point in points)


def _refused(respond, inputs):
    return {i for i, keys in enumerate(_ends(respond, inputs)) if "" in keys}


def _live(respond, inputs):
    """What changes no plan at either end is no input of the runs: a price, a power."""
    base = respond.key(np.full(inputs, np.nan))
    return np.array([set(keys) != {base} for keys in _ends(respond, inputs)])


def grouped(inputs, by_thing):
    """(names, [input] number of its group): each for itself, or all of one thing together."""
    names = [each.thing if by_thing else each.path for each in inputs]
    index = {name: i for i, name in enumerate(dict.fromkeys(names))}
    return list(index), np.array([index[name] for name in names])


def on(given, which):
    """`respond` for points of some inputs only, [input] whether it is one; all others as written."""
    which = np.flatnonzero(which)

    def respond(points, numbers):
        whole = np.full((len(points), len(given.inputs)), np.nan)
        whole[:, which] = snapped([given.inputs[i] for i in which], points)
        return given.respond(whole, numbers)

    return respond


def screened(given, sizes, *, by_thing=False):
    """(names, Morris) of the inputs that change what is run."""
    names, groups = grouped(given.varied, by_thing)
    found = morris(on(given, given.live), groups, sizes.trajectories, replications=PAIR)
    return names, found


def most_important(given, names, found, top, *, by_thing=False):
    """[input] whether it belongs to the `top` names by elementary effect, those that are clear first."""
    order = np.lexsort((-np.nan_to_num(found.size), [each != CLEAR for each in found.verdict]))
    chosen = {names[i] for i in order[:top] if found.verdict[i] != NONE}
    belongs = [(each.thing if by_thing else each.path) in chosen for each in given.inputs]
    return np.array(belongs) & given.live


def explained(given, which, sizes, *, by_thing=False):
    """(names, Sobol) of the inputs that are chosen."""
    names, groups = grouped([each for each, yes in zip(given.inputs, which, strict=True) if yes], by_thing)
    return names, sobol(on(given, which), groups, sizes.n, numbers=range(PAIR))


def sampled(given, n):
    """(points [point, input], levels [point, replication]) at random points of all inputs that are live."""
    points = _random(given, n)
    return points, on(given, given.live)(points, own_luck(n, PAIR))


def _random(given, n):
    return snapped(given.varied, sample(len(given.varied), n))


class Weighed(NamedTuple):
    """What a sample tells."""

    split: object
    worth: object
    made: object  # Surrogate, None without one
    indices: object


def weighed(given, points, levels, *, with_surrogate=False):
    """The Weighed of a sample; None where too few of its points have a level."""
    whole = ~np.isnan(levels).any(axis=1)
    points, levels = points[whole], levels[whole]
    if len(points) < FEWEST:
        return None
    worth = worth_of_width(points, levels)
    if not with_surrogate:
        return Weighed(split(levels), worth, None, None)
    means = levels.mean(axis=1)
    stand_in = surrogate(points, means)
    found = surrogate_indices(stand_in, points, means, lambda drawn: snapped(given.varied, drawn))
    return Weighed(split(levels), worth, stand_in, found)


class Decided(NamedTuple):
    """What knowing an input is worth to the choice between scenarios, and how they do on average."""

    worth: object
    means: np.ndarray  # [scenario] losses
    points: int


def decided(given, n, others, losses):
    """The Decided of scenarios: `others` are [(respond of points of all inputs, [input] whether it has it)].

    All have the same points and the same luck. `losses(levels [point, scenario])` makes levels into losses.
    None where too few points have a level with every scenario.
    """
    points = _random(given, n)
    whole = np.full((n, len(given.inputs)), np.nan)
    whole[:, np.flatnonzero(given.live)] = points
    levels = []
    for respond, has in others:
        here = np.where(has, whole, np.nan)
        levels.append(respond(here, own_luck(n, PAIR)).mean(axis=1))
    levels = losses(np.column_stack(levels))
    known = ~np.isnan(levels).any(axis=1)
    if known.sum() < FEWEST:
        return None
    worth = worth_of_deciding(points[known], -levels[known])
    return Decided(worth, levels[known].mean(axis=0), int(known.sum()))
