"""Claims on pools: who waits for units at a step, in order of priority."""

import numpy as np

from twin.engine.kernel.items import touch_group
from twin.engine.kernel.lists import before, put_behind
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import CLAIMING, NO_ONE
from twin.plan.jit import inlined
from twin.plan.plan import IS_URGENT, SEIZE, URGENT


@inlined
def level_of(A, entity):
    """Its priority; the urgent go before level 0, and whoever has no body is at level 0."""
    if entity.flow == NO_ONE:
        return np.int64(0)
    urgent = (entity.registers >> (4 * URGENT)) & 15 == IS_URGENT
    return np.int64(-1) if urgent else np.int64(A.level[entity.flow, entity.cls])


@rare
def claim(A, S, e):
    """Waits for what its step claims: by priority, but for zones, where nobody can pass."""
    entity = S.entity[e]
    step = A.step[entity.pc]
    entity.status = CLAIMING
    entity.level = level_of(A, entity) if step.op == SEIZE else 0
    put_by_level(S, np.int64(len(S.head) - len(A.group_first) + step.d), e)
    touch_group(A, S, step.d)


@inlined
def put_by_level(S, which, e):
    """Sorts an entity into a list by priority first; nearly always it is the last."""
    place = np.int64(S.tail[which])
    while place != NO_ONE and claims_before(S.entity[e], S.entity[place]):
        place = np.int64(S.entity[place].before)
    put_behind(S, which, e, place)


@inlined
def claims_before(a, b):
    """The order of two claims: priority, time asked, number, key."""
    return a.level < b.level if a.level != b.level else before(a, b)
