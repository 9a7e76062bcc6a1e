"""What each verb does to the state of an entity that meets it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from twin.model import holding, questions
from twin.model.errors import nearest
from twin.model.gauge import CHANGES
from twin.model.journey import START, State, Trail, follow, gone, instead, merged, passed, timed
from twin.model.matched import match
from twin.model.parted import gather, split
from twin.model.serving import OTHER, kinds_of_server, work
from twin.model.steps import (
    Again,
    Branch,
    Choose,
    Do,
    Fork,
    Gather,
    Join,
    Leave,
    Mark,
    Match,
    Release,
    Return,
    Seize,
    Split,
    Step,
    Steps,
    Travel,
    Visit,
    Wait,
)
from twin.model.waiting import RATIONED, kind_of
from twin.model.walk import Arm, Spot, arms, part_spot

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


def _visit(trail: Trail, step: Visit, spot: Spot, state: State) -> State:
    station = trail.scenario.layout.stations.get(step.visit)
    if station is None:
        return state
    if step.name in state.visited:
        again = f"{step.visit} is visited twice in this flow ({trail.flow})"
        trail.says(spot, f"{again}; give the second a name: as: {step.name}_2")
    after = gone(trail, spot, state, station.at)
    tasks = {task.name for task in station.tasks or ()}
    after = replace(
        after, visited=state.visited | {step.name}, known=state.known | tasks | {step.name, step.visit}
    )
    if station.at is not None:
        after = replace(after, zones=frozenset({None}))
    served = timed(after) if _takes_time(trail.scenario, step, state) else passed(trail, step, spot, after)
    if station.does == CHANGES:
        served = replace(served, regauged=frozenset(not one for one in after.regauged))
    ends = [instead(trail, step, spot, arm=arm, state=after) for arm in arms(step)]
    return merged([served, *ends], state)


def _takes_time(scenario: "Scenario", step: Visit, state: State) -> bool:
    station = scenario.layout.stations[step.visit]
    services = [
        work(scenario, station, one, model) for one in state.classes for model in kinds_of_server(station)
    ]
    return all(any(not piece.law.is_zero for piece in service) for service in services)


def _travel(trail: Trail, step: Travel, spot: Spot, state: State) -> State:
    layout = trail.scenario.layout
    zone = layout.zones.get(step.travel)
    place = zone.at if zone is not None else step.travel
    after = gone(trail, spot, state, place if place in layout.places else None)
    return passed(trail, step, spot, replace(after, zones=frozenset({step.travel if zone else None})))


def _wait(trail: Trail, step: Wait, spot: Spot, state: State) -> State:
    if isinstance(step.wait, str):
        kind = kind_of(trail.scenario, step.wait)
        return timed(state) if kind in (*RATIONED, "") else passed(trail, step, spot, state)
    if step.wait.family != "constant" and step.name in state.earlier:
        trail.says(spot, f"a drawn {step.name} comes before it already; give the second a name: as: …")
    return passed(trail, step, spot, state) if step.wait.is_zero else timed(state)


def _mark(trail: Trail, step: Mark, spot: Spot, state: State) -> State:
    return replace(passed(trail, step, spot, state), marked=state.marked | {step.mark})


def _branch(trail: Trail, step: Branch, spot: Spot, state: State) -> State:
    asked = questions.answers(trail.scenario, state.classes, step.branch)
    before = passed(trail, step, spot, state)
    ends = []
    for arm in arms(step):
        classes = _who(arm, step, state) if asked and asked.kind == questions.CLASS else state.classes
        ends.append(follow(trail, arm.steps, spot.arm(arm), replace(before, classes=classes)))
    unsaid = (
        asked is not None
        and bool(step.cases)
        and OTHER not in step.cases
        and set(asked.cases) - set(step.cases)
    )
    return merged([*ends, before] if unsaid else ends, state)


def _who(arm: Arm, step: Branch, state: State) -> tuple[str, ...]:
    """The classes that go an arm of a branch on class."""
    if arm.name == OTHER:
        return tuple(one for one in state.classes if one not in step.cases)
    return (arm.name,) if arm.name in state.classes else ()


def _choose(trail: Trail, step: Choose, spot: Spot, state: State) -> State:
    ends = []
    for arm in arms(step):
        first = first_step(trail, arm.steps)
        if not isinstance(first, Visit):
            trail.says(spot.arm(arm), "a way to choose begins with a visit, whose queue is compared")
        ends.append(follow(trail, arm.steps, spot.arm(arm), passed(trail, step, spot, state)))
    return merged(ends, state)


def first_step(trail: Trail, steps: Steps) -> Step | None:
    """The first step of a list, that of a part if it begins with do:."""
    for _ in range(len(trail.scenario.layout.parts) + 1):
        first = steps[0] if steps else None
        if not isinstance(first, Do):
            return first
        steps = trail.scenario.layout.parts.get(first.do, ())
    return None


def _fork(trail: Trail, step: Fork, spot: Spot, state: State) -> State:
    if step.fork in state.forks:
        trail.says(
            spot, f"the fork {step.fork} comes twice before it is joined; give the second another name"
        )
    for arm in arms(step):
        classes = (arm.name,) if arm.name in trail.scenario.layout.classes else state.classes
        part = State(classes, state.places, child=True, known=state.known, marked=state.marked)
        if classes == state.classes:  # a half of it stands where it stands; what is made of it, on its own
            part = replace(part, regauged=state.regauged, zones=state.zones)
        follow(trail, arm.steps, spot.arm(arm), part)
    after = passed(trail, step, spot, state)
    return replace(after, forks=state.forks | {step.fork})


def _join(trail: Trail, step: Join, spot: Spot, state: State) -> State:
    if step.join not in state.forks:
        near = nearest(step.join, sorted(state.forks))
        text = f"no fork {step.join} comes before it in this flow"
        trail.says(spot, text + (near or "; fork before it, or leave it out"))
    return replace(passed(trail, step, spot, state), forks=state.forks - {step.join})


def _do(trail: Trail, step: Do, spot: Spot, state: State) -> State:
    steps = trail.scenario.layout.parts.get(step.do)
    if steps is None:
        return state
    if step.do in trail.doing:
        trail.says(
            spot, f"the part {step.do} does itself ({' → '.join([*trail.doing, step.do])}); end the circle"
        )
        return state
    trail.doing.append(step.do)
    after = follow(trail, steps, part_spot(step.do), state)
    trail.doing.pop()
    return after


def _leave(trail: Trail, step: Leave, spot: Spot, state: State) -> State:
    return replace(state, over=True)


def _return(trail: Trail, step: Return, spot: Spot, state: State) -> State:
    fleet = trail.scenario.demand.fleets.get(step.return_)
    if state.child:
        trail.says(spot, "a part of a fork does not go home to the fleet; let it run out, or leave:")
    elif START in state.timeless and fleet is not None and fleet.away.is_zero:
        trail.says(
            spot, "a round trip may take no time at all and would turn for ever; give a step or away: a time"
        )
    return replace(state, over=True)


def _again(trail: Trail, step: Again, spot: Spot, state: State) -> State:
    if step.again not in state.earlier:
        near = nearest(step.again, sorted(state.earlier))
        trail.says(spot, f"no step {step.again} comes before it on this way{near}")
    elif step.again in state.timeless:
        trail.says(
            spot,
            f"from {step.again} to here may take no time at all and would turn for ever; give a step a time",
        )
    holding.held_again(trail, step, spot, state)
    station = trail.scenario.layout.stations.get(step.again)
    gone(trail, spot, state, station.at if station else None)
    return replace(state, over=True)


FOLLOW: dict[type[Step], Callable[..., State]] = {
    Visit: _visit,
    Travel: _travel,
    Wait: _wait,
    Mark: _mark,
    Branch: _branch,
    Choose: _choose,
    Fork: _fork,
    Join: _join,
    Split: split,
    Gather: gather,
    Match: match,
    Do: _do,
    Seize: holding.seize,
    Release: holding.release,
    Leave: _leave,
    Return: _return,
    Again: _again,
}
