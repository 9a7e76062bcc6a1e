"""What split and gather do to the state of an entity: whose steps come next."""

from dataclasses import replace

from twin.model.errors import nearest
from twin.model.journey import Opened, State, Trail, passed, timed
from twin.model.steps import Gather, Split
from twin.model.walk import Spot

SPLIT = ".split"  # the instant of the split, as a step: no step is called so


def split(trail: Trail, step: Split, spot: Spot, state: State) -> State:
    """The steps behind a split are those of its parts."""
    classes = (step.split,) if step.split in trail.scenario.layout.classes else ()
    return State(
        classes,
        state.places,
        child=True,
        known=state.known,
        timeless=frozenset({SPLIT}),
        opened=(*state.opened, Opened(step, spot, state)),
    )


def gather(trail: Trail, step: Gather, spot: Spot, state: State) -> State:
    """The whole goes on where it was split."""
    opened = state.opened[trail.floors[-1] :]
    if not opened:
        near = nearest(step.gather, sorted({one.name for one, _ in _splits(trail)}))
        trail.says(spot, f"no split: {step.gather} comes before it in this list{near}")
        return passed(trail, step, spot, state)
    whole = opened[-1]
    if whole.step.split != step.gather or state.classes != (step.gather,):
        here = " or ".join(state.classes)
        trail.says(spot, f"here are the steps of {here}, not of {step.gather}; gather {here} first")
    elif whole.step.parent == "ends":
        trail.says(spot, "the whole ended at the split; leave parent: ends out of it")
    after = replace(whole.state, known=whole.state.known | state.known)
    return passed(trail, step, spot, after) if SPLIT in state.timeless else timed(after)


def _splits(trail: Trail) -> list:
    return [(met.step, met.spot) for met in trail.met if isinstance(met.step, Split)]
