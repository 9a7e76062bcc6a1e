"""A fit is laid over a port that is there: by name, by label, by what the user says, or not at all."""

import numpy as np
import pytest
from ports import every, port, visits

from twin.calibrate.fit import ALL, Fit, Kpi, Servers, Service
from twin.calibrate.overlay.laying import overlay_of
from twin.calibrate.overlay.matching import matched
from twin.calibrate.port.naming import does, names_of
from twin.calibrate.port.quantities import law, shares
from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario


def fit(station, cls=ALL):
    flat = np.full(24, 3.0)
    law = Service(
        station, cls, "gamma", 60.0, 0.5, (58.0, 62.0), (0.4, 0.6), np.arange(101.0), 300, 0.5, (60.0, 0.5)
    )
    made = Servers(station, "weekday", flat, flat, flat)
    return Fit(
        (),
        (),
        (law,),
        (made,),
        (),
        (),
        Kpi(1, 1.0, 1.0, {}),
        {},
        (station,),
        ("truck",),
        (0.0, 1.0),
        "UTC",
        1,
        "",
    )


def scenario():
    stations = {
        "booth": {"service_time": "50 s", "label": {"zh": "卡口", "en": "main gate"}},
        "yard": {"service_time": "1 h", "servers": 4},
    }
    return Scenario.from_tree(port(stations, visits("booth", "yard"), every(600)))


@pytest.mark.parametrize("name", ["booth", "Booth", "main_gate", "卡口"])
def test_a_station_is_found_by_its_name_or_label(name):
    overlay = overlay_of(fit(name), scenario())
    assert overlay.stations == {name: "booth"} and not [text for text in overlay.left if "station" in text]
    times, servers = (next(iter(change["set"].items())) for change in overlay.changes)
    assert times[0] == "layout.stations.booth.service_time" and times[1].startswith("gamma mean 60 s cv 50 %")
    assert servers[1].startswith("3 |")


def test_the_user_has_the_last_word():
    assert overlay_of(fit("lane 7"), scenario(), {"lane 7": "yard"}).stations == {"lane 7": "yard"}


def test_a_class_that_the_layout_lacks_is_told_and_not_guessed():
    overlay = overlay_of(fit("booth", "bus"), scenario())
    assert len(overlay.changes) == 1 and "service times of booth" in overlay.left[0]


def test_where_nothing_fits_the_names_of_both_are_said():
    with pytest.raises(ScenarioError, match=r"no station of the records \(pier\).*booth, yard"):
        overlay_of(fit("pier"), scenario())


def test_one_station_of_a_layout_is_given_once():
    things = dict.fromkeys(("scanner_1", "other"))
    assert len(set(matched(("scanner_1", "scanner_2"), things, {}).values())) == 1


def test_names_are_names_of_the_language_each_once():
    names = names_of(("Gate-In", "gate in", "查验", "3rd desk"), "station")
    assert len(set(names.values())) == 4
    assert all(
        name.replace("_", "").isalnum() and name[0].isalpha() and name.isascii() for name in names.values()
    )
    assert does("地磅1") == "weighing" and does("elsewhere") == "service"


@pytest.mark.parametrize(
    "parts", [[1 / 3, 1 / 3, 1 / 3], [0.65004, 0.27, 0.07996], [1.0], [0.99999, 0.00001]]
)
def test_shares_make_a_hundred_percent(parts):
    texts = shares(parts)
    assert sum(round(100 * float(text.removesuffix(" %"))) for text in texts) == 10_000


@pytest.mark.parametrize(
    ("family", "cv", "text"),
    [("gamma", 0.5, "gamma mean 90 s cv 50 %"), ("gamma", 1e-9, "90 s"), ("constant", 0.0, "90 s")],
)
def test_a_law_without_spread_is_written_as_a_duration(family, cv, text):
    assert law(family, 90.0, cv, "") == text
