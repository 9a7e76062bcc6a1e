"""Each rule of conservation accepts a sound run and names the offender in a broken one."""

import pytest
from hand_made import link, plan, run, station, trip, visit

from twin.results.conservation import violations


def port():
    return plan([station("B", 2), link("road", 40), station("A")], classes=("truck",))


def sound():
    return [
        visit(1, 2, 0, 0, 0, 10, 10), visit(1, 1, 10, 10, 10, 20, 20, server=-1),
        visit(1, 0, 20, 20, 20, 30, 30),
        visit(2, 2, 5, 5, 10, 20, 20), visit(2, 1, 20, 20, 20, 40, 40, server=-1), visit(2, 0, 40, 40, 40),
    ]  # fmt: skip


def broken(row, **fields):
    visits = sound()
    visits[row] = {**visits[row], **fields}
    return run(visits, [trip(1, 0, 30), trip(2, 5)])


def rules(day):
    return {violation.rule for violation in violations(port(), day)}


def test_a_sound_run_breaks_no_rule():
    assert violations(port(), run(sound())) == []
    assert violations(port(), run([])) == []


def test_two_services_at_one_instant_on_one_server_are_sound():
    visits = [visit(1, 2, 5, 5, 5, 9, 9), visit(2, 2, 5, 5, 5, 5, 5), visit(3, 2, 9, 9, 9, 12, 12)]
    assert violations(port(), run(visits)) == []


@pytest.mark.parametrize(
    ("row", "fields", "rule"),
    [
        (0, {"started": -1.0}, "times in order"),
        (5, {"left": 200.0}, "times in order"),
        (1, {"asked": 3.0, "visit": 4}, "visits follow"),
        (3, {"started": 8.0}, "one at a time"),
        (5, {"server": 2}, "one at a time"),
        (2, {"left": float("nan")}, "nobody is lost"),
        (2, {"left": 50.0}, "nobody is lost"),
    ],
)
def test_a_broken_run_is_told_by_its_rule(row, fields, rule):
    assert rule in rules(broken(row, **fields))


def test_an_overfull_link_is_told():
    visits = [visit(key, 1, 0, 0, 0, 10, 10, server=-1) for key in (1, 2, 3)]
    told = violations(port(), run(visits))
    assert [(one.rule, one.text) for one in told] == [("rooms hold", "link road held 60000 of 40000 mm")]


def test_a_visit_without_a_trip_and_a_departure_without_an_exit_are_told():
    told = violations(port(), run(sound(), [trip(1, 0, 30, exit=-1)]))
    assert [one.rule for one in told] == ["nobody is lost"] * 4


def test_many_violations_of_a_rule_are_counted():
    day = run([visit(key, 2, 5, 4, 4, 4, 4) for key in range(1, 10)])
    told = [one for one in violations(port(), day) if one.rule == "times in order"]
    assert len(told) == 6 and told[-1].text == "and 4 more"
    assert "truck 1 at station A" in told[0].text
