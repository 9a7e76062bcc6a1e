"""Small ports in one line each, as raw trees; `plan_of` and `runs_of` take them further."""

from twin.engine import run
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan

START = "2025-09-01 00:00"


def port(stations, steps, arrives, **sections):
    """A tree of one flow `through` that leaves at `out`; sections are merged into it one level deep."""
    tree = {
        "name": "tiny",
        "layout": {
            "classes": {"truck": {}},
            "stations": stations,
            "exits": {"out": {}},
            "flows": {
                "through": {
                    "classes": list(sections.get("layout", {}).get("classes", {"truck": {}})),
                    "steps": steps,
                }
            },
        },
        "demand": {"flows": {"through": arrives}},
        "experiment": {"start": START, "horizon": "1 d", "replications": 1, "seed": 1},
    }
    for name, section in sections.items():
        tree[name] = {**tree.get(name, {}), **section}
    return tree


def every(seconds, **fields):
    """Arrivals so many seconds apart, or by a law."""
    return {"arrives": "every", "every": seconds if isinstance(seconds, str) else f"{seconds!r} s", **fields}


def recorded(times, *, classes=None, **services):
    """Arrivals at these seconds, of these classes, with these seconds of service by step."""
    rows = [
        {"time": time, **{"service." + step: seconds[i] for step, seconds in services.items()}}
        for i, time in enumerate(times)
    ]
    for i, name in enumerate(classes or ()):
        rows[i]["class"] = name
    return {"arrives": "recorded", "rows": rows}


def visits(*names):
    """Visits one after the other, then out."""
    return [*({"visit": name} for name in names), {"leave": "out"}]


def one_booth(service="60 s", arrives=None, **fields):
    """One station, one server, endless room."""
    return port({"booth": {"service_time": service, **fields}}, visits("booth"), arrives or every(60))


def tandem(services, arrives, *, rooms=(), **sections):
    """Stations one after the other, one server each, with so much room before each."""
    stations = {f"station{i}": {"service_time": service} for i, service in enumerate(services)}
    for i, room in enumerate(rooms):
        if room is not None:
            stations[f"station{i}"]["waiting_room"] = room
    return port(stations, visits(*stations), arrives, **sections)


def port_with_secondary(share="10 %"):
    """A first check of all and a closer one of some."""
    stations = {
        "primary": {"service_time": "exponential mean 30 s"},
        "secondary": {"service_time": "exponential mean 4 min"},
    }
    steps = [{"visit": "primary"}, {"branch": "referred", "then": [{"visit": "secondary"}]}, {"leave": "out"}]
    return port(stations, steps, every("exponential mean 45 s"), policy={"shares": {"referred": share}})


def crossing(room=0, service="10 s"):
    """Two stations that one class passes in one order and one in the other: with little room they jam."""
    stations = {name: {"service_time": service, "waiting_room": room} for name in ("north", "south")}
    ways = {"down": [{"visit": "north"}, {"visit": "south"}], "up": [{"visit": "south"}, {"visit": "north"}]}
    steps = [{"branch": "class", "cases": ways}, {"leave": "out"}]
    arrives = recorded([0, 0], classes=["down", "up"])
    return port(stations, steps, arrives, layout={"classes": {"down": {}, "up": {}}})


def plan_of(tree):
    """The plan of a raw tree."""
    return compile_plan(Scenario.from_tree(tree))


def run_of(tree, engine, replication=0):
    """One replication of a raw tree."""
    return run(plan_of(tree), replication, engine=engine)


def visits_at(plan, run, name):
    """The visits of a run at a station, link, zone, pool, quota or join, in order of entities."""
    points = [i for i, point in enumerate(plan.names.points) if point.name == name]
    return run.visits[[row["point"] in points for row in run.visits]]


def with_servers(tree, name, servers):
    """The same port with another number of servers at a station."""
    station = {**tree["layout"]["stations"][name], "servers": servers}
    stations = {**tree["layout"]["stations"], name: station}
    return {**tree, "layout": {**tree["layout"], "stations": stations}}


def lasting(tree, horizon, **experiment):
    """The same port, run for so long."""
    return {**tree, "experiment": {**tree["experiment"], "horizon": horizon, **experiment}}


def told(tree, engine, name, *fields):
    """Columns of the visits at a point, one tuple an entity in order of arrival."""
    plan = plan_of(tree)
    rows = visits_at(plan, run(plan, 0, engine=engine), name)
    return [tuple(row[field].item() for field in fields) for row in rows]
