"""The plainest ports: a queue or two that all pass, which the kernel has quicker ways for."""

from twin.study.generated.arrivals import KINDS
from twin.study.generated.dice import between, fixed, law, one_in

EVERY = KINDS[0]


def plainest(dice, tree):
    """A port whose flows come as in a tree, and find one station, or two in line."""
    names = [f"station{i}" for i in range(between(dice, 1, 2))]
    stations = {name: _station(dice) for name in names}
    if len(names) > 1 and one_in(dice, 2):
        stations[names[1]]["waiting_room"] = dice.choose(3)
    flows, demand = {}, {}
    for name, flow in tree["layout"]["flows"].items():
        leave = {"leave": list(tree["layout"]["exits"])[0]}
        flows[name] = {"classes": flow["classes"], "steps": [*({"visit": one} for one in names), leave]}
        demand[name] = _arrives(dice, flow, tree["demand"]["flows"][name])
    layout = tree["layout"]
    kept = {name: layout[name] for name in ("classes", "exits", "observed")}
    return {
        "name": tree["name"],
        "layout": kept | {"stations": stations, "flows": flows},
        "demand": {"flows": demand, "profiles": tree["demand"]["profiles"]},
        "experiment": tree["experiment"],
    }


def _station(dice):
    station = {"service_time": law(dice), "servers": between(dice, 1, 4)}
    return station | ({"move_up": fixed(dice)} if one_in(dice, 4) else {})


def _arrives(dice, flow, arrives):
    """As in the tree; a fleet would have to come back, and what is known of stations is of others."""
    arrives = {word: value for word, value in arrives.items() if word != "seen"}
    if arrives["arrives"] == "fleet":
        return EVERY(dice, flow, 0.0)
    if "rows" not in arrives:
        return arrives
    rows = [{name: value for name, value in row.items() if name != "service"} for row in arrives["rows"]]
    return arrives | {"rows": rows}
