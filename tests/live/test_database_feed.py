"""Rows of a table come in order of their key, each once, also those that a slow writer brings later."""

import threading
import time

import pytest

from twin.live.feeds.database import Database
from twin.live.feeds.opening import feed_of
from twin.model.errors import ScenarioError
from twin.observed.exporting.table import Rows
from twin.observed.store.places import engine_of


class Where:
    """The address of a feed of the table `rows`, whatever database it is in."""

    path = "rows"

    def __init__(self, options):
        self.options = {"table": "rows", "key": "id"} | options

    def option(self, name, usual):
        return self.options.get(name, usual)


@pytest.fixture
def feed():
    """Opens feeds, which are closed when the test ends."""
    opened = []

    def opening(place, cursor="", **options):
        opened.append(Database(Where(options), place))
        opened[-1].open(cursor)
        return opened[-1]

    yield opening
    for one in opened:
        one.close()


def rows(place, *numbers):
    Rows(place, "rows", "id", ["n"]).add([{"n": str(number)} for number in numbers])


def taken(one, most=100):
    batch = one.take(most, 0.0)
    return [int(message.place) for message in batch.messages], batch.cursor


def test_rows_come_once_and_go_on_behind_the_cursor(place, feed):
    rows(place, *range(5))
    one = feed(place)
    first, cursor = taken(one, 3)
    assert first == [1, 2, 3] and one.take(1, 0.0).messages[0].body == b'{"id": 4, "n": "3"}'
    rows(place, 9)
    assert taken(feed(place, cursor))[0] == [4, 5, 6]


def test_a_row_of_a_slow_writer_is_not_lost(place, feed):
    rows(place, 0)
    one = feed(place)
    assert taken(one)[0] == [1]
    with engine_of(place, is_new=False).begin() as connection:
        connection.exec_driver_sql("INSERT INTO rows (id, n) VALUES (4, 'x')")
    found, cursor = taken(one)
    assert found == [4]
    with engine_of(place, is_new=False).begin() as connection:
        connection.exec_driver_sql("INSERT INTO rows (id, n) VALUES (2, 'late')")
    for again in (one, feed(place, cursor)):
        assert taken(again)[0] == [2]
    assert taken(one)[0] == []


def test_a_server_that_tells_is_heard_at_once(database, feed):
    rows(database, 0)
    one = feed(database, notify="came")
    taken(one)
    table = Rows(database, "rows", "id", ["n"])
    writer = threading.Timer(0.3, table.add, ([{"n": "1"}], "came"))
    writer.start()
    began = time.monotonic()
    assert len(one.take(10, 20.0).messages) == 1 and time.monotonic() - began < 15.0


def test_what_cannot_be_followed_is_refused(place, feed):
    rows(place, 0)
    with pytest.raises(ScenarioError, match="no such column; did you mean id"):
        feed(place, key="idd")
    with pytest.raises(ScenarioError, match="no whole number"):
        feed(place, key="n")
    with pytest.raises(ScenarioError, match="no table row; did you mean rows"):
        feed(place, table="row")


def test_a_server_that_is_away_is_trouble_and_no_end():
    one = feed_of("postgresql://nobody@127.0.0.1:1/rows?table=rows")
    one.open("")
    assert one.take(1, 0.0).messages == () and "127.0.0.1" in one.trouble


def test_rows_without_a_number_of_their_device_are_all_kept(tmp_path, feed):
    from sent import intake

    place = str(tmp_path / "rows.db")
    said = {"event_time": "2026-03-02T00:00:00Z", "event_type": "end", "station": "gate"}
    Rows(place, "rows", "id", list(said)).add([said, said])
    one, fed = feed(place), intake(str(tmp_path / "store.db"))
    batch = one.take(10, 0.0)
    assert len(fed.keep(batch).events) == 2
    assert len(fed.keep(batch).events) == 0
