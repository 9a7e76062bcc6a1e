"""What a match becomes: a meeting for each role, what the leader does then, and the end of it."""

from twin.model.matches import LOAD
from twin.model.questions import CLASS, answers
from twin.plan.instructions import Ask
from twin.plan.known import asking, kept, values
from twin.plan.many import Pair, Part
from twin.plan.patience import instead
from twin.plan.plan import Point
from twin.plan.visits import NOBODY
from twin.plan.writing import Block, Spot


def match(writing, node, place):
    """Each goes the way of its role; the class says which that is."""
    roles = list(node.ways)
    if len(roles) == 1:
        return Block([], Spot(node.ways[roles[0]], place))
    about = writing.layout.matches[node.step.match]
    said = answers(writing.draft.scenario, node.thread.classes, CLASS)
    ways = [node.ways.get(about.role_of(one), node.after) for one in said.cases]
    targets = tuple(Spot(way, place) for way in ways)
    return Block([Ask(CLASS, said.shares, targets, NOBODY, False)])


def meet(writing, node, place):
    """One waits in its role; who gives something away has it first."""
    return meet_known(writing, Spot(node, place))


def meet_known(writing, spot):
    """The same, when some of the attributes that matter here are known."""
    node, step = spot.node, spot.node.step
    about, name = step.match, step.step.match
    gives = about.hand_over is not None and about.hand_over.from_ == step.role
    names = tuple(dict.fromkeys([*about.same, *(about.attributes_given if gives else ())]))
    question = asking(writing, spot, names)
    if question:
        return question
    meeting = writing.draft.meetings.match(name, values(writing, spot, about.same), list(about.between))
    role = list(about.between).index(step.role)
    line = Pair(f"{node.step.name}.{step.role}", meeting, role, Point("match", name), instead(writing, spot))
    after = Spot(node.ways["together"], spot.place) if role == 0 else writing.after(node, spot.place)
    return Block([*kept(writing, spot, names), line], after)


def part(writing, node, place):
    """What they did together is over: one gives to another, and each goes on."""
    about, roles = node.step.match, list(node.step.match.between)
    line = Part()
    if about.hand_over is not None:
        given = about.hand_over
        registers = tuple(writing.registers[name] for name in about.attributes_given)
        line = Part(roles.index(given.from_), roles.index(given.to), LOAD in given.what, registers)
    return Block([line], writing.after(node, place))
