"""How a flow arrives, in words of both languages."""

import pytest

from twin.model.scenario import Scenario
from twin.show.arriving import arrival_text


def said(lang="en", **fields):
    """What is said of a flow that arrives so."""
    flow = {"classes": "car", "steps": [{"visit": "booth"}, {"leave": "out"}]}
    stations = {"booth": {"service_time": "30 s"}}
    layout = {"classes": {"car": {}}, "stations": stations, "flows": {"cars": flow}}
    scenario = Scenario.from_tree({"layout": layout, "demand": {"flows": {"cars": fields}}})
    return arrival_text(scenario.demand.flows["cars"], lang).replace("\N{NO-BREAK SPACE}", " ")


STATES = {"low": {"rate": "1/h", "stays": "2 h"}, "high": {"rate": "5/h", "stays": "1 h"}}
SLOTS = {"arrives": "appointments", "slot": "30 min", "per_slot": 6}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"arrives": "profile", "volume": "660/d", "platoon": 2.5},
         "660 a day on average; in platoons of 2.50 on average"),
        ({"arrives": "timetable", "at": ["10:20", "18:05"], "late": "5 min", "early": "20 %", "cap": 10},
         "by timetable at 10:20, 18:05; at most 10 on a day; late by 5 min; 20 % come early"),
        ({"arrives": "timetable", "per_day": 8, "cancelled": "15 %", "platoon": 45},
         "by timetable, 8 a day; 15 % are cancelled; in platoons of 45 on average"),
        ({**SLOTS, "booked": "90 %", "no_show": "10 %", "misuse": "15 %"},
         "by appointment, 6 for each 30 min; 90 % of them booked; 10 % do not come; "
         "15 % come at any time of the day"),
        ({"arrives": "every", "every": "5 min", "at_start": 120},
         "one after the other: 5 min; 120 wait at the start"),
        ({"arrives": "every", "every": "5 min", "seen": [{"at": "booth"}, {"at": "booth", "count": 3}]},
         "one after the other: 5 min; 4 are inside at the start"),
        ({"arrives": "states", "states": STATES},
         "now weak, now strong: 24 a day for 120 min; 120 a day for 60 min"),
    ],
)  # fmt: skip
def test_each_kind_is_said_in_words(fields, words):
    assert said(**fields) == words


def test_it_is_said_in_chinese_too():
    text = said("zh", arrives="timetable", per_day=8, at_start=120)
    assert text == "按时刻表到达，每天 8 次; 开始时已有 120 在等待"
