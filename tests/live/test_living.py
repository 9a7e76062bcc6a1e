"""What a terminal shows of a live port."""

import math

import made_present
import pytest
from made_present import NOW, forecast, sight

from twin.live.alerts.sight import Light, Sight
from twin.live.records import Alert
from twin.live.service.trees import alert_tree, forecast_tree
from twin.show import alerted, living

ALERT = Alert(
    "a", "forecast", "scanner", "storage", 380.0, 360.0, NOW, NOW + 9600.0, 0.8, early=NOW + 9240.0,
    late=NOW + 10440.0,
)  # fmt: skip
HELPS = (("open 1 more at scanner", -140.0, -180.0, -100.0),)


def test_an_alert_says_what_when_how_surely_and_what_would_help():
    line = alerted.alert_line(ALERT._replace(helps=HELPS), "UTC", "en")
    assert line == (
        "! 13:46  queue in metres, scanner: passes 360 m with a chance of 80%, "
        "at about 16:26 (16:20 to 16:40)"
        "  → open 1 more at scanner: −140 m (−180 m to −100 m)"
    )
    assert alerted.alert_line(ALERT._replace(helps=HELPS), "UTC", "zh") == (
        "! 13:46  scanner：排队长度有 80% 的可能超过 360 m，约在 16:26（16:20 至 16:40）"
        "  → scanner 增开 1 条通道：−140 m（−180 m 至 −100 m）"
    )


OTHER = {
    "threshold": {"measure": "wait", "value": 900.0, "limit": 600.0},
    "forecast": {},
    "silent": {"measure": "LPR-1", "value": 720.0, "limit": 60.0},
    "down": {"measure": "LPR-1", "value": 9000.0, "limit": 60.0},
    "plan": {"measure": "servers", "value": 1.0, "limit": 3.0},
    "drift": {"measure": "service", "value": 312.0, "limit": 130.0},
    "unsure": {"measure": "forecast"},
}


@pytest.mark.parametrize("kind", OTHER)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("station", ["scanner", ""])
def test_every_kind_of_alert_is_a_sentence_that_says_its_place_once(kind, lang, station):
    text = alerted.sentence(ALERT._replace(kind=kind, station=station, **OTHER[kind]), "UTC", lang)
    assert text.count("scanner") == bool(station) and not set("{}_") & set(text)
    assert max(text.count(place) for place in ("in the port", "口岸", "在港")) <= 1


def test_of_the_whole_port_it_is_said_once_that_it_is_of_the_port():
    full = ALERT._replace(station="", measure="number", limit=20.0)
    texts = [alerted.sentence(full, "UTC", lang) for lang in ("en", "zh")]
    assert texts[0] == "number in the port: passes 20 with a chance of 80%, at about 16:26 (16:20 to 16:40)"
    assert texts[1] == "在港数量有 80% 的可能超过 20，约在 16:26（16:20 至 16:40）"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"early": ALERT.expected, "late": ALERT.expected}, "passes 360 m with a chance of 80%, by 16:26"),
        (
            {"early": math.nan, "late": math.nan},
            "passes 360 m with a chance of 80%, by 16:26",
        ),  # of a log of before
        ({"expected": math.nan, "sure": 0.01}, "passes 360 m with a chance of 1%, if at all"),
    ],
)
def test_a_minute_that_is_certain_or_unknown_is_told_as_such(changes, said):
    assert alerted.sentence(ALERT._replace(**changes), "UTC", "en").endswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Close 2 at LPR hall from 16:00 to 18:00", "LPR hall 关闭 2 条通道 自 16:00 至 18:00"),
        ("layout.stations.scanner.servers=3", "layout.stations.scanner.servers=3"),
    ],
)
def test_a_change_is_said_in_the_language_of_the_reader(text, said):
    assert alerted.change_text(text, "zh") == said


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
    assert alerted.lasting(seconds, "en") == said
