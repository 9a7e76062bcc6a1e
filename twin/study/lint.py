"""What is odd about a scenario before it is run: one rule one function."""

from typing import NamedTuple

import numpy as np

from twin.model.called import called, label_at
from twin.model.record import Label
from twin.plan.compile import compile_plan
from twin.plan.order import Code, reached
from twin.plan.plan import GIVES_UP, IF_FULL, UNLIMITED, VISIT
from twin.plan.visits import NOBODY
from twin.study.blocking import circles, kept
from twin.study.findings import ERROR, NOTE, SEVERITIES, WARNING, finding
from twin.study.loads import COUNTED, loads, ratio_by_hour
from twin.study.metering import served

TIGHT = 0.85  # of the open hours: beyond it queues grow out of proportion
TOLD = 6  # names in one finding
KILOTONNE = 1e6  # kg
# Where a place is drawn decides nothing: ways have a length of their own. A date has no low and high.
UNRANGED = ("layout.places.", "roster.holidays.")


class View(NamedTuple):
    """What the rules look at."""

    scenario: object
    plan: object
    loads: dict  # [(kind, name)] Load

    def finding(self, rule, thing, severity, **facts):
        """The Finding of a rule about a thing, (kind, name), which is named by its label and its key."""
        path = _path(*thing)
        return finding(rule, path, severity, name=self.name(thing[1], path), **facts)

    def name(self, name, path):
        """What the thing at a path is called in both languages, with its key."""
        return called(name, label_at(self.scenario, path))


def lint(scenario):
    """Every Finding of every rule, the worst first."""
    plan = compile_plan(scenario)
    view = View(scenario, plan, loads(plan)[0])
    found = [one for rule in RULES for one in rule(view)]
    return sorted(found, key=lambda one: SEVERITIES.index(one.severity))


def overloaded(view):
    """Things with more work than open hours over the whole horizon, or nearly so."""
    for (kind, name), load in view.loads.items():
        work, offered = load.work, load.offered.sum()
        if kind == "stock" or np.isinf(offered) or not work > TIGHT * offered:
            continue
        used = f"{100 * work / offered:.0f} %" if offered > 0 else "∞"
        rule = "quota_short" if kind in COUNTED else "overloaded"
        yield view.finding(rule, (kind, name), ERROR if work > offered else WARNING, used=used)


def full_in_the_design_hour(view):
    """Things that cannot take what comes in their fullest hour, though they can over the day."""
    for (kind, name), load in view.loads.items():
        by_hour = ratio_by_hour(load)
        if kind in COUNTED or load.work > load.offered.sum() or by_hour.max() <= 1.0:
            continue
        hour = int(by_hour.argmax())
        yield view.finding("design_hour", (kind, name), WARNING, hour=hour, ratio=by_hour[hour])


def piles_that_overflow(view):
    """Stocks that more comes to than leaves, until they are full."""
    for name, stock in view.scenario.layout.stocks.items():
        load = view.loads["stock", name]
        most = stock.starts_with + np.cumsum(load.work_by_hour - load.offered).max(initial=0.0)
        if most > stock.holds:
            facts = {"most": most / KILOTONNE, "holds": stock.holds / KILOTONNE}
            yield view.finding("stock_overflows", ("stock", name), WARNING, **facts)


def rooms_too_short(view):
    """Rooms in metres that are shorter than one of the longest class that comes there."""
    rooms = {}
    for station, row in enumerate(view.plan.arrays.station):
        if row["metric"] and row["room"] > 0:
            place = view.plan.names.points[station][:2]  # lanes are rooms of one place
            rooms[place] = min(rooms.get(place, np.inf), row["room"] / 1000)
    for (kind, name), room in rooms.items():
        longest = view.loads[kind, name].longest
        if room < longest:
            yield view.finding("room_too_short", (kind, name), WARNING, room=room, longest=longest)


def rooms_that_keep_nobody_out(view):
    """Waiting rooms where servers are unlimited: who comes has a server, and waits there for its people."""
    for name, station in view.scenario.layout.stations.items():
        if station.servers is None and "waiting_room" in station.model_fields_set:
            yield finding("room_of_nobody", f"{_path('station', name)}.waiting_room", WARNING, name=name)


