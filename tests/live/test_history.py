"""What a live port was taken for, and how many passed it today."""

import math
from datetime import UTC, datetime
from types import SimpleNamespace

import made_present
from made_port import journal

from twin.live.service.history import EVERY, History
from twin.live.service.today import passed_today
from twin.live.state.journeys import Mark
from twin.live.state.reading import ARRIVE, END


def test_levels_are_kept_every_few_minutes_and_over_a_restart(tmp_path):
    store = journal(tmp_path)
    history = History(store)
    history.look(made_present.present(900.0)._replace(heard=-math.inf))  # nobody has said anything yet
    for second in (0.0, EVERY / 2, EVERY, 2 * EVERY):
        history.look(made_present.present(1000.0 + second, number=second))
    levels = history.since(0.0)
    assert [level["at"] for level in levels] == [1000.0, 1000.0 + EVERY, 1000.0 + 2 * EVERY]
    assert levels[1]["inside"] == [EVERY, EVERY - 1, EVERY + 1]
    assert not History(store).since(0.0)
    history.keep()
    history.keep()  # what is written down is written once
    assert History(store).since(0.0) == levels
    assert len(history.since(1000.0 + EVERY)) == 2


def seen(*trucks):
    """A tracker that saw trucks, (hour it came on the clock of UTC, hour it left or None) each."""
    midnight = datetime(2026, 3, 18, tzinfo=UTC).timestamp()
    pieces = {}
    for number, (came, left) in enumerate(trucks):
        first = Mark(midnight + 3600 * came, "gate", ARRIVE, "d")
        last = first if left is None else Mark(midnight + 3600 * left, "out", END, "d")
        pieces[number] = [SimpleNamespace(first=first, last=last, out=left is not None)]
    doors = SimpleNamespace(used=SimpleNamespace(entries=frozenset({"gate"})))
    return SimpleNamespace(refresh=lambda: None, pieces=pieces, comings=doors), midnight


def test_who_came_and_left_since_the_midnight_of_the_port_is_counted_by_the_hour():
    tracker, midnight = seen((-9, -7.5), (-7.5, 0.2), (0.1, 1.5), (1.2, None), (3.0, None))
    told = passed_today(tracker, midnight + 2.5 * 3600, "UTC+08:00")
    assert told["since"] == midnight - 8 * 3600
    assert told["came"] == [1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0]
    assert told["left"] == [1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0]
