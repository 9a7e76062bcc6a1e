"""A roster by slots as shifts of a scenario, and as the changes of a lever."""

import numpy as np

from twin.model.frozen import FrozenDict
from twin.model.roster import Shift
from twin.study.changing import with_things


def segments(day, level):
    """[(name, hours, size)] of [slot] numbers: neighbours of one size are one, over midnight too."""
    level = np.asarray(level, int)
    if (level == level[0]).all():
        return [("all_day", "00:00-24:00", int(level[0]))] if level[0] else []
    begins = [slot for slot in range(day.slots) if level[slot] != level[slot - 1]]
    out = []
    for begin, end in zip(begins, [*begins[1:], begins[0]], strict=True):
        if level[begin] > 0:
            text = f"{day.clock(begin)}-{'24:00' if end == 0 else day.clock(end)}"
            out.append((f"from_{day.clock(begin).replace(':', '')}", text, int(level[begin])))
    return out


def with_roster(scenario, day, levels):
    """The Scenario with {station or pool: [slot] numbers} in place of their shifts."""
    shifts = {
        name: FrozenDict(
            {
                called: Shift.model_validate({"hours": hours, "size": str(size)})
                for called, hours, size in segments(day, level)
            }
        )
        for name, level in levels.items()
    }
    return with_things(scenario, "roster", "shifts", shifts)


def changes_of(scenario, day, levels):
    """The changes of a lever that does the same: old shifts go, new ones come."""
    out = []
    for name, level in levels.items():
        new = segments(day, level)
        names = {called for called, _, _ in new}
        old = scenario.roster.shifts.get(name, {})
        out += [{"remove": f"roster.shifts.{name}.{shift}"} for shift in old if shift not in names]
        again = {called: (hours, size) for called, hours, size in new if called in old}
        out += [
            {
                "set": {
                    f"roster.shifts.{name}.{called}.hours": hours,
                    f"roster.shifts.{name}.{called}.size": str(size),
                }
            }
            for called, (hours, size) in again.items()
        ]
        fresh = {
            called: {"hours": hours, "size": str(size)} for called, hours, size in new if called not in again
        }
        if fresh:
            out.append({"add": {"roster": {"shifts": {name: fresh}}}})
    return out
