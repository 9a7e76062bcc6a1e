"""Where the clock of a zone shows an hour twice, or a day ends during a visit, order tells what is meant."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from storing import log, stored

from twin.observed.mapping.map import Field, Map
from twin.observed.mapping.times import read_times
from twin.observed.store.importing import Door

WARSAW, UTC = ZoneInfo("Europe/Warsaw"), ZoneInfo("UTC")
BEGINS = datetime(2026, 10, 24, 23, tzinfo=UTC)  # an hour before the clock is set back, at 3:00


def told(moments):
    """Moments by the clock of Warsaw, which names no zone."""
    return [f"{moment.astimezone(WARSAW):%Y-%m-%d %H:%M:%S}" for moment in moments]


@given(st.integers(1, 11))
def test_times_that_go_on_are_of_the_second_hour_from_where_they_go_back(minutes):
    moments = [BEGINS + timedelta(minutes=minutes * i) for i in range(240 // minutes)]
    read = read_times(pa.array(told(moments)), "year first", "Europe/Warsaw")
    assert read.seconds.tolist() == [moment.timestamp() for moment in moments] and not read.twice.any()


def test_times_in_no_order_are_of_the_first_hour_and_counted():
    moments = [BEGINS + timedelta(minutes=i * 37 % 240) for i in range(120)]
    read = read_times(pa.array(told(moments)), "year first", "Europe/Warsaw")
    assert read.twice.sum() > 40
    wrong = read.seconds - np.array([moment.timestamp() for moment in moments])
    assert set(wrong) == {0.0, -3600.0}


def test_no_visit_ends_before_it_began_for_the_clock_that_was_set(tmp_path):
    came = [BEGINS + timedelta(minutes=i * 37 % 240) for i in range(60)]
    rows = zip(told(came), told(moment + timedelta(minutes=50) for moment in came), strict=True)
    path = log(
        tmp_path / "log.csv",
        [f"AB{i}CD,gate,{a},{b}" for i, (a, b) in enumerate(rows)],
        "plate,station,start,end",
    )
    _, events = stored(str(tmp_path / "s.db"), path, zone="Europe/Warsaw")
    took = events.pivot(index="plate", columns="kind", values="at").eval("end - start")
    assert (took > 0).all()


@pytest.mark.parametrize("ends", ["00:10:00", "23:59:00"])
def test_a_time_of_day_behind_midnight_is_of_the_next_day(ends, tmp_path):
    path = log(tmp_path / "log.csv", [f"gate,2026-03-02,23:58:00,{ends}"], "station,day,start,end")
    times = {name: Field(("day", column)) for name, column in (("started", "start"), ("ended", "end"))}
    map_ = Map("visits", "UTC", {"station": Field(("station",)), **times})
    _, events = stored(str(tmp_path / "s.db"), path, door=Door(map_))
    assert 0 < np.diff(events["at"])[0] < 3600
