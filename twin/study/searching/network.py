"""A port as an open network of queues: who comes where in each hour, how long it takes, how it varies."""

from typing import NamedTuple

import numpy as np

from twin.model.errors import Fault, ScenarioError, unknown

ENDLESS = np.inf  # seconds of a row that is a steady state


class Network(NamedTuple):
    """Rows are hours from the start, or one steady state; arrivals are a second."""

    names: tuple  # of stations, then of pools that are claimed while somebody is served
    width: np.ndarray  # [row] seconds
    outside: np.ndarray  # [row, station]
    moves: tuple  # of (rows later, [to, from] expected moves)
    seconds: np.ndarray  # [station] of a service
    scv: np.ndarray  # [station] squared coefficient of variation of services
    scv_outside: np.ndarray  # [station] of the gaps between those from outside
    open: np.ndarray  # [row, station] share of its servers on duty
    servers: np.ndarray  # [station] that there are now
    entities: float  # a second, of those whose wait is told, on average over the rows
    share: np.ndarray  # [station] of its visits that are theirs

    @property
    def is_steady(self):
        """Whether it is one state that lasts for ever."""
        return bool(np.isinf(self.width).all())


def jackson(rates, routing, service_rates, servers, *, names=None):
    """The steady Network of Jackson: Poisson arrivals [station], routing [from, to], exponential services.

    Everything per one unit of time, which is then the second of the Network.
    """
    rates, service_rates = np.asarray(rates, float), np.asarray(service_rates, float)
    n = len(rates)
    return Network(
        names=tuple(names or (f"station{i}" for i in range(n))),
        width=np.array([ENDLESS]),
        outside=rates[None, :],
        moves=((0, np.asarray(routing, float).T),),
        seconds=1.0 / service_rates,
        scv=np.ones(n),
        scv_outside=np.ones(n),
        open=np.ones((1, n)),
        servers=np.asarray(servers, float),
        entities=float(rates.sum()),
        share=np.ones(n),
    )


def counts_of(network, names, vectors):
    """[vector, station] numbers of servers: those of `names` as in the vectors, the others as they are."""
    faults = [
        Fault("stations", name, unknown("station or pool that queues form at", name, network.names))
        for name in names
        if name not in network.names
    ]
    if faults:
        raise ScenarioError(faults)
    vectors = np.atleast_2d(np.asarray(vectors, float))
    out = np.repeat(network.servers[None, :], len(vectors), axis=0)
    out[:, [network.names.index(name) for name in names]] = vectors
    return out


def unhindered(network):
    """[row, station] arrivals a second if nobody ever waited."""
    n = len(network.names)
    stay = sum((moves for later, moves in network.moves if later == 0), np.zeros((n, n)))
    within = np.linalg.inv(np.eye(n) - stay)
    out = np.zeros_like(network.outside)
    for row in range(len(out)):
        late = sum((moves @ out[row - after] for after, moves in network.moves if 0 < after <= row), 0.0)
        out[row] = within @ (network.outside[row] + late)
    return out
