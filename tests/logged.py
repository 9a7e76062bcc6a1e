"""A port of six stations that keeps records: a raw tree, and its scenario over some days."""

from pathlib import Path

import yaml

from twin.model.scenario import Scenario

START = "2026-03-02 00:00"  # a Monday
DAY = {"00-06": 0.2, "06-08": 1, "08-18": 1.8, "18-24": 0.6}
STATIONS = {
    "gate_in": {"does": "gate", "servers": 2, "service_time": "gamma mean 66 s cv 50 %"},
    "documents": {
        "does": "document_check",
        "servers": 5,
        "service_time": {
            "loaded": "lognormal mean 8.5 min cv 60 %",
            "empty": "lognormal mean 4.2 min cv 55 %",
        },
    },
    "weighbridge": {"does": "weighing", "servers": 1, "service_time": "gamma mean 102 s cv 30 %"},
    "scanner": {"does": "scan", "servers": 2, "service_time": "gamma mean 9.5 min cv 35 %"},
    "inspection": {"does": "examination", "servers": 5, "service_time": "lognormal mean 48 min cv 75 %"},
    "gate_out": {"does": "gate", "servers": 2, "service_time": "gamma mean 48 s cv 60 %"},
}
ROAD = {"servers": "unlimited", "service_time": "gamma mean 90 s cv 40 %"}
SHIFTS = {
    "night": {"hours": "00:00-07:00", "size": 2},
    "day": {"hours": "07:00-21:00", "size": 5},
    "evening": {"hours": "21:00-24:00", "size": 3},
}


def steps():
    """Loaded trucks are weighed and sent on, empty ones are scanned by chance; whoever was scanned may be
    inspected."""
    road = {"visit": "road"}
    scanned = [{**road, "as": "road_s"}, {"visit": "scanner"}]
    scanned += [{"branch": "image", "then": [{**road, "as": "road_i"}, {"visit": "inspection"}]}]
    looked = [{**road, "as": "road_j"}, {"visit": "inspection", "as": "at_once"}]
    control = {"branch": "loaded_control", "cases": {"none": [], "scan": scanned, "look": looked}}
    weighed = [{**road, "as": "road_w"}, {"visit": "weighbridge"}, control]
    inside = [{**road, "as": "road_k"}, {"visit": "inspection", "as": "k"}]
    again = [{**road, "as": "road_e"}, {"visit": "scanner", "as": "empty_scan"}]
    again += [{"branch": "image", "then": inside}]
    empty = [{"branch": "empty_scanned", "then": again}]
    return [
        {"visit": "gate_in"},
        {**road, "as": "road_d"},
        {"visit": "documents"},
        {"branch": "class", "cases": {"loaded": weighed, "empty": empty}},
        {**road, "as": "road_o"},
        {"visit": "gate_out"},
        {"leave": "out"},
    ]


def tree(*, volume="420/d", days=28, seed=1, **stations):
    """The raw tree; stations are changed as in tree(scanner={"servers": 1})."""
    changed = {name: {**thing, **stations.get(name, {})} for name, thing in STATIONS.items()}
    coming = {"arrives": "profile", "volume": volume, "profile": "usual"}
    return {
        "name": "logged",
        "layout": {
            "about": {"time_zone": "UTC"},
            "classes": {"loaded": {}, "empty": {}},
            "stations": {**changed, "road": ROAD},
            "exits": {"out": {}},
            "flows": {"trucks": {"classes": ["loaded", "empty"], "steps": steps()}},
        },
        "demand": {
            "flows": {"trucks": {**coming, "mix": {"loaded": "65 %", "empty": "35 %"}}},
            "profiles": {"usual": {"hours": DAY, "weekdays": {"sat": 0.5, "sun": 0.5}}},
        },
        "roster": {"shifts": {"documents": SHIFTS}},
        "policy": {
            "shares": {"image": "15 %", "empty_scanned": "10 %"},
            "channels": {"loaded_control": {"none": "66 %", "scan": "24 %", "look": "10 %"}},
        },
        "experiment": {"start": START, "horizon": f"{days + 1} d", "replications": 1, "seed": seed},
    }


def scenario(**changes):
    """The Scenario of the tree."""
    return Scenario.from_tree(tree(**changes))


def written(folder, name="logged", **changes):
    """The files of the port in a folder, as twin calibrate leaves them."""
    made = tree(**changes)
    sections = ("layout", "demand", "roster", "policy")
    for section in sections:
        place = "" if section == "layout" else f"{section}/"
        path = Path(folder) / "layouts" / f"{place}{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(made[section], sort_keys=False), encoding="utf-8")
