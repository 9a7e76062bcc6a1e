"""What an entity of a flow can meet, step after step, with its parts written out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from twin.model.pools import Units
from twin.model.steps import Awaiting, Do, Gather, Leave, Match, Return, Split, Step, Steps
from twin.model.walk import Arm, Spot, flow_spot

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

START = ""  # the beginning of a trip, as a step that return: goes back to
NOT_EVER = "nobody ever leaves: all ways go back by again:; write leave: or return: on one of them"
NOT_OVER = "the steps run out before the entity leaves; end every path with leave: or return:"


@dataclass(frozen=True)
class State:
    """What may have happened to an entity before a step: the union over the ways that lead there."""

    classes: tuple[str, ...]
    places: frozenset[str | None]
    child: bool = False  # a part of a fork
    over: bool = False  # nobody comes here
    visited: frozenset[str] = frozenset()  # names of its visits
    known: frozenset[str] = frozenset()  # stations and tasks that it or its parent has passed
    earlier: frozenset[str] = frozenset()  # steps that again: may name
    forks: frozenset[str] = frozenset()  # begun and not joined
    held: frozenset[tuple[str, Units]] = frozenset()  # what it may hold of each pool that it has seized
    marked: frozenset[str] = frozenset()  # marks that it, or one it is a part of, has set
    timeless: frozenset[str] = frozenset()  # steps since which no time need have passed
    opened: tuple["Opened", ...] = ()  # splits whose parts have not been gathered, outermost first
    carries: tuple["Carried", ...] = ()  # gathers that made the entity what it is, the last one last
    leads: str = ""  # the match in which others are with it
    regauged: frozenset[bool] = frozenset({False})  # whether it runs on the other gauge than its class
    zones: frozenset[str | None] = frozenset({None})  # zones it may stand in


class Opened(NamedTuple):
    """A split whose parts go on, and what may have happened to the whole."""

    step: Split
    spot: Spot
    state: State

    @property
    def lets_out(self) -> bool:
        """The parts are those that the whole carried."""
        return bool(self.state.carries)


class Carried(NamedTuple):
    """A gather that made a new whole, and what may have happened to its members."""

    step: Gather
    spot: Spot
    state: State


class Met(NamedTuple):
    """A step as entities of some classes come to it."""

    step: Step
    spot: Spot
    state: State


class Wrong(NamedTuple):
    """What breaks a rule, at a spot."""

    spot: Spot
    text: str


@dataclass(frozen=True)
class Trail:
    """All steps that a flow's entities and their parts can meet, and what is wrong with the order."""

    scenario: "Scenario"
    flow: str
    met: list[Met] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    doing: list[str] = field(default_factory=list)  # parts that are open, outermost first
    floors: list[int] = field(default_factory=list)  # [list of steps under way] splits opened outside it

    def says(self, spot: Spot, text: str) -> None:
        """Notes a fault."""
        self.wrong.append(Wrong(spot, text))


def trail(scenario: "Scenario", name: str) -> Trail:
    """The trail of a flow; names that are not there are passed over, other rules report them."""
    flow = scenario.layout.flows[name]
    classes = tuple(one for one in flow.classes if one in scenario.layout.classes)
    begun = State(classes, frozenset({flow.starts_at}), timeless=frozenset({START}))
    found = Trail(scenario, name)
    end = follow(found, flow.steps, flow_spot(name), begun)
    there = Spot(("layout", "flows", name), f"layout.flows.{name}")
    if not end.over:
        found.says(there, NOT_OVER)
    elif not any(isinstance(one.step, Leave | Return) for one in found.met):
        found.says(there, NOT_EVER)
    return found


def follow(trail: Trail, steps: Steps, spot: Spot, state: State) -> State:
    """The state after a list of steps."""
    from twin.model.followed import FOLLOW

    begun = state
    trail.floors.append(len(begun.opened))
    for index, step in enumerate(steps):
        here = spot.at(step, index)
        if state.over:
            trail.says(here, "comes after the entity has left; nobody reaches it")
            break
        trail.met.append(Met(step, here, state))
        if state.leads and isinstance(step, Leave | Return | Split | Gather | Match):
            trail.says(here, f"here others are with it; write it behind match: {state.leads}")
        after = FOLLOW.get(type(step), passed)(trail, step, here, state)
        state = replace(after, earlier=after.earlier | {step.name}) if not isinstance(step, Do) else after
    else:
        for split in state.opened[trail.floors[-1] :]:
            _parts_have_an_end(trail, split, state)
        if not state.over and state.carries[len(begun.carries) :]:
            _whole_stays(trail, state.carries[-1])
    trail.floors.pop()
    parted = state.opened != begun.opened or state.carries != begun.carries
    return replace(begun, over=True) if parted else state


