"""What split and gather become: parts that are spawned or get out, and members that become one."""

from twin.model.steps import OWN_SIZE
from twin.plan import plan
from twin.plan.instructions import Await, End, Spawn
from twin.plan.known import asking, cases_of, kept
from twin.plan.many import Alight, Many, Meet
from twin.plan.plan import Point
from twin.plan.visits import NOBODY
from twin.plan.writing import Block, Spot


def split(writing, node, place):
    """Many parts of one thread, or those it carries; the whole waits for all of them, or ends."""
    (part,) = node.parts.values()
    out = _parts(writing, node, Spot(part.first, place))
    if node.step.parent == "ends":
        return Block([*out, End()])
    wait = Await(node.counter, NOBODY, Point("join", node.step.name))
    return Block([*out, wait], writing.after(node, place))


def _parts(writing, node, begin):
    """Instructions after which the parts go on at `begin`."""
    waits = node.step.parent == "waits"
    cls = writing.draft.classes.index(node.step.split)
    if node.thread.carried:
        meeting = writing.draft.meetings.made_by(node.thread.carried[-1])
        return [Alight(cls, node.counter if waits else NOBODY, meeting, begin)]
    number = (plan.OWN_SIZE, 0) if node.step.count == OWN_SIZE else tuple(node.step.count)
    return [
        Many(f"{node.name}.count", number),
        Spawn(f"{node.name}.{node.step.split}", cls, node.counter, begin),
    ]


def gather(writing, node, place):
    """Members wait until they become one; those of each value of an attribute by themselves."""
    return gather_known(writing, Spot(node, place))


def gather_known(writing, spot):
    """The same, when the answers to some of the attributes are known."""
    node, step = spot.node, spot.node.step
    question = asking(writing, spot, step.by)
    if question:
        return question
    # The whole has the attributes by which its members found each other.
    out = kept(writing, spot, step.by)
    sizes = [len(cases) for cases in cases_of(writing, spot, step.by)]
    meeting = writing.draft.meetings.gather(node, spot.known, sizes)
    cls = writing.draft.classes.index(step.into)
    begin = Spot(node.parts[step.into].first, spot.place)
    return Block([*out, Meet(f"{node.name}.{step.into}", meeting, cls, Point("gather", step.name), begin)])
