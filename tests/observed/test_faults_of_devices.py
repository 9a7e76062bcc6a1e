"""Whatever the devices' faults, trucks are neither lost nor doubled, and clocks are read to the second."""

import numpy as np
import pytest
from dirtied import told, week
from recorded import EPOCH, kpis, rightly_given

from twin.calibrate.synth import devices
from twin.calibrate.synth.faults import Faults, no_faults
from twin.observed.cleaning import NothingTrueError, clean

DAY = 86400.0
BLURRED = {"unread": 0.10, "misread": 0.12, "typo_at_documents": 0.02, "rfid_share": 0.3}
LOSSY = {"start": 0.06, "end": 0.08, "exit_both": 0.04}
HELD_BACK = {"mean_s": 20.0, "store_and_forward_share": 0.15, "store_and_forward_min": [10, 300]}
CLOCKS = {
    "clock_skew_s": {"gate_in-1": -400, "documents-3": 33, "scanner-2": -150, "gate_out-1": 12},
    "clock_drift_s_per_day": {"gate_in-1": 12.0, "documents-3": -8.0},
    "clock_reset_day": {"gate_in-1": 4},
    "timezone_bug": {"device": "documents-1", "days": [3, 4], "shift_min": 480},
    "hand_entered": {"station": "documents", "rounded_to_min": 10, "share": 0.5},
}
KINDS = {
    "usual": {},
    "blurred": {"plate": BLURRED},
    "lossy": {"lost": LOSSY},
    "held back": {"late": HELD_BACK},
    "clocks": CLOCKS,
}


@pytest.fixture(scope="module")
def true():
    return week()


@pytest.mark.parametrize("faults", KINDS.values(), ids=KINDS)
def test_trucks_are_neither_lost_nor_doubled(true, faults):
    cleaned = clean(told(true, Faults(**faults)))
    assert len(cleaned.cases) == pytest.approx(true["case"].nunique(), rel=0.01)
    assert rightly_given(cleaned, true) > 0.985


def test_numbers_names_and_papers_can_be_missing(true):
    events = told(true).assign(seq=-1, message=None, tag=None, declaration=None)
    cleaned = clean(events)
    assert len(cleaned.cases) == pytest.approx(true["case"].nunique(), rel=0.01)


def test_a_truck_that_comes_again_is_on_another_journey(true, monkeypatch):
    few = devices.plates(900, np.random.default_rng(1))
    monkeypatch.setattr(devices, "plates", lambda number, rng: few[np.arange(number) % len(few)])
    cleaned = clean(told(true).assign(tag=None, declaration=None))
    assert len(cleaned.cases) == pytest.approx(true["case"].nunique(), rel=0.01)
    assert rightly_given(cleaned, true) > 0.995


@pytest.mark.parametrize("left_out", [["gate_out"], ["gate_out", "weighbridge", "inspection"]])
@pytest.mark.parametrize("plates", [900, 10_000])
def test_a_journey_may_end_where_others_go_on(true, monkeypatch, left_out, plates):
    few = devices.plates(plates, np.random.default_rng(1))
    monkeypatch.setattr(devices, "plates", lambda number, rng: few[np.arange(number) % len(few)])
    part = true[~true["station"].isin(left_out)].reset_index(drop=True)
    cleaned = clean(told(part, Faults(plate=BLURRED)))
    assert len(cleaned.cases) == pytest.approx(part["case"].nunique(), rel=0.01)
    assert rightly_given(cleaned, part) > 0.985


def test_where_the_log_names_its_journeys_each_ends_where_it_says(true):
    part = true[~true["station"].isin(["gate_out", "weighbridge", "inspection"])]
    events = told(part, no_faults())
    events = events.assign(case=events["plate"].astype(str))
    cleaned = clean(events)
    assert cleaned.cases["seen_out"].all() and len(cleaned.cases) == part["case"].nunique()


def test_devices_without_faults_need_no_repair(true):
    cleaned = clean(told(true, no_faults()))
    assert len(cleaned.cases) == true["case"].nunique()
    assert len(cleaned.visits) == len(true)
    assert len(cleaned.repairs) == 0
    assert kpis(cleaned)["cycle_time_mean"] == pytest.approx(
        ((true.groupby("case")["ended"].max() - true.groupby("case")["joined"].min()) / 60).mean(), abs=0.01
    )


def test_clocks_are_read_to_the_second(true):
    clocks = clean(told(true, Faults(**CLOCKS))).clocks.set_index(["device", "day"])["offset"]
    noon = 0.5
    for day in (0, 2, 6):
        passed = day + noon - (4 if day >= 4 else 0)
        assert clocks["gate_in-1", EPOCH + day * DAY] == pytest.approx(-400 + 12 * passed, abs=1)
        assert clocks["documents-3", EPOCH + day * DAY] == pytest.approx(33 - 8 * (day + noon), abs=1)
        assert clocks["gate_out-1", EPOCH + day * DAY] == pytest.approx(12, abs=1)
    assert clocks["documents-1", EPOCH + 3 * DAY] == pytest.approx(480 * 60, abs=1)
    assert clocks["documents-1", EPOCH + 5 * DAY] == pytest.approx(0, abs=1)


def test_times_by_hand_are_intervals_that_hold_the_truth(true):
    faults = Faults(hand_entered={"station": "inspection", "rounded_to_min": 5, "share": 0.3})
    cleaned = clean(told(true, faults))
    here = cleaned.visits[cleaned.visits["station"] == "inspection"]
    assert set(here["started_within"]) <= {0.0, 150.0, np.inf}
    assert (here["started_within"] == 150).mean() == pytest.approx(0.3, abs=0.06)


def test_an_outage_is_missing_exposure_and_a_quiet_night_is_not(true):
    outage = {"station": "gate_in", "from_day": 3.5, "hours": 3}
    cleaned = clean(told(true, Faults(outage=outage)))
    blind = cleaned.watched[cleaned.watched["server"] == "gate_in-approach"]
    assert len(blind) == 2
    assert blind["ends"].iloc[0] == pytest.approx(EPOCH + 3.5 * DAY, abs=900)
    assert blind["begins"].iloc[1] == pytest.approx(EPOCH + 3.5 * DAY + 3 * 3600, abs=900)
    others = cleaned.watched[cleaned.watched["station"] != "gate_in"]
    assert not others["server"].duplicated().any()


def test_what_nobody_saw_stays_missing(true):
    events = told(true, no_faults())
    cleaned = clean(events[~((events["station"] == "gate_out") & (events["kind"] == "end"))])
    assert not cleaned.cases["seen_out"].any()
    exits = cleaned.visits[cleaned.visits["station"] == "gate_out"]
    assert exits["ended"].isna().all() and np.isinf(exits["ended_within"]).all()


def test_every_event_is_told_put_aside_or_said_twice(true):
    events = told(true)
    cleaned = clean(events)
    what = cleaned.repairs["what"].astype(str)
    gone = what.str.startswith("put aside") | what.isin(["duplicate", "seen again"])
    visits = cleaned.visits
    seen = (visits["joined_from"] == "seen").sum() + visits[["started", "ended"]].notna().to_numpy().sum()
    assert seen + gone.sum() == len(events)


def test_a_log_of_rubbish_is_refused_with_the_reasons():
    events = told(week(1)).head(40).assign(station="???")
    with pytest.raises(NothingTrueError, match=r"station unknown \(\d+\)"):
        clean(events)


def test_cleaning_twice_gives_the_same(true):
    events = told(true)
    once, twice = clean(events), clean(events)
    assert once.visits.equals(twice.visits) and once.repairs.equals(twice.repairs)