def _parts_have_an_end(trail: Trail, split: Opened, end: State) -> None:
    """Behind a split, a list gives back the whole, or says where its parts leave."""
    cls = split.step.split
    if split.step.parent == "waits":
        gather = f"- {{gather: {cls}, until: all}}"
        trail.says(
            split.spot, f"the whole waits for its parts, and no {gather} follows; add it, or parent: ends"
        )
    elif not end.over:
        trail.says(split.spot, f"the steps run out before the {cls} leaves; end every path with leave:")


def _whole_stays(trail: Trail, made: Carried) -> None:
    """A whole that was made in a list leaves in it, or lets its members out."""
    let_out = f"- {{split: {made.step.gather}, parent: ends}}"
    trail.says(made.spot, f"the {made.step.into} neither leaves in this list nor lets all out; add {let_out}")


def passed(trail: Trail, step: Step, spot: Spot, state: State) -> State:
    return replace(state, timeless=state.timeless | {step.name})


def instead(trail: Trail, step: Awaiting, spot: Spot, *, arm: Arm, state: State) -> State:
    """The state of one who gave up, or found no room, and has done the steps for that."""
    known = replace(state, earlier=state.earlier | {step.name})
    laws = step.gives_up_after.values() if isinstance(step.gives_up_after, Mapping) else [step.gives_up_after]
    waited = arm.name == "then" and not any(law is not None and law.is_zero for law in laws)
    before = timed(known) if waited else passed(trail, step, spot, known)
    return follow(trail, arm.steps, spot.arm(arm), before)


def timed(state: State) -> State:
    return replace(state, timeless=frozenset())


def gone(trail: Trail, spot: Spot, state: State, place: str | None) -> State:
    """Travel to a place: every place one may come from has a way there."""
    if place is None:
        return state
    for start in sorted(one for one in state.places if one is not None):
        if place not in reach(trail.scenario, start):
            trail.says(spot, f"there is no way from {start} to {place}; add a link, or both_ways: true")
    moved = place not in state.places and None not in state.places
    return replace(state, places=frozenset({place}), timeless=frozenset() if moved else state.timeless)


def reach(scenario: "Scenario", start: str) -> frozenset[str]:
    """The places one can come to over the links."""
    ways: dict[str, set[str]] = {}
    for link in scenario.layout.links.values():
        ways.setdefault(link.from_, set()).add(link.to)
        if link.both_ways:
            ways.setdefault(link.to, set()).add(link.from_)
    found, fresh = {start}, [start]
    while fresh:
        new = ways.get(fresh.pop(), set()) - found
        found |= new
        fresh.extend(new)
    return frozenset(found)


_UNITED = ("places", "visited", "known", "earlier", "forks", "marked", "timeless", "regauged", "zones")


def merged(states: Sequence[State], before: State) -> State:
    """The union of the ways that go on; `over` where none does."""
    on = [state for state in states if not state.over]
    if not on:
        return replace(before, over=bool(states))
    there = {one for state in on for one in state.classes}
    sets: dict[str, Any] = {
        name: frozenset().union(*(getattr(state, name) for state in on)) for name in _UNITED
    }
    sets["held"] = frozenset().union(*(holding(state, pools(on)) for state in on))
    return replace(on[0], classes=tuple(one for one in before.classes if one in there), **sets)


def pools(states: Iterable[State]) -> set[str]:
    """Pools of which one of the states has seized."""
    return {pool for state in states for pool, _ in state.held}


def holding(state: State, names: Iterable[str]) -> frozenset[tuple[str, Units]]:
    """What may be held of the pools named, nothing of one that was not seized."""
    known = pools([state])
    return state.held | {(pool, 0) for pool in names if pool not in known}


def trails(scenario: "Scenario") -> Iterator[Trail]:
    """The trail of every flow."""
    yield from scenario.trails
