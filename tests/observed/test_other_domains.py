"""Logs of offices and airports are told as those of ports are, though they say less."""

import numpy as np
import pandas as pd
import pytest
from storing import log, stored

from twin.observed.as_run import recorded_run
from twin.observed.cleaning import NothingTrueError, clean
from twin.plan.visits import NOBODY

HEAD = "case;activity;start;end;role"
STEPS = ("file", "confirm", "decide")


def rows(number=90):
    """Visits of cases whose services overlap, and nobody says who served; every third takes no time."""
    for i in range(number):
        step, at = i % 3, pd.Timestamp("2026-03-02 08:00") + pd.Timedelta(minutes=7 * (i // 3) + 5 * (i % 3))
        ends = at + pd.Timedelta(minutes=0 if step == 1 else 20)
        yield f"c{i // 3};{STEPS[step]};{at:%d.%m.%Y %H:%M};{ends:%d.%m.%Y %H:%M};clerk"


@pytest.fixture
def events(tmp_path):
    return stored(str(tmp_path / "s.db"), log(tmp_path / "office.csv", rows(), HEAD))[1]


def test_who_served_need_not_be_said(events):
    cleaned = clean(events)
    assert len(cleaned.visits) == 90 and len(cleaned.cases) == 30
    assert set(cleaned.visits["server"]) == {""}
    assert cleaned.stated["put_aside"] == cleaned.stated["starts_lost"] == cleaned.stated["ends_lost"] == 0
    took = (cleaned.visits["ended"] - cleaned.visits["started"]).groupby(
        cleaned.visits["station"], observed=True
    )
    assert took.mean().to_dict() == {"file": 1200.0, "confirm": 0.0, "decide": 1200.0}


def test_visits_without_a_server_are_a_run_too(events):
    visits = recorded_run(clean(events)).run.visits
    assert len(visits) > 80 and set(visits["server"]) == {NOBODY}
    assert np.nanmax(visits["ended"] - visits["started"]) == 1200.0


def test_a_name_of_a_device_that_is_said_now_and_then_is_kept(events):
    some = events.assign(device=np.where(events.index % 6 < 3, "Ann", None))
    cleaned = clean(some)
    assert len(cleaned.visits) == 90 and set(cleaned.visits["server"]) == {"", "Ann"}


HOURS = [f"2026-03-0{2 + i // 200}T{i // 9 % 24:02}:00:00Z" for i in range(600)]


def test_times_to_the_hour_are_told_as_what_they_are(tmp_path):
    lines = [f"N{10000 + i % 70},{at}" for i, at in enumerate(HOURS)]
    _, events = stored(str(tmp_path / "s.db"), log(tmp_path / "fl.csv", lines, "tailnum,time_hour"))
    cleaned = clean(events)
    assert cleaned.stated["starts_lost"] == len(cleaned.visits) > 500
    assert cleaned.stated["times_rounded"] == len(cleaned.visits)


def test_a_log_that_names_nobody_is_refused_for_that(tmp_path):
    _, events = stored(str(tmp_path / "s.db"), log(tmp_path / "a.csv", HOURS, "time"))
    with pytest.raises(NothingTrueError, match=r"nobody's \(\d+\).*names"):
        clean(events)
