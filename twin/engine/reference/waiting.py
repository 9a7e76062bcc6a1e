"""Waits that the clock ends, or those who belong together: permissions and marks."""

from twin.plan.plan import PERMIT
from twin.plan.rules import answer
from twin.plan.visits import NOBODY


def wait(port, e, step):
    """An entity waits for a permission, or for a mark; it goes on at once if it has it."""
    e.ask()
    if step["op"] == PERMIT:
        due = permission_due(port, e, step)
        if due > port.env.now:
            port.at(due, e.resume)
            yield e.park("free")
    elif not e.family.has(step["a"]):
        yield e.family.wait(step["a"], e)
    now = port.env.now
    port.write(e, (step["c"], e.asked_visit), (e.asked, now, now, now, now))
    e.pc += 1


class Family:
    """An entity, its parts, and theirs: what one of them marks is marked for all."""

    def __init__(self):
        self.marks = set()
        self.waiting = []  # (mark, entity)

    def has(self, mark):
        """Somebody has made the mark."""
        return mark in self.marks

    def wait(self, mark, e):
        """The event that its process waits for."""
        self.waiting.append((mark, e))
        return e.park("free")

    def mark(self, mark):
        """From now on it is marked, and those who wait for it go on."""
        self.marks.add(mark)
        free = [e for wanted, e in self.waiting if wanted == mark]
        self.waiting = [(wanted, e) for wanted, e in self.waiting if wanted != mark]
        for e in free:
            e.resume()


def permission_due(port, e, step):
    """When it is given: after its whole's arrival, or after it was first asked for on this trip."""
    if step["e"] in e.permissions:
        return e.asked
    begin = e.origin
    if step["e"] != NOBODY:
        e.permissions.add(step["e"])
        begin = e.asked
    key = e.key if step["e"] == NOBODY else port.luck.key(e.key)  # what is counted from arrival is under way
    case = answer(key, step["key"], e.trip, port.plan.arrays.cum, step["a"], step["b"])
    purpose, *laws = port.tab[step["d"] : step["d"] + 1 + step["b"]]
    return begin + port.luck.draw(laws[case], key, purpose, e.trip, NOBODY)
