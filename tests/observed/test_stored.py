"""A store keeps every event once, whatever comes twice, and says what it could not read."""

import pytest
from recovery import rows_of
from storing import HEAD, log, message, stored

from twin.model.errors import ScenarioError
from twin.observed.event import COLUMNS
from twin.observed.store.store import open_store, store_for


@pytest.fixture
def small(tmp_path):
    return log(tmp_path / "gate.csv", [message(i) for i in range(30)])


def test_events_come_back_as_they_were_written(place, small):
    (done,), events = stored(place, small)
    assert (done.records, done.events, done.duplicates, done.refused) == (30, 30, 0, 0)
    assert list(events.columns) == list(COLUMNS)
    assert events["row"].tolist() == list(range(30))
    first = events.iloc[0]
    assert (first["device"], first["station"], first["kind"], first["plate"]) == (
        "gate-1",
        "gate",
        "arrive",
        "AB1000CD",
    )
    assert (first["at"], first["received"], first["sureness"]) == (1772409600.0, 1772409602.0, 0.9)
    assert set(events["weight"]) == {30000.0} and events["tag"].isna().all()
    assert set(events["source"]) == {"gate.csv"}


def test_the_same_file_again_adds_nothing(place, small):
    stored(place, small)
    (done,), events = stored(place, small)
    assert done.was_whole and len(events) == 30


def test_the_same_messages_in_another_file_are_kept_aside(place, small, tmp_path):
    longer = log(tmp_path / "longer.csv", [message(i) for i in range(40)])
    (_, done), events = stored(place, small, longer)
    assert (done.events, done.duplicates, len(events)) == (10, 30, 40)


def test_a_message_sent_twice_counts_once(place, tmp_path):
    late = message(4, received_time="2026-03-02T09:00:00Z", msg_id="other")
    (done,), events = stored(place, log(tmp_path / "gate.csv", [message(i) for i in range(6)] + [late]))
    assert (done.events, done.duplicates) == (6, 1)
    assert events["message"].tolist() == [f"m{i}" for i in range(6)]


def test_a_counter_that_begins_anew_loses_nothing(place, tmp_path):
    again = [message(i, event_time=f"2026-03-05T00:{i:02}:00Z") for i in range(6)]
    (done,), events = stored(place, log(tmp_path / "gate.csv", [message(i) for i in range(6)] + again))
    assert (done.events, done.duplicates) == (12, 0)


def test_messages_without_a_number_are_all_kept(place, tmp_path):
    (done,), events = stored(place, log(tmp_path / "gate.csv", [message(1, seq=""), message(1, seq=-1)] * 2))
    assert (done.events, done.duplicates, done.faults) == (4, 0, 0) and set(events["seq"]) == {-1}


def test_what_cannot_be_read_is_kept_with_its_reason(place, tmp_path):
    lines = [
        message(1),
        message(2, event_type="???"),
        message(3, event_time="soon"),
        "a,b",
        message(4, weight_kg="heavy"),
    ]
    (done,), events = stored(place, log(tmp_path / "gate.csv", lines))
    assert (done.records, done.events, done.refused, done.faults) == (5, 2, 3, 1)
    refused = open_store(place).refused()
    told = [tuple(row) for row in refused[["line", "field", "reason", "is_kept"]].to_numpy().tolist()]
    assert told == [
        (3, "kind", "unknown value", 0), (4, "at", "unreadable", 0), (5, "", "wrong number of fields", 0),
        (6, "weight", "unreadable", 1),
    ]  # fmt: skip
    assert refused["text"].tolist() == lines[1:]


def test_days_are_those_of_the_zone_and_hold_every_event(place, tmp_path):
    lines = [message(i) for i in range(0, 1440, 60)]
    _, events = stored(place, log(tmp_path / "gate.csv", lines), zone="Asia/Shanghai")
    store = open_store(place)
    days = [(begins, frame["at"].tolist()) for begins, frame in store.events_by_day()]
    middle = store.events(since=1772409600.0 + 3600, until=1772409600.0 + 3 * 3600)
    assert [begins for begins, _ in days] == [1772380800.0, 1772467200.0]
    assert sorted(at for _, part in days for at in part) == sorted(events["at"])
    assert len(middle) == 2


@pytest.mark.parametrize("name", ("port_a_clean", "port_b_devices"))
def test_both_stores_hold_the_same(name, tmp_path, database):
    head, *lines = rows_of(name).splitlines()[:2000]
    file = log(tmp_path / "log.csv", lines, head)
    done, lite = stored(str(tmp_path / "store.db"), file)
    also, post = stored(database, file)
    assert done == also
    assert lite.equals(post)


def test_a_store_has_one_zone(place, small):
    stored(place, small, zone="Asia/Shanghai")
    with pytest.raises(ScenarioError, match="which is Asia/Shanghai"):
        store_for(place, "UTC")


def test_a_database_without_a_store_is_refused(tmp_path):
    import sqlite3

    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE x (y)").connection.close()
    with pytest.raises(ScenarioError, match="without a store"):
        open_store(str(tmp_path / "other.db"))
    with pytest.raises(ScenarioError, match="is not there"):
        open_store(str(tmp_path / "nothing.db"))


def test_a_text_with_a_zero_byte_is_kept_alike(place, tmp_path):
    _, events = stored(
        place, log(tmp_path / "gate.csv", [message(i, station="ga\0te") for i in range(3)], HEAD)
    )
    assert set(events["station"]) == {"ga\ufffdte"}
