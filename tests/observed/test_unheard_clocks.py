"""Clocks of which no server's clock tells are read from the ways that trucks take between them."""

import numpy as np
import pytest
from dirtied import told, week
from recorded import EPOCH

from twin.calibrate.synth.faults import Faults
from twin.observed.cleaning import clean

DAY = 86400.0
SKEW = {"gate_in-1": -400.0, "documents-3": 33.0, "scanner-2": -150.0}
ZONED = {"device": "documents-1", "days": [3, 4], "shift_min": 480}
FAULTS = Faults(clock_skew_s=SKEW, timezone_bug=ZONED)
NEAR = 12.0  # seconds to which an error of a week is told; a way between stations takes 86 s, give or take 40


@pytest.fixture(scope="module")
def true():
    return week()


@pytest.fixture(scope="module")
def wrong(true):
    return told(true, FAULTS)


def offsets(cleaned, device, day=1):
    """Seconds that a device was ahead at noon of a day of the week."""
    mine = cleaned.clocks[cleaned.clocks["device"] == device]
    return float(mine["offset"][mine["day"] == EPOCH + day * DAY].iloc[0])


def at_evening(received):
    return np.ceil(received / DAY) * DAY


HEARD = {
    "not at all": lambda events: events["received"] * np.nan,
    "in the evening": lambda events: at_evening(events["received"]),
    "by copies of their times": lambda events: events["at"],
    "but for some": lambda events: events["received"].where(
        ~events["device"].isin(["scanner-2", "gate_in-1"])
    ),
}


@pytest.mark.parametrize("how", HEARD)
def test_clocks_that_are_not_heard_are_read_all_the_same(true, wrong, how):
    cleaned = clean(wrong.assign(received=HEARD[how](wrong)))
    for device, skew in SKEW.items():
        assert offsets(cleaned, device) == pytest.approx(skew, abs=NEAR), device
    shifts = [offsets(cleaned, "documents-1", day) for day in range(6)]
    assert shifts == pytest.approx(
        [0, 0, 0, 28800, 28800, 0], abs=NEAR + 35
    )  # the next day has some of the night
    others = cleaned.clocks[~cleaned.clocks["device"].isin([*SKEW, "documents-1"])]
    assert (others["offset"].abs() < 1.0).all()
    assert len(cleaned.cases) == pytest.approx(true["case"].nunique(), rel=0.01)


def test_right_clocks_are_left_alone(true):
    cleaned = clean(told(true).assign(received=np.nan))
    assert set(cleaned.clocks["offset"]) == {0.0}
    assert not (cleaned.repairs["what"] == "clock").any()


def told_at_every_lane(visits):
    """Events of visits that tell of joining, start and end, by clocks that show seconds."""
    events = visits.melt(["plate", "station", "server", "cls"], ["joined", "started", "ended"], "kind", "at")
    kinds = {"joined": "arrive", "started": "start", "ended": "end"}
    events = events.rename(columns={"server": "device"}).replace({"kind": kinds}).sort_values("at")
    missing = dict.fromkeys(("message", "case", "tag", "declaration"))
    return events.assign(
        row=range(len(events)), source="log", seq=-1, at=np.floor(events["at"]), received=np.nan,
        sureness=np.nan, weight=np.nan, **missing,
    ).reset_index(drop=True)  # fmt: skip


def test_right_clocks_that_show_seconds_are_left_alone_where_every_station_tells_who_joins(true):
    days = true[true["case"].isin(true["case"].unique()[:800])].astype({"case": str})
    cleaned = clean(told_at_every_lane(days.assign(plate="P" + days["case"])))
    assert set(cleaned.clocks["offset"]) == {0.0} and not len(cleaned.repairs)
    assert (cleaned.scores["exact"] == 1.0).all() and cleaned.stated["times_rounded"] == 0


def test_what_a_whole_station_must_be_off_by_is_as_doubtful_as_it_is_large(true):
    days = true[true["case"].isin(true["case"].unique()[:800])].astype({"case": str})
    events = told_at_every_lane(days.assign(plate="P" + days["case"]))
    events.loc[events["station"] == "scanner", "at"] -= 90.0
    clocks = clean(events).clocks
    found = clocks[clocks["device"].astype(str).str.startswith("scanner")]
    assert (found["offset"] < -10.0).all()
    assert (found["low"] <= 2 * found["offset"]).all() and (found["high"] >= 0.0).all()
    assert set(clocks["offset"][~clocks["device"].isin(found["device"])]) == {0.0}


def test_a_clock_that_shows_seconds_is_read_from_the_ways_too(true):
    days = true[true["case"].isin(true["case"].unique()[:800])].astype({"case": str})
    events = told_at_every_lane(days.assign(plate="P" + days["case"]))
    events.loc[events["device"] == "documents-2", "at"] += 240.0
    cleaned = clean(events)
    assert offsets(cleaned, "documents-2") == pytest.approx(240.0, abs=NEAR)
    assert len(cleaned.cases) == days["case"].nunique()


def test_what_shifts_a_whole_station_is_not_to_be_seen(true):
    events = told(true, Faults(clock_skew_s={"weighbridge-1": 20.0}))
    cleaned = clean(events.assign(received=np.nan))
    assert offsets(cleaned, "weighbridge-1") == 0.0
    assert offsets(clean(events), "weighbridge-1") == pytest.approx(20.0, abs=1.0)
