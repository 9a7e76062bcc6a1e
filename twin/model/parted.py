"""What split and gather do to the state of an entity: whose steps come next."""

from dataclasses import replace

from twin.model.errors import nearest
from twin.model.journey import Carried, Opened, State, Trail, passed, timed
from twin.model.steps import Gather, Split
from twin.model.walk import Spot

SPLIT = ".split"  # the instant of the split, as a step: no step is called so


def split(trail: Trail, step: Split, spot: Spot, state: State) -> State:
    """The steps behind a split are those of its parts."""
    if state.carries and state.carries[-1].step.gather != step.split:
        inside = state.carries[-1].step.gather
        trail.says(spot, f"here is a {state.carries[-1].step.into} that carries {inside}; split: {inside}")
    if state.carries and step.parent == "ends":
        return _got_out(state)
    classes = (step.split,) if step.split in trail.scenario.layout.classes else ()
    return State(
        classes,
        state.places,
        child=True,
        known=state.known,
        timeless=frozenset({SPLIT}),
        opened=(*state.opened, Opened(step, spot, state)),
        carries=state.carries[:-1],
        regauged=state.regauged,
        zones=state.zones,
    )


def _got_out(state: State) -> State:
    """Those whom the whole carried go on: they are who they were."""
    made = state.carries[-1]
    return replace(
        made.state,
        places=state.places,
        known=made.state.known | state.known,
        earlier=frozenset(),
        forks=frozenset(),
        timeless=state.timeless,
        regauged=frozenset(own != whole for own in made.state.regauged for whole in state.regauged),
        zones=state.zones,
    )


def gather(trail: Trail, step: Gather, spot: Spot, state: State) -> State:
    """The whole goes on where it was split, or a new one begins."""
    if step.into is not None and step.until is None:
        return _new_whole(trail, step, spot, state)
    opened = state.opened[trail.floors[-1] :]
    if not opened:
        near = nearest(step.gather, sorted(_names_of_splits(trail)))
        trail.says(spot, f"no split: {step.gather} comes before it in this list{near}")
        return passed(trail, step, spot, state)
    whole = opened[-1]
    if whole.step.split != step.gather or state.classes not in ((), (step.gather,)):
        here = " or ".join(state.classes)
        trail.says(spot, f"here are the steps of {here}, not of {step.gather}; gather {here} first")
    elif whole.step.parent == "ends":
        trail.says(spot, "the whole ended at the split; leave parent: ends out of it")
    after = replace(
        whole.state, known=whole.state.known | state.known, regauged=_turned(trail, whole.state, state)
    )
    return passed(trail, step, spot, after) if SPLIT in state.timeless else timed(after)


def _turned(trail: Trail, whole: State, parts: State) -> frozenset[bool]:
    """A whole runs on what its parts run on, if they run on rails."""
    classes = trail.scenario.layout.classes
    on_rails = any(classes[one].gauge is not None for one in parts.classes)
    return parts.regauged if on_rails else whole.regauged


def _new_whole(trail: Trail, step: Gather, spot: Spot, state: State) -> State:
    """Members become a new entity, which has the steps behind; they ride."""
    if state.classes not in ((), (step.gather,)):
        here = " or ".join(state.classes)
        trail.says(spot, f"here comes {here}; gather one class, after branch: class where there are several")
    if state.held:
        held = " and ".join(sorted({pool for pool, _ in state.held}))
        trail.says(spot, f"may hold {held}, which nobody gives back for those who ride; release it before")
    if any(split.lets_out for split in state.opened):
        trail.says(spot, "those who got out of a whole that waits for them cannot ride with another")
    classes = (str(step.into),) if step.into in trail.scenario.layout.classes else ()
    return State(
        classes,
        state.places,
        child=True,
        known=state.known,
        timeless=state.timeless,
        opened=state.opened,
        carries=(*state.carries, Carried(step, spot, state)),
    )


def _names_of_splits(trail: Trail) -> set[str]:
    return {met.step.name for met in trail.met if isinstance(met.step, Split)}
