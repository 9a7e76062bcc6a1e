"""While surely twice as many come as in the busiest hours, what was fitted is no ground to answer on."""

import made_present
import pytest
from hypothesis import given
from hypothesis import strategies as st
from now import AT, BY_DAY, NOBODY_COMES, small, tree

from twin.live.alerts.sight import AMBER, RED, Light, Sight
from twin.live.doubt.beyond import SPAN, busiest, is_beyond
from twin.live.service.judging import ASSUMED, BEYOND, Judge
from twin.live.service.trees import forecast_tree
from twin.model.scenario import Scenario

DAY = {"hours": {"00-08": 1, "08-16": 4, "16-24": 1}, "weekdays": {"sun": 0.5}}


def came(number):
    """So many, evenly over the hours that are looked at."""
    return {"truck": [SPAN * (i + 0.5) / number for i in range(number)]}


def lights(folder, number):
    judge = Judge(folder, "UTC", small(BY_DAY).scenario)
    return judge.lights(made_present.present(AT), came(number))


def test_the_busiest_hours_are_those_of_the_profile():
    assert busiest(small(BY_DAY).scenario, AT) == pytest.approx(240 * SPAN / 86400)
    made = tree(BY_DAY | {"profile": "usual"})
    made["demand"]["profiles"] = {"usual": DAY}
    assert busiest(Scenario.from_tree(made), AT) == pytest.approx(240 * 4 / 48 * SPAN / 3600)


def test_forecasts_are_declined_once_more_come_than_twice_the_busiest(tmp_path):
    found = lights(tmp_path, 80)  # 20 come in two hours
    assert {name: light.colour for name, light in found.items()} == {"": RED, "scanner": RED}
    assert found["scanner"].reasons == (BEYOND,)
    told = forecast_tree(made_present.forecast([5.0] * 3), found)
    assert told["declined"] == ["", "scanner"] and told["table"] == []


@pytest.mark.parametrize("number", [0, 20, 40, 55])
def test_what_may_be_chance_is_answered(tmp_path, number):
    assert lights(tmp_path, number) == {}


def test_who_came_before_those_hours_does_not_count(tmp_path):
    judge = Judge(tmp_path, "UTC", small(BY_DAY).scenario)
    early = {"truck": [SPAN + age for age in came(500)["truck"]]}
    assert judge.lights(made_present.present(AT), early) == {}


def test_where_arrivals_have_no_profile_nothing_is_beyond_it(tmp_path):
    judge = Judge(tmp_path, "UTC", small(NOBODY_COMES).scenario)
    assert judge.lights(made_present.present(AT), came(500)) == {}


@given(number=st.integers(0, 2000), most=st.floats(0, 1000))
def test_one_more_never_brings_it_back(number, most):
    assert is_beyond(came(number + 10), most) >= is_beyond(came(number), most) if number else True


def test_a_port_that_was_fitted_to_no_records_answers_and_says_so(tmp_path):
    judge = Judge(tmp_path, "UTC", small(BY_DAY).scenario, (ASSUMED,))
    found = judge.lights(made_present.present(AT), came(10))
    assert found == {"": Light(AMBER, (ASSUMED,)), "scanner": Light(AMBER, (ASSUMED,))}
    assert forecast_tree(made_present.forecast([5.0]), found)["declined"] == []
    assert judge.lights(made_present.present(AT), came(80))[""] == Light(RED, (BEYOND, ASSUMED))


def test_nobody_counted_is_nothing_beyond():
    assert not is_beyond(None, 10.0) and not is_beyond({}, 0.0)


def test_the_sight_says_why(tmp_path):
    sight = Sight(made_present.present(AT), None, lights(tmp_path, 80))
    assert BEYOND in sight.lights["scanner"].reasons
