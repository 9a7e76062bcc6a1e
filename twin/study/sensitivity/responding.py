"""What a port answers at points of its inputs: `respond(points, numbers) -> [point, replication]`.

The same numbered replication is the same luck at every point. A point whose plan was run before is not run
again: what cannot change the plan, such as a price, costs nothing and has no effect at all.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from twin.engine import EngineError, run
from twin.model.errors import ScenarioError
from twin.plan.compile import compile_plan
from twin.study.kept import code
from twin.study.levels import Levels
from twin.study.running.places import cores
from twin.study.sensitivity.reading import level_of

NOT_RUN = "not run in the time that was given"
NO_LEVEL = "the port jams, or nobody is there to be measured"


def levels_file(folder, target):
    """Where levels of a target lie that this program measured."""
    name = blake2b(f"{code()} {target.measure} {target.name}".encode(), digest_size=8).hexdigest()
    return folder / "sensitivity" / "levels" / f"{name}.csv"


class Built(NamedTuple):
    """What became of a point: the name of its plan, '' where the port refuses it, and why it does."""

    key: str
    reason: str = ""


class Responder:
    """`respond(points, numbers)` of a `scenario_at(point)`; what was refused, jammed or not run is nan.

    `name_of(point)` says what is built there. Responders of one port share `built`, and build nothing twice.
    """

    def __init__(self, scenario_at, target, *, levels=None, until=np.inf):
        self.scenario_at, self.target, self.until = scenario_at, target, until
        self.levels = levels or Levels()
        self.name_of = np.ndarray.tobytes
        self.built, self.troubles = {}, {}  # [name of a point]
        self.watch = lambda runs: None
        self.workers = cores()
        self.fresh, self.asked = 0, 0

    def __call__(self, points, numbers):
        """[point, replication]; numbers are [replication], or [point, replication] for luck of their own."""
        points = np.atleast_2d(np.asarray(points, float))
        numbers = np.broadcast_to(np.atleast_1d(numbers), (len(points), np.shape(numbers)[-1]))
        pool = ThreadPoolExecutor(min(self.workers, max(len(points), 1)))
        try:
            return np.array(list(pool.map(self._row, points, numbers))).reshape(numbers.shape)
        finally:
            pool.shutdown(cancel_futures=True)

    def why(self, point):
        """Why a point has no level, '' if nothing is known against it."""
        return self.troubles.get(self.name_of(np.asarray(point, float)), "")

    def key(self, point):
        """What the plan of a point is called; '' where it was refused, None where it was not built yet."""
        found = self.built.get(self.name_of(np.asarray(point, float)))
        return found and found.key

    def _row(self, point, numbers):
        """[replication] the levels of a point."""
        found = [self._known(point, number) for number in numbers]
        self.asked += len(found)
        if None in found:
            found = self._measured(point, numbers, found)
        if np.isnan(found).any():
            self.troubles.setdefault(self.name_of(point), NO_LEVEL)
        self.watch(len(numbers))
        return [float(level) for level in found]

    def _known(self, point, number):
        name = self.name_of(point)
        found = self.built.get(name)
        if found is None:
            return None
        if not found.key:
            self.troubles[name] = found.reason
            return float("nan")
        return self.levels.get(found.key, int(number))

    def _measured(self, point, numbers, found):
        """The levels of a point whose missing ones are run."""
        name = self.name_of(point)
        if time.monotonic() > self.until:
            self.troubles[name] = NOT_RUN
            return [np.nan if level is None else level for level in found]
        try:
            plan = compile_plan(self.scenario_at(point))
        except ScenarioError as error:
            self.built[name] = Built("", _first_line(error))
            self.troubles[name] = self.built[name].reason
            return [np.nan] * len(numbers)
        self.built[name] = Built(plan_digest(plan))
        self.troubles.pop(name, None)
        return [self._level(plan, name, int(number)) for number in numbers]

    def _level(self, plan, name, number):
        key = self.built[name].key
        level = self.levels.get(key, number)
        if level is None:
            try:
                level = level_of(plan, run(plan, number), self.target)
            except EngineError as error:
                level, self.troubles[name] = np.nan, str(error.args[0])
            self.fresh += 1
            self.levels.add(key, number, float(level))
        return level


def _first_line(error):
    """What is wrong, without its place: the first fault is enough for a point of many."""
    fault = error.faults[0]
    return f"{fault.path}: {fault.text}"


def plan_digest(plan):
    """A name for all that the runs of a plan depend on but their number, and all that is read of them."""
    digest = blake2b(digest_size=12)
    for part in (plan.arrays, plan.names, plan.sources, plan.finds):
        _into(digest, part)
    digest.update(repr((plan.start, plan.horizon, plan.warm_up, plan.seed)).encode())
    return digest.hexdigest()


def _into(digest, part):
    """Adds every array by its bytes: the text of a long one leaves out its middle."""
    if isinstance(part, np.ndarray):
        digest.update(f"{part.dtype}{part.shape}".encode() + np.ascontiguousarray(part).tobytes())
    elif isinstance(part, tuple | list):
        digest.update(f"{type(part).__name__}{len(part)}(".encode())
        for inner in part:
            _into(digest, inner)
        digest.update(b")")
    elif hasattr(part, "__dataclass_fields__"):
        for name in part.__dataclass_fields__:
            digest.update(name.encode())
            _into(digest, getattr(part, name))
    elif isinstance(part, dict):
        for name, inner in part.items():
            digest.update(repr(name).encode())
            _into(digest, inner)
    else:
        digest.update(repr(part).encode())
