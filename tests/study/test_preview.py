"""What is expected of a port without a run agrees with what is worked out by hand, and with a run."""

import numpy as np
import pytest
from asserting import assert_within
from ports import (
    every,
    lasting,
    one_booth,
    plan_of,
    port,
    port_with_secondary,
    recorded,
    run_of,
    tandem,
    visits,
)

from twin.model.scenario import Scenario
from twin.study.preview import preview


def expected(tree, name):
    """The row of a thing over the horizon."""
    stations = preview(Scenario.from_tree(tree)).stations
    (row,) = stations[stations["station"] == name].itertuples()
    return row


def two_doors(stations, rule="shortest_queue"):
    """A port where one of a minute chooses between them."""
    ways = {name: [{"visit": name}] for name in stations}
    return port(stations, [{"choose": rule, "of": ways}, {"leave": "out"}], every(60))


def hours(tree, name, column):
    """[hour] a column of a thing."""
    frame = preview(Scenario.from_tree(tree)).hours
    return frame[frame["station"] == name][column].to_numpy()


def test_one_booth_has_half_its_hours_of_work():
    row = expected(one_booth("60 s", every(120)), "booth")
    assert row.kind == "station"
    assert row.visits_per_day == pytest.approx(720)
    assert (row.work_hours, row.open_server_hours) == pytest.approx((12, 24))
    assert (row.utilisation, row.peak_hour_vc) == pytest.approx((0.5, 0.5))


def test_a_referral_counts_with_its_share():
    row = expected(port_with_secondary("10 %"), "secondary")
    assert row.visits_per_day == pytest.approx(0.1 * 86400 / 45)


def test_a_visit_made_again_half_of_the_times_is_made_twice():
    steps = [
        {"visit": "booth"},
        {"branch": "fails", "then": [{"wait": "1 s"}, {"again": "booth"}]},
        {"leave": "out"},
    ]
    tree = port({"booth": {"service_time": "1 s"}}, steps, every(60), policy={"shares": {"fails": "50 %"}})
    assert expected(tree, "booth").visits_per_day == pytest.approx(2 * 1440)


def test_an_attribute_asked_twice_answers_the_same():
    ask = {"red": [{"visit": "booth"}], "blue": []}
    again = {"red": [], "blue": [{"visit": "other"}]}
    steps = [{"branch": "colour", "cases": ask}, {"branch": "colour", "cases": again}, {"leave": "out"}]
    stations = {name: {"service_time": "1 s"} for name in ("booth", "other")}
    classes = {"truck": {"attributes": {"colour": {"red": "25 %", "blue": "75 %"}}}}
    tree = port(stations, steps, every(60))
    tree["layout"]["classes"] = classes
    assert expected(tree, "booth").visits_per_day == pytest.approx(360)
    assert expected(tree, "other").visits_per_day == pytest.approx(1080)


def test_side_by_side_tasks_take_as_long_as_the_longest():
    task = {"service_time": "exponential mean 60 s"}
    station = {"tasks": {"papers": task, "cargo": task}, "tasks_run": "side_by_side"}
    tree = port({"booth": station}, visits("booth"), every(3600))
    assert expected(tree, "booth").work_hours * 3600 / 24 == pytest.approx(90, rel=1e-3)


@pytest.mark.parametrize("rule", ["shortest_queue", "least_work"])
def test_of_two_doors_the_quicker_draws_more(rule):
    stations = {
        "quick": {"service_time": "30 s", "servers": 2},
        "slow": {"service_time": "80 s", "move_up": "10 s"},
    }
    steps = [{"choose": rule, "of": {"a": visits("quick")[:1], "b": visits("slow")[:1]}}, {"leave": "out"}]
    tree = port(stations, steps, every(60))
    assert expected(tree, "quick").visits_per_day == pytest.approx(1440 * 6 / 7)
    assert expected(tree, "slow").visits_per_day == pytest.approx(1440 / 7)


