"""Many become one: those who wait for others, the whole that they form, and how they get out of it."""

import numpy as np

from twin.engine.kernel.claiming import level_of, put_by_level
from twin.engine.kernel.entities import count_ended, jump, new_entity
from twin.engine.kernel.items import meeting_item
from twin.engine.kernel.lists import push, take, touch
from twin.engine.kernel.patience import begin_patience, is_patient_until
from twin.engine.kernel.places import (
    ask,
    leave_place,
    leave_zone,
    make_ready,
    write_wait,
)
from twin.engine.kernel.plain import rare
from twin.engine.kernel.state import MEETING, NO_ONE, RIDING, TIMER
from twin.plan.draws import mix
from twin.plan.jit import inner
from twin.plan.plan import MEET, PART
from twin.plan.rules import child_number


@inner
def list_of(A, S, role):
    """The list of those who wait in a role."""
    return len(S.head) - len(A.group_first) - len(A.role) + role


@rare
def wait_for_others(A, S, e):
    """It waits in its role, keeping its place; each has a timer of its own, which may come to nothing."""
    entity = S.entity[e]
    step = A.step[entity.pc]
    meeting = A.meeting[step.a]
    ask(A, S, e)
    entity.status = MEETING
    entity.level = level_of(A, entity)
    put_by_level(S, list_of(A, S, np.int64(meeting.first_role + max(np.int64(step.e), 0))), e)
    touch(S, meeting_item(A, np.int64(step.a)))
    if meeting.timeout < np.inf:
        push(S, S.count[0].now + meeting.timeout, TIMER, np.int64(step.a), np.int64(0))
    if step.e != NO_ONE and is_patient_until(A, entity):
        begin_patience(A, S, e)
    return False


@rare
def move_meeting(A, S, index):
    """The first who fit become one: when it is full, or it goes before that and they are enough."""
    meeting = A.meeting[index]
    if meeting.roles > 1:
        return move_match(A, S, meeting)
    which = list_of(A, S, np.int64(meeting.first_role))
    first = S.head[which]
    if first == NO_ONE:
        return False
    n, is_full = how_many_fit(A, S, meeting, first)
    goes = S.cut[index] == S.count[0].now or is_time_up(S, meeting, first)
    if not is_full and (n < meeting.fewest or not goes):
        return False
    whole = new_whole(A, S, first)
    for _ in range(n):
        board(A, S, S.head[which], whole)
    if not is_full and meeting.others > 0:
        n = top_up(A, S, meeting, (whole, n))
    S.entity[whole].heads = n
    make_ready(S, whole)
    return True


@inner
def move_match(A, S, meeting):
    """The first of each role meet: the one of the first role goes on, the others with it."""
    for role in range(meeting.first_role, meeting.first_role + meeting.roles):
        if S.head[list_of(A, S, np.int64(role))] == NO_ONE:
            return False
    leader = np.int64(S.head[list_of(A, S, np.int64(meeting.first_role))])
    for role in range(meeting.first_role, meeting.first_role + meeting.roles):
        e = np.int64(S.head[list_of(A, S, np.int64(role))])
        take(S, e)
        write_wait(S, e, np.int64(A.step[S.entity[e].pc].c))
        if e != leader:
            leave_place(A, S, e)
            ride(S, e, leader)
    S.entity[leader].pc += 1
    make_ready(S, leader)
    return True


@inner
def how_many_fit(A, S, meeting, first):
    """The first who wait and fit in one, the very first in any case; whether there is no room for more."""
    count = A.role[meeting.first_role].count
    n = np.int64(0)
    length = np.int64(0)
    mass = np.int64(0)
    e = np.int64(first)
    while e != NO_ONE:
        length += A.cls[S.entity[e].cls].length
        mass += S.entity[e].load
        if n > 0 and (length > meeting.length or mass > meeting.mass):
            return n, True
        n += 1
        if n == count or length >= meeting.length or mass >= meeting.mass:
            return n, True
        e = np.int64(S.entity[e].after)
    return n, False


@inner
def top_up(A, S, meeting, whole):
    """Those of other values who still fit go along; the number of all."""
    e, n = whole
    length = np.int64(0)
    rider = np.int64(S.entity[e].riders)
    while rider != NO_ONE:
        length += A.cls[S.entity[rider].cls].length
        rider = np.int64(S.entity[rider].after)
    for index in range(meeting.first_other, meeting.first_other + meeting.others):
        which = list_of(A, S, np.int64(A.meeting[index].first_role))
        while S.head[which] != NO_ONE:
            other = S.entity[S.head[which]]
            length += A.cls[other.cls].length
            too_heavy = S.entity[e].load + other.load > meeting.mass
            if n == A.role[meeting.first_role].count or length > meeting.length or too_heavy:
                return n
            board(A, S, np.int64(S.head[which]), e)
            n += 1
    return n


