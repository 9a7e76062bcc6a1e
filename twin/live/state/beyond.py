"""Who has come and was seen by no device: beyond the first one, or while it was silent.

Where nobody tells who joins the queue of an entry, the queue is what came less what began to be served. Each
start at once after an end shows that somebody waited, each pause of a lane that nobody did; between them they
come as they usually do, or by a factor more or less which what is seen weighs.
"""

import numpy as np

from twin.live.state.chances import NONE, poisson, together

FACTORS = (0.4, 0.6, 0.8, 1.0, 1.25, 1.6, 2.2)  # of how many come, against the usual: an assumption
AT_ONCE = 30.0  # seconds from an end to the next start on a lane within which nobody had to come first
HOURS = 6  # looked back over; a queue that is older is told as if nobody had waited before
LEAST = 1e-9


def waiting(services, rate, *, begins, at, free):
    """[number] who wait unseen at a time, if nobody did when it `begins`.

    services: (started, when the lane was free before) in order; rate: of a time, how many come in a second;
    free: since when a lane has been free, `at` where none is.
    """
    if at - free > AT_ONCE:
        return NONE
    weights, queues = np.ones(len(FACTORS)), [NONE] * len(FACTORS)
    then = begins
    for started, free in services:
        back_to_back = started - free <= AT_ONCE
        until = started if back_to_back else max(free, then)
        usual = rate((then + until) / 2) * max(until - then, 0.0)
        for i, factor in enumerate(FACTORS):
            queue = together(queues[i], poisson(factor * usual))
            told = 1 - queue[0] if back_to_back else queue[0]
            weights[i] *= max(told, LEAST)
            queues[i] = _served(queue) if back_to_back else NONE
        weights /= weights.max()
        then = max(then, started)
    usual = rate((then + at) / 2) * max(at - then, 0.0)
    out = [together(q, poisson(factor * usual)) for q, factor in zip(queues, FACTORS, strict=True)]
    length = max(len(one) for one in out)
    padded = np.array([np.pad(one, (0, length - len(one))) for one in out])
    mixed = weights @ padded
    return mixed / mixed.sum()


def _served(queue):
    """The queue behind one who waited and is served now."""
    rest = queue[1:]
    return rest / rest.sum() if len(rest) and rest.sum() > LEAST else NONE


def hidden(rate, dark, seen_after):
    """[number] who came while the devices of an entry were silent, and are seen at no other place yet.

    dark: seconds of silence; seen_after: seconds after which one who came is seen elsewhere.
    """
    return poisson(rate * min(dark, seen_after))
