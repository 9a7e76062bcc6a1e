"""What compiles runs: a port with every verb, through both engines to the same visits."""

import pytest
from ports import plan_of

from twin.engine import run

TREE = {
    "name": "all_verbs",
    "layout": {
        "places": {"line": ["0 m", "0 m"], "hall": ["0 m", "-300 m"], "yard": ["0 m", "-600 m"]},
        "links": {
            "line_hall": {
                "from": "line",
                "to": "hall",
                "length": "300 m",
                "speed": "20 km/h",
                "storage": "120 m",
            },
            "hall_yard": {
                "from": "hall",
                "to": "yard",
                "length": "300 m",
                "speed": "20 km/h",
                "both_ways": True,
            },
        },
        "classes": {
            "coal": {
                "length": "28 m",
                "carries": "100 t",
                "attributes": {"paper": {"old": "40 %", "new": "60 %"}},
            },
            "copper": {
                "length": "18 m",
                "carries": "40 t",
                "attributes": {"paper": {"old": "5 %", "new": "95 %"}},
            },
            "cart": {"length": "12 m"},
            "image": {"kind": "document"},
            "lot": {"kind": "cargo"},
        },
        "stations": {
            "gate": {
                "at": "line",
                "servers": 3,
                "queue": "lanes",
                "reserved": {"copper": 1},
                "move_up": "5 s",
                "waiting_room": "200 m",
                "hours": "freight",
                "service_time": "gamma mean 25 s cv 60 %",
            },
            "team": {
                "service_time": "erlang mean 20 s stages 3",
                "servers": 2,
                "fails": "20 %",
                "needs": {"officers": 1},
            },
            "old_scan": {
                "at": "hall",
                "service_time": "triangular 90 s 150 s 240 s",
                "waiting_room": "2",
                "breakdown": {"mtbf": "5 h", "mttr": "20 min", "clock": "operating"},
            },
            "new_scan": {"at": "hall", "servers": {"fast": 1, "slow": 1}, "does": "scan"},
            "review": {"service_time": "lognormal mean 2 min cv 80 %", "servers": "unlimited"},
            "tip": {
                "at": "yard",
                "servers": 4,
                "service_time": "uniform 5 min to 9 min",
                "fills": "pile",
                "discipline": "priority",
            },
            "lab": {
                "service_time": "weibull mean 1 h cv 70 %",
                "servers": 8,
                "hours": "freight",
                "end_of_shift": "pause",
            },
        },
        "zones": {"siding": {"at": "hall", "holds": "90 m"}},
        "pools": {"officers": {}, "hoses": {"size": 1}},
        "stocks": {
            "pile": {"holds": "5 kt", "drain": "40 kt/d", "only_when": "cleared", "starts_with": "1 kt"}
        },
        "exits": {"inland": {}, "refused": {}},
        "parts": {"clearance": [{"visit": "lab"}, {"mark": "cleared"}, {"leave": "inland"}]},
        "flows": {
            "trucks": {
                "classes": ["coal", "copper"],
                "starts_at": "line",
                "steps": [
                    {"wait": "daily"},
                    {"visit": "gate"},
                    {"visit": "team"},
                    {
                        "branch": "team.fails",
                        "then": [{"wait": "normal mean 2 min cv 50 %", "as": "ask"}, {"again": "team"}],
                    },
                    {"branch": "paper", "cases": {"old": [{"set": {"red": "then"}}], "new": []}},
                    {
                        "branch": "red",
                        "then": [
                            {
                                "choose": "shortest_queue",
                                "of": {"a": [{"visit": "old_scan"}], "b": [{"visit": "new_scan"}]},
                            },
                            {"fork": "images", "into": {"image": [{"visit": "review"}]}},
                            {"join": "images"},
                        ],
                    },
                    {"travel": "siding"},
                    {"seize": "hoses"},
                    {"wait": "30 s", "as": "wash"},
                    {"release": "hoses"},
                    {"visit": "tip"},
                    {"fork": "cargo", "into": {"lot": [{"do": "clearance"}]}},
                    {"leave": "refused"},
                ],
            },
            "carts": {
                "classes": "cart",
                "starts_at": "yard",
                "steps": [
                    {"branch": "class", "cases": {"cart": [{"travel": "hall"}]}},
                    {"visit": "new_scan"},
                    {"return": "cart_fleet"},
                ],
            },
        },
    },
    "equipment": {
        "fast": {"does": "scan", "service_time": "20 s", "breakdown": {"mtbf": "8 h", "mttr": "30 min"}},
        "slow": {"does": "scan", "service_time": "exponential mean 90 s"},
    },
    "demand": {
        "flows": {
            "trucks": {
                "arrives": "profile",
                "volume": "700/d",
                "mix": {"coal": "70 %", "copper": "30 %"},
                "platoon": 2,
                "platoon_gap": "5 s",
                "waiting_at_opening": "10 %",
                "dispersion": "20 %",
            },
            "carts": {"arrives": "fleet", "fleet": "cart_fleet"},
        },
        "fleets": {"cart_fleet": {"class": "cart", "size": 4, "away": "lognormal mean 20 min cv 20 %"}},
    },
    "roster": {
        "calendars": {"freight": {"hours": "06:00-22:00"}},
        "shifts": {
            "officers": {
                "day": {"hours": "06:00-22:00", "size": 3},
                "night": {"hours": "22:00-06:00", "size": 1},
            }
        },
    },
    "policy": {
        "shares": {"red": "15 %"},
        "quotas": {"daily": {"count": 600, "per": "d"}},
        "priority": ["copper", "coal"],
    },
    "experiment": {"start": "2025-09-01 00:00", "horizon": "2 d"},
}


@pytest.fixture(scope="module")
def all_verbs():
    """The plan of a port with every verb."""
    return plan_of(TREE)


def test_a_port_with_every_verb_runs(all_verbs, engine):
    made = run(all_verbs, engine=engine)
    kinds = {all_verbs.names.points[point].kind for point in made.visits["point"]}
    assert kinds == {"station", "link", "zone", "pool", "quota", "join"}
    exits = {all_verbs.names.exits[exit] for exit in made.trips["exit"] if exit >= 0}
    assert exits == {"", "inland", "refused", "cart_fleet"}


def test_both_engines_run_it_alike(all_verbs):
    kernel, reference = (run(all_verbs, 1, engine=engine) for engine in ("kernel", "reference"))
    for name in ("visits", "trips", "downs"):
        assert getattr(kernel, name).tobytes() == getattr(reference, name).tobytes(), name
