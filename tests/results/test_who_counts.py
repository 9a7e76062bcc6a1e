"""Who counts as one of a class, and whose waits have a cause: errands and halves do not, heirs do."""

import pytest
from ports import every, plan_of, port, recorded, visits

from twin.engine import run
from twin.results.aggregate import aggregate, measures_of
from twin.results.measures import reduce
from twin.results.summary import summarise

OUT, BUS = {"leave": "out"}, {"size": "3"}


def summary(tree, engine):
    plan = plan_of(tree)
    return summarise(plan, [reduce(plan, run(plan, 0, engine=engine))])


def of_class(found, name, measure):
    kpis = found.kpis
    (value,) = kpis[(kpis["scope"] == "class") & (kpis["name"] == name) & (kpis["measure"] == measure)][
        "mean"
    ]
    return value


def with_officers(**pool):
    tree = port(
        {"booth": {"service_time": "10 s", "needs": {"officers": 1}}}, visits("booth"), recorded([0, 100])
    )
    tree["layout"]["pools"] = {"officers": {"size": 1, **pool}}
    return tree


def of_two_ways(path):
    steps = [
        {"fork": "image", "into": {path: [{"visit": "review"}]}},
        {"visit": "booth"},
        {"join": "image"},
        OUT,
    ]
    stations = {"booth": {"service_time": "10 s"}, "review": {"service_time": "30 s"}}
    return port(stations, steps, recorded([0, 100]))


@pytest.mark.parametrize(
    "tree", [with_officers(comes_back="30 s"), of_two_ways("image")], ids=["errand", "half"]
)
def test_an_errand_and_a_half_are_not_another_one_of_their_class(tree, engine):
    found = summary(tree, engine)
    assert of_class(found, "truck", "arrived") == of_class(found, "truck", "finished") == 2
    assert found.conservation[["arrived", "left", "inside"]].to_numpy().tolist() == [[2, 2, 0]]


def test_an_errand_does_not_change_the_time_in_port(engine):
    found = summary(with_officers(comes_back="30 s"), engine)
    assert of_class(found, "truck", "time_in_port_mean") == 10


def test_a_run_without_visits_kept_counts_no_errands_either():
    plan = plan_of(with_officers(comes_back="30 s"))
    assert measures_of(plan, aggregate(plan, 0)).balance.tolist() == [[2], [2], [0]]


def of_a_bus(*split, classes=("bus", "person"), booth=10):
    steps = [{"split": "person", "count": "size", **dict(split)}, {"visit": "booth"}]
    layout = {"classes": {"bus": BUS, "person": {"kind": "person"}}}
    tree = port({"booth": {"service_time": f"{booth} s"}}, [*steps, OUT], recorded([0]), layout=layout)
    tree["layout"]["flows"]["through"]["classes"] = ["bus"]
    return tree


def causes(found):
    return {(row.cause, row.name): 60 * row.minutes for row in found.why.itertuples()}


def test_the_waits_of_those_who_go_on_for_a_whole_that_ended_have_their_cause(engine):
    found = summary(of_a_bus(("parent", "ends")), engine)
    assert causes(found) == pytest.approx({("service", "booth"): 10.0 + 20.0})


def test_of_parts_that_are_waited_for_only_the_wait_of_the_whole_counts(engine):
    tree = of_a_bus()
    tree["layout"]["flows"]["through"]["steps"].insert(2, {"gather": "person", "until": "all"})
    assert causes(summary(tree, engine)) == pytest.approx({("service", "booth"): 30.0})


def test_a_paper_that_was_forked_off_at_the_same_instant_is_no_heir(engine):
    tree = of_a_bus(("parent", "ends"))
    tree["layout"]["classes"]["paper"] = {"kind": "document"}
    tree["layout"]["stations"]["desk"] = {"service_time": "5 s"}
    papers = {"fork": "papers", "into": {"paper": [{"visit": "desk"}]}}
    steps = tree["layout"]["flows"]["through"]["steps"]
    steps[:0] = [papers, {"fork": "copies", "into": {"paper": [{"visit": "desk", "as": "again_desk"}]}}]
    assert ("service", "desk") not in causes(summary(tree, engine))


def test_the_waits_of_a_new_whole_count_where_those_of_its_members_did(engine):
    layout = {"classes": {"car": {}, "ferry": {}}}
    steps = [{"gather": "car", "into": "ferry", "full_at": {"count": 2}}, {"visit": "crossing"}, OUT]
    tree = port({"crossing": {"service_time": "60 s"}}, steps, every(10, count=4), layout=layout)
    tree["layout"]["flows"]["through"]["classes"] = ["car"]
    found = causes(summary(tree, engine))
    # Two cars wait 10 s each for the other; the second ferry comes 20 s after the first.
    assert found == pytest.approx({("others", "car"): 20.0, ("service", "crossing"): 40.0})
