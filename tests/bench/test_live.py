"""What the live port takes in: messages a second into the state, and how long one is on its way there."""

import os
import re
import time
from pathlib import Path

import pytest
from asking import ask
from brokers import PROGRAM, mosquitto
from running import live, played, until

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(PROGRAM is None, reason="Mosquitto is not installed"),
]
STILL = 3.0  # seconds without a message after which no more come
TICKS = os.sysconf("SC_CLK_TCK")


def processor(service):
    """Seconds of processor time that a service has taken so far."""
    fields = Path(f"/proc/{service.running.pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def metric(service, name):
    told = ask(f"{service.url}/metrics")[1]
    return sum(float(value) for value in re.findall(rf"^twin_{name}(?:{{.*}})? (\S+)$", told, re.M))


def within(service, share):
    """The bound of the bucket in which a share of events was on its way into the state."""
    told = ask(f"{service.url}/metrics")[1]
    rows = re.findall(r'^twin_event_to_state_seconds_bucket{le="(.*?)"} (\d+)$', told, re.M)
    return next(float(bound) for bound, number in rows if float(number) >= share * float(rows[-1][1]))


def is_still(service):
    """Whether no more messages come."""
    before = metric(service, "records_total")
    time.sleep(STILL)
    return before and before == metric(service, "records_total")


@pytest.mark.parametrize(("speed", "ends"), [("0", "2026-03-06"), ("2400", "2026-03-02T20:00")])
def test_messages_a_second(tmp_path, speed, ends):
    with mosquitto() as broker, live(tmp_path / "a", f"mqtt://127.0.0.1:{broker.port}/port/#") as service:
        before = processor(service)
        with played(f"mqtt://127.0.0.1:{broker.port}/port", "--to-time", ends, "--speed", speed):
            until(lambda: metric(service, "records_total"))
            at = time.monotonic()
        until(lambda: is_still(service))
        took, spent = time.monotonic() - at - STILL, processor(service) - before
        number = metric(service, "records_total")
        half, most = within(service, 0.5), within(service, 0.95)
    print(f"\nspeed {speed}: {number:.0f} messages, {number / took:.0f} a second")
    print(f"{1e6 * spent / number:.0f} us of processor each; into the state {half:g} s, 95 % {most:g} s")
    assert number and half <= most
