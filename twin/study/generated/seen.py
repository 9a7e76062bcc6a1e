"""Who is inside at the start of a random port: at first visits, where nothing is held and all come."""

from twin.study.generated.dice import between, fixed, one_in, pick
from twin.study.generated.duty import count

PLAIN = {"visit", "wait", "mark", "set", "travel"}  # words of steps behind which one still goes alone


def free_servers(port):
    """{station: servers} that nobody has been seen at yet."""
    return {name: count(station) for name, station in port.stations.items()}


def seen(dice, port, flow, arrives, free):
    """Rows of a flow, often none; no more at servers of a station than are free, which are fewer then."""
    visits = _first_visits(port, flow)
    if arrives["arrives"] == "fleet" or not visits or not one_in(dice, 3):
        return {}
    rows = []
    for _ in range(between(dice, 1, 4)):
        at = pick(dice, list(visits))
        station = visits[at]
        row = {"at": at, "class": pick(dice, flow["classes"]), "since": fixed(dice)}
        if not port.stations[station].get("needs") and not _fills(port, station) and free[station] > 0:
            row["doing"] = pick(dice, ["queueing", "served", "blocked"])
            free[station] -= row["doing"] != "queueing"
        rows.append(row | ({"count": 2} if "doing" not in row and one_in(dice, 3) else {}))
    return {"seen": rows}


def _fills(port, name):
    """It claims room in a stock, or people with its servers."""
    models = port.stations[name]["servers"]
    models = models if isinstance(models, dict) else [port.stations[name].get("model")]
    by_model = any("needs" in port.equipment.get(model, {}) for model in models)
    return by_model or "fills" in port.stations[name]


def _first_visits(port, flow):
    """{name: station} of the visits of a flow before anything else, called so only once."""
    out = {}
    for step in flow["steps"]:
        if not PLAIN & set(step) or any(isinstance(said, list) for said in step.values()):
            break  # what one does who does not wait may be anything
        if "visit" in step and port.stations[step["visit"]].get("queue") != "lanes":
            out[step.get("as", step["visit"])] = step["visit"]
    names = [name for step in flow["steps"] for name in _names(step)]
    return {name: station for name, station in out.items() if names.count(name) == 1}


def _names(node):
    """Names of all visits in a step."""
    if isinstance(node, dict):
        if "visit" in node:
            yield node.get("as", node["visit"])
        for value in node.values():
            yield from _names(value)
    elif isinstance(node, list):
        for value in node:
            yield from _names(value)