@inner
def is_time_up(S, meeting, first):
    """Whether one of them has waited as long as the timeout."""
    e = np.int64(first)
    while e != NO_ONE:
        if S.entity[e].asked + meeting.timeout <= S.count[0].now:
            return True
        e = np.int64(S.entity[e].after)
    return False


@inner
def new_whole(A, S, first):
    """Those who meet become one: named by the first of them, whose next steps it has."""
    leader = S.entity[first]
    step = A.step[leader.pc]
    e = new_entity(A, S, np.int64(step.b), np.int64(leader.flow), np.int64(step.d))
    whole = S.entity[e]
    whole.key = mix(mix(leader.key, step.key), leader.loop * 1024)
    whole.number = child_number(leader.number, leader.depth, leader.children)
    whole.depth = leader.depth + 1
    whole.parent_key = leader.key
    whole.registers = leader.registers
    whole.deadline = whole.arrived + A.cls[whole.cls].promise
    whole.load = 0
    leader.children += 1
    return e


@inner
def board(A, S, e, whole):
    """One who waits gives up its place and rides."""
    entity = S.entity[e]
    take(S, e)
    write_wait(S, e, np.int64(A.step[entity.pc].c))
    leave_place(A, S, e)
    if entity.zone_need != NO_ONE:
        leave_zone(A, S, e)
    ride(S, e, whole)
    S.entity[whole].load += entity.load


@inner
def ride(S, e, whole):
    """It goes where the whole goes. The order of riders means nothing."""
    entity = S.entity[e]
    entity.status = RIDING
    entity.after = S.entity[whole].riders
    S.entity[whole].riders = e


@rare
def let_go(A, S, e):
    """Those who ride get out, or those who met go on each by itself."""
    if A.step[S.entity[e].pc].op == PART:
        part(A, S, e)
    else:
        alight(A, S, e)


@inner
def alight(A, S, e):
    """All who ride get out and have steps of their own; a whole that waits for them counts them."""
    whole = S.entity[e]
    step = A.step[whole.pc]
    rider = np.int64(whole.riders)
    whole.riders = NO_ONE
    while rider != NO_ONE:
        following = np.int64(S.entity[rider].after)
        if step.c != NO_ONE:
            S.entity[rider].whole = e
            S.entity[rider].whole_counter = step.c
            whole.spawned[step.c] += 1
        jump(S, rider, np.int64(step.a))
        make_ready(S, rider)
        rider = following


@rare
def leave_together(A, S, e):
    """All who ride leave by the exit of the whole."""
    whole = S.entity[e]
    rider = np.int64(whole.riders)
    whole.riders = NO_ONE
    while rider != NO_ONE:
        following = np.int64(S.entity[rider].after)
        S.entity[rider].pc = whole.pc
        make_ready(S, rider)
        rider = following


@rare
def ride_again(A, S, e):
    """One that got out of a whole that waits for it is back."""
    entity = S.entity[e]
    leave_place(A, S, e)
    if entity.zone_need != NO_ONE:
        leave_zone(A, S, e)
    whole, counter = np.int64(entity.whole), np.int64(entity.whole_counter)
    entity.whole = NO_ONE
    ride(S, e, whole)
    count_ended(A, S, whole, counter)


@inner
def part(A, S, e):
    """Those who met go on each by itself, after one has given to another what is handed over."""
    whole = S.entity[e]
    step = A.step[whole.pc]
    giver, taker = np.int64(e), np.int64(e)
    rider = np.int64(whole.riders)
    whole.riders = NO_ONE
    while rider != NO_ONE:
        entity = S.entity[rider]
        following = np.int64(entity.after)
        met = A.step[entity.pc]
        if met.op == MEET and met.e != NO_ONE:
            if met.e == step.a:
                giver = rider
            if met.e == step.b:
                taker = rider
            entity.pc += 1
            make_ready(S, rider)
        else:
            ride(S, rider, e)
        rider = following
    if step.a != NO_ONE:
        hand_over(S, step, giver, taker)


@inner
def hand_over(S, step, giver, taker):
    """The load, and what is set of the registers named."""
    one, other = S.entity[giver], S.entity[taker]
    for register in range(16):
        if (step.d >> register) & 1:
            bits = np.int64(15) << np.int64(4 * register)
            other.registers = (other.registers & ~bits) | (one.registers & bits)
    if step.c:
        other.load += one.load
        one.load = 0
