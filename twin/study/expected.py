"""How often a step is expected: the program of a plan as a chain of states, solved without simulation."""

import math
from collections import Counter
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, identity
from scipy.sparse.linalg import spsolve

from twin.plan.meetings import MOST as NO_LIMIT
from twin.plan.plan import (
    ALIGHT,
    ARRIVE,
    BRANCH,
    BY_HEADS,
    BY_LOAD,
    BY_SIZE,
    CHOOSE,
    END,
    ENTER,
    GIVES_UP,
    GOTO,
    IF_FULL,
    LEAVE,
    MEET,
    NUMBER,
    OWN_SIZE,
    RELEASE,
    RETURN,
    SEIZE,
    SET,
    SPAWN,
    UNLIMITED,
    VISIT,
    WALK,
)
from twin.plan.visits import NOBODY


class State(NamedTuple):
    """What an entity's next step depends on, and what it holds meanwhile."""

    pc: int
    cls: int
    registers: int = 0  # attributes set so far, four bits each
    answered: tuple = ()  # (question, case) of attributes, which answer the same whenever asked
    held: tuple = ()  # (pool, units)
    zone: int = NOBODY  # row of `need`
    is_part: bool = False  # forked off: it runs beside the whole


class Chain(NamedTuple):
    """The states that an entity can be in, how it moves between them, and how often it is in each."""

    states: list  # of State, the first where it begins
    moves: csr_matrix  # [to, from] expected number of moves, more than one where parts are forked
    times: np.ndarray  # [state]


def expected_chain(plan, start, preference):
    """The Chain of one entity that begins at a State.

    `preference(state)` is how much a way draws of a choice between several, at the state it begins in.
    """
    index, edges = {start: 0}, []
    states = [start]
    for state in states:
        for share, after in successors(plan.arrays, state, preference):
            if after not in index:
                index[after] = len(states)
                states.append(after)
            edges.append((index[after], index[state], share))
    to, origin, share = zip(*edges, strict=True) if edges else ((), (), ())
    n = len(states)
    moves = csr_matrix((share, (to, origin)), shape=(n, n))
    begin = np.zeros(n)
    begin[0] = 1.0
    times = spsolve(csc_matrix(identity(n) - moves), begin)
    return Chain(states, moves, np.atleast_1d(times))


def first_step(plan, pc):
    """Where the trip begins: after the time away of a fleet, which passes outside."""
    op = plan.arrays.step["op"]
    return pc + 1 if op[pc] == WALK and pc + 1 < len(op) and op[pc + 1] == ARRIVE else pc


def units_of(arrays, need, cls):
    """Units of a pool that a row of `need` asks for a class."""
    units = int(arrays.need["units"][need])
    if units == BY_LOAD:
        return max(int(arrays.cls["load"][cls]), 1)
    if units == BY_SIZE:
        return max(int(arrays.cls["size"][cls]), 1)
    if units == BY_HEADS:
        return max(math.ceil(expected_heads(arrays, cls) / int(arrays.need["each"][need])), 1)
    return units


def successors(arrays, state, preference):
    """[(share, state)] of what comes after a state; shares of a fork add up to more than one."""
    step = arrays.step[state.pc]
    op = step["op"]
    if op in (LEAVE, END, RETURN):
        return []
    if op == GOTO:
        return [(1.0, state._replace(pc=int(step["a"])))]
    if op == BRANCH:
        return _answers(arrays, state, step)
    if op == CHOOSE:
        return _choices(arrays, state, step, preference)
    after = state._replace(pc=state.pc + 1)
    if op == MEET and step["e"] == NOBODY:
        return _become_one(arrays, state, step)
    if op in (VISIT, MEET) and step["d"]:
        # Nobody waits where nobody is expected to wait; but there are ways for those who would not.
        others = instead(arrays, state).values()
        return [(1.0, _changed(arrays, after, step)), *((0.0, other) for other in others)]
    if op == ALIGHT:
        out = State(int(step["a"]), int(step["b"]), state.registers, is_part=True)
        return [(members(arrays, int(step["d"]), out.cls), out), (1.0, after)]
    if op == SPAWN:
        cls = int(step["b"]) if step["b"] != NOBODY else state.cls
        taken = _rows(arrays, int(step["d"]), int(step["e"]), state.cls)
        part = State(int(step["a"]), cls, state.registers, held=taken, is_part=True)
        return [(expected_parts(arrays, state.pc, state.cls), part), (1.0, _without(after, taken))]
    return [(1.0, _changed(arrays, after, step))]


def _become_one(arrays, state, step):
    """Of so many who meet, one whole goes on."""
    whole = State(int(step["d"]), int(step["b"]), state.registers, is_part=True)
    return [(1.0 / members(arrays, int(step["a"]), state.cls), whole)]


