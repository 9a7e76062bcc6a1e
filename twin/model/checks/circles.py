"""Circles that pools and places may close: each is held by one who waits for the next."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from twin.model.checks.broken import Broken
from twin.model.errors import listed
from twin.model.journey import Met
from twin.model.origin import Path
from twin.model.steps import Seize, Visit
from twin.model.walk import Spot

if TYPE_CHECKING:
    from twin.model.scenario import Scenario

Edges = dict[tuple[str, str], list[Spot]]  # (held, waited for): where


def circles_that_may_close(scenario: "Scenario", met: list[Met]) -> Iterator[Broken]:
    """What is seized one after the other, in orders that go round: each may wait for ever for the next."""
    edges = _edges(scenario, met)
    for circle in _circles(edges):
        where = [(edge, spot) for edge, spots in edges.items() if set(edge) <= circle for spot in spots]
        first, spot = where[0]
        path: Path = spot.path
        ways = dict.fromkeys(f"{held} then {wanted} in {_flow(at)}" for (held, wanted), at in where)
        text = f"may jam: one takes {listed(list(ways))}; take them in one step, or in one order everywhere"
        if len(circle) == 1:
            text = (
                f"may jam: {first[0]} is held by several who each wait for more of it; take all in one step"
            )
        yield Broken(path, text, said=spot.said)


def _edges(scenario: "Scenario", met: list[Met]) -> Edges:
    """What is held while one waits for what: pools, and the station one has not left yet."""
    layout, edges = scenario.layout, Edges()
    for before, one in zip([None, *met], met, strict=False):
        held = [pool for pool, units in one.state.held if units != 0]
        wanted = list(one.step.seize) if isinstance(one.step, Seize) else []
        if isinstance(one.step, Visit) and one.step.visit in layout.stations:
            station = layout.stations[one.step.visit]
            # Where there is room for all, or no end of servers, nobody waits for one who is blocked there.
            wanted = [one.step.visit, *station.needs] if station.servers is not None else []
        elif wanted:
            held += _held_behind(before, one)
        for edge in ((thing, other) for thing in dict.fromkeys(held) for other in wanted):
            if _can_close(scenario, *edge):
                edges.setdefault(edge, []).append(one.spot)
    return edges


def _held_behind(before: Met | None, one: Met) -> list[str]:
    """The station of a visit that a step follows in its list: the place is held until it is granted."""
    if before is None or not isinstance(before.step, Visit) or before.spot.path[:-1] != one.spot.path[:-1]:
        return []
    return [before.step.visit]


def _can_close(scenario: "Scenario", held: str, wanted: str) -> bool:
    """Nobody waits in vain for a stock that others fill."""
    pools = [scenario.layout.pools.get(name) for name in (held, wanted)]
    return not any(pool is not None and pool.reusable for pool in pools)


def _flow(spot: Spot) -> str:
    """The flow or part that a step stands in."""
    return str(spot.path[2])


def _circles(edges: Edges) -> Iterator[set[str]]:
    """Things that wait for each other, each set once, in the order in which they are met."""
    after: dict[str, set[str]] = {}
    for held, wanted in edges:
        after.setdefault(held, set()).add(wanted)
    told: set[str] = set()
    for start in after:
        circle = {one for one in _reached(after, start) if start in _reached(after, one)}
        if circle and not circle & told:
            told |= circle
            yield circle


def _reached(after: dict[str, set[str]], start: str) -> set[str]:
    """What can be come to from a thing, itself only by a way round."""
    found: set[str] = set()
    fresh = [start]
    while fresh:
        new = after.get(fresh.pop(), set()) - found
        found |= new
        fresh.extend(new)
    return found
