"""What an entity holds of pools, step after step: nobody gives back what he has not taken."""

from dataclasses import replace
from typing import TYPE_CHECKING

from twin.model.journey import holding, passed
from twin.model.pools import ENOUGH, Units
from twin.model.steps import Again, Release, Seize

if TYPE_CHECKING:
    from twin.model.journey import State, Trail
    from twin.model.walk import Spot


def seize(trail: "Trail", step: Seize, spot: "Spot", state: "State") -> "State":
    """It holds what it held and what it seizes; of a reusable stock nobody keeps account."""
    after = state.held
    for pool, units in step.seize.items():
        if _is_reusable(trail, pool):
            continue
        before = amounts(state, pool)
        if ENOUGH in before or (units == ENOUGH and before != {0}):
            trail.says(spot, f"{pool} may be held here already; release it before enough of it is seized")
            continue
        after = _with(after, pool, {_sum(one, units) for one in before})
    return replace(passed(trail, step, spot, state), held=after)


def release(trail: "Trail", step: Release, spot: "Spot", state: "State") -> "State":
    """It gives back what it holds, on whatever way it has come."""
    after = state.held
    for pool, units in step.release.items():
        if pool not in trail.scenario.layout.pools or _is_reusable(trail, pool):
            continue
        before = amounts(state, pool)
        text = _wrong(pool, units, before)
        if text:
            trail.says(spot, text)
            after = _with(after, pool, {0})
        else:
            after = _with(after, pool, {_rest(one, units) for one in before})
    return replace(passed(trail, step, spot, state), held=after)


def held_again(trail: "Trail", step: Again, spot: "Spot", state: "State") -> None:
    """One who goes back holds what it held there the first time, else it would seize without end."""
    before = (met for met in reversed(trail.met) if not isinstance(met.step, Again))
    there = next((met.state for met in before if met.step.name == step.again), state)
    names = {pool for one in (there, state) for pool, _ in one.held}
    for pool in sorted(names):
        if amounts(there, pool) != amounts(state, pool):
            trail.says(spot, f"{pool} is held otherwise than at {step.again}; release it before it goes back")


def amounts(state: "State", pool: str) -> set[Units]:
    """What may be held of a pool."""
    return {units for name, units in holding(state, [pool]) if name == pool}


def _sum(one: Units, units: Units) -> Units:
    return one + units if isinstance(one, int) and isinstance(units, int) else ENOUGH


def _rest(one: Units, units: Units | None) -> Units:
    """What is left of one when units are given back; None and enough give back all."""
    return one - units if isinstance(one, int) and isinstance(units, int) else 0


def _wrong(pool: str, units: Units | None, before: set[Units]) -> str:
    if before == {0}:
        return f"{pool} is not held here; seize it before, or leave the step out"
    if units == ENOUGH and before != {ENOUGH}:
        return f"{pool} was not seized as enough; say how many, or leave the number out"
    if ENOUGH in before and units not in (None, ENOUGH):
        return f"enough of {pool} is held, which is given back as a whole; write release: {pool}"
    if units is None and len(before) > 1:
        said = " or ".join(sorted(map(str, before)))
        return f"it holds {said} of {pool}, as it came; say how many, or release it on each way"
    short = [one for one in before if isinstance(units, int) and isinstance(one, int) and one < units]
    return (
        f"gives back {units} of {pool} and may hold {min(short)}; seize more, or release fewer"
        if short
        else ""
    )


def _with(held: frozenset[tuple[str, Units]], pool: str, units: set[Units]) -> frozenset[tuple[str, Units]]:
    others = frozenset(one for one in held if one[0] != pool)
    return others if units == {0} else others | {(pool, one) for one in units}


def _is_reusable(trail: "Trail", pool: str) -> bool:
    found = trail.scenario.layout.pools.get(pool)
    return found is not None and found.reusable
