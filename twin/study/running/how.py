"""How replications are made: by which engine, measured by what, where, and until when."""

import math
from typing import NamedTuple

THREADS, PROCESSES, CLUSTER = "threads", "processes", "cluster"


class Place(NamedTuple):
    """Where replications run: in threads or processes of this machine, or on a cluster of Dask."""

    kind: str = THREADS
    workers: int = 0  # 0: as many as there are cores
    address: str = ""  # of the scheduler of a cluster


class How(NamedTuple):
    """What makes replications. Only `engine` and `measured` are part of a result's name, as only they may
    change a number: "visits" are measured one by one, "statistics" are added up as a replication runs.
    """

    engine: str = "kernel"
    measured: str = "visits"
    place: Place = Place()
    until: float = math.inf  # time.monotonic() at which nothing more is waited for
