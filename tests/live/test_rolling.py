"""A recorded month is fitted, judged and taken; it takes minutes."""

import pytest
from running import LOG

from twin.config.writing import as_text
from twin.live.recalibrating.fits import Fits
from twin.live.recalibrating.refitting import Terms
from twin.live.recalibrating.rolling import SCHEDULE, TAKEN, Rolling, look, look_apart
from twin.live.service.clock import RecordsClock
from twin.live.state.known import read_known
from twin.model.live import settings_of
from twin.observed.reading.opening import source
from twin.observed.store.importing import Door, bring_in
from twin.observed.store.journal import open_journal
from twin.observed.store.lately import last_events
from twin.observed.store.store import store_for


@pytest.mark.prove
def test_the_last_weeks_of_a_port_make_a_fit_that_holds_once(tmp_path):
    store, clock = store_for(str(tmp_path / "live.db"), "UTC"), RecordsClock()
    bring_in(store, source(str(LOG)), Door())
    open_journal(store)
    clock.hear(last_events(store, 1000))
    settings = settings_of({"recalibrate": {"days": "21"}}).recalibrate
    rolling = Rolling(
        str(tmp_path / "live.db"), str(tmp_path / "fits"), settings, as_text, Terms(replications=19)
    )
    looked = look_apart(rolling, clock.now())
    assert (looked.why, looked.outcome, looked.changes) == (SCHEDULE, TAKEN, ())
    known = read_known(Fits(tmp_path / "fits").in_use() / "fit.json")
    assert "scanner" in known.stations
    assert look(rolling, clock.now() + 3600.0).outcome == ""
