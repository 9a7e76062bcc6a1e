"""Steps are one record a verb."""

import pytest
from trees import fault, port, refused, steps

from twin.model.law import Law
from twin.model.steps import VERBS, Again, Branch, Fork, Leave, Visit

OUT = {"leave": "out"}


def read(*written, **changes):
    """The steps of one booth's cars."""
    return port(layout__flows__cars__steps=list(written), **changes).layout.flows["cars"].steps


def test_a_step_has_a_verb_and_the_name_of_what_it_acts_on():
    visit, leave = read({"visit": "booth"}, OUT)
    assert (visit.verb, visit.name, visit.as_) == ("visit", "booth", None)
    assert (leave.verb, leave.name) == ("leave", "out")


def test_a_second_visit_has_a_name_of_its_own():
    first, second, _ = read({"visit": "booth"}, {"visit": "booth", "as": "booth_again"}, OUT)
    assert (first.name, second.name, second.visit) == ("booth", "booth_again", "booth")


def test_every_verb_of_the_language_reads():
    written = [
        {"visit": "booth"},
        {"travel": "bay"},
        {"branch": "picked", "then": [{"do": "rest"}], "else": [{"again": "booth"}]},
        {"choose": "shortest_queue", "of": {"a": [{"visit": "left"}], "b": [{"visit": "right"}]}},
        {"fork": "image", "into": {"image": [{"visit": "desk"}]}},
        {"join": "image", "need": 1},
        {"split": "car", "count": 3},
        {"gather": "car", "until": "all"},
        {"match": "transload", "gives_up_after": "2 h", "then": []},
        {"seize": {"crew": 2}},
        {"release": "crew"},
        {"wait": "daily"},
        {"wait": "30 d"},
        {"set": {"load": "empty"}},
        {"mark": "done"},
        {"return": "fleet"},
    ]
    changes = {
        "layout__zones__bay": {},
        "layout__parts__rest": [OUT],
        "layout__pools__crew": {"size": 2},
        "layout__classes__driver": {},
        "layout__flows__drivers": {"classes": "driver", "steps": [{"match": "transload"}, OUT]},
        "layout__matches__transload": {"between": {"cargo": "car", "hand": "driver"}},
        "policy__shares__picked": "100 %",
        "policy__quotas__daily": {"count": 9},
        "demand__fleets__fleet": {"class": "car", "size": 3, "away": "1 h"},
    }
    changes |= {f"layout__stations__{name}": {"service_time": "3 s"} for name in ("left", "right", "desk")}
    again = [{"branch": "picked", "then": [{"again": "booth"}]}, {"return": "fleet"}]
    layout_steps = read(
        *written[:2], {"branch": "picked", "then": [{"do": "rest"}]}, *written[3:-1], *again, **changes
    )
    said = {step.verb for step in layout_steps} | {"do", "again", "leave"}
    assert said == set(VERBS)


def test_then_and_else_are_lists_of_steps():
    branch = read({"branch": "class", "cases": {"car": [OUT]}})[0]
    assert isinstance(branch, Branch)
    assert branch.cases == {"car": (Leave(leave="out"),)}


def test_a_fork_opens_paths_by_name():
    changes = {"layout__stations__desk": {"service_time": "3 s"}}
    fork = read({"fork": "image", "into": {"paper": [{"visit": "desk"}]}}, OUT, **changes)[0]
    assert isinstance(fork, Fork)
    assert fork.into == {"paper": (Visit(visit="desk"),)}


def test_a_pool_that_is_only_named_is_seized_once_and_released_whole():
    seize, release, _ = read({"seize": "crew"}, {"release": ["crew"]}, OUT, layout__pools__crew={"size": 1})
    assert (seize.seize, release.release) == ({"crew": 1}, {"crew": None})


def test_a_wait_is_for_a_quota_or_a_duration():
    quota, time, _ = read({"wait": "daily"}, {"wait": "30 d"}, OUT, policy__quotas__daily={"count": 9})
    assert (quota.wait, quota.name) == ("daily", "daily")
    assert (time.wait, time.name) == (Law("constant", (30 * 86400.0,)), "wait")


def test_python_words_are_read_by_the_planners_spelling():
    again = Again.model_validate({"again": "booth"})
    assert again.name == "booth"
    assert Branch.model_validate({"branch": "x", "else": [{"mark": "y"}]}).else_[0].name == "y"


@pytest.mark.parametrize(
    ("step", "path", "said"),
    [
        (
            {"vist": "booth"},
            "[1]",
            "'vist' is not a verb; did you mean visit?; the verbs are visit, travel, branch, choose, "
            "fork, join, split, gather, … (18 in all)",
        ),
        (
            {"wait": "daily", "visit": "booth"},
            "[1]",
            "one step, one verb; here are wait and visit; write them as two steps",
        ),
        ("leave", "[1]", "is 'leave': a step is written as verb: name, e.g. - visit: leave"),
        ({}, "[1]", "a step is written as verb: name, e.g. - visit: gate"),
        (
            {"branch": "picked", "thn": []},
            "[1].thn",
            "'thn' is not a word here; did you mean then?; "
            "the words here are note, branch, then, else, cases",
        ),
        (
            {"branch": "booth.alrm"},
            "[1].branch",
            "is 'booth.alrm': a station is asked for alarm or fails; did you mean alarm?",
        ),
        ({"choose": "most_work", "of": {}}, "[1].choose", None),
        ({"fork": "image"}, "[1]", "needs into:"),
        ({"fork": "image", "into": {"image": [{"leav": "out"}]}}, "[1].into.image[1]", None),
        ({"seize": {"crew": 0}}, "[1].seize.crew", None),
        ({"wait": "5"}, "[1].wait", "is '5': no unit; write e.g. '5 s' or '5 min'"),
        ({"set": "load"}, "[1].set", "is 'load': attribute: value belongs here, e.g. {load: empty}"),
        ({"spilt": "wagon", "count": 3}, "[1]", None),
    ],
)
def test_a_step_that_cannot_be_read_is_refused(step, path, said):
    text = refused(steps(step, OUT))
    assert text.startswith(f"layout.flows.cars.steps{path}\n")
    if said is not None:
        assert text == fault(f"layout.flows.cars.steps{path}", said)


def test_all_faulty_steps_are_told_at_once():
    text = refused(steps({"vist": "booth"}, {"visit": 3}, {"leve": "out"}))
    assert [line for line in text.splitlines() if line.startswith("layout")] == [
        "layout.flows.cars.steps[1]",
        "layout.flows.cars.steps[2].visit",
        "layout.flows.cars.steps[3]",
    ]
