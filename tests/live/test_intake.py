"""What a feed gives is in the store as if it had been imported: each event once, all else with its reason."""

import contextlib
import json
import threading

import pg8000
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sent import MAP, TERMS, batch, body, intake, kept_rows
from storing import log, message, stored

from twin.live.intake import intake as taking_in
from twin.live.intake.carrying import Carrying
from twin.live.intake.flood import MOST
from twin.live.intake.intake import Terms
from twin.live.intake.quarantine import MOST as HELD
from twin.observed.store.away import Away, Unfit, answering
from twin.observed.store.importing import Door
from twin.observed.store.store import open_store, store_for

AT = 1772409600.0  # of message 0


@pytest.fixture
def door(tmp_path):
    """An Intake into a store of its own."""
    return intake(str(tmp_path / "store.db"))


def refused(door):
    return [tuple(row) for row in door.store.refused()[["field", "reason", "is_kept"]].to_numpy().tolist()]


def test_a_store_that_was_fed_is_the_store_of_the_log(place, tmp_path):
    numbers = [*range(40), 7, 8, 7]
    odd = {"event_type": "???"}, {"event_time": "soon"}, {"weight_kg": "heavy"}, {"plate": "", "seq": ""}
    lines = [message(i) for i in numbers] + [message(50 + i, **one) for i, one in enumerate(odd)]
    bodies = [body(i) for i in numbers] + [body(50 + i, **one) for i, one in enumerate(odd)]
    fed = intake(place)
    for i in range(0, len(bodies), 10):
        fed.keep(batch(bodies[i : i + 10], cursor=str(i)))
    whole = str(tmp_path / "whole.db")
    stored(whole, log(tmp_path / "gate.csv", lines), door=Door(MAP))
    assert kept_rows(place).equals(kept_rows(whole))
    assert open_store(place).reasons() == open_store(whole).reasons()
    one, other = open_store(place).imports()[0], open_store(whole).imports()[0]
    counts = ("records", "events", "duplicates", "refused", "faults")
    assert [getattr(one, name) for name in counts] == [getattr(other, name) for name in counts]


def test_new_events_are_given_as_the_store_gives_them(door):
    door.keep(batch([body(0)]))
    kept = door.keep(batch([body(0), body(1), body(2, plate="")]))
    events = door.store.events()
    assert kept.events.astype(str).equals(events.iloc[1:].reset_index(drop=True).astype(str))
    assert kept.events.dtypes.astype(str).tolist() == events.dtypes.astype(str).tolist()
    assert (kept.records, kept.twice, kept.refused) == (3, {"gate-1": 1}, {})


def test_a_feed_goes_on_where_its_last_batch_ended(place):
    intake(place).keep(batch([body(0)], "behind 0"))
    again = intake(place)
    assert again.cursor == "behind 0"
    assert intake(place, name="another").cursor == ""
    again.keep(batch([b"rubbish"], "behind 1"))
    assert intake(place).cursor == "behind 1"


