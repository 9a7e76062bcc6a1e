"""What a terminal shows of a live port."""

import math

import made_present
import pytest
from made_present import NOW, forecast, sight

from twin.live.alerts.sight import Light, Sight
from twin.live.records import Alert
from twin.live.service.trees import alert_tree, forecast_tree
from twin.show import living

ALERT = Alert("a", "forecast", "scanner", "storage", 380.0, 360.0, NOW, NOW + 9600.0, 0.8)
HELPS = (("open 1 more at scanner", -140.0, -180.0, -100.0),)


def test_an_alert_says_what_when_how_surely_and_what_would_help():
    line = living.alert_line(ALERT._replace(helps=HELPS), "UTC", "en")
    assert line == (
        "! 13:46  queue in metres, scanner: passes 360 m at 16:26 (80%)"
        "  → open 1 more at scanner: −140 m (−180 m to −100 m)"
    )


@pytest.mark.parametrize("kind", living.SENTENCES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_alert_is_a_sentence(kind, lang):
    text = living.sentence(ALERT._replace(kind=kind), "UTC", lang)
    assert "scanner" in text and "{" not in text


def test_a_queue_is_told_with_its_interval_where_it_has_one():
    assert living.ranged(3.0, 3.2, 2.9) == "3"
    assert living.ranged(3.0, 1.0, 5.0) == "3 (1–5)"
    assert living.ranged(math.nan, 1.0, 5.0) == "—"


def test_bars_rise_with_the_queue_and_stay_below_the_band():
    rows = forecast([0.0, 4.0, 8.0, 12.0]).table
    assert living.bars(rows) == "▁▃▅▇"
    assert len(living.bars(forecast([1.0] * 100).table)) <= 25


def test_where_the_light_is_red_no_forecast_is_told():
    told, lights = forecast([1.0] * 24), {"scanner": Light("red", ("coverage",))}
    rows = living.forecast_rows(Sight(made_present.present(), told, lights), "en")
    assert rows == [("scanner", "not to be relied on", "", "")]
    tree = forecast_tree(told, lights)
    assert (tree["declined"], tree["table"]) == (["scanner"], [])


def test_a_forecast_is_told_after_one_hour_and_two():
    rows = living.forecast_rows(sight(told=forecast([float(k) for k in range(24)])), "en")
    assert rows[0][2:] == ("11 (7–15)", "23 (19–27)")


def test_a_station_is_told_in_one_row():
    assert living.station_rows(sight(), "en") == [("scanner", "3", "", "2", "2", "2/2", "5 s", "100%", "")]


def test_what_is_no_number_is_null_in_json():
    assert alert_tree(ALERT)["ended"] is None


@pytest.mark.parametrize(("seconds", "said"), [(5, "5 s"), (600, "10 min"), (9000, "2.5 h"), (math.inf, "—")])
def test_a_time_is_as_short_as_one_says_it(seconds, said):
    assert living.lasting(seconds) == said
