"""Columns whose names say nothing are told by what stands in them; what nobody can tell is not guessed."""

from datetime import UTC, datetime, timedelta

import pytest
from storing import log, stored
from test_maps import columns, proposed

from twin.model.errors import ScenarioError

DAY, MINUTE = 86400, timedelta(minutes=1)


def journeys(form, number=40):
    """Lines of trucks that pass three stations of two lanes, some with a wait of six minutes."""
    for i in range(3 * number):
        truck, step = divmod(i, 3)
        begun = datetime(2026, 3, 2, 8, tzinfo=UTC) + timedelta(minutes=7 * truck + 20 * step)
        waits = timedelta(minutes=6 * (truck % 2))
        yield form.format(
            plate=f"AB{1000 + truck}CD", cls=("LKW", "Bus")[truck % 2], site=("Tor", "Amt", "Waage")[step],
            lane=f"{'TAW'[step]}{truck % 2}", came=begun, began=begun + waits,
            left=begun + waits * 2 + MINUTE,
            event=("到达", "开始查验", "放行")[step], odd=("到达", "过磅", "放行")[step],
        )  # fmt: skip


IN_TURN = "Kennzeichen;Art;Stelle;Spur;Ankunft;Beginn;Abgang"
TURN = (
    "{plate};{cls};{site};{lane};{came:%d.%m.%Y %H:%M:%S};{began:%d.%m.%Y %H:%M:%S};{left:%d.%m.%Y %H:%M:%S}"
)


def test_times_that_stand_in_turn_are_those_of_a_visit_and_places_are_told_by_who_passes_them(tmp_path):
    path = log(tmp_path / "log.csv", journeys(TURN), IN_TURN)
    assert columns(proposed(path)) == {
        "plate": "Kennzeichen", "cls": "Art", "station": "Stelle", "device": "Spur",
        "arrived": "Ankunft", "started": "Beginn", "ended": "Abgang",
    }  # fmt: skip


def test_no_time_of_a_visit_is_left_out_for_its_name(tmp_path):
    form = (
        "{plate},{site},{came:%m/%d/%Y %I:%M:%S %p},{began:%m/%d/%Y %I:%M:%S %p},{left:%m/%d/%Y %I:%M:%S %p}"
    )
    path = log(tmp_path / "log.csv", journeys(form), "vehicle,site,line up,service begin,service finish")
    found = columns(proposed(path))
    assert [found[name] for name in ("arrived", "started", "ended")] == [
        "line up", "service begin", "service finish"
    ]  # fmt: skip


CHINESE = "车牌,地点,日期,时刻,动作"


def test_words_within_a_kind_say_it_and_a_clock_of_twelve_hours_goes_with_its_date(tmp_path):
    form = "{plate},{site},{came:%Y年%m月%d日},上午{came:%I:%M:%S},{event}"
    path = log(tmp_path / "log.csv", journeys(form, 10), CHINESE, "gb18030")
    (done,), events = stored(str(tmp_path / "s.db"), path)
    assert done.refused == 0 and done.events == 30
    assert list(events["kind"][:3]) == ["arrive", "start", "end"] and events["at"].iloc[0] % DAY == 8 * 3600


@pytest.mark.parametrize(
    ("head", "form", "told"),
    [
        (
            "plate,site,day,event",
            "{plate},{site},{came:%Y-%m-%d},start",
            "column day has days without a time",
        ),
        ("plate,site,at,event", "{plate},{site},{came},{odd}", "says 过磅 in 40 of 120 .* no known kind"),
    ],
)
def test_a_guess_that_the_log_contradicts_is_refused_until_a_map_says_it(head, form, told, tmp_path):
    path = log(tmp_path / "log.csv", journeys(form), head)
    with pytest.raises(ScenarioError, match=told):
        stored(str(tmp_path / "s.db"), path)


@pytest.mark.parametrize(
    ("name", "place"), [("gate_in-2026-03", "gate_in"), ("2026-03", "port"), ("地磅3", "地磅")]
)
def test_a_log_of_one_place_is_called_as_its_file(name, place, tmp_path):
    path = log(tmp_path / f"{name}.csv", journeys("{plate},{came},end"), "plate,time,event")
    assert columns(proposed(path))["station"] == f"= {place}"


def test_counts_of_hours_are_no_log(tmp_path):
    lines = (f"2026-03-{2 + i // 24:02} {i % 24:02}:00,5,2" for i in range(72))
    path = log(tmp_path / "log.csv", lines, "hour,LKW,Bus")
    with pytest.raises(ScenarioError, match="every 60 min.*counts and no log"):
        stored(str(tmp_path / "s.db"), path)
