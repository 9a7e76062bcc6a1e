"""When a port is fitted anew, and that only a fit that holds is taken."""

import json
import math

import pytest
from made_port import Listed, Tracked, living, until

from twin.calibrate.drift.drifting import Drift
from twin.calibrate.drift.series import Days
from twin.live.recalibrating import rolling
from twin.live.recalibrating.fits import IN_USE, Fits
from twin.live.recalibrating.refitting import TOO_FEW, Terms, Tried, tried
from twin.live.recalibrating.rolling import (
    DOUBT,
    DRIFT,
    REJECTED,
    SCHEDULE,
    TAKEN,
    Looked,
    Rolling,
    after,
    due,
)
from twin.model.errors import ScenarioError
from twin.model.live import settings_of
from twin.observed.store.journal import noted, open_journal
from twin.observed.store.store import store_for

DAY = 86400.0
SETTINGS = settings_of({"recalibrate": {"every": "7 d", "days": "28", "holdout": "7"}}).recalibrate

ROLLING = Rolling("live.db", "fits", SETTINGS, str)


def facts(*looks):
    return [(at, "fit", {"change": change}) for at, change in looks]


@pytest.mark.parametrize(
    ("known", "change", "why"),
    [
        ((), math.nan, SCHEDULE),
        (((0.0, None),), math.nan, ""),
        (((0.0, None),), 5.0, DRIFT),
        (((0.0, 5.0),), 5.0, ""),
        (((0.0, 5.0),), 6.0, DRIFT),
        (((-7 * DAY, 6.0),), 6.0, SCHEDULE),
    ],
)
def test_a_fit_is_due_after_some_days_and_once_for_each_change(known, change, why):
    assert due(facts(*known), change, ROLLING, 100.0) == why


def test_forecasts_that_do_not_hold_are_a_reason_once_a_day():
    doubted = ROLLING._replace(doubted=True)
    assert due(facts((0.0, None)), math.nan, doubted, DAY - 1.0) == ""
    assert due(facts((0.0, None)), math.nan, doubted, DAY) == DOUBT


def test_changes_are_no_reason_where_the_settings_say_so():
    settings = settings_of({"recalibrate": {"after_drift": "false"}}).recalibrate
    assert due(facts((0.0, None)), 5.0, ROLLING._replace(settings=settings), 100.0) == ""


def test_days_after_a_change_begin_with_its_weekday():
    whole = Days(1000 * DAY, 20, 5)
    assert after(whole, 1003 * DAY) == Days(1003 * DAY, 17, 1)
    assert after(whole, math.nan) == whole


def test_too_few_days_are_not_fitted():
    found = tried(None, Terms(holdout=7), Days(0.0, 13, 0))
    assert (found.fit, found.verdict, found.holds) == (None, TOO_FEW, False)


def test_a_fit_is_kept_whole_and_put_in_use_at_once(tmp_path):
    fits = Fits(tmp_path)
    assert fits.in_use() is None
    for name in ("2026-03-01", "2026-03-08"):
        fits.add(name, {"fit.json": "{}", "layouts/port.yaml": "a: 1\n"}, {"verdict": "holds"})
        fits.take(name)
    assert fits.in_use() == tmp_path / "2026-03-08" and fits.names() == ["2026-03-01", "2026-03-08"]
    assert json.loads((fits.in_use() / "verdict.json").read_text()) == {"verdict": "holds"}
    assert not [*tmp_path.glob(".*")]


def test_a_fit_never_changes_and_what_is_not_there_is_not_taken(tmp_path):
    fits = Fits(tmp_path)
    fits.add("one", {"fit.json": "{}"}, {})
    with pytest.raises(ScenarioError, match="never changes"):
        fits.add("one", {"fit.json": "[]"}, {})
    with pytest.raises(ScenarioError, match="is no fit"):
        fits.take("two")
    (tmp_path / IN_USE).write_text("gone\n")
    with pytest.raises(ScenarioError, match="there is one"):
        fits.in_use()


@pytest.mark.parametrize(("verdict", "outcome"), [("holds", TAKEN), ("differs", REJECTED)])
def test_only_a_fit_that_holds_is_taken_and_either_is_written_down(tmp_path, monkeypatch, verdict, outcome):
    store = store_for(str(tmp_path / "live.db"))
    open_journal(store)
    monkeypatch.setattr(rolling, "files_of", lambda *_: {"fit.json": "{}"})
    asked = Rolling(str(tmp_path / "live.db"), str(tmp_path / "fits"), SETTINGS, str)
    found = Drift((), 0, 20, 0.0, math.nan, 0.05)
    looked = rolling.kept(asked, store, Tried(object(), verdict, ()), (SCHEDULE, found, 0.0))
    assert (looked.outcome, looked.name) == (outcome, "1970-01-01T000000")
    assert (Fits(tmp_path / "fits").in_use() is not None) == (outcome == TAKEN)
    ((_, _, body),) = noted(store, rolling.KIND)
    assert (body["outcome"], body["change"]) == (outcome, None)


def test_without_records_there_is_nothing_to_fit(tmp_path):
    open_journal(store_for(str(tmp_path / "live.db")))
    asked = Rolling(str(tmp_path / "live.db"), str(tmp_path / "fits"), SETTINGS, str)
    assert rolling.look(asked, 1e9).outcome == ""


def test_the_service_goes_on_with_what_was_taken(tmp_path):
    other, asked = Tracked(number=3.0), []

    def refit(now, doubted):
        if asked:
            return Looked(), {}
        asked.append(now)
        planned = {"planned": lambda at: {"scanner": 9}, "tracker": lambda clock: other}
        return Looked(SCHEDULE, TAKEN, "a", ("holds",)), planned

    with living(tmp_path, Listed(1), refit=refit) as port:
        until(lambda: port.sight is not None and port.sight.planned == {"scanner": 9})
        assert port.parts.tracker is other
        assert 'twin_recalibrations_total{of="taken"} 1' in port.metrics()
