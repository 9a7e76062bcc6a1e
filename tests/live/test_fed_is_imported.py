"""Days of a port that were played back through a feed are cleaned and fitted as the same days imported."""

import pandas as pd
import pytest
from recovery import rows_of
from sent import intake
from storing import log, stored

from twin.calibrate.calibrating import digest_of
from twin.live.feeds.opening import feed_of
from twin.live.intake.intake import Terms
from twin.live.replaying.faults import with_faults
from twin.live.replaying.logs import script_of
from twin.live.replaying.playing import play
from twin.live.replaying.sinks import sink_of
from twin.observed.cleaning import clean_store
from twin.observed.store.store import open_store

LINES = 3000  # of port b: nearly a day


def fed(place, script, folder):
    """Plays a Script into a folder, and that into a store."""
    address = f"folder:{folder}"
    play(script, sink_of(address, script), 0.0)
    feed = feed_of(address)
    door = intake(place, Terms(), feed.name)
    feed.open(door.cursor)
    while (batch := feed.take(1000, 0.0)).messages:
        door.keep(batch)
        feed.kept(batch)


@pytest.mark.slow
def test_a_day_that_was_fed_is_cleaned_as_the_day_that_was_imported(tmp_path):
    head, *lines = rows_of("port_b_devices").splitlines()[:LINES]
    file = log(tmp_path / "b.csv", lines, head)
    stored(str(tmp_path / "imported.db"), file)
    script, _, _ = script_of(str(file), None, "UTC")
    script = with_faults(script, "twice=0.1:20,late=0.05,garbage=0.02", 1)
    fed(str(tmp_path / "fed.db"), script, tmp_path / "in")
    one, other = (clean_store(open_store(str(tmp_path / name))) for name in ("imported.db", "fed.db"))
    assert digest_of(one) == digest_of(other)
    for table in ("visits", "cases", "watched"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))
    assert len(one.visits) > 500
