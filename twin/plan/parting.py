"""What splits become: parts that are spawned, and a whole that waits for them or ends."""

from twin.model.steps import OWN_SIZE
from twin.plan import plan
from twin.plan.instructions import Await, End, Many, Spawn
from twin.plan.plan import Point
from twin.plan.visits import NOBODY
from twin.plan.writing import Block, Spot


def split(writing, node, place):
    """Many parts of one thread; the whole waits for all of them, or ends."""
    cls, part = next(iter(node.parts.items()))
    writing.classes[part] = (cls,)
    index = writing.draft.classes.index(cls)
    number = (plan.OWN_SIZE, 0) if node.step.count == OWN_SIZE else tuple(node.step.count)
    many = Many(f"{node.name}.count", number)
    parts = Spawn(f"{node.name}.{cls}", index, node.counter, Spot(part.first, place))
    if node.step.parent == "ends":
        return Block([many, parts, End()])
    wait = Await(node.counter, NOBODY, Point("join", node.step.name))
    return Block([many, parts, wait], writing.after(node, place))
