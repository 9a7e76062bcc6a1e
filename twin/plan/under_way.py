"""What is left of what is under way, drawn anew on condition of its age: once for both engines."""

from typing import NamedTuple

from twin.plan.branching import lasting
from twin.plan.draws import GIVEN, mix
from twin.plan.plan import FULL, LONGEST
from twin.plan.rules import rest_at, sample, time_at
from twin.plan.visits import NOBODY


class Service(NamedTuple):
    """What the duration of a service is a function of, its salt apart."""

    key: int
    pc: int
    cls: int
    loop: int
    record: int
    model: int


class Left(NamedTuple):
    """What is left of something under way, at its pace, and with which luck it was drawn."""

    time: float
    salt: int
    pace: int = FULL


def service_left(arrays, service, left, salt):
    """The Left of a service, drawn anew."""
    return _anew(left, salt, lambda one: whole(arrays, service, one))


def server_left(arrays, row, which, left, salt):
    """The Left of a server's time to failure or of repair; `which`: law, purpose, number of its failures."""
    dist, purpose, failures = which
    key = mix(arrays.run_key[0], row["key"])
    return _anew(left, salt, lambda one: draw(arrays, dist, _salted(key, one), (purpose, failures)))


def _anew(left, salt, total):
    """What has a law gets the rest of a total that exceeds its age; what is certain is left as it is."""
    whole = total(left.salt)
    age = whole - rest_at(left.time, left.pace, FULL)  # below 0 before it began: it moves up, a unit comes
    found = lasting(max(age, 0.0), salt, total)
    if found is None or found[1] == whole:
        return left
    return Left(time_at(found[1] - age, left.pace), found[0], left.pace)


def whole(arrays, service, salt):
    """The tasks of a service, one after the other or side by side."""
    step = arrays.step[service.pc]
    row = arrays.service[arrays.tab[step["b"] + service.cls * step["c"] + service.model]]
    key, total = _salted(service.key, salt), 0.0
    for task in arrays.task[row["first"] : row["first"] + row["n"]]:
        time = draw(arrays, task["dist"], key, (task["key"], service.loop), service.record)
        total = max(total, time) if row["how"] == LONGEST else total + time
    return total


def draw(arrays, dist, key, names, record=NOBODY):
    """A duration by a law, or as recorded; `names`: purpose and loop."""
    law = arrays.dist[dist]
    if law["kind"] == GIVEN:
        time = arrays.given[record, law["first"]].item() if record != NOBODY else float("nan")
        if time == time:
            return time
        law = arrays.dist[law["n"]]
    first, n, p, q, r, kind = law.item()
    return sample(key, *names, kind, first, n, p, q, r, arrays.table)


def _salted(key, salt):
    return mix(key, salt) if salt else key
