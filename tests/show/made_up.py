"""Ports made up for maps and reports, with the results of a few short runs."""

from functools import cache

import pytest

from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.results.paired import compare
from twin.results.summary import summarise
from twin.show import text
from twin.show.report import ReportInput, report
from twin.study.preview import preview_of
from twin.study.replications import replicate

STATIONS = {
    "neighbour_gate": {
        "label": {"zh": "蒙方出境", "en": "Mongolian exit"},
        "agency": "neighbour",
        "at": "line",
        "servers": 2,
        "hours": "freight",
        "service_time": "lognormal mean 90 s cv 50 %",
    },
    "border_gate": {
        "label": {"zh": "国门", "en": "border gate"},
        "agency": "border",
        "at": "line",
        "does": "gate",
        "servers": "3 | S2",
        "queue": "lanes",
        "waiting_room": "180 m",
        "service_time": "erlang mean 40 s stages 3",
    },
    "health": {
        "label": {"zh": "卫生检疫", "en": "health check"},
        "agency": "health",
        "at": "hall",
        "servers": 2,
        "area": "60 m2",
        "tasks_run": "side_by_side",
        "tasks": {
            "temperature": {"service_time": "20 s"},
            "papers": {"service_time": "exponential mean 30 s"},
        },
    },
    "h986": {
        "label": {"zh": "H986 大型机检", "en": "H986 scanner"},
        "at": "scan_site",
        "does": "scan",
        "servers": {"fast": 1, "slow": 1},
        "waiting_room": "2 | assumed 1 to 4",
        "hours": "freight",
    },
    "image_review": {
        "label": {"zh": "图像审核", "en": "image review"},
        "does": "image_review",
        "servers": "unlimited",
        "needs": {"analysts": 1},
        "service_time": "lognormal mean 4 min cv 80 % | assumed 2 min to 8 min",
    },
    "tipping": {
        "label": {"zh": "卸煤位", "en": "tipping bay"},
        "at": "tip",
        "does": "unloading",
        "agency": "operator",
        "servers": 30,
        "service_time": {"coal_truck": "uniform 15 min to 30 min", "other": "10 min"},
        "fills": "coal_stock",
    },
}
LAYOUT = {
    "about": {"label": {"zh": "样例口岸", "en": "sample port"}},
    "sources": {"S2": "a publication on lanes"},
    "places": {
        "line": ["0 m", "0 m"],
        "hall": ["0 m", "-600 m"],
        "scan_site": ["300 m", "-900 m"],
        "yard": ["0 m", "-1500 m"],
        "tip": ["400 m", "-1700 m"],
    },
    "links": {
        "line_hall": {
            "label": {"zh": "国门路", "en": "gate road"},
            "from": "line",
            "to": "hall",
            "length": "600 m",
            "speed": "20 km/h",
            "lanes": 2,
            "storage": "900 m",
        },
        "hall_scan": {
            "from": "hall",
            "to": "scan_site",
            "length": "450 m",
            "speed": "20 km/h",
            "both_ways": True,
        },
        "scan_yard": {"from": "scan_site", "to": "yard", "length": "700 m", "speed": "30 km/h"},
        "yard_tip": {"from": "yard", "to": "tip", "length": "450 m", "speed": "20 km/h", "kind": "corridor"},
    },
    "classes": {
        "coal_truck": {"label": {"zh": "煤车", "en": "coal truck"}, "length": "28 m", "carries": "100 t"},
        "image": {"label": {"zh": "图像", "en": "image"}, "kind": "document"},
    },
    "stations": STATIONS,
    "pools": {"analysts": {"label": {"zh": "审图员", "en": "analysts"}}},
    "stocks": {
        "coal_stock": {
            "label": {"zh": "煤堆场", "en": "coal stockpile"},
            "at": "tip",
            "holds": "900 kt",
            "drain": "50 kt/d",
        }
    },
    "exits": {"inland": {}},
    "flows": {
        "coal_in": {
            "label": {"zh": "重车进境", "en": "loaded coal trucks in"},
            "classes": "coal_truck",
            "starts_at": "line",
            "steps": [
                {"wait": "release"},
                {"visit": "neighbour_gate"},
                {"visit": "border_gate"},
                {"visit": "health"},
                {"visit": "h986"},
                {"fork": "image", "into": {"image": [{"visit": "image_review"}]}},
                {"join": "image"},
                {"visit": "tipping"},
                {"leave": "inland"},
            ],
        },
    },
}
TREE = {
    "name": "sample_road",
    "layout": LAYOUT,
    "demand": {
        "flows": {
            "coal_in": {
                "arrives": "profile",
                "volume": "240/d",
                "profile": "day",
                "waiting_at_opening": "20 %",
            }
        },
        "profiles": {"day": {"hours": {"00-08": 0, "08-20": 1, "20-24": 0}}},
    },
    "roster": {
        "calendars": {"freight": {"hours": "08:00-20:00"}},
        "shifts": {"analysts": {"day": {"hours": "08:00-22:00", "size": 2}}},
    },
    "policy": {"quotas": {"release": {"label": {"zh": "日放行量", "en": "daily release"}, "count": 230}}},
    "equipment": {
        "fast": {"does": "scan", "service_time": "60 s"},
        "slow": {"does": "scan", "service_time": "triangular 2 min 4 min 6 min"},
    },
    "experiment": {"start": "2026-03-02 08:00", "horizon": "16 h", "replications": 3, "seed": 1},
}


