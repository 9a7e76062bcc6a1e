"""A log that is played back comes in the order in which the server had it, whole, and in its own time."""

import json

import numpy as np
import pytest
from storing import log, message, stored

from twin.cli import ask, main
from twin.live.replaying.faults import with_faults
from twin.live.replaying.logs import script_of
from twin.live.replaying.playing import play
from twin.live.replaying.script import RUBBISH, between
from twin.model.errors import ScenarioError

AT = 1772409602.0  # when the server had message 0


@pytest.fixture
def gate(tmp_path):
    """A log of an hour in which the server had the messages the other way round, and one is none."""
    return log(tmp_path / "gate.csv", [message(i) for i in reversed(range(60))] + ["no message"])


@pytest.fixture
def script(gate):
    return script_of(str(gate), None, "UTC")[0]


class Notes:
    """A sink that notes what it is sent."""

    def __init__(self, breaks_at=10**9):
        self.items, self.breaks_at = [], breaks_at

    def send(self, items, number):
        if number >= self.breaks_at:
            raise KeyboardInterrupt
        self.items += items


def test_messages_come_in_the_order_of_their_receipt(script):
    sink = Notes()
    play(script, sink, 0.0)
    said = [item.fields.get("msg_id", item.raw) for item in sink.items]
    assert said == ["m0", b"no message", *(f"m{i}" for i in range(1, 60))]
    assert json.loads(sink.items[0].body)["event_time"] == "2026-03-02T00:00:00Z"
    assert sink.items[0].where == ("gate", "gate-1") and sink.items[1].where == ("unknown", "unknown")


def test_time_passes_as_many_times_faster_as_is_said(script, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("twin.live.replaying.playing.time.monotonic", lambda: clock[0])
    pass_time = "twin.live.replaying.playing.time.sleep"
    monkeypatch.setattr(pass_time, lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    sent = []
    play(script, Notes(), 60.0, lambda number: sent.append((clock[0] - 100.0, number)))
    assert len(sent) == 60
    for at, number in sent:
        due = (script.times[number - 1] - AT) / 60.0
        assert due - 1e-6 <= at <= due + 0.21


def test_a_part_of_a_log_is_between_two_times(script):
    part = between(script, AT + 60, AT + 180)
    assert [item.fields["msg_id"] for item in part.items(0, 9)] == ["m1", "m2"]


def test_faults_are_as_many_as_is_said_and_the_same_for_the_same_seed(script):
    many = script._replace(times=np.arange(20_000.0), records=np.zeros(20_000, int))
    assert len(with_faults(many, "lost=0.1", 1).times) == pytest.approx(18_000, abs=200)
    assert len(with_faults(many, "twice=0.1:5", 1).times) == pytest.approx(22_000, abs=200)
    held = with_faults(many, "late=0.1:30000", 1).times
    assert (held >= 20_000).sum() == pytest.approx(2000, abs=200) and (np.diff(held) >= 0).all()
    dirty = with_faults(many, "garbage=0.1,lost=0.5", 3)
    assert (dirty.records == RUBBISH).sum() == pytest.approx(1000, abs=150)
    again = with_faults(many, "garbage=0.1,lost=0.5", 3)
    assert (again.records == dirty.records).all() and (again.times == dirty.times).all()
    assert b"not a message" in dirty.items(0, 200)[int(np.flatnonzero(dirty.records == RUBBISH)[0])].body


@pytest.mark.parametrize(
    "said, text",
    (
        ("lsot=1", "did you mean lost"),
        ("lost=2", "from 0 to 1"),
        ("lost", "no number"),
        ("late=0.1:x", "no number"),
    ),
)
def test_a_fault_that_is_none_is_refused(script, said, text):
    with pytest.raises(ScenarioError, match=text):
        with_faults(script, said, 1)


def lines_in(folder):
    return [line for file in sorted(folder.iterdir()) for line in file.read_text().splitlines()]


def test_a_replay_that_was_interrupted_goes_on_where_it_was(gate, tmp_path, monkeypatch):
    words = ["replay", str(gate), "--to", f"folder:{tmp_path / 'in'}", "--speed", "0", "--json"]
    words += ["--resume", str(tmp_path / "note.json")]
    monkeypatch.setattr("twin.live.replaying.playing.MOST", 10)
    from twin.live.replaying.sinks import Files

    send = Files.send

    def breaking(self, items, number):
        if number >= 30:
            raise KeyboardInterrupt
        send(self, items, number)

    with monkeypatch.context() as patched:
        patched.setattr(Files, "send", breaking)
        assert main(words) == 130
    assert len(lines_in(tmp_path / "in")) == 30
    answer = ask("replay", *words[1:-3], "--resume", words[-1])
    assert (answer["sent"], answer["before"]) == (31, 30)
    assert len(lines_in(tmp_path / "in")) == 61
    (tmp_path / "note.json").write_text("[]")
    assert main(words) == 2


def test_a_store_is_played_back_as_itself(tmp_path, gate):
    place = str(tmp_path / "store.db")
    stored(place, gate)
    ask("replay", place, "--to", f"folder:{tmp_path / 'in'}", "--speed", "0", "--from", "2026-03-02T00:10")
    first = json.loads(lines_in(tmp_path / "in")[0])
    assert first["at"] == "2026-03-02T00:10:00.000000Z" and first["seq"] == "10"
    assert len(lines_in(tmp_path / "in")) == 50


@pytest.mark.parametrize(
    "more, text",
    (
        (["--speed", "-1"], "how many times faster"),
        (["--from", "soon"], "is no time"),
        (["--from", "2030-01-01"], "no message of"),
        (["--zone", "Mars"], "no name of a time zone"),
        (["--to", "mqtt://127.0.0.1:1/x"], "does not answer"),
        (["--to", "http://127.0.0.1:1"], "does not answer"),
        (["--to", "folder:gate.csv"], "is no folder"),
        (["--to", "nowhere"], "is no address"),
    ),
)
def test_what_cannot_be_played_is_refused(gate, tmp_path, monkeypatch, capsys, more, text):
    monkeypatch.chdir(tmp_path)
    assert main(["replay", str(gate), "--to", f"folder:{tmp_path / 'in'}", *more]) == 2
    assert text in capsys.readouterr().err
