"""Queues that other tools have been measured on, from one station to a port with finite rooms."""

from ports import every, lasting, port, visits

SERVERS = (2, 4, 2, 3, 2, 2, 3, 2)
SHARES = (1, 1, 1, 1, 0.1, 0.1, 1, 1)  # visits of a customer at each station
LOAD = 0.8
PLACES = 20  # before all stations but the first, in df


def case(name, customers):
    """The raw tree of a case with so many customers."""
    tree, gap = CASES[name]()
    arrives = {**tree["demand"]["flows"]["through"], "count": customers}
    tree = {**tree, "demand": {"flows": {"through": arrives}}}
    return lasting(tree, f"{int(1.2 * gap * (customers + 10_000))} s")


def one_station(rate, servers):
    """M/M/c with mean service 1 s."""
    station = {"service_time": "exponential mean 1 s", "servers": servers}
    return port({"desk": station}, visits("desk"), every(f"exponential mean {1 / rate!r} s")), 1 / rate


def line():
    """Five stations of three servers in line, ten places before each but the first."""
    stations = {
        f"station{i}": {
            "service_time": "exponential mean 1 s",
            "servers": 3,
            **({"waiting_room": 10} if i else {}),
        }
        for i in range(5)
    }
    return port(stations, visits(*stations), every(f"exponential mean {1 / 2.1!r} s")), 1 / 2.1


def small_port(places=None):
    """Eight stations loaded alike; two of four classes go first, a tenth are inspected."""
    stations = {}
    for i, (servers, share) in enumerate(zip(SERVERS, SHARES, strict=True)):
        mean = LOAD * servers / share
        stations[f"station{i}"] = {
            "service_time": f"exponential mean {mean!r} s",
            "servers": servers,
            "discipline": "priority",
            **({"waiting_room": places} if places is not None and i else {}),
        }
    inspected = {"branch": "inspected", "then": [{"visit": "station4"}]}
    quarantined = {"branch": "class", "cases": {"class3": [{"visit": "station5"}], "other": []}}
    steps = [*visits("station0", "station1", "station2", "station3")[:-1], inspected, quarantined]
    tree = port(stations, [*steps, *visits("station6", "station7")], every("exponential mean 1 s"))
    classes = {f"class{i}": {} for i in range(4)}
    mix = dict(zip(classes, ("40 %", "30 %", "20 %", "10 %"), strict=True))
    tree["layout"]["classes"] = classes
    tree["layout"]["flows"]["through"]["classes"] = list(classes)
    tree["demand"]["flows"]["through"]["mix"] = mix
    tree["policy"] = {
        "shares": {"inspected": "10 %"},
        "priority": {"class2": 0, "class3": 0, "class0": 1, "class1": 1},
    }
    return tree, 1.0


CASES = {
    "a": lambda: one_station(0.9, 1),
    "b": lambda: one_station(9, 10),
    "c": line,
    "d": small_port,
    "df": lambda: small_port(PLACES),
}
