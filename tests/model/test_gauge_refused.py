"""Whoever runs on rails stands on its own gauge, before the run and with the way out."""

from copy import deepcopy

import pytest
from trees import fault, put, refused

from twin.model.checks.gauge import WAY_OUT
from twin.model.errors import ScenarioError
from twin.model.gauge import other_gauge, run_together
from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan

# A broad train goes to a shed where its bogies are changed, and leaves by a standard track.
TRACK = {"length": "2 km", "speed": "20 km/h", "kind": "track"}
SHED = {
    "layout": {
        "places": {"line": ["0 m", "0 m"], "shed": ["0 m", "2 km"], "out_yard": ["0 m", "4 km"]},
        "links": {
            "broad_way": {"from": "line", "to": "shed", "gauge": "broad", **TRACK},
            "standard_way": {
                "from": "shed",
                "to": "out_yard",
                "gauge": "standard",
                "both_ways": True,
                **TRACK,
            },
        },
        "classes": {
            "train": {"kind": "train", "length": "500 m", "size": 2, "gauge": "broad"},
            "wagon": {"kind": "wagon", "length": "14 m", "gauge": "broad"},
            "flat": {"kind": "wagon", "length": "14 m", "gauge": "standard"},
            "box": {"kind": "container"},
            "long_train": {"kind": "train", "length": "600 m", "gauge": "standard"},
        },
        "stations": {
            "papers": {"service_time": "5 min"},
            "jacks": {"does": "gauge_change", "at": "shed", "service_time": "1 h", "gauge": "both"},
        },
        "zones": {
            "broad_tracks": {"at": "line", "holds": 2, "unit": "train", "gauge": "broad"},
            "standard_tracks": {"at": "out_yard", "holds": 2, "unit": "train", "gauge": "standard"},
            "shed_tracks": {"at": "shed", "holds": 2, "unit": "train", "gauge": "both"},
        },
        "pools": {
            "broad_loco": {"size": 1, "gauge": "broad"},
            "standard_loco": {"size": 1, "gauge": "standard"},
            "standard_bogies": {"size": 8, "gauge": "standard"},
        },
        "flows": {"in": {"classes": "train", "starts_at": "line", "steps": []}},
    },
    "demand": {"flows": {"in": {"arrives": "every", "every": "3 h", "count": 2}}},
    "experiment": {"horizon": "1 d"},
}
JACKS, OUT = {"visit": "jacks"}, {"leave": "out"}
FLOW = "layout.flows.in"


def shed(*steps, **changes):
    """The tree of the shed whose trains do other steps; a path in words is written with __."""
    tree = deepcopy(SHED)
    for path, value in changes.items():
        put(tree, path.split("__"), value)
    tree["layout"]["flows"]["in"]["steps"] = list(steps)
    return tree


SOUND = {
    "a track of its own gauge": [{"travel": "broad_tracks"}, OUT],
    "the other gauge behind a change of gauge": [JACKS, {"travel": "standard_tracks"}, OUT],
    "a whole whose wagons have been changed": [
        {"travel": "shed_tracks"},
        {"split": "wagon", "count": "size"},
        JACKS,
        {"gather": "wagon", "until": "all"},
        {"travel": "standard_tracks"},
        OUT,
    ],
    "a train made of wagons that have been changed": [
        {"split": "wagon", "count": "size", "parent": "ends"},
        JACKS,
        {"gather": "wagon", "into": "long_train", "full_at": {"count": 2}},
        {"travel": "standard_tracks"},
        OUT,
    ],
    "boxes that pass where wagons change": [
        {"split": "box", "count": "size"},
        JACKS,
        {"gather": "box", "until": "all"},
        {"travel": "broad_tracks"},
        OUT,
    ],
    "a locomotive of the gauge of the track": [
        {"travel": "broad_tracks"},
        {"seize": "broad_loco"},
        {"visit": "papers"},
        {"release": "broad_loco"},
        OUT,
    ],
    "a train of the other gauge that is loaded from one on its track": [
        {"travel": "broad_tracks"},
        {
            "fork": "loaded",
            "into": {"long_train": [{"seize": "standard_loco"}, {"release": "standard_loco"}]},
        },
        OUT,
    ],
    "bogies of the other gauge where both lie": [
        {"travel": "shed_tracks"},
        {"seize": "standard_bogies"},
        JACKS,
        {"release": "standard_bogies"},
        OUT,
    ],
}


@pytest.mark.parametrize("what", SOUND)
def test_it_runs(what):
    tree = shed(*SOUND[what], layout__links__standard_way__gauge="both")
    tree["layout"]["links"]["standard_way"]["both_ways"] = True
    tree["layout"]["links"]["broad_way"]["both_ways"] = True
    compile_plan(Scenario.from_tree(tree))


