"""A whole random port as the raw tree that Scenario.from_tree reads."""

import random
from itertools import count

from twin.study.generated import duty
from twin.study.generated.arrivals import KINDS, MOST_ENTITIES, PROFILES
from twin.study.generated.dice import GRID, TIMES, WHOLE, Dice, between, one_in, pick, shares, some
from twin.study.generated.paths import Walk, named_parts, path
from twin.study.generated.plainest import plainest
from twin.study.generated.seen import free_servers, seen
from twin.study.generated.things import COLOURS, CONVOY, EXITS, exits, ground

START = "2025-09-01 08:00"


def seeded(seed):
    """A choose function from a seed."""
    return random.Random(seed).randrange


def random_tree(choose):
    """A valid port. Half have whole times that collide, a quarter the same after an odd first instant."""
    dice = Dice(choose, TIMES[choose(len(TIMES))], count(1))
    port = ground(dice)
    answers = {"shares": {}, "channels": {}}
    minutes = between(dice, 1, 6) * 20
    parts = named_parts(dice, port, answers)
    flows = {f"flow{i}": _flow(dice, port, answers, parts=tuple(parts)) for i in range(between(dice, 1, 3))}
    # A stock that waits for a mark needs someone who sets it.
    flows["flow0"]["steps"][-1:-1] = [{"mark": mark} for mark in port.marks]
    demand = {"flows": {}, "fleets": {}, "profiles": PROFILES}
    priority = {name: dice.choose(3) for name in [*port.classes, *some(dice, list(flows))]}
    opening = duty.openings(dice, port.stations)
    convoy = {"kind": "train", "length": "8 m", "size": 2, "attributes": {"colour": shares(dice, COLOURS)}}
    classes = port.classes | {CONVOY: convoy}
    odd = 0.0 if dice.times == WHOLE else GRID * between(dice, 1, 96) / 97
    free = free_servers(port)
    for name, flow in flows.items():
        _come(dice, demand, flow, name=name, odd=odd)
        demand["flows"][name] |= seen(dice, port, flow, demand["flows"][name], free)
    duty.smaller_batches(port.stations, min(_comers(demand, arrives) for arrives in demand["flows"].values()))
    tree = {
        "name": "random",
        "layout": {
            "places": port.places, "links": port.links, "classes": classes, "stations": port.stations,
            "zones": port.zones, "pools": port.pools, "stocks": port.stocks,
            "conditions": port.conditions, "matches": port.matches, "exits": exits(), "parts": parts,
            "observed": {"sample": ["7.5 s", "31 s", "60 s", "95.25 s"]}, "flows": flows,
        },
        "demand": demand,
        "roster": {"calendars": port.calendars, "shifts": port.shifts},
        "policy": answers | {
            "quotas": port.quotas, "slots": port.slots, "permissions": port.permissions, "priority": priority,
            "opening": opening,
        },
        "equipment": port.equipment,
        "experiment": {"start": START, "horizon": f"{minutes} min", "replications": 1, "seed": choose(1000)},
    }  # fmt: skip
    return plainest(dice, tree) if one_in(dice, 20) else tree


def _flow(dice, port, answers, *, parts):
    classes = some(dice, list(port.classes), least=1)
    steps = path(Walk(dice, port, answers, set(), [], parts=parts))
    flow = {"classes": classes, "steps": [*steps, {"leave": pick(dice, EXITS)}]}
    return flow | ({"starts_at": pick(dice, list(port.places))} if port.places else {})


def _come(dice, demand, flow, *, name, odd):
    """Writes how a flow arrives into the demand; a fleet comes back where its steps end."""
    arrives = pick(dice, KINDS)(dice, flow, odd)
    if "fleet" in arrives:
        fleet = demand["fleets"][f"fleet_{name}"] = arrives.pop("fleet")
        flow["classes"] = [fleet["class"]]
        flow["steps"][-1] = {"return": f"fleet_{name}"}
        arrives |= {"arrives": "fleet", "fleet": f"fleet_{name}"}
    elif len(flow["classes"]) > 1:
        arrives["mix"] = shares(dice, flow["classes"])
    demand["flows"][name] = arrives


def _comers(demand, arrives):
    """How many there are of those who arrive; without end, the most that a batch may want."""
    if arrives["arrives"] == "fleet":
        return demand["fleets"][arrives["fleet"]]["size"]
    more = arrives.get("at_start", 0)
    return more + len(arrives["rows"]) if "rows" in arrives else more + arrives.get("count", MOST_ENTITIES)