def test_a_closed_door_draws_nobody():
    tree = two_doors({"quick": {"service_time": "0 s"}, "shut": {"service_time": "1 s", "hours": "never"}})
    tree["roster"] = {"calendars": {"never": {"hours": []}}}
    assert expected(tree, "quick").visits_per_day == pytest.approx(1440)
    assert expected(tree, "shut").visits_per_day == 0


def test_recorded_service_times_count_as_recorded():
    tree = one_booth("1 s", recorded([0, 100], booth=[30, 50]))
    assert expected(tree, "booth").work_hours * 3600 == pytest.approx(80)


def test_closed_hours_are_not_offered_and_their_arrivals_come_at_the_opening():
    tree = one_booth("60 s", every(120), hours="day")
    tree["roster"] = {"calendars": {"day": {"hours": "08:00-20:00"}}}
    assert expected(tree, "booth").utilisation == pytest.approx(1.0)
    ratio = hours(tree, "booth", "vc")
    assert ratio[7] == 0 and ratio[8] == pytest.approx(4.5) and ratio[9] == pytest.approx(0.5)


def test_a_station_gets_no_more_in_an_hour_than_the_one_before_lets_through():
    tree = tandem(["60 s", "60 s"], recorded([0.0] * 120))
    assert hours(tree, "station1", "visits")[:3] == pytest.approx([60, 60, 0])
    assert hours(tree, "station1", "vc").max() == pytest.approx(1.0)


def test_a_pool_works_while_it_serves_and_while_it_is_seized():
    steps = [{"seize": {"guide": 2}}, {"wait": "10 min"}, {"release": {"guide": 2}}, *visits("booth")]
    tree = port({"booth": {"service_time": "5 min", "needs": {"crew": 1}}}, steps, every(3600))
    tree["layout"]["pools"] = {"guide": {"size": 4}, "crew": {"size": 1}}
    assert expected(tree, "guide").work_hours == pytest.approx(24 * 2 / 6)
    assert expected(tree, "guide").open_server_hours == pytest.approx(96)
    assert expected(tree, "crew").utilisation == pytest.approx(1 / 12)


def test_a_quota_is_held_against_what_it_releases():
    quotas = {"quotas": {"daily": {"count": 100, "per": "d", "resets": "00:00"}}}
    steps = [{"wait": "daily"}, *visits("booth")]
    tree = port({"booth": {"service_time": "1 s"}}, steps, every(1728), policy=quotas)
    assert expected(lasting(tree, "10 d"), "daily").utilisation == pytest.approx(0.5, rel=0.1)


def test_a_stock_is_held_against_its_drain():
    tree = port({"bay": {"service_time": "60 s", "fills": "pile"}}, visits("bay"), every(3600))
    tree["layout"] |= {
        "classes": {"truck": {"carries": "30 t"}},
        "stocks": {"pile": {"holds": "900 t", "drain": "60 t/h"}},
    }
    assert expected(tree, "pile").utilisation == pytest.approx(0.5)


def test_a_fleet_comes_as_often_as_its_round_allows():
    tree = port({"booth": {"service_time": "1 h"}}, [{"visit": "booth"}, {"return": "shuttles"}], {})
    tree["demand"] = {
        "flows": {"through": {"arrives": "fleet", "fleet": "shuttles"}},
        "fleets": {"shuttles": {"class": "truck", "size": 6, "away": "11 h"}},
    }
    (row,) = preview(Scenario.from_tree(tree)).fleets.itertuples()
    assert (row.away_hours, row.unloaded_hours, row.trips_per_day) == pytest.approx((11, 1, 12))


