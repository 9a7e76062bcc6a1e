"""Forecasts are kept, scored when the truth is there, and lights follow from the scores."""

from datetime import UTC

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from now import AT, asked, small, world

from twin.live.doubt.doubting import LATE, Doubt
from twin.live.doubt.keeping import Kept
from twin.live.doubt.lights import AMBER, DECLINE, GREEN, RECALIBRATE, RED, light_of
from twin.live.doubt.scoring import Score, crps, scored, within
from twin.live.doubt.usual import Usual
from twin.live.forecast import conformal
from twin.live.forecast.conformal import FEWEST, Correction, End, corrected, in_order
from twin.live.forecast.conformal import moved as better
from twin.live.forecast.forecasting import forecast
from twin.live.records import BETWEEN, QUEUEING, SERVED, Forecast, Mark

HOUR = 3600.0
MEMBERS = st.lists(st.floats(-100, 100), min_size=1, max_size=15).map(sorted)


@given(members=MEMBERS, truth=st.floats(-100, 100))
def test_the_score_is_its_definition(members, truth):
    x = np.array(members)
    said = np.abs(x - truth).mean() - np.abs(x[:, None] - x).mean() / 2
    assert crps(members, truth) == pytest.approx(said, abs=1e-9)
    assert crps(members, truth) >= -1e-9


@given(number=st.floats(-100, 100), truth=st.floats(-100, 100))
def test_the_score_of_one_number_is_its_distance(number, truth):
    assert crps([number], truth) == pytest.approx(abs(number - truth))


def mark(members, lead=HOUR, now=0.0, station="booth", measure="queue"):
    bands = tuple(np.quantile(members, [0.05, 0.25, 0.75, 0.95]).tolist())
    return Mark(lead, station, measure, now, tuple(members), bands)


def of_a_right_model(number, rng, mean=3.0):
    """Scores of whole levels whose law is forecast as it is."""
    likely = (np.arange(20) + 0.5) / 20
    members = np.quantile(rng.poisson(mean, 4000), likely, method="inverted_cdf").tolist()
    return [
        scored(AT + HOUR * i, mark(members, now=float(rng.poisson(mean))), float(level))
        for i, level in enumerate(rng.poisson(mean, number))
    ]


@pytest.mark.parametrize("mean", [0.05, 3.0, 40.0])
def test_of_a_right_model_nine_in_ten_truths_are_held_though_levels_are_whole(mean):
    scores = of_a_right_model(3000, np.random.default_rng(5), mean)
    assert abs(within(scores, 0.9) - 0.9) < 0.02 and abs(within(scores, 0.5) - 0.5) < 0.04


# ---- bands that are corrected


@pytest.mark.parametrize("shift, spread", [(0.0, 1.0), (2.0, 1.0), (0.0, 3.0), (-1.0, 0.3)])
def test_bands_hold_as_often_as_they_say_whatever_the_model_is_worth(shift, spread):
    rng, correction = np.random.default_rng(7), Correction()
    model = mark((20 + np.quantile(rng.normal(size=5000), (np.arange(20) + 0.5) / 20)).tolist())
    inside = []
    for i in range(1000):
        truth = 20 + shift + spread * rng.normal()
        if i >= 300:
            low90, low50, high50, high90 = better(model, correction).bands
            inside.append((low90 <= truth <= high90, low50 <= truth <= high50))
        correction.learn(model, truth)
    held90, held50 = np.mean(inside, axis=0)
    assert 0.86 < held90 < 0.94 and 0.44 < held50 < 0.56


def test_nothing_is_moved_before_enough_is_known():
    end = End(0.05)
    for _ in range(FEWEST - 1):
        end.learn(9.0)
    assert end.shift() == 0.0
    end.learn(9.0)
    assert end.shift() == 9.0


