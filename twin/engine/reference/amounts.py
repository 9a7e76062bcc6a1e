"""How many units of a pool an entity asks for."""

import math

from twin.plan.plan import BY_HEADS, BY_LOAD, BY_SIZE


def amount(need, e):
    """Units that a need asks for: fixed, by load, by the room the entity takes, or by heads; at least one."""
    units = need["units"]
    if units == BY_LOAD:
        return max(e.load, 1)
    if units == BY_SIZE:
        return max(e.size, 1)
    if units == BY_HEADS:
        return max(math.ceil(e.heads / need["each"]), 1)
    return units