def open_by_day(away, size):
    """A fleet that passes a gate which is open for half of the day."""
    tree = port(
        {"gate": {"service_time": "1 min", "hours": "day"}}, [{"visit": "gate"}, {"return": "fleet"}], {}
    )
    tree["demand"] = {
        "flows": {"through": {"arrives": "fleet", "fleet": "fleet"}},
        "fleets": {"fleet": {"class": "truck", "size": size, "away": away}},
    }
    tree["roster"] = {"calendars": {"day": {"hours": "08:00-20:00"}}}
    return tree | {"experiment": {"horizon": "20 d"}}


def test_a_fleet_with_short_rounds_makes_no_trips_by_night():
    # From 08:00 on one every two hours: at 08, 10, 12, 14, 16 and 18; who comes at 20:00 waits until morning.
    (row,) = preview(Scenario.from_tree(open_by_day("119 min", 10))).fleets.itertuples()
    assert row.trips_per_day == pytest.approx(60, rel=0.03)


def test_of_a_fleet_with_long_rounds_half_wait_for_the_morning():
    # At any time of the day, so half of them wait for 6 h on average: a round of 5 d takes 3 h more.
    tree = open_by_day("exponential mean 119 h", 1000)
    (row,) = preview(Scenario.from_tree(tree)).fleets.itertuples()
    assert row.trips_per_day == pytest.approx(1000 * 24 / (119 + 1 / 60 + 3), rel=0.02)
    assert hours(tree, "gate", "visits")[24 + 8] > 10 * hours(tree, "gate", "visits")[24 + 12] > 0


def test_the_trips_of_a_fleet_are_those_of_a_run():
    tree = open_by_day("lognormal mean 5 h cv 40 %", 20)
    (row,) = preview(Scenario.from_tree(tree)).fleets.itertuples()
    counted = np.mean([len(run_of(tree, "kernel", number).visits) / 20 for number in range(5)])
    assert row.trips_per_day == pytest.approx(counted, rel=0.03)


def test_a_link_is_held_against_its_places():
    tree = port({"booth": {"service_time": "1 s", "at": "yard"}}, visits("booth"), every(60))
    tree["layout"] |= {
        "places": {"gate": ["0 m", "0 m"], "yard": ["0 m", "600 m"]},
        "links": {
            "road": {"from": "gate", "to": "yard", "length": "600 m", "speed": "10 m/s", "storage": "20 m"}
        },
        "classes": {"truck": {"length": "8 m"}},
    }
    tree["layout"]["flows"]["through"]["starts_at"] = "gate"
    assert expected(tree, "road").utilisation == pytest.approx(0.5)  # one of two places, all the time


def test_the_preview_counts_what_a_run_counts():
    tree = lasting(port_with_secondary(), "5 d")
    counted = [len(run_of(tree, "kernel", number).visits) / 5 for number in range(20)]
    truth = preview(Scenario.from_tree(tree)).stations["visits_per_day"].sum()
    assert_within(counted, truth)


def test_hours_add_up_to_the_whole():
    found = preview(Scenario.from_tree(port_with_secondary()))
    assert np.isclose(found.hours["open_server_hours"].sum(), found.stations["open_server_hours"].sum())
    assert len(found.hours) == 24 * len(found.stations)
    assert plan_of(port_with_secondary()).horizon == 86400


def test_nobody_is_expected_to_give_up():
    stations = {"desk": {"service_time": "60 s"}, "other": {"service_time": "60 s"}}
    step = {"visit": "desk", "gives_up_after": "5 min", "then": [{"visit": "other"}], "if_full": []}
    tree = port(stations, [step, {"leave": "out"}], every(120))
    assert expected(tree, "desk").visits_per_day == pytest.approx(720, rel=0.01)
    assert expected(tree, "other").visits_per_day == 0


def test_services_that_were_not_recorded_are_expected_by_their_law():
    rows = [{"time": 0.0, "service.booth": 30.0}, {"time": 100.0}]
    tree = one_booth("60 s", {"arrives": "recorded", "rows": rows})
    assert expected(tree, "booth").work_hours == pytest.approx(90 / 3600)
