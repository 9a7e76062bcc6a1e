"""Those who ride with a whole, and how they get out of it."""

from twin.plan.plan import ALIGHT, MEET, PART
from twin.plan.visits import NOBODY


def ride(e, whole):
    """It goes where the whole goes."""
    e.doing = "riding"
    whole.riders.append(e)


def alight(port, whole, step):
    """All who ride get out and have steps of their own; a whole that waits for them counts them."""
    riders, whole.riders = whole.riders, []
    for e in riders:
        if step["c"] >= 0:
            e.out_of = whole, step["c"]
            whole.spawned[step["c"]] += 1
        e.jump(step["a"])
        e.resume()


def part(port, e, step):
    """Those who met go on each by itself, after one has given to another what is handed over."""
    in_role, riders = {0: e}, e.riders
    e.riders = [one for one in riders if not has_met(port, one)]
    for one in riders:
        if has_met(port, one):
            in_role[port.steps[one.pc]["e"]] = one
            one.pc += 1
            one.resume()
    if step["a"] != NOBODY:
        hand_over(step, in_role[step["a"]], in_role[step["b"]])


def has_met(port, e):
    """It rides because it has met the one it is with, and not as a part of it."""
    step = port.steps[e.pc]
    return step["op"] == MEET and step["e"] != NOBODY


def hand_over(step, giver, taker):
    """The load, and what is set of the registers named."""
    for register in range(len(giver.registers)):
        if step["d"] >> register & 1:
            taker.registers[register] = giver.registers[register]
    if step["c"]:
        taker.load, giver.load = taker.load + giver.load, 0


LET_GO = {ALIGHT: alight, PART: part}


def leave_together(port, whole):
    """All who ride leave by the exit of the whole."""
    riders, whole.riders = whole.riders, []
    for e in riders:
        e.pc = whole.pc
        e.resume()


def count_ended(port, whole, counter):
    """One more part of an entity has ended; it goes on if that is what it waited for."""
    whole.ended_parts[counter] += 1
    if whole.awaits == counter and whole.is_joined(counter, port.steps[whole.pc]["b"]):
        whole.awaits = NOBODY
        whole.resume()


def ride_again(port, e):
    """One that got out of a whole that waits for it is back; gives the event that sets it going."""
    e.leave_place()
    e.leave_zone()
    (whole, counter), e.out_of = e.out_of, None
    e.go = port.env.event()
    ride(e, whole)
    count_ended(port, whole, counter)
    return e.go


def meet(port, e, step):
    """An entity waits for others to become one with; its whole says where it goes on."""
    e.ask()
    going = e.park("meeting")
    port.meetings[step["a"]].come(e)
    target = yield going
    if target is not None:
        e.jump(target)
