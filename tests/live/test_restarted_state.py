"""A state that is made anew from the store, after whatever end, is the state that went on."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from heard import BEGINS
from sent import intake

from twin.live.intake.intake import Terms
from twin.live.records import Batch, Message
from twin.live.service.clock import RecordsClock
from twin.live.service.digest import digest_of
from twin.live.service.intime import InTime
from twin.live.service.joining import Model, tracker_of
from twin.live.state.tracker import Tracker

HOUR = 3600.0
STEP = 320  # messages between two looks
WRONG = {"gate": 0.0, "scale": -5 * HOUR, "scan": 30 * HOUR}  # seconds that clocks of devices are off
SETTINGS = SimpleNamespace(history=600.0)


def written(at):
    return datetime.fromtimestamp(at, UTC).isoformat()


def body(number, station, received, kind):
    """What a device says of truck `number`, received at a time."""
    at = received - 2.0 + WRONG[station]
    said = {"at": written(at), "received": written(received), "kind": kind, "station": station}
    more = {"device": f"{station}-1", "seq": number * 2 + (kind == "end"), "plate": f"AB{1000 + number}CD"}
    return json.dumps(said | more).encode()


def told():
    """[Message] of a day and a half in the order in which they came: some were held back for six hours."""
    out = []
    for number in range(160):
        for step, station in enumerate(WRONG):
            for kind in ("start", "end"):
                heard = BEGINS + number * 700.0 + step * 200.0 + 90.0 * (kind == "end")
                came = heard + 6 * HOUR * (number % 7 == 3)
                out.append((came, Message(body(number, station, heard, kind), None, came)))
    return [message for _, message in sorted(out, key=lambda one: one[0])]


@pytest.fixture(scope="module")
def gone_on(tmp_path_factory):
    """[(time, digest of a state that went on, time, digest of one made anew)] after parts that came."""
    place = str(tmp_path_factory.mktemp("restarted") / "live.db")
    door, clock, seen = intake(place, Terms()), RecordsClock(), []
    tracker, messages = InTime(Tracker(), clock), told()
    for begins in range(0, len(messages), STEP):
        kept = door.keep(Batch(tuple(messages[begins : begins + STEP]), ""))
        tracker.take(kept.events)
        again = RecordsClock()
        again.go_on(door.store)
        made = tracker_of(door.store, Model(), again, SETTINGS)
        at = clock.now()
        seen.append((at, digest_of(tracker.present(at)), again.now(), digest_of(made.present(at))))
    door.close()
    return seen


def test_the_state_is_the_same_after_a_restart_whatever_the_clocks_of_devices_say(gone_on):
    assert [went for _, went, _, _ in gone_on] == [made for _, _, _, made in gone_on]


def test_a_clock_of_records_goes_on_where_it_was(gone_on):
    assert [at for at, *_ in gone_on] == [again for _, _, again, _ in gone_on]
    assert gone_on[-1][0] - gone_on[0][0] > 15 * HOUR
