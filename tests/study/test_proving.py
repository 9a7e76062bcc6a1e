"""A proof counts what it tried, and survives a port that does not come to an end."""

from ports import crossing, every, one_booth, plan_of

from twin.study.oracles import read, shipped
from twin.study.proving import trials
from twin.study.sameness import examine
from twin.study.trajectories import first_difference
from twin.study.verification import verify


def test_every_seed_is_tried_once_in_order():
    found = list(trials(range(3, 8)))
    assert [one.seed for one in found] == [3, 4, 5, 6, 7]
    assert not any(one.outcome.wrong for one in found)


def test_a_port_that_takes_too_long_is_given_up_and_the_next_is_tried():
    found = list(trials(range(2), patience=0.0))
    assert [one.seed for one in found] == [0, 1]
    assert all("does not come to an end within 0 s" in one.outcome.wrong for one in found)


def test_the_certificate_says_what_was_tried_and_passed():
    watched = []
    found = verify(4, watch=lambda: watched.append(1), cases=[read(shipped() / "a06.yaml")])
    assert found.passed and not found.wrong
    assert found.models == 4 and found.visits > 0 and len(watched) == 5
    assert {held.measure for held in found.theory} == {"Wq", "W", "P_wait"}
    assert all(held.low <= held.truth <= held.high for held in found.theory)
    assert {"porttwin", "numpy", "python"} <= set(found.versions)


def test_a_jam_is_compared_as_well():
    outcome = examine(plan_of(crossing()))
    assert (outcome.visits, outcome.stopped, outcome.wrong) == (4, "Jam", "")


def test_the_first_difference_names_the_truck_the_place_and_both_rows():
    from twin.engine import run

    plan = plan_of(one_booth("60 s", every(60, count=3)))
    one, other = run(plan, 0), run(plan, 0)
    other.visits["started"][1] = 61.0
    text = first_difference(plan, {"kernel": one, "reference": other})
    assert text.startswith("visits row 1 differs in started:")
    assert "truck 1 of through" in text and "at station booth" in text
    assert "started 60.0" in text and "started 61.0" in text
    assert first_difference(plan, {"a": one, "b": one}) is None


def test_a_row_that_only_one_has_is_shown():
    from twin.engine import run

    plan = plan_of(one_booth("60 s", every(60, count=3)))
    one = run(plan, 0)
    text = first_difference(plan, {"kernel": one, "reference": one._replace(trips=one.trips[:2])})
    assert text.startswith("kernel has 3 trips, reference has 2; only kernel has\n    truck 2 of through")
