"""Between which recorded stations the questions of a flow are asked, and where each answer leads first."""

from typing import NamedTuple

from twin.calibrate.fit import ENTER, EXIT
from twin.model.steps import Again, Branch, Choose, Do, Gather, Join, Leave, Match, Return, Seize, Visit, Wait
from twin.model.walk import arms

HOLDING = (Gather, Join, Match, Seize, Wait)  # steps at which something is waited for


class Asked(NamedTuple):
    """A question, the recorded stations that may be the last before it, and the first behind each answer."""

    question: str
    after: frozenset
    leads: dict  # {answer: frozenset of stations, or EXIT}


class Walk:
    """Walks the steps of a flow of a layout, of whose stations the records know some."""

    def __init__(self, layout, recorded):
        self.layout, self.recorded = layout, recorded
        self.asked = []
        self.held = set()  # recorded stations behind which something is waited for

    def flow(self, name):
        """[Asked] of the questions of a flow."""
        self.asked = []
        self.last(self.layout.flows[name].steps, frozenset({ENTER}), frozenset({EXIT}))
        return self.asked

    def entry(self, name):
        """The recorded stations that are first on the way of a flow."""
        return self.first(self.layout.flows[name].steps, frozenset({EXIT}))

    def first(self, steps, behind):
        """The recorded stations that are first from these steps on; `behind` are those after them."""
        for step in reversed(steps):
            if isinstance(step, Visit):
                behind = frozenset({step.visit}) if step.visit in self.recorded else behind
            elif isinstance(step, Do):
                behind = self.first(self.layout.parts[step.do], behind)
            elif isinstance(step, (Leave, Return)):
                behind = frozenset({EXIT})
            elif isinstance(step, Again):
                behind = frozenset({step.again} & set(self.recorded))
            elif isinstance(step, (Branch, Choose)):
                behind = frozenset().union(*(self.first(arm.steps, behind) for arm in arms(step)))
        return behind

    def last(self, steps, before, behind):
        """The recorded stations that may be last behind these steps; questions on the way are kept."""
        for i, step in enumerate(steps):
            rest = steps[i + 1 :]
            if isinstance(step, Visit):
                before = frozenset({step.visit}) if step.visit in self.recorded else before
            elif isinstance(step, HOLDING):
                self.held |= before
            elif isinstance(step, (Leave, Return, Again)):
                return frozenset()
            elif isinstance(step, Do):
                before = self.last(self.layout.parts[step.do], before, self.first(rest, behind))
            elif isinstance(step, (Branch, Choose)):
                follows, ways = self.first(rest, behind), arms(step)
                if isinstance(step, Branch):
                    leads = {arm.name: self.first(arm.steps, follows) for arm in ways}
                    self.asked.append(Asked(step.branch, before, leads))
                before = frozenset().union(*(self.last(arm.steps, before, follows) for arm in ways))
        return before