def test_a_store_that_fails_keeps_neither_events_nor_cursor(door, monkeypatch):
    door.keep(batch([body(0)], "one"))

    def fails(*_):
        raise Away("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("twin.observed.store.importing.refused_rows", fails)  # after the events were written
        with pytest.raises(Away):
            door.keep(batch([body(1), body(2)], "two"))
    assert len(door.store.events()) == 1
    assert intake(door.store.place).cursor == door.cursor == "one"
    door.keep(batch([body(1), body(2)], "two"))
    assert len(door.store.events()) == 3


@settings(max_examples=25)
@given(st.data())
def test_whatever_answer_of_the_store_is_lost_each_event_is_given_once(tmp_path_factory, data):
    place = str(tmp_path_factory.mktemp("fed") / "store.db")
    fed, append, given = intake(place), taking_in.append, []
    answers = data.draw(st.lists(st.sampled_from(["is kept", "kept, nobody hears", "fails"]), max_size=8))

    def moody(store, number, read, *more):
        if "m5" in read.columns["message"].to_pylist():
            raise Unfit("no such thing as m5")
        answer = answers.pop() if answers else "is kept"
        if answer == "fails":
            raise Away("gone before it was kept")
        found = append(store, number, read, *more)
        if answer != "is kept":
            raise Away("gone after it was kept")
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(taking_in, "append", moody)
        for i in (0, 4, 8):
            while True:
                with contextlib.suppress(Away):
                    given += fed.keep(batch([body(i + k) for k in range(4)])).events["message"].tolist()
                    break
    assert given == fed.store.events()["message"].tolist() == [f"m{i}" for i in range(12) if i != 5]


def test_what_is_kept_is_handed_on_though_its_sender_cannot_be_told(door):
    class Deaf:
        name, trouble = "deaf", ""
        open = close = staticmethod(lambda *_: None)

        def take(self, *_):
            return batch([body(1)])

        def kept(self, _):
            raise ConnectionError("nobody is there")

    handed = []
    with pytest.raises(ConnectionError):
        Carrying(Deaf(), door, handed.append).run(threading.Event())
    assert [one.events["message"].tolist() for one in handed] == [["m1"]]


@settings(max_examples=6)
@given(st.data())
def test_any_order_cut_and_repetition_keeps_the_same_events(tmp_path_factory, data):
    said = [body(i, seq="" if i % 5 == 0 else i) for i in range(12)]
    place = str(tmp_path_factory.mktemp("fed") / "store.db")
    sent = data.draw(st.permutations(said + data.draw(st.lists(st.sampled_from(said), max_size=6))))
    cut = data.draw(st.integers(0, len(sent)))
    fed = intake(place)
    for part in (sent[:cut], sent[cut:]):
        if part:
            fed.keep(batch(part))
    assert sorted(open_store(place).events()["message"]) == sorted(f"m{i}" for i in range(12))


def test_a_list_is_as_good_as_its_records(door):
    one = b"[" + b",".join(body(i) for i in range(5)) + b"]"
    lines = b"msg_id,device_id,seq,station,event_type,event_time\nm9,g,9,gate,end,2026-03-02T01:00:00Z"
    kept = door.keep(batch([one, lines, one]))
    assert (len(kept.events), kept.twice.total()) == (6, 5)


def test_rubbish_is_counted_and_kept_with_its_reason(door):
    long = b'{"plate": "' + b"A" * 70_000 + b'"}'
    kept = door.keep(batch([b"\x00\xff", long, body(1), b"[]", body(2, event_time="2026-13-45"), b"{}"]))
    assert len(kept.events) == 1 and kept.refused.total() == 5
    assert kept.refused["gate-1", "unreadable"] == 1 and kept.refused["", "too long"] == 1
    assert {reason for _, reason, _ in refused(door)} == {
        "no JSON object", "too long", "no record", "unreadable", "missing", "neither station nor device",
    }  # fmt: skip


def test_a_station_that_the_port_has_not_is_refused(tmp_path):
    fed = intake(str(tmp_path / "store.db"), TERMS._replace(stations=frozenset({"gate"})))
    kept = fed.keep(batch([body(1), body(2, station="gaet"), body(3, station="")]))
    assert kept.events["station"].tolist() == ["gate"]
    assert refused(fed) == [("station", "unknown station", 0)] * 2
    assert '"gaet"' in fed.store.refused()["text"][0]


def test_who_says_no_receipt_is_given_that_of_the_feed(door):
    heard = AT + 100
    door.keep(batch([body(1, received_time=""), body(2)], heard=heard))
    assert door.store.events()["received"].tolist() == [heard, AT + 122]


def test_a_log_that_is_played_back_is_given_no_receipt_of_today(door):
    door.keep(batch([body(1, received_time="")], heard=AT + 90 * 86400))
    assert door.store.events()["received"].isna().all()


def test_a_device_that_runs_wild_is_held_off_and_the_others_are_not(door):
    at_once = {"device_id": "mad", "event_time": "2026-03-02T00:00:00.5Z", "received_time": ""}
    wild = [body(i, **at_once) for i in range(MOST + 50)]
    kept = door.keep(batch([*wild, *(body(i) for i in range(30))], heard=AT))
    assert kept.refused == {("mad", "more than a device can see in a second"): 50}
    assert (kept.events["device"] == "mad").sum() == MOST and len(kept.events) == MOST + 30


def test_a_burst_of_what_is_late_is_no_flood(door):
    late = [body(i, device_id="one") for i in range(3 * MOST)]  # a message a minute, for five hours
    assert len(door.keep(batch(late, heard=AT + 20_000)).events) == 3 * MOST


def test_a_clock_that_stands_still_is_no_flood(door):
    still = [body(i, device_id="one", event_time="2026-03-02T00:00:00Z") for i in range(MOST + 50)]
    assert len(door.keep(batch(still, heard=AT + 20_000)).events) == MOST + 50


def test_refused_texts_do_not_fill_the_disk(door, monkeypatch):
    for _ in range(3):
        door.keep(batch([b"rubbish"] * 500))
    assert len(door.store.refused()) == HELD
    assert door.store.imports()[0].refused == 1500


def test_one_message_that_the_store_cannot_keep_stops_no_other(door, monkeypatch):
    append = taking_in.append

    def picky(store, number, read, *more):
        if "m5" in read.columns["message"].to_pylist():
            raise Unfit("no such thing as m5")
        return append(store, number, read, *more)

    monkeypatch.setattr(taking_in, "append", picky)
    kept = door.keep(batch([body(i) for i in range(8)], "end"))
    assert kept.events["message"].tolist() == [f"m{i}" for i in range(8) if i != 5]
    assert door.cursor == intake(door.store.place).cursor == "end"
    (one,) = refused(door)
    assert one[1].startswith("cannot be kept (Unfit: no such thing")


def test_plates_are_hidden_before_anything_is_kept(tmp_path):
    place = str(tmp_path / "store.db")
    store = store_for(place, key=b"k" * 32)
    fed = taking_in.Intake(store, "feed", Terms(Door(MAP, key=b"k" * 32)))
    kept = fed.keep(batch([body(1), b'{"plate": "AB1000CD"}']))
    assert kept.events["plate"].notna().all()
    assert not any(b"AB1000CD" in file.read_bytes() for file in tmp_path.iterdir())


def test_what_is_never_said_in_the_first_message_is_read_once_it_is(tmp_path):
    fed = intake(str(tmp_path / "store.db"), Terms())
    fed.keep(batch([body(0, plate="", weight_kg="", plate_conf="")]))
    fed.keep(batch([body(i) for i in range(1, 30)]))
    events = fed.store.events()
    assert events["plate"].notna().sum() == events["weight"].notna().sum() == 29


def test_a_feed_without_a_map_is_read_as_the_log_before_it(tmp_path):
    place = str(tmp_path / "store.db")
    stored(place, log(tmp_path / "gate.csv", [message(i) for i in range(9)]), door=Door(MAP))
    fed = intake(place, Terms())
    assert len(fed.keep(batch([body(i) for i in range(5, 12)])).events) == 3
    assert fed.begun.map == MAP


def test_messages_in_the_words_of_the_fields_need_no_map(tmp_path):
    said = {"at": "2026-03-02T00:00:00Z", "kind": "end", "device": "g1", "station": "gate", "seq": 3}
    fed = intake(str(tmp_path / "store.db"), Terms())
    fed.keep(batch([b"hello", json.dumps(said).encode()]))
    assert fed.store.events()[["at", "kind", "device", "seq"]].values.tolist() == [[AT, "end", "g1", 3]]


def test_a_better_map_may_be_given_later(tmp_path):
    place = str(tmp_path / "store.db")
    intake(place).keep(batch([body(1)], "here"))
    blind = MAP._replace(fields={name: field for name, field in MAP.fields.items() if name != "plate"})
    fed = intake(place, Terms(Door(blind)))
    fed.keep(batch([body(2)]))
    assert fed.store.events()["plate"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    "error, meant",
    (
        (pg8000.InterfaceError("network error"), Away),
        (pg8000.ProgrammingError({"C": "57P01", "M": "terminating connection"}), Away),
        (pg8000.ProgrammingError({"C": "22021", "M": "invalid byte sequence"}), Unfit),
        (MemoryError(), Away),
        (OSError("disk full"), Away),
    ),
)
def test_what_passes_is_told_from_what_stays(error, meant):
    with pytest.raises(meant), answering("store"):
        raise error
