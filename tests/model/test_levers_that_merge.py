"""Stations become one: the first visit on any path stays, the later ones go."""

from levers import changed, example_levers, example_port, lever, steps

from twin.model.levers import apply


def merged(changes, *others):
    return changed(lever("a", changes), *others)


def test_the_first_visit_stays_and_the_questions_stay():
    tree = merged(
        "[{merge: [health, wash], into: one, servers: 5, tasks: side_by_side, label: {en: one area}}]"
    )
    assert steps(tree, "checks") == "one branch:health.alarm [leave:out]"
    assert tree["layout"]["stations"]["one"] == {
        "label": {"en": "one area"}, "does": "health_check", "at": "line", "hours": "day",
        "servers": "5 | scenario a",
        "needs": {"crew": "2"}, "tasks_run": "side_by_side",
        "tasks": {
            "health": {"service_time": "lognormal mean 40 s cv 50 %", "alarm": "1 %"},
            "wash": {"service_time": "triangular 20 s 30 s 60 s"},
        },
    }  # fmt: skip
    assert not {"health", "wash"} & set(tree["layout"]["stations"])


def test_without_servers_the_first_station_says_how_many():
    assert merged("[{merge: [gate, wash], into: one}]")["layout"]["stations"]["one"]["servers"] == "2 | S1"


def test_a_part_is_written_out_where_others_meet_it_later():
    tree = merged("[{merge: [gate, wash], into: one}]")
    assert steps(tree, "loaded").startswith("one health branch:health.alarm [leave:out] scan")
    assert steps(tree, "empty") == "do:checks leave:out"
    assert steps(tree, "checks") == "health branch:health.alarm [leave:out] one"


def test_values_set_before_go_in():
    other = lever("b", "[{set: {layout.stations.wash.service_time: 7 s}}]")
    tree = merged("[{merge: [health, wash], into: one}]", other)
    assert tree["layout"]["stations"]["one"]["tasks"]["wash"] == {"service_time": "7 s | scenario b"}


def test_a_swapped_model_gives_its_service_to_the_task():
    tree = merged("[{merge: [scan, search], into: one}]", lever("b", "[{swap: scan, to: fast}]"))
    station = tree["layout"]["stations"]["one"]
    assert station["tasks"]["scan"] == {"service_time": "30 s"}
    assert station["move_up"] == "8 s"
    assert "model" not in station


def test_the_merged_station_may_be_given_values_late():
    late = lever("b", "[{set: {layout.stations.one.waiting_room: 9}}, {more: {servers: 2}, of: one}]")
    station = merged("[{merge: [health, wash], into: one, servers: 5}]", late)["layout"]["stations"]["one"]
    assert station["servers"] == "7 | scenario a; scenario b: 2 more than 5"
    assert station["waiting_room"] == "9 | scenario b"


def test_people_for_tasks_side_by_side_are_needed_together_else_the_most_of_any():
    levers = lever("b", "[{set: {layout.stations.health.needs: {crew: 1}}}]")
    after = merged("[{merge: [health, wash], into: one}]", levers)["layout"]["stations"]["one"]["needs"]
    beside = merged("[{merge: [health, wash], into: one, tasks: side_by_side}]", levers)["layout"][
        "stations"
    ]["one"]["needs"]
    assert (after, beside) == ({"crew": "2"}, {"crew": "3"})


def test_a_path_of_a_fork_that_is_merged_away_leaves_the_others():
    tree = apply(
        example_port("manzhouli_rail"), [example_levers()["joint_inspection"]], "manzhouli_rail"
    ).tree
    assert steps(tree, "boarding_checks") == "fork:boarding [joint_boarding] [documents] join:boarding"


def test_a_fork_of_halves_that_is_left_empty_goes_with_its_join():
    fork = "[{fork: f, into: {x: [{visit: health}], y: [{visit: wash}]}}, {join: f}]"
    insert = f"{{insert: {fork}, after: do checks, in: empty}}"
    tree = merged(f"[{insert}, {{merge: [gate, health, wash], into: one}}]")
    assert steps(tree, "empty") == "do:checks leave:out"


def test_a_jump_back_to_a_merged_station_goes_to_the_new_one():
    again = "{insert: {branch: selected, then: [{again: health}]}, after: wash}"
    tree = merged(f"[{again}, {{merge: [health, wash], into: one}}]")
    assert steps(tree, "checks") == "one branch:health.alarm [leave:out] branch:selected [again:one]"
