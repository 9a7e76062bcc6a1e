"""The threads of a live port: what breaks is said and tried again, and nothing waits for it."""

import threading
import time
from collections import Counter
from types import SimpleNamespace

import made_present
import pandas as pd
import pytest
from made_port import Listed, Tracked, journal, kept, living, until

from twin.live.alerts.book import Book, UnknownAlertError
from twin.live.alerts.telling import MOST, TRIES, Teller, bare, teller_for
from twin.live.service import port as service
from twin.live.service.clock import RecordsClock
from twin.live.service.counters import LABELS, Counters
from twin.live.service.digest import digest_of
from twin.live.service.intime import InTime
from twin.model.errors import ScenarioError

LONG = {"alerts": {"long": {"when": "threshold", "measure": "number", "limit": "5"}}}


def test_what_feeds_bring_is_in_the_state_and_counted(tmp_path):
    with living(tmp_path, Listed(3, 4), Listed(5, name="other")) as port:
        until(lambda: port.sight is not None and port.sight.present.number == 12)
        assert "twin_events_total 12" in port.metrics()
        assert port.health()["ok"]


def test_a_feed_that_breaks_is_opened_again_and_said(tmp_path):
    with living(tmp_path, Listed(3, breaks=1)) as port:
        until(lambda: port.parts.tracker.number == 3)
        assert 'twin_feed_failures_total{of="list"} 1' in port.metrics()


def test_a_look_that_fails_is_told_and_looked_again(tmp_path):
    class Fails(Tracked):
        fails = True

        def present(self, at):
            if self.fails:
                raise ValueError("no way")
            return super().present(at)

    tracker = Fails()
    with living(tmp_path, tracker=tracker) as port:
        until(lambda: not port.health()["ok"])
        assert port.health()["wrong"]["pulse"] == "ValueError: no way"
        tracker.fails = False
        until(lambda: port.health()["ok"] and port.sight is not None)


def test_a_state_that_could_not_take_something_says_so_until_the_next_start(tmp_path):
    class Chokes(Tracked):
        def take(self, events):
            super().take(events)
            if len(events) == 2:
                raise ValueError("two at once")

    with living(tmp_path, Listed(1, 2, 4), tracker=Chokes()) as port:
        until(lambda: port.parts.tracker.number == 7 and port.sight is not None)
        assert port.health()["wrong"] == {"state": "ValueError: two at once"}


def test_a_forecast_that_fails_leaves_the_present_alone(tmp_path):
    def fails(present, what_if, came):
        raise RuntimeError("no future")

    with living(tmp_path, Listed(1), ahead=fails) as port:
        until(lambda: "forecast" in port.health()["wrong"] and port.sight is not None)
        before = port.sight
        until(lambda: port.sight is not before)


def test_one_question_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(service, "PATIENCE", 0.05)
    begun, go_on = threading.Event(), threading.Event()

    def slow(present, what_if, came):
        if what_if:
            begun.set()
            go_on.wait(5)
        return made_present.forecast([1.0], present.at)

    with living(tmp_path, Listed(1), ahead=slow) as port:
        until(lambda: port.forecast is not None)
        first = threading.Thread(target=port.what_if, args=(("a",),))
        while not begun.is_set():  # the regular forecast may be at work at this moment
            first = threading.Thread(target=port.what_if, args=(("a",),))
            first.start()
            begun.wait(0.05)
        assert port.what_if(("b",)) is None
        go_on.set()
        first.join()


def test_an_alert_is_told_with_its_helps_and_muted_ones_are_not(tmp_path):
    told = []
    teller = Teller("here", told.append)

    def helps(alert, present, came):
        return (("open 1 more at scanner", -3.0, -4.0, -2.0),)

    with living(tmp_path, Listed(10), settings=LONG, tellers=(teller,), helps=helps) as port:
        until(lambda: len(told) == 2)
        assert '"what": "raised"' in told[0] and '"open 1 more at scanner"' in told[1]
        port.book.mute("long", port.now(), by="a", until=port.now() + 60)
        assert port.book.is_muted("long", port.now())


def test_a_book_that_is_opened_again_stands_where_it_stood(tmp_path):
    with living(tmp_path, Listed(10), settings=LONG) as port:
        until(lambda: port.book.listed())
        port.book.acknowledge("long", 5.0, by="Li Lei", words="seen")
        port.book.mute("long", 5.0, by="Li Lei", until=99.0)
        before = port.book.listed()
    with living(tmp_path, Listed(10), settings=LONG) as port:
        again = Book(port.parts.store)
        assert [one.alert.raised for one in again.listed()] == [one.alert.raised for one in before]
        assert again.listed()[0].acknowledged == before[0].acknowledged and again.is_muted("long", 98.0)
        until(lambda: port.sight is not None)
        assert [body["what"] for *_, body in port.book.log(9)] == ["raised", "acknowledged", "muted"]


