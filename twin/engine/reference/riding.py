"""Those who ride with a whole, and how they get out of it."""

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
    port.meetings[step["a"]].come(e)
    yield e.park("meeting")
