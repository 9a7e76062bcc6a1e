"""Queues that other tools have been measured on, from one station to a port with finite rooms."""

from typing import NamedTuple

from ports import every, lasting, port

LOAD = 0.8  # of every station of the small port
QUARANTINED = 3  # the class


class Desk(NamedTuple):
    """A station of exponential service, visited in the order of the case by all unless it says otherwise."""

    servers: int
    mean: float
    places: int | None = None  # waiting places; None is no end of them
    share: float = 1.0  # of customers, drawn one by one
    only: int | None = None  # the class that comes here


class Case(NamedTuple):
    """Customers come so far apart (exponential), are of a class by its share, and visit the desks in order.

    A full desk keeps those who are bound for it where they were served.
    """

    gap: float
    desks: tuple
    mix: tuple = (1.0,)
    first: tuple = ()  # classes that are served first


def small_port(places=None):
    """Eight desks loaded alike; two of four classes go first, a tenth are inspected."""
    servers = (2, 4, 2, 3, 2, 2, 3, 2)
    share = {4: 0.1}  # the slow inspection
    only = {5: QUARANTINED}
    comes = {4: 0.1, 5: 0.1}
    desks = tuple(
        Desk(n, LOAD * n / comes.get(i, 1.0), places if i else None, share.get(i, 1.0), only.get(i))
        for i, n in enumerate(servers)
    )
    return Case(1.0, desks, (0.4, 0.3, 0.2, 0.1), (2, 3))


CASES = {
    "a": Case(1 / 0.9, (Desk(1, 1.0),)),
    "b": Case(1 / 9, (Desk(10, 1.0),)),
    "c": Case(1 / 2.1, tuple(Desk(3, 1.0, 10 if i else None) for i in range(5))),
    "d": small_port(),
    "df": small_port(20),
}


def tree_of(case, customers, *, copies=1):
    """The raw tree of a case with so many customers, or of so many of it side by side, which share them."""
    layout, steps, arrives = {"stations": {}, "flows": {}}, {}, {}
    for i in range(copies):
        stations = {f"station{i}_{k}": _station(case, desk) for k, desk in enumerate(case.desks)}
        layout["stations"] |= stations
        steps[f"through{i}" if i else "through"] = _steps(case.desks, list(stations))
    classes = {f"class{i}": {} for i in range(len(case.mix))}
    arrival = every(f"exponential mean {case.gap!r} s", count=customers // copies)
    arrival["mix"] = {name: f"{share:.0%}" for name, share in zip(classes, case.mix, strict=True)}
    arrives = {flow: arrival for flow in steps}
    tree = port(layout["stations"], steps["through"], arrival, layout={"classes": classes})
    tree["layout"]["flows"] = {
        flow: {"classes": list(classes), "steps": passed} for flow, passed in steps.items()
    }
    tree["demand"] = {"flows": arrives}
    if case.first:
        order = {f"class{i}": 0 if i in case.first else 1 for i in range(len(case.mix))}
        tree["policy"] = {"priority": order}
    if any(desk.share < 1 for desk in case.desks):
        tree["policy"]["shares"] = {"inspected": "10 %"}
    return lasting(tree, f"{int(1.2 * case.gap * (customers / copies + 10_000))} s")


def _station(case, desk):
    return {
        "service_time": f"exponential mean {desk.mean!r} s",
        "servers": desk.servers,
        **({"discipline": "priority"} if case.first else {}),
        **({"waiting_room": desk.places} if desk.places is not None else {}),
    }


def _steps(desks, names):
    """The steps through these desks."""
    out = []
    for desk, name in zip(desks, names, strict=True):
        visit = {"visit": name}
        if desk.share < 1:
            visit = {"branch": "inspected", "then": [visit]}
        elif desk.only is not None:
            visit = {"branch": "class", "cases": {f"class{desk.only}": [visit], "other": []}}
        out.append(visit)
    return [*out, {"leave": "out"}]