def rooms_that_spill_back(view):
    """Waiting rooms that the queue of the fullest hours outgrows, as a fluid that waits nowhere else."""
    rooms = {}
    for station, row in enumerate(view.plan.arrays.station):
        kind, name, _ = view.plan.names.points[station]
        if kind == "station" and row["room"] < UNLIMITED:
            load = view.loads[kind, name]
            each = 1000 * load.metres / load.visits if row["metric"] and load.visits else 1.0
            rooms[name] = rooms.get(name, 0.0) + row["room"] / max(each, 1.0)
    for name, holds in rooms.items():
        queue = _fluid_queue(view.loads["station", name])
        if queue > max(holds, 1.0):
            yield view.finding("spills_back", ("station", name), NOTE, queue=queue, holds=holds)


def _fluid_queue(load):
    """The most that wait if work flows in and out evenly within each hour."""
    if load.work <= 0 or load.visits <= 0:
        return 0.0
    waiting = np.cumsum(load.work_by_hour - served(load.work_by_hour, load.offered))
    return waiting.max(initial=0.0) * load.visits / load.work


def circles_that_jam(view):
    """Places with limited room that wait for each other in a circle."""
    for circle in circles(view.plan):
        paths = [_path(_kind(view, name), name) for name in circle]
        around = [view.name(name, path) for name, path in zip(circle, paths, strict=True)]
        names = Label(*(" → ".join([*said, said[0]]) for said in zip(*around, strict=True)))
        yield finding("may_jam", paths[0], WARNING, names=names)


def servers_kept_while_waiting(view):
    """Stations where one who was served stays at the server and waits for something else."""
    for name, waited in kept(view.plan).items():
        names = ", ".join(list(waited)[:TOLD]) + (", …" if len(waited) > TOLD else "")
        yield finding("server_kept", _path("station", name), NOTE, name=name, names=names)


def never_visited(view):
    """Stations that no entity ever comes to, not even one who does not wait elsewhere."""
    spared = _for_those_who_do_not_wait(view.plan)
    for name in view.scenario.layout.stations:
        load = view.loads.get(("station", name))
        if name not in spared and (load is None or not load.visits > 0):
            yield view.finding("never_visited", ("station", name), NOTE)


def _for_those_who_do_not_wait(plan):
    """Names of stations on the ways of those who give up or turn away."""
    step, tab = plan.arrays.step, plan.arrays.tab.tolist()
    records = step["d"][(step["op"] == VISIT) & (step["d"] != 0)].tolist()
    targets = {pc for record in records for pc in tab[record + GIVES_UP : record + IF_FULL + 1]} - {NOBODY}
    code = Code(step.tolist(), tab, plan.arrays.cum.tolist())
    states = reached(code, {(pc, cls) for pc in targets for cls in range(len(plan.names.classes))})
    return {plan.names.points[step["a"][pc]].name for pc, _ in states if step["op"][pc] == VISIT}


def without_origin(view):
    """Values that have neither a source nor a range within which they are assumed."""
    loose = {}
    for row in view.scenario.ledger:
        # Nothing is more than unlimited.
        has_none = row.path.startswith(UNRANGED) or row.value == "unlimited"
        if row.kind == "assumed" and not row.low and not has_none:
            thing, _, field = row.path.rpartition(".")
            loose.setdefault(thing, []).append(field)
    for thing, values in loose.items():
        names = ", ".join(values[:TOLD]) + (", …" if len(values) > TOLD else "")
        name = next(iter(thing.split(".")[2:]), thing)
        yield finding("without_origin", thing, NOTE, name=view.name(name, thing), names=names)


def _kind(view, name):
    layout = view.scenario.layout
    return next((kind for kind in ("station", "zone") if name in getattr(layout, f"{kind}s")), "link")


def _path(kind, name):
    if kind in ("quota", "slot"):
        return f"policy.{kind}s.{name}"
    return f"layout.{kind}s.{name.removesuffix(':back')}"


RULES = (
    overloaded,
    full_in_the_design_hour,
    piles_that_overflow,
    rooms_too_short,
    rooms_that_keep_nobody_out,
    rooms_that_spill_back,
    circles_that_jam,
    servers_kept_while_waiting,
    never_visited,
    without_origin,
)