TO_OUT_YARD = {"layout__links__broad_way__gauge": "both", "layout__links__standard_way__gauge": "both"}
REFUSED = {
    "a track of the other gauge": (
        shed({"travel": "standard_tracks"}, OUT, **TO_OUT_YARD),
        f"{FLOW} at travel standard_tracks",
        f"train runs on broad gauge here, and standard_tracks is standard; {WAY_OUT}",
    ),
    "its own gauge behind a change of gauge": (
        shed(JACKS, {"travel": "broad_tracks"}, OUT, layout__links__broad_way__both_ways=True, **TO_OUT_YARD),
        f"{FLOW} at travel broad_tracks",
        f"train runs on standard gauge here, and broad_tracks is broad; {WAY_OUT}",
    ),
    "one way of two that leads over no change of gauge": (
        shed(
            {"branch": "changed", "then": [JACKS]},
            {"travel": "standard_tracks"},
            OUT,
            policy__shares__changed="50 %",
            **TO_OUT_YARD,
        ),
        f"{FLOW} at travel standard_tracks",
        f"train runs on broad gauge here, and standard_tracks is standard; {WAY_OUT}",
    ),
    "a station over the other gauge": (
        shed(JACKS, OUT, layout__stations__jacks__gauge="standard"),
        f"{FLOW} at visit jacks",
        f"train runs on broad gauge here, and jacks is standard; {WAY_OUT}",
    ),
    "a link of the other gauge": (
        shed({"travel": "out_yard"}, OUT),
        f"{FLOW} at travel out_yard",
        "train runs on broad gauge here, and its way from line to out_yard leads over standard_way, which is "
        f"standard; {WAY_OUT}",
    ),
    "a locomotive that a station needs, of the other gauge": (
        shed({"visit": "papers"}, OUT, layout__stations__papers__needs={"standard_loco": 1}),
        f"{FLOW} at visit papers",
        "standard_loco is standard, and train runs here on broad; claim one of that gauge, or write gauge: "
        "both where both lie",
    ),
    "a locomotive that is seized on a track of the other gauge": (
        shed({"travel": "broad_tracks"}, {"seize": "standard_loco"}, {"release": "standard_loco"}, OUT),
        f"{FLOW} at seize standard_loco",
        "standard_loco is standard, and broad_tracks is broad; claim one of that gauge, or write gauge: "
        "both where both lie",
    ),
    "a locomotive that comes over links of the other gauge": (
        shed(
            {"visit": "papers"},
            OUT,
            **{
                "layout__stations__papers": {"at": "shed", "service_time": "5 min", "needs": {"engine": 1}},
                "layout__pools__engine": {"size": 1, "at": "out_yard", "speed": "9 km/h", "gauge": "broad"},
            },
        ),
        "layout.stations.papers.needs",
        "engine is broad, and its way from out_yard to shed leads over standard_way, which is standard; lay "
        "a shorter link of its gauge, or write gauge: both",
    ),
    "a train made of wagons of the other gauge": (
        shed(
            {"split": "wagon", "count": "size", "parent": "ends"},
            {"gather": "wagon", "into": "long_train", "full_at": {"count": 2}},
            OUT,
        ),
        f"{FLOW} at gather wagon",
        f"wagon runs on broad gauge here, and long_train is standard; {WAY_OUT}",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(what):
    tree, path, said = REFUSED[what]
    assert refused(tree) == fault(path, said)


MEETING = {
    "layout__matches__transload": {"between": {"full": "wagon", "empty": "flat"}, "together": [JACKS]},
    "layout__flows__empties": {
        "classes": "flat",
        "starts_at": "shed",
        "steps": [{"match": "transload"}, OUT],
    },
    "demand__flows__empties": {"arrives": "every", "every": "1 h"},
    "layout__flows__in__classes": "wagon",
}


def test_those_who_meet_stand_under_a_crane_over_both():
    Scenario.from_tree(shed({"match": "transload"}, OUT, **MEETING))


def test_those_who_meet_both_need_their_gauge():
    tree = shed({"match": "transload"}, OUT, layout__stations__jacks__gauge="broad", **MEETING)
    said = f"flat runs on standard gauge here, and jacks is broad; {WAY_OUT}"
    assert fault("layout.matches.transload.together at visit jacks", said) in refused(tree)


def test_a_port_that_says_no_gauge_is_not_asked_for_one():
    tree = shed({"travel": "standard_tracks"}, OUT)
    for kind in ("links", "classes", "stations", "zones", "pools"):
        for thing in tree["layout"][kind].values():
            thing.pop("gauge", None)
    Scenario.from_tree(tree)


def test_what_changes_its_gauge_by_itself_runs_on_both():
    tree = shed({"travel": "standard_tracks"}, OUT, layout__classes__train__gauge="both", **TO_OUT_YARD)
    Scenario.from_tree(tree)


def test_an_unknown_gauge_is_refused_with_those_there_are():
    tree = shed(OUT, layout__zones__broad_tracks__gauge="brod")
    said = "is 'brod': not one of the words here; did you mean broad?; write one of broad, standard, both"
    assert fault("layout.zones.broad_tracks.gauge", said) in refused(tree)


def test_a_track_shorter_than_its_train_is_refused():
    tree = shed({"travel": "broad_tracks"}, OUT, layout__zones__broad_tracks__track_length="499 m")
    with pytest.raises(ScenarioError) as error:
        compile_plan(Scenario.from_tree(tree))
    said = (
        "is '499 m': a track shorter than its train: train is 500 m long; make it longer, or split the train"
    )
    assert str(error.value) == fault("layout.zones.broad_tracks.track_length", f"{said} before")


def test_a_track_as_long_as_its_train_will_do_and_its_wagons_need_less():
    there = {"layout__zones__broad_tracks__track_length": "500 m"}
    compile_plan(Scenario.from_tree(shed({"travel": "broad_tracks"}, OUT, **there)))
    split = [{"split": "wagon", "count": "size", "parent": "ends"}, {"travel": "broad_tracks"}, OUT]
    there = {"layout__zones__broad_tracks__track_length": "20 m"}
    compile_plan(Scenario.from_tree(shed(*split, **there)))


def test_a_change_of_gauge_leads_to_the_other_one_and_back():
    assert [other_gauge(one) for one in ("broad", "standard", "both", None)] == [
        "standard", "broad", "both", None,
    ]  # fmt: skip
    assert run_together("standard", "standard") and not run_together("standard", "broad")
