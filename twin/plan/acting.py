"""Actors: those without a body who set the pace of stations, as programs of steps.

A condition goes round its states. The repair of a server that needs a crew is an actor too, set going by the
failure: it waits for the crew as anyone does for units of pools.
"""

from dataclasses import dataclass

from twin.model.serving import breakdown, kinds_of_server
from twin.plan.claiming import giving, index_of_place
from twin.plan.draws import name_key
from twin.plan.instructions import Claim, Come, End, Pass, Row, Spawn, Stop, cumulative
from twin.plan.plan import BRANCH, CONDITION, DEPENDS, FULL, PACE, WALK, Point, table_of
from twin.plan.rules import DOWN_FOR, FIRST_ACTOR
from twin.plan.visits import NOBODY
from twin.plan.writing import Block, Writing

REPAIR = "repair"
MOST = 1 << 20  # actors: the numbers of their errands have higher bits


@dataclass(frozen=True)
class Pace:
    """Stations that depend on a condition work at a pace, or the actor's own server is up again."""

    condition: int  # NOBODY: its own server
    pace: int  # per mille
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(0, PACE, self.condition, self.pace)


@dataclass(frozen=True)
class Mend:
    """The time of a repair: the luck of the server, with a crew or without."""

    dist: int
    targets = ()

    def row(self, table):
        """Its row of STEP."""
        return Row(DOWN_FOR, WALK, self.dist)


@dataclass(frozen=True)
class Turn:
    """What comes next, by the luck of the actor."""

    name: str
    shares: tuple[float, ...]
    targets: tuple

    def row(self, table):
        """Its row of STEP."""
        cases, first, tab = len(self.targets), len(table.cum), len(table.tab)
        table.cum.extend(cumulative(self.shares))
        table.tab.extend(table.pcs[target] for target in self.targets)
        # The shares of class NOBODY stand one row before those of class 0.
        return Row(name_key(self.name), BRANCH, first + cases, cases, tab, NOBODY)


def write_conditions(draft, program):
    """Each condition goes round its states."""
    for index, (name, condition) in enumerate(draft.scenario.layout.conditions.items()):
        blocks = {}
        for state, said in condition.in_order.items():
            own = f"{name}.{state}"
            stay = Pass(own, draft.laws.index(said.stays))
            following = condition.after(state)
            lines = [Pace(index, said.pace), *_with(draft, said.crew, stay, (own, None))]
            after = next(iter(following))
            if len(following) > 1:
                lines.append(Turn(f"{own}.then", tuple(following.values()), tuple(following)))
                after = None
            blocks[state] = Block(lines, after)
        _write(program, ("condition", name), blocks, condition.first)


def write_repairs(draft, program):
    """The repairs that need a crew, each once."""
    scenario = draft.scenario
    visited = [line.point.name for _, line in program.lines if isinstance(line, Stop) and _is_station(line)]
    for name in dict.fromkeys(visited):
        station = scenario.layout.stations[name]
        for model in kinds_of_server(station):
            failing = breakdown(scenario, station, model)
            if failing and failing.crew and repair_of(failing, station.at) not in program.entries:
                mend = Mend(draft.laws.index(failing.mttr))
                lines = _with(draft, failing.crew, mend, (REPAIR, station.at))
                block = Block([*lines, Pace(NOBODY, FULL), End()])
                _write(program, repair_of(failing, station.at), {REPAIR: block}, REPAIR)


def _write(program, owner, blocks, entry):
    """Writes a program with the errands that bring its crews back."""
    starts = list(blocks)
    for start in starts:
        errands = [line.part for line in blocks[start].instructions if isinstance(line, Spawn)]
        blocks |= {errand: Block([*errand.instructions, End()]) for errand in errands}
        starts.extend(errand for errand in errands if errand not in starts)
    program.write(owner, starts, blocks, entry=entry)


def _is_station(line):
    return line.point.kind == "station"


def repair_of(failing, place):
    """What the program of a repair is known by."""
    return REPAIR, failing.mttr, failing.crew, place


def _with(draft, crew, line, called):
    """An instruction, with the crew it needs sent for and given back; `called`: its name and its place."""
    if not crew:
        return [line]
    (name, place), writing, point = called, Writing(draft, "", {}, {}), Point("crew", "+".join(crew))
    needs = draft.pools.claim({("pool", pool): units for pool, units in crew.items()})
    come = [Come(point)] if any(pool in draft.pools.fleets for pool in crew) else []
    back = giving(writing, crew, name, place)
    return [Claim(needs, point, index_of_place(writing, place)), *come, line, *back]


def tables(draft, program, points):
    """The tables of a plan that say which conditions there are, and which of the points depend on them."""
    layout = draft.scenario.layout
    names = list(layout.conditions)
    conditions = [(name_key(f"condition {name}"), program.entries["condition", name]) for name in names]
    depends = [
        (index, names.index(name))
        for index, point in enumerate(points)
        if point.kind == "station"
        for name in dict.fromkeys(layout.stations[point.name].depends_on)
    ]
    return {"condition": table_of(conditions, CONDITION), "depends": table_of(depends, DEPENDS)}


def called(plan, number):
    """Who an actor is in words."""
    names, index = plan.names, (int(number) - FIRST_ACTOR) % MOST
    if index < len(names.conditions):
        return f"condition {names.conditions[index]}"
    index -= len(names.conditions)
    station = int(plan.arrays.server["station"][index])
    local = index - int(plan.arrays.station["first_server"][station])
    return f"repair of {names.points[station].name} server {local}"
