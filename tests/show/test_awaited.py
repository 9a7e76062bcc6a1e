"""What is waited for by name, and what comes and goes, is told in both languages."""

import pytest
from ports import one_booth

from twin.model.scenario import Scenario
from twin.show.awaited import awaited

POLICY = {
    "quotas": {"passes": {"count": 300, "per": "d"}},
    "slots": {"path": {"every": "75 min", "takes": 2}, "ferry": {"at": ["08:00", "12:30"]}},
    "permissions": {
        "release": {
            "cases": {"soon": {"share": "70 %", "after": "0 s"}, "late": {"share": "30 %", "after": "20 min"}}
        }
    },
}
CONDITIONS = {"power": {"every": "30 d", "lasts": "40 min"}}
SAID = {
    "en": [
        "300 in each 24 h",
        "one every 75 min, for 2",
        "at 08:00, 12:30, each for 1",
        "70 % after 0 s; 30 % after 20 min (counted from arrival)",
        "calm: 30 d, at 100 % of the pace; struck: 40 min, at 0 % of the pace",
    ],
    "zh": [
        "每 24 小时 300 个",
        "每 75 分钟 一次，每次 2 个",
        "08:00、12:30，每次 1 个",
        "70 % 在 0 秒 后; 30 % 在 20 分钟 后 (自到达起算)",
        "正常：30 天，速度为平时的 100 %; 受影响：40 分钟，速度为平时的 0 %",
    ],
}


@pytest.mark.parametrize("lang", SAID)
def test_each_has_its_rule_in_words(lang):
    tree = one_booth(depends_on=["power"])
    tree["layout"]["conditions"] = CONDITIONS
    told = awaited(Scenario.from_tree({**tree, "policy": POLICY}), lang)
    assert [text.replace("\xa0", " ") for *_, text in told] == SAID[lang]


def test_a_port_without_any_says_nothing():
    assert list(awaited(Scenario.from_tree(one_booth()), "en")) == []
