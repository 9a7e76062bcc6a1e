"""A body that is handed over is held until it is kept, and no more are held than there is room for."""

from concurrent.futures import CancelledError

import pytest

from twin.live.feeds import posted
from twin.live.feeds.posted import Busy, Posted


@pytest.fixture
def feed():
    one = Posted()
    one.open("")
    return one


def test_an_answer_comes_once_the_body_is_kept(feed):
    answers = [feed.offer(b"1"), feed.offer(b"2")]
    batch = feed.take(10, 0.0)
    assert [message.body for message in batch.messages] == [b"1", b"2"]
    assert not any(answer.done() for answer in answers)
    feed.kept(batch)
    assert all(answer.result(0) is None for answer in answers)


def test_who_comes_when_there_is_no_room_is_told_so(feed, monkeypatch):
    monkeypatch.setattr(posted, "ROOM", 2)
    feed.offer(b"1"), feed.offer(b"2")
    with pytest.raises(Busy):
        feed.offer(b"3")
    feed.take(1, 0.0)
    feed.offer(b"3")
    monkeypatch.setattr(posted, "ROOM_BYTES", 10)
    with pytest.raises(Busy):
        feed.offer(b"x" * 20)


def test_what_was_not_kept_when_the_service_ends_is_told_so(feed):
    answers = [feed.offer(b"1"), feed.offer(b"2")]
    feed.take(1, 0.0)
    feed.close()
    for answer in answers:
        with pytest.raises(CancelledError):
            answer.result(0)
    with pytest.raises(Busy):
        feed.offer(b"2")
