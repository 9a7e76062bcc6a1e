"""What each rule says of a port, and when an alert begins and ends."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_present import NOW, foreseen, present, sight

from twin.calibrate.drift.drifting import Change
from twin.live.alerts.lasting import ENDED, QUIET, RAISED, look
from twin.live.alerts.passing import passage
from twin.live.alerts.rules import findings
from twin.live.alerts.sight import RED, Finding, Light, Sight
from twin.live.records import DOWN, SILENT
from twin.model.errors import ScenarioError
from twin.model.live import KINDS, RULES, read_settings

QUEUE = "alerts: {long: {when: threshold, station: scanner, limit: 20, clears: 15, lasting: 5 min}}"
SIGN = "alerts: {sign_3: {when: forecast, measure: storage, limit: 360 m, chance: 80 %}}"


def rules(text):
    return read_settings(text, "live.yaml").alerts


def one(text, seen):
    (found,) = findings(rules(text), seen)
    return found


@pytest.mark.parametrize(("queue", "is_on"), [(21.0, True), (20.0, None), (15.0, False)])
def test_between_limit_and_where_it_clears_nothing_changes(queue, is_on):
    assert one(QUEUE, sight(station={"queue": queue})).is_on is is_on


def test_a_queue_that_no_device_saw_whole_is_as_sure_as_its_interval():
    found = one(QUEUE, sight(station={"queue": 22.0, "queue_low": 18.0, "queue_high": 26.0}))
    assert found.sure == pytest.approx(0.05 + 0.9 * 6 / 8)


def test_the_longest_wait_is_that_of_who_queues_longest():
    found = one("alerts: {w: {when: threshold, measure: wait, limit: 9 min}}", sight())
    assert (found.value, found.is_on) == (600.0, True)


def test_the_number_in_the_port_is_of_no_station():
    found = one("alerts: {n: {when: threshold, measure: number, limit: 4}}", sight())
    assert (found.station, found.value, found.is_on) == ("", 5.0, True)


def passing_at(*steps, last=24, high=400.0):
    """Futures that are beyond 360 in one step, or never (None)."""
    return [[high if step == k else 300.0 for k in range(last + 1)] for step in steps]


def of_the_sign(steps, text=SIGN, at=NOW, **path):
    return one(text, sight(told=foreseen(passing_at(*steps, **path), at, measure="storage")))


def test_what_is_certain_is_told_though_its_minute_is_not():
    found = of_the_sign(range(1, 21))  # no step is more likely than 5 %
    assert (found.is_on, found.sure) == (True, 0.99)
    assert (found.expected, found.value) == (NOW + 300 * 10.0, 400.0)
    assert (found.early, found.late) == pytest.approx((NOW + 300 * 2.4, NOW + 300 * 17.6))


def test_the_minute_is_that_of_those_futures_which_pass():
    found = of_the_sign([4, 4, None, None, None])
    assert (found.sure, found.is_on, found.value) == (pytest.approx(0.4), False, 300.0)
    assert found.early == found.expected == found.late == NOW + 300 * 3.5


def test_a_limit_that_no_future_passes_has_no_minute():
    found = of_the_sign([None, None])
    assert (found.sure, found.is_on) == (0.01, False) and np.isnan(found.expected)


def test_who_is_beyond_the_limit_now_passes_it_now():
    assert of_the_sign([0]).expected == NOW


def test_a_passing_beyond_the_time_that_is_looked_at_is_none():
    assert of_the_sign([4], SIGN.replace("chance: 80 %", "within: 15 min")).is_on is False
    assert of_the_sign([4], SIGN.replace("chance: 80 %", "within: 20 min")).is_on is True


def test_of_an_old_forecast_only_what_is_still_to_come_is_foreseen():
    assert of_the_sign([1, 1, 1, 4], at=NOW - 600.0).sure == pytest.approx(0.25)
    assert list(findings(rules(SIGN), sight(told=foreseen(passing_at(1), NOW - 9000.0)))) == []


def test_between_the_limit_and_where_it_clears_an_alert_stays_as_it_is():
    assert of_the_sign([4, 4], high=350.0).is_on is None
    assert of_the_sign([4, 4], high=320.0).is_on is False


@pytest.mark.parametrize("measure", ["number", "left"])
def test_of_the_port_there_is_one_place_whatever_the_stations_of_a_rule(measure):
    text = f"alerts: {{full: {{when: forecast, station: scanner, measure: {measure}, limit: 4}}}}"
    found = one(text, sight(told=foreseen([[5.0]], measure=measure, station="")))
    assert (found.name, found.station, found.is_on) == ("full", "", True)


def test_where_nobody_joins_no_wait_is_foreseen():
    text = "alerts: {w: {when: forecast, measure: wait, limit: 9 min}}"
    found = one(text, sight(told=foreseen([[np.nan, np.nan], [np.nan, 600.0]], measure="wait")))
    assert (found.sure, found.expected) == (0.5, NOW + 150.0)


def test_of_what_is_not_watched_nothing_is_foreseen():
    assert findings(rules(SIGN), sight(told=foreseen([[400.0]], measure="queue"))) == []


def test_without_a_forecast_nothing_is_foreseen():
    assert findings(rules(SIGN), sight()) == []


def test_a_device_that_is_silent_and_one_that_is_down_are_told_by_their_rules():
    for status, rule in ((SILENT, "data_silent"), (DOWN, "device_down")):
        found = [one for one in findings(RULES, sight(device={"status": status})) if one.is_on]
        assert [each.name for each in found] == [f"{rule}:scanner-1"]


@pytest.mark.parametrize(("high", "is_on"), [(2.0, True), (3.0, None)])
def test_a_broken_plan_is_one_where_the_roster_has_more_open_than_can_be(high, is_on):
    seen = Sight(present(station={"open": 2.0, "open_high": high}), planned={"scanner": 3})
    found = next(each for each in findings(RULES, seen) if each.kind == "plan")
    assert (found.value, found.limit, found.is_on) == (2.0, 3.0, is_on)


@pytest.mark.parametrize(("after", "is_on"), [(1.5, True), (1.1, None), (float("nan"), True)])
def test_a_change_of_the_port_is_told_where_it_is_large(after, is_on):
    days = (NOW,) * 3
    change = Change("service", "scanner", "*", "", *days, 1.0, (0, 2), after, (0, 2), "s", 2.0, (0, 0))
    found = next(
        each for each in findings(RULES, Sight(present(), changes=(change,))) if each.kind == "drift"
    )
    assert found.is_on is is_on


def test_a_red_light_is_told():
    found = next(
        f for f in findings(RULES, Sight(present(), lights={"scanner": Light(RED, ("bias",))})) if f.is_on
    )
    assert (found.kind, found.station) == ("unsure", "scanner")


PATHS = st.lists(st.lists(st.floats(0, 100), min_size=5, max_size=5), min_size=1, max_size=8).map(np.array)


@given(PATHS, st.floats(0, 100), st.floats(0, 50), st.integers(1, 5))
def test_the_chance_to_pass_falls_with_the_limit_grows_with_the_time_and_is_none_surely(path, limit, more, n):
    times = 60.0 * np.arange(5)
    whole, higher = passage(path, times, limit), passage(path, times, limit + more)
    sooner = passage(path[:, :n], times[:n], limit)
    assert 0.0 < higher.chance <= whole.chance < 1.0 and sooner.chance <= whole.chance
    assert whole.chance >= max(0.01, min(0.99, (path > limit).mean(axis=0).max()))  # as at any one time
    assert np.isnan(whole.middle) == (not (path > limit).any())


def found(is_on, *, lasting=0.0, value=1.0):
    return [Finding("q:scanner", "threshold", "scanner", "queue", value, 20.0, NOW, 1.0, is_on, lasting)]


def played(story):
    """What is told of a list of (seconds, is_on)."""
    standing, told = {}, []
    for at, is_on in story:
        standing, new = look(standing, found(is_on, lasting=300.0), at)
        told += [(one.at, one.what) for one in new]
    return told


def test_an_alert_is_raised_when_it_has_lasted_and_ends_when_it_was_quiet():
    story = [
        (0, True),
        (299, True),
        (300, True),
        (400, False),
        (400 + QUIET - 1, False),
        (400 + QUIET, False),
    ]
    assert played(story) == [(300, RAISED), (400 + QUIET, ENDED)]


def test_a_flicker_is_neither_a_begin_nor_an_end():
    assert played([(0, True), (200, False), (400, True), (699, True)]) == []
    assert played([(0, True), (300, True), (310, False), (320, True), (700, True)]) == [(300, RAISED)]


def test_an_alert_ends_when_it_was_over_not_when_it_was_told():
    standing, _ = look({}, found(True), 0.0)
    for at in (50.0, 50.0 + QUIET):
        standing, told = look(standing, found(False), at)
    assert told[0].alert.ended == 50.0 and not standing


@given(st.lists(st.sampled_from([True, False, None]), max_size=40))
def test_begins_and_ends_take_turns(story):
    told = [what for _, what in played([(60.0 * k, is_on) for k, is_on in enumerate(story)])]
    assert told == [RAISED, ENDED] * (len(told) // 2) + [RAISED] * (len(told) % 2)


def test_an_alert_that_lasts_has_the_numbers_of_now_and_the_time_it_was_raised():
    standing, _ = look({}, found(True), 0.0)
    standing, told = look(standing, found(True, value=7.0), 60.0)
    alert = standing["q:scanner"].alert
    assert (alert.value, alert.raised, told) == (7.0, 0.0, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alerts: {a: {when: forecast, measure: wait, limit: 20}}", "a limit of wait is written '30 min'"),
        ("alerts: {a: {when: threshold}}", "needs limit:"),
        ("alerts: {a: {when: threshold, limit: 3, clears: 4}}", "clears: is below limit:"),
        ("alerts: {a: {when: fly}}", "write one of threshold, forecast"),
        ("web: {port: 99999}", "from 0 to 65535"),
        ("futures: 0", "whole, from 1"),
        ("step: 3 h", "at most as long as ahead"),
        ("alert: {}", "did you mean alerts?"),
        ("map: ${oc.env:HOME}", "${…} is not allowed"),
        ("map: !!python/object:os.system x", "is a tag"),
    ],
)
def test_settings_are_refused_with_the_way_out(text, said):
    with pytest.raises(ScenarioError) as refused:
        read_settings(text, "live.yaml")
    assert said in str(refused.value)


def test_settings_that_say_nothing_are_the_usual_ones():
    assert read_settings("", "live.yaml").alerts == RULES


def test_the_settings_of_the_page_are_settings():
    page = (Path(__file__).parents[2] / "docs" / "live.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```yaml\n(feeds:.*?)```", page, re.S)
    settings = read_settings(text, "live.md")
    assert {rule.when for rule in settings.alerts.values()} == set(KINDS)
