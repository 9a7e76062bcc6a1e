"""The cheapest people on shifts that cover what is needed in every slot of the day, as an integer program."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from twin.model.errors import Fault, ScenarioError, listed

HOUR = 3600.0
LONGEST = 60.0  # seconds for the integer program; what it has by then is within the gap that it tells
LATER = 3600.0  # a break may begin so much later than its time, so that not all rest at once


class Duty(NamedTuple):
    """So many people on one shift from one start with one break."""

    shift: str
    start: float  # seconds from midnight
    length: float
    rest_at: float  # seconds from midnight, nan without
    rest: float
    people: int


class Cover(NamedTuple):
    """Who covers the need of a crew: its duties, people by slot, hours paid and their cost in day hours."""

    crew: str
    duties: tuple[Duty, ...]
    staff: np.ndarray  # [slot]
    hours: float
    cost: float
    gap: float  # how far from the best the cost may be, a share


def covered(crew, need, shifts, *, day):
    """The Cover of [slot] people that are needed; refused where no shift is, or too few may be given."""
    need = np.asarray(need, int)
    ways = [way for shift in shifts for way in _ways(shift, day)]
    there = np.array([on for _, _, _, on in ways]).T if ways else np.zeros((len(need), 0))  # [slot, way]
    bare = np.flatnonzero((need > 0) & (there.sum(axis=1) == 0))
    if len(bare):
        times = listed(day.clock(slot) for slot in bare)
        text = f"no shift covers {times}, where {int(need[bare].max())} are needed; add one that does"
        raise ScenarioError([Fault("shifts", crew, text)])
    cost = np.array([shift.length / HOUR * shift.cost for shift, _, _, _ in ways])
    rows, low, high = _limits(ways, shifts)
    found = milp(
        cost,
        constraints=[
            LinearConstraint(csr_matrix(there), need, np.inf),
            LinearConstraint(csr_matrix(rows), low, high),
        ],
        integrality=np.ones(len(ways)),
        bounds=Bounds(0, max(int(need.max(initial=0)), *(shift.fewest for shift in shifts), 1)),
        options={"time_limit": LONGEST},
    )
    if found.x is None:
        raise ScenarioError([_too_few(crew, need, shifts, (there, ways, day))])
    people = np.rint(found.x).astype(int)
    duties = tuple(
        Duty(shift.name, start, shift.length, rest_at, shift.rest, int(n))
        for (shift, start, rest_at, _), n in zip(ways, people, strict=True)
        if n > 0
    )
    hours = sum(duty.people * duty.length for duty in duties) / HOUR
    gap = float(getattr(found, "mip_gap", 0.0) or 0.0)
    staff = (there @ people).astype(int)
    return Cover(crew, tuple(sorted(duties, key=_order)), staff, hours, float(cost @ people), gap)


def _order(duty):
    return duty.start, duty.shift, duty.rest_at


def _ways(shift, day):
    """(shift, start, break from, [slot] on duty) of each way in which one may work it."""
    for start in shift.starts:
        whole = _slots(day, start, shift.length)
        if not shift.rest:
            yield shift, start, float("nan"), whole
            continue
        last = min(shift.rest_after + LATER, shift.length - shift.rest)
        for after in np.arange(shift.rest_after, last + 1e-6, day.per):
            rest_at = start + after
            yield shift, start, rest_at, whole & ~_touched(day, rest_at, shift.rest)


def _slots(day, start, length):
    """[slot] the slots that lie wholly within, over midnight too."""
    begins = np.arange(day.slots) * day.per
    into = (begins - start) % 86400.0
    return into + day.per <= length + 1e-6


def _touched(day, start, length):
    """[slot] the slots of which a part lies within."""
    out = np.zeros(day.slots, bool)
    first = np.floor(start / day.per)
    last = np.ceil((start + length) / day.per)
    out[np.arange(first, last).astype(int) % day.slots] = True
    return out


def _limits(ways, shifts):
    """(rows, least, most) of people on each shift."""
    rows = np.array([[float(way[0].name == shift.name) for way in ways] for shift in shifts])
    most = [np.inf if shift.most is None else shift.most for shift in shifts]
    return rows, np.array([shift.fewest for shift in shifts], float), np.array(most, float)


def _too_few(crew, need, shifts, given):
    """The fault of a need that shifts with their `most` cannot cover."""
    there, ways, day = given
    most = {shift.name: np.inf if shift.most is None else shift.most for shift in shifts}
    can = np.zeros(len(need))
    for name, n in most.items():
        own = there[:, [way[0].name == name for way in ways]].any(axis=1)
        can += np.where(own, n, 0.0)
    slot = int(np.argmin(can - need))
    text = (
        f"{int(need[slot])} are needed from {day.clock(slot)}, and the shifts that are on then have "
        f"{can[slot]:g} at most; raise most:, or promise less"
    )
    return Fault("shifts", crew, text)
