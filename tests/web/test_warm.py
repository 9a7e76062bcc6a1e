"""Quick answers are shared by all who ask the same, and one port does not hold the others off."""

from threading import Event, Thread

import pytest

from twin.web.desk import warm
from twin.web.desk.answerer import Answerer
from twin.web.desk.questions import QUICK, question
from twin.web.desk.warm import BusyError, Warm


class Acting(Answerer):
    """Stands in for a process: answers when it is let, and writes down what it was asked."""

    lines, let = [], Event()

    def __init__(self, folder, tell):
        self.port, self.ports, self.is_ready = None, {""}, True

    def is_alive(self):
        return True

    def ask(self, line, seconds):
        self.lines.append(line)
        if "slow" in line:
            return '{"answer": "late"}' if self.let.wait(seconds) else None
        return '{"answer": "at once"}'

    def end(self):
        pass


@pytest.fixture
def asked(tmp_path, monkeypatch):
    monkeypatch.setattr(warm, "Answerer", Acting)
    Acting.lines, Acting.let = [], Event()
    made = Warm(tmp_path, seconds=5.0)
    yield lambda port, *more: made.ask(question("check", [f"layout={port}", *more], (), "en", commands=QUICK))
    Acting.let.set()


def begun(asked, *words):
    """Somebody who waits, and what came of it."""
    came = []
    one = Thread(target=lambda: came.append(asked(*words)))
    one.start()
    return one, came


def test_who_asks_what_is_asked_already_shares_the_answer(asked):
    waiting = [begun(asked, "slow_port") for _ in range(5)]
    Acting.let.set()
    for one, _ in waiting:
        one.join()
    assert [came for _, came in waiting] == [[{"answer": "late"}]] * 5
    assert len(Acting.lines) == 1


def test_one_port_does_not_hold_the_others_off(asked):
    waiting = [begun(asked, "slow_port", f"layout.stations.gate.servers={n}") for n in range(8)]
    assert asked("quick_port") == {"answer": "at once"}
    Acting.let.set()
    for one, _ in waiting:
        one.join()


def test_what_takes_too_long_says_so_and_the_way_out(asked, monkeypatch):
    monkeypatch.setattr(Acting, "ask", lambda self, line, seconds: None)
    with pytest.raises(BusyError, match="ask it as a job"):
        asked("slow_port")


def test_a_question_that_fails_is_asked_anew_the_next_time(asked, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(Acting, "ask", lambda self, line, seconds: "no JSON")
        with pytest.raises(ValueError, match="Expecting"):
            asked("quick_port")
    assert asked("quick_port") == {"answer": "at once"}