def test_only_an_alert_that_stands_is_acknowledged(tmp_path):
    with pytest.raises(UnknownAlertError):
        Book(journal(tmp_path)).acknowledge("none", 0.0, by="a")


def test_who_does_not_hear_is_told_again_in_order():
    heard, deaf = [], [True, True, False, False]

    def send(message):
        if deaf.pop(0):
            raise OSError("nobody there")
        heard.append(message)

    teller = Teller("there", send, first_wait=0.001)
    teller.tell("a")
    teller.tell("b")
    teller.start()
    until(lambda: len(heard) == 2)
    teller.end()
    assert heard == ['"a"', '"b"'] and (teller.told, teller.failed, teller.dropped) == (2, 2, 0)


def test_who_never_hears_loses_the_oldest_and_holds_nobody_up():
    def send(message):
        raise OSError("nobody there")

    teller = Teller("there", send, first_wait=0.0)
    for k in range(MOST + 5):
        teller.tell(k)
    assert (teller.dropped, teller.waiting[0]) == (5, "5")
    teller.start()
    until(lambda: teller.dropped == MOST + 5)
    assert teller.failed == MOST * TRIES
    teller.end()


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://host/x", "somewhere", ""])
def test_nobody_is_told_but_in_known_ways(place):
    with pytest.raises(ScenarioError, match="is nowhere to tell"):
        teller_for(place, print)


def test_an_address_is_printed_without_its_secrets():
    assert bare("https://me:secret@host:8443/hook?key=1") == "https://host:8443/hook"


def events(**received):
    return pd.DataFrame({"device": list(received), "at": 0.0, "received": list(received.values())})


def test_a_clock_of_records_believes_what_two_devices_say_and_never_goes_back():
    clock = RecordsClock()
    clock.hear(events(a=100.0))
    assert clock.now() == 100.0
    clock.hear(events(b=1e12))
    assert clock.now() == 100.0
    clock.hear(events(c=160.0))
    assert clock.now() == 160.0
    clock.hear(events(a=120.0, c=50.0))
    assert clock.now() == 160.0


def test_what_is_of_the_future_waits_until_then_in_whatever_order_it_comes():
    clock, told = RecordsClock(), []
    tracker = InTime(SimpleNamespace(take=lambda rows: told.extend(rows["received"]), present=str), clock)
    tracker.take(events(a=100.0, b=5000.0, c=150.0))
    assert told == [100.0, 150.0]
    tracker.take(events(c=4990.0))
    assert sorted(told) == [100.0, 150.0, 4990.0, 5000.0]


def test_a_flood_of_names_is_no_flood_of_memory():
    counters = Counters()
    for k in range(LABELS + 50):
        counters.count("refused", f"reason {k}")
    assert 'twin_refused_total{of="other"} 50' in counters.text([])


def test_labels_are_written_as_the_format_wants():
    counters = Counters()
    counters.count("refused", 'a "b"\n\\')
    assert r'{of="a \"b\"\n\\"} 1' in counters.text([])


def test_times_on_the_way_are_counted_in_buckets_that_add_up():
    counters = Counters()
    counters.took(0.003, 5)
    counters.took(0.2, 2)
    text = counters.text([])
    assert 'bucket{le="0.005"} 5' in text and 'bucket{le="0.25"} 7' in text
    assert 'bucket{le="+Inf"} 7' in text and "_seconds_count 7" in text


def test_the_digest_knows_who_is_inside_and_not_how_often_it_was_said():
    one = made_present.present()
    assert digest_of(one) == digest_of(made_present.present(device={"twice": 7}))
    assert digest_of(one) != digest_of(made_present.present(inside=made_present.INSIDE | {"case": "c2"}))
    assert digest_of(one) != digest_of(made_present.present(station={"queue": 4.0}))


def test_what_was_refused_is_counted_by_reason(tmp_path):
    with living(tmp_path, Listed()) as port:
        port.hand(kept(0, refused=Counter({("d", "no JSON"): 3})))
        assert 'twin_refused_total{of="no JSON"} 3' in port.metrics()


def test_how_long_events_were_on_their_way_is_told(tmp_path):
    with living(tmp_path, Listed()) as port:
        port.hand(kept(4, heard=time.time() - 60.0))
        assert 'bucket{le="10"} 0' in port.metrics() and 'bucket{le="+Inf"} 4' in port.metrics()