@given(misses=st.lists(st.floats(-9, 9), min_size=FEWEST, max_size=FEWEST + 20))
def test_an_end_is_moved_by_the_quantile_of_its_last_misses(misses):
    end = End(0.25)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conformal, "LAST", FEWEST)
        for miss in misses:
            end.learn(miss)
    said = np.quantile(misses[-FEWEST:], 1 - end.level, method="higher")
    assert end.shift() == pytest.approx(said)


@given(bands=st.tuples(*[st.floats(-9, 9)] * 4))
def test_bands_lie_within_one_another(bands):
    low90, low50, high50, high90 = in_order(bands)
    assert 0 <= low90 <= low50 <= high50 <= high90


def test_the_table_moves_with_the_marks_and_now_stays():
    one = world(("booth", SERVED, 10.0), ("booth", QUEUEING, 5.0), ("booth", BETWEEN, 5.0))
    made, correction = forecast(small(), [one], asked()), Correction()
    late = next(m for m in made.marks if m.lead == 1800.0 and m.station == "booth")
    for _ in range(FEWEST):
        correction.learn(late, late.members[-1] + 6.0)
    told = corrected(made, correction)
    moved = (told.table["high90"] - made.table["high90"]).round(9)
    rows = (
        (told.table["station"] == "booth") & (told.table["measure"] == "queue") & (told.table["cls"] == "*")
    )
    assert moved[rows].iloc[0] == 0.0 and moved[rows].iloc[-1] == 6.0
    assert (moved[~rows] == 0.0).all()
    assert next(m for m in told.marks if m.lead == 1800.0 and m.station == "booth").bands[3] >= 6.0


# ---- what is kept


def made(at, number=2.0, **changes):
    marks = (mark([number] * 20, lead=900.0), mark([number] * 20, lead=HOUR))
    return Forecast(at, 60.0, HOUR, 1, (), None, marks)._replace(**changes)


TRUE = {("booth", "queue"): 5.0}


def test_a_forecast_is_scored_when_its_time_has_come_and_once(tmp_path):
    doubt = Doubt(tmp_path, UTC, AT)
    doubt.keep(made(AT))
    assert doubt.arrived(AT + 899.0, TRUE) == []
    [score] = doubt.arrived(AT + 910.0, TRUE)
    assert (score.truth, score.crps, score.persistence, score.error) == (5.0, 3.0, 5.0, -3.0)
    assert doubt.arrived(AT + 920.0, TRUE) == []


def test_what_nobody_saw_in_time_is_never_scored(tmp_path):
    doubt = Doubt(tmp_path, UTC, AT)
    doubt.keep(made(AT))
    assert doubt.arrived(AT + 900.0 + LATE + 1.0, TRUE) == []
    assert len(doubt.pending) == 1


def test_a_truth_that_is_not_known_yet_is_waited_for(tmp_path):
    doubt = Doubt(tmp_path, UTC, AT)
    doubt.keep(made(AT))
    assert doubt.arrived(AT + 900.0, {}) == []
    assert doubt.arrived(AT + 930.0, {("booth", "queue"): float("nan")}) == []
    assert len(doubt.arrived(AT + 960.0, TRUE)) == 1


def test_forecasts_of_one_quarter_of_an_hour_are_kept_once(tmp_path):
    doubt = Doubt(tmp_path, UTC, AT)
    for i in range(31):
        doubt.keep(made(AT + 60.0 * i))
    assert sorted({at for at, _ in doubt.pending}) == [AT, AT + 900.0, AT + 1800.0]
    Doubt(tmp_path, UTC, AT + 1860.0).keep(made(AT + 1860.0))
    assert len(Kept(tmp_path).forecasts(0.0)) == 3


def test_bands_are_kept_as_they_are_told_corrected(tmp_path):
    doubt = Doubt(tmp_path, UTC, AT)
    for _ in range(FEWEST):
        doubt.correction.learn(made(AT).marks[0], 9.0)
    doubt.keep(made(AT))
    [score] = doubt.arrived(AT + 900.0, {("booth", "queue"): 9.0})
    assert score.in90 and doubt.pending[0][1].bands == made(AT).marks[1].bands


