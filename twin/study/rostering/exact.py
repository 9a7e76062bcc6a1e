"""The exact share that waits at M(t)/M/s(t), moment by moment, by uniformisation of its birth and death.

The number present is a Markov chain whose rates are constant within a short slice. Lanes that close hand over
who is served there, as end_of_shift: hand_over does; where they finish first, fewer wait than this says.
"""

import math

import numpy as np

TAIL = 1e-12  # probability that is cut off
SAME = 1e-7  # between two days: then the day is periodic
DAYS = 200
ROOM = 60  # states beyond those that matter, at least
MOST_STEPS = 500  # that are expected of the chain at a time: exp(-745) is 0


def waiting_shares(rates, servers, service_rate, *, seconds):
    """[slice] the share that waits at the beginning of each slice of a day that repeats.

    `rates` and `servers` by slice, rates a second. A day on which more come than are served has no answer.
    """
    rates, servers = np.asarray(rates, float), np.asarray(servers, float)
    if not rates.sum() < (servers * service_rate).sum():
        return np.ones(len(rates))
    state = np.zeros(_states(rates, servers, service_rate, seconds))
    state[0] = 1.0
    last = np.full(len(rates), np.inf)
    for _ in range(DAYS):
        found = np.empty(len(rates))
        for slice_, (rate, lanes) in enumerate(zip(rates, servers, strict=True)):
            found[slice_] = state[int(lanes) :].sum()
            state = _after(state, rate, (lanes, service_rate), seconds)
        if np.abs(found - last).max() < SAME:
            break
        last = found
    return found


def _states(rates, servers, service_rate, seconds):
    """How many may be present: the most that a fluid queue has, and six roots more."""
    queue = most = 0.0
    for rate, lanes in [*zip(rates, servers, strict=True)] * 2:
        queue = max(queue + (rate - lanes * service_rate) * seconds, 0.0)
        most = max(most, queue + max(lanes, rate / service_rate))
    return int(most + 12 * math.sqrt(most + 1)) + ROOM


def _after(state, rate, served, seconds):
    """The state a slice later: a Poisson number of steps of the uniformised chain, MOST_STEPS at a time."""
    lanes, service_rate = served
    deaths = np.minimum(np.arange(len(state)), lanes) * service_rate
    pace = rate + lanes * service_rate
    if pace <= 0:
        return state
    up, down = rate / pace, deaths / pace
    stay = 1.0 - up - down
    stay[-1] += up
    parts = math.ceil(pace * seconds / MOST_STEPS)
    for _ in range(parts):
        state = _stepped(state, (stay, up, down), pace * seconds / parts)
    return state


def _stepped(state, ways, steps):
    """The state after a Poisson number of steps with this mean; `ways`: chances to stay, go up, go down."""
    stay, up, down = ways
    weight = math.exp(-steps)
    out, total, step = weight * state, weight, 0
    while 1.0 - total > TAIL and step < 10 * MOST_STEPS:  # what rounding leaves of a total never comes
        step += 1
        moved = stay * state
        moved[1:] += up * state[:-1]
        moved[:-1] += down[1:] * state[1:]
        state = moved
        weight *= steps / step
        total += weight
        out = out + weight * state
    return out
