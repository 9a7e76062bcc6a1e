"""Options whose values are normal, with means that are known and luck in common."""

import numpy as np


def samples(means, n, *, seed, correlation=0.8, spreads=1.0):
    """[option, replication] values around the means, every two options correlated alike."""
    generator = np.random.default_rng(seed)
    shared = generator.standard_normal(n)
    own = generator.standard_normal((len(means), n))
    noise = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own
    return np.asarray(means, float)[:, None] + np.broadcast_to(spreads, len(means))[:, None] * noise


def sampler(means, *, seed, most=2_000, **law):
    """`sample(option, numbers)` of options 0, 1, 2 …, which counts what it is asked for in `asked`."""
    values = samples(means, most, seed=seed, **law)

    def sample(option, numbers):
        sample.asked += [(option, number) for number in numbers]
        return values[option, list(numbers)]

    sample.asked = []
    return sample
