"""Steps are inserted, moved, put side by side, replaced and removed, each with its questions."""

from levers import changed, lever, steps


def test_a_step_inserted_behind_a_visit_lets_its_questions_pass():
    tree = changed(lever("a", "[{insert: {visit: gate, as: second}, after: health}]"))
    assert steps(tree, "checks") == "health branch:health.alarm [leave:out] gate wash"


def test_a_step_may_be_inserted_before_another_of_any_verb():
    tree = changed(lever("a", "[{insert: search, before: do images}]"))
    assert steps(tree, "loaded") == "gate do:checks scan search do:images search leave:out"


def test_steps_inserted_at_one_place_stand_by_the_name_of_their_lever():
    levers = [lever(name, f"[{{insert: {{wait: {n} s}}, after: gate}}]") for name, n in (("b", 2), ("a", 1))]
    assert steps(changed(*levers), "loaded").startswith("gate wait:1 s wait:2 s do:checks")
    assert changed(*levers) == changed(*levers[::-1])


def test_in_one_flow_the_part_is_written_out_there():
    tree = changed(lever("a", "[{insert: {wait: 1 s}, before: wash, in: loaded}]"))
    assert steps(tree, "checks") == "health branch:health.alarm [leave:out] wash"
    assert steps(tree, "empty") == "do:checks gate leave:out"
    assert steps(tree, "loaded").startswith("gate health branch:health.alarm [leave:out] wait:1 s wash scan")


def test_a_moved_step_takes_its_questions_along():
    tree = changed(lever("a", "[{move: health, after: wash}]"))
    assert steps(tree, "checks") == "wash health branch:health.alarm [leave:out]"


def test_two_steps_side_by_side_are_a_fork_and_its_join():
    tree = changed(lever("a", "[{parallel: [health, wash], as: together}]"))
    assert (
        steps(tree, "checks") == "fork:together [health branch:health.alarm [leave:out]] [wash] join:together"
    )


def test_a_replaced_visit_may_come_back_as_it():
    new = "[{visit: gate, as: first}, {branch: unsure, then: [{visit: $it}]}]"
    changes = f"[{{replace: every image_review, with: {new}}}]"
    assert (
        steps(changed(lever("a", changes)), "images") == "fork:image [gate branch:unsure [review]] join:image"
    )


def test_what_replaces_a_second_visit_has_a_second_name():
    again = "{insert: {visit: review, as: second_look}, after: search}"
    tree = changed(lever("a", f"[{again}, {{replace: review, with: [{{visit: wash}}, {{visit: $it}}]}}]"))
    assert tree["layout"]["flows"]["loaded"]["steps"][5:7] == [
        {"visit": "wash", "as": "wash_second_look"}, {"visit": "review", "as": "second_look"},
    ]  # fmt: skip


def test_a_removed_station_goes_with_its_visits_and_questions():
    tree = changed(lever("a", "[{remove: health}]"))
    assert "health" not in tree["layout"]["stations"]
    assert steps(tree, "checks") == "wash"


def test_the_question_of_a_removed_station_is_answered_with_no():
    asks = (
        "{insert: {branch: health.fails, then: [{visit: search, as: x}], else: [{wait: 1 s}]}, after: health}"
    )
    tree = changed(lever("a", f"[{asks}]"), lever("b", "[{remove: health}]"))
    assert steps(tree, "checks") == "wait:1 s wash"


def test_a_fork_left_empty_goes_with_its_join_and_an_empty_part_with_its_steps():
    tree = changed(lever("a", "[{remove: every image_review}]"))
    assert "images" not in tree["layout"]["parts"]
    assert steps(tree, "loaded") == "gate do:checks scan search leave:out"


def test_a_step_may_be_removed_and_its_station_stays():
    tree = changed(lever("a", "[{remove: do images}, {remove: search, in: loaded}]"))
    assert steps(tree, "loaded") == "gate do:checks scan leave:out"
    assert "search" in tree["layout"]["stations"]


def test_a_value_may_be_removed_by_its_path():
    tree = changed(lever("a", "[{remove: layout.stations.wash.needs}, {remove: policy.shares.by_class}]"))
    assert "needs" not in tree["layout"]["stations"]["wash"]
    assert list(tree["policy"]["shares"]) == ["selected"]