@cache
def port():
    """A small road port with one of everything that a report tells."""
    return Scenario.from_tree(TREE)


def bare_port(places, stations, links):
    """A layout to be drawn only: one flow that is served at the first station."""
    first = next(iter(stations))
    flows = {"through": {"classes": "truck", "steps": [{"visit": first}, {"leave": "out"}]}}
    layout = {
        "places": places,
        "stations": stations,
        "links": links,
        "classes": {"truck": {}},
        "flows": flows,
    }
    demand = {"flows": {"through": {"arrives": "every", "every": "60 s"}}}
    return Scenario.from_tree({"name": "drawn", "layout": layout, "demand": demand})


def crowded_port(n=9):
    """Places so close together that labels must be moved apart."""
    places = {f"p{i}": [f"{20 * (i % 3)} m", f"{15 * (i // 3)} m"] for i in range(n)}
    stations = {
        f"s{i}": {
            "label": {"zh": f"作业点第{i}号", "en": f"a station named {i}"},
            "at": f"p{i}",
            "servers": i + 1,
            "service_time": "60 s",
        }
        for i in range(n)
    }
    links = {
        f"l{i}": {"from": f"p{i}", "to": f"p{i + 1}", "length": "20 m", "speed": "10 km/h", "both_ways": True}
        for i in range(n - 1)
    }
    return bare_port(places, stations, links)


def row_port():
    """All places on one line, and one of them twice as far."""
    places = {f"p{i}": [f"{500 * i} m", "0 m"] for i in (0, 1, 2, 4)}
    stations = {f"s{i}": {"at": f"p{i}", "servers": 2, "service_time": "60 s"} for i in (0, 1, 2, 4)}
    return bare_port(places, stations, {})


@cache
def summary():
    """Three replications of the small port."""
    plan = compile_plan(port())
    return summarise(plan, replicate(plan, range(plan.replications)))


def report_input(lang, **changes):
    """All of a report, with a comparison of the port with itself under another name."""
    plan = compile_plan(port())
    given = {
        "manifest": {
            "key": "0123456789abcdef",
            "engine": "kernel",
            "versions": {"porttwin": "0.1.0"},
            "command": "twin run layout=sample",
        },
        "comparison": compare({"base": summary(), "twice": summary()}),
        "preview": preview_of(plan),
        "scenario": port(),
    }
    return ReportInput(plan=plan, summary=summary(), lang=lang, **given | changes)


@cache
def reported(lang):
    """The report of the small port, and every text that was asked for on the way."""
    asked, real = set(), text.translations

    class Listening:
        def gettext(self, sentence):
            asked.add(sentence)
            return real(lang).gettext(sentence)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "translations", lambda lang: Listening())
        return report(report_input(lang)), frozenset(asked)


def input_of(tree, lang):
    """The report's input of another tree, run for itself."""
    scenario = Scenario.from_tree(tree)
    plan = compile_plan(scenario)
    found = summarise(plan, replicate(plan, range(plan.replications)))
    return ReportInput(scenario=scenario, plan=plan, summary=found, manifest={}, lang=lang)