def test_a_what_if_never_meets_its_truth(tmp_path):
    doubt = Doubt(tmp_path, UTC, AT)
    doubt.keep(made(AT, what_if=("open 1 at booth",)))
    assert doubt.pending == []


def test_a_port_that_is_started_again_goes_on_where_it_was(tmp_path):
    doubt = Doubt(tmp_path, UTC, AT)
    for i in range(4):
        doubt.keep(made(AT + 900.0 * i))
        doubt.arrived(AT + 900.0 * i, TRUE)
    again = Doubt(tmp_path, UTC, AT + 2700.0)
    assert again.pending == doubt.pending and str(again.scores) == str(doubt.scores)
    assert again.usual.known() == doubt.usual.known()
    assert str(again.rows()) == str(doubt.rows()) and len(again.rows()) == 1


def test_a_line_that_was_cut_off_is_no_line_and_spoils_no_other(tmp_path):
    kept = Kept(tmp_path)
    kept.put_forecast(AT, made(AT).marks)
    [path] = tmp_path.glob("forecasts-*.jsonl")
    with path.open("a") as file:
        file.write("[17740")
    kept.put_forecast(AT + 60.0, made(AT).marks)
    assert [at for at, _ in kept.forecasts(0.0)] == [AT, AT + 60.0]


def test_what_is_usual_is_the_mean_of_the_hour_and_type_of_day():
    usual = Usual(UTC)
    for day, level in ((0, 2.0), (1, 4.0), (3, 90.0)):  # the last is a Saturday
        usual.add(AT + 86400.0 * day, "booth", "queue", level)
    assert usual.of(AT + 86400.0 * 2 + 60.0, "booth", "queue") == 3.0
    assert np.isnan(usual.of(AT + HOUR, "booth", "queue"))


# ---- lights

RIGHT = of_a_right_model(200, np.random.default_rng(11))


def light(scores):
    return light_of(("booth", "queue"), scores)


def moved(scores, by):
    """The same forecasts, where the truth was more than they said."""
    out = []
    for one in scores:
        members = np.quantile(np.random.default_rng(1).poisson(3.0, 999), (np.arange(20) + 0.5) / 20)
        out.append(scored(one.at, mark(members.tolist(), now=one.truth + by), one.truth + by))
    return out


def test_a_right_model_has_a_green_light():
    assert light(RIGHT)[2:5] == (GREEN, "answer", ())


def test_few_hours_are_no_judgement():
    told = light(RIGHT[:20])
    assert told.colour == AMBER and told.advice == "answer" and told.reasons[0].what == "few"


def test_a_model_that_is_far_off_is_not_to_answer():
    told = light(moved(RIGHT, 8.0))
    assert (told.colour, told.advice) == (RED, DECLINE)
    assert {reason.what for reason in told.reasons} >= {"coverage", "persistence"}


def test_a_model_that_is_off_by_a_little_is_to_be_fitted_anew():
    far = [one._replace(persistence=9.0) for one in moved(RIGHT, 1.5)]
    told = light(far)
    assert (told.colour, told.advice) == (AMBER, RECALIBRATE)


def test_the_light_of_a_station_rests_on_its_hour_ahead():
    from twin.live.doubt.lights import lights_of

    other = [one._replace(lead=900.0, truth=99.0) for one in RIGHT]
    old = [one._replace(at=one.at - 40 * 86400.0, truth=99.0, below=1.0) for one in RIGHT]
    [told] = lights_of([*RIGHT, *other, *old], AT + 200 * HOUR)
    assert told.colour == GREEN and told.hours == 200
    assert isinstance(RIGHT[0], Score)


def test_lights_are_judged_anew_after_a_score(tmp_path):
    doubt = Doubt(tmp_path, UTC, AT)
    doubt.keep(made(AT))
    assert doubt.lights(AT) == []
    doubt.arrived(AT + HOUR, TRUE)
    [told] = doubt.lights(AT + HOUR)
    assert (told.station, told.colour, told.bias) == ("booth", AMBER, -3.0)
