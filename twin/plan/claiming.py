"""What is seized and how it comes back: at once, or with an errand that travels and cleans before."""

from typing import NamedTuple

from twin.model.pools import ENOUGH
from twin.model.serving import needs
from twin.plan.instructions import Claim, Come, Give, Pass, Spawn
from twin.plan.plan import Point
from twin.plan.unfold import UNJOINED
from twin.plan.visits import NOBODY


class Errand(NamedTuple):
    """Where a part begins that nobody waits for: what it does before it ends."""

    instructions: tuple


def seizing(writing, step, place):
    """Instructions of a seize; who takes from a bounded stock leaves room there."""
    pools = writing.draft.pools
    wanted = {("pool", pool): units for pool, units in step.seize.items()}
    point = Point("pool", "+".join(step.seize))
    out = [Claim(pools.claim(wanted), point, index_of_place(writing, place))]
    if any(pool in pools.fleets for pool in step.seize):
        out.append(Come(point))
    room = _room_of(writing, step.seize)
    return [*out, Give(pools.claim(room))] if room else out


def releasing(writing, node, place):
    """Instructions of a release; who puts into a bounded stock waits for room there."""
    given = {pool: _held(node, pool) if units is None else units for pool, units in node.step.release.items()}
    room = _room_of(writing, given)
    out = giving(writing, given, node.name, place)
    if not room:
        return out
    point = Point("pool", "+".join(name for _, name in room))
    return [Claim(writing.draft.pools.claim(room), point), *out]


def after_service(writing, station, name):
    """Instructions behind a visit, for units that take time to come back."""
    wanted = needs(writing.draft.scenario, station)
    pools = writing.layout.pools
    late = {pool: n for pool, n in wanted.items() if pools[pool].takes_time_to_return}
    return giving(writing, late, name)


def giving(writing, given, giver, place=None):
    """Instructions that give units of pools back; the luck of errands is keyed by the giver's name."""
    pools = writing.layout.pools
    at_once = {("pool", name): n for name, n in given.items() if not pools[name].takes_time_to_return}
    out = [Give(writing.draft.pools.claim(at_once), index_of_place(writing, place))] if at_once else []
    for name, units in given.items():
        if ("pool", name) not in at_once:
            needs_back = writing.draft.pools.claim({("pool", name): units})
            errand = Errand((*_on_the_way_back(writing, name), Give(needs_back)))
            out.append(Spawn(f"{giver}.{name}.errand", NOBODY, UNJOINED, errand, needs_back))
    return out


def _on_the_way_back(writing, name):
    """What the units of a pool go through before they are there again."""
    pool, laws = writing.layout.pools[name], writing.draft.laws
    out = []
    if pool.comes_back:
        out.append(Pass(f"{name}.comes_back", laws.index(pool.comes_back)))
    if pool.cleaning:
        crew = pool.cleaning.needs
        if crew:
            claim = writing.draft.pools.claim({("pool", one): n for one, n in crew.items()})
            out.append(Claim(claim, Point("pool", "+".join(crew))))
        out.append(Pass(f"{name}.cleaning", laws.index(pool.cleaning.takes)))
        out += giving(writing, crew, name)
    return out


def index_of_place(writing, place):
    """The index of a place; the first where there is none, as nothing comes there."""
    return 0 if place is None else list(writing.layout.places).index(place)


def _room_of(writing, claim):
    """Room for so many units, of the stocks that hold no more than so many."""
    return {("room", name): n for name, n in claim.items() if writing.layout.pools[name].most is not None}


def _held(node, pool):
    """Units held before a step: the same on every way that leads there."""
    ways = [(node.thread.first, 0)]
    seen = set()
    while ways:
        at, held = ways.pop()
        if at is node:
            return held
        if at in seen:
            continue
        seen.add(at)
        held = _after(at.step, pool, held)
        ways.extend((way, held) for way in _ahead(at) if way is not None)
    return 0


def _ahead(node):
    """What one may come to from a node: who has left comes to nothing, who is asked takes one of the ways."""
    if node.step.verb in ("leave", "return"):
        return ()
    asked = node.step.verb in ("branch", "choose")
    return tuple(node.ways.values()) if asked else (node.after, *node.ways.values())


def _after(step, pool, held):
    """Units held after a step."""
    if step.verb == "seize" and pool in step.seize:
        units = step.seize[pool]
        return units if units == ENOUGH else held + units
    if step.verb == "release" and pool in step.release:
        units = step.release[pool]
        return 0 if units is None or units == ENOUGH else held - units
    return held