def members(arrays, meeting, cls):
    """How many of a class become one where it is full, or the fewest who may where it never is."""
    row, one = arrays.meeting[meeting], arrays.cls[cls]
    most = [arrays.role["count"][row["first_role"]]]
    for limit, takes in ((row["length"], one["length"]), (row["mass"], one["load"])):
        most += [max(int(limit) // int(takes), 1)] if takes and limit < UNLIMITED else []
    is_limited = len(most) > 1 or most[0] < NO_LIMIT
    return float(min(most) if is_limited else row["fewest"])


def expected_parts(arrays, pc, cls):
    """How many parts a spawn makes on average: one, or what the step before it says."""
    before = arrays.step[pc - 1]
    if before["op"] != NUMBER:
        return 1.0
    number = expected_heads(arrays, cls) if before["a"] == OWN_SIZE else (before["a"] + before["b"]) / 2
    return float(number)


def expected_heads(arrays, cls):
    """How many one of a class is made of on average."""
    return float(arrays.cls["fewest"][cls] + arrays.cls["most"][cls]) / 2


def instead(arrays, state):
    """{GIVES_UP or IF_FULL: State} of those who do not wait for the visit of a state."""
    record = int(arrays.step["d"][state.pc])
    targets = {why: int(arrays.tab[record + why]) for why in (GIVES_UP, IF_FULL) if record}
    found = {why: state._replace(pc=pc) for why, pc in targets.items() if pc != NOBODY}
    if GIVES_UP in found:
        found[GIVES_UP] = _changed(arrays, found[GIVES_UP], arrays.step[state.pc])
    return found


def _changed(arrays, state, step):
    """The state after a step that changes what the entity is or holds."""
    op = step["op"]
    if op == SET:
        shift = 4 * int(step["a"])
        return state._replace(registers=state.registers & ~(15 << shift) | int(step["b"]) << shift)
    if op == SEIZE:
        taken = _rows(arrays, int(step["a"]), int(step["b"]), state.cls)
        if not arrays.need["back"][step["a"]]:  # a unit of a quota or slot is used up, not held
            return state
        return state._replace(held=tuple(sorted(state.held + taken)))
    if op == RELEASE:
        return _without(state, _rows(arrays, int(step["a"]), int(step["b"]), state.cls))
    if op == ENTER:
        return state._replace(zone=int(step["a"]))
    if op == VISIT and arrays.station["sited"][step["a"]]:
        return state._replace(zone=NOBODY)
    return state


def _without(state, given):
    """The state less units of pools that are given back; what was claimed at once may go in parts."""
    left = Counter()
    for pool, units in state.held:
        left[pool] += units
    for pool, units in given:
        left[pool] -= min(units, left[pool])
    return state._replace(held=tuple(sorted((pool, units) for pool, units in left.items() if units)))


def _rows(arrays, first, n, cls):
    """((pool, units), ...) of rows of `need`; of a reusable stock nobody keeps account."""
    return tuple(
        (int(arrays.need["pool"][row]), units_of(arrays, row, cls))
        for row in range(first, first + n)
        if not arrays.pool["reusable"][arrays.need["pool"][row]]
    )


def _answers(arrays, state, step):
    known = dict(state.answered).get(int(step["key"]), NOBODY) if step["e"] else NOBODY
    if step["d"] != NOBODY and state.registers >> 4 * int(step["d"]) & 15:
        known = (state.registers >> 4 * int(step["d"]) & 15) - 1
    cases = int(step["b"])
    first = int(step["a"]) + state.cls * cases
    shares = np.diff(arrays.cum[first : first + cases], prepend=0.0)
    out = []
    for case, share in enumerate(shares.tolist()):
        if known not in (NOBODY, case) or (known == NOBODY and share <= 0.0):
            continue
        after = state._replace(pc=int(arrays.tab[step["c"] + case]))
        if step["e"] and known == NOBODY:
            after = after._replace(answered=tuple(sorted((*state.answered, (int(step["key"]), case)))))
        out.append((1.0 if known != NOBODY else share, after))
    return out


def _choices(arrays, state, step, preference):
    first, n = arrays.tab[step["a"] + 2 * state.cls : step["a"] + 2 * state.cls + 2]
    targets = arrays.tab[first : first + n]
    ways = [state._replace(pc=int(pc)) for pc in targets]
    weight = np.array([preference(way) for way in ways], float)
    weight = weight / weight.sum() if weight.sum() > 0 else np.full(n, 1.0 / n)
    return list(zip(weight.tolist(), ways, strict=True))
