"""What is waited for by name, and marked: how it becomes instructions."""

from dataclasses import dataclass

from twin.model.errors import Fault, ScenarioError
from twin.model.waiting import CALENDAR, MARK, PERMISSION, QUOTA, SLOT, kind_of
from twin.plan.draws import name_key
from twin.plan.instructions import Claim, Clear, Pass, Row, cumulative
from twin.plan.plan import AWAIT_MARK, PERMIT, Point
from twin.plan.plan import MARK as MAKE
from twin.plan.visits import NOBODY
from twin.plan.writing import Block

MOST = 62  # marks, and permissions counted from asking: a bit each in a word of 64


@dataclass(frozen=True)
class Permit:
    """Waits for a permission: one draw says which case, one how long it takes."""

    permission: str
    shares: tuple[float, ...]  # of each case
    dists: tuple[int, ...]  # of each case
    number: int  # among the permissions counted from asking, NOBODY: counted from arrival
    point: Point
    targets = ()

    def row(self, table):
        """Its row of STEP; the purposes are the permission's, so whoever asks twice asks for the same."""
        first, tab = len(table.cum), len(table.tab)
        table.cum.extend(cumulative(self.shares))
        table.tab.extend((name_key(f"{self.permission}.after"), *self.dists))
        key, point = name_key(f"{self.permission}.case"), table.points[self.point]
        return Row(key, PERMIT, first, len(self.shares), point, tab, self.number)


@dataclass(frozen=True)
class MakeMark:
    """Something is done, for all who belong together."""

    mark: int
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, MAKE, self.mark)


@dataclass(frozen=True)
class AwaitMark:
    """Waits until someone who belongs to the same whole has made a mark."""

    mark: int
    point: Point
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, AWAIT_MARK, self.mark, 0, table.points[self.point])


def wait(writing, node, place):
    """A wait: by name it keeps its place, for a duration it leaves it, as a walk does."""
    name = node.step.wait
    if not isinstance(name, str):
        line = Pass(node.step.name, writing.draft.laws.index(name))
    else:
        kind = kind_of(writing.draft.scenario, name)
        line = _WAIT[kind](writing, node, Point(kind, name))
    return Block([line], writing.after(node, place))


def _claim(writing, node, point):
    return Claim(writing.draft.pools.claim({(point.kind, point.name): 1}), point)


def _permission(writing, node, point):
    permission = writing.draft.scenario.policy.permissions[point.name]
    cases = permission.cases.values()
    asked = writing.draft.permissions_asked
    _at_most(len(asked), "permissions counted from asking", node)
    return Permit(
        point.name,
        tuple(case.share for case in cases),
        tuple(writing.draft.laws.index(case.after) for case in cases),
        asked.get(point.name, NOBODY),
        point,
    )


def _mark(writing, node, point):
    marks = writing.draft.awaited_marks
    _at_most(len(marks), "marks", node)
    return AwaitMark(marks[point.name], point)


def _at_most(number, what, node):
    if number > MOST:
        text = f"{number} {what} are waited for; at most {MOST} can be kept apart"
        raise ScenarioError([Fault(node.path, "", text)])


_WAIT = {QUOTA: _claim, SLOT: _claim, CALENDAR: _claim, PERMISSION: _permission, MARK: _mark}


def mark(writing, node, place):
    """A mark clears what was unloaded, where a stock waits for it, and lets those go on who wait for it."""
    name, out = node.step.mark, []
    if name in writing.draft.marks:
        out.append(Clear(writing.draft.marks[name]))
    if name in writing.draft.awaited_marks:
        out.append(MakeMark(writing.draft.awaited_marks[name]))
    return Block(out, writing.after(node, place))
