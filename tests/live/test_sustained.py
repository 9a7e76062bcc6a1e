"""A recorded log through a broker into a store while things go wrong: nothing is lost; speeds are printed."""

import subprocess
import sys
import time

import brokers
import numpy as np
import pytest
from brokers import mosquitto
from carried import carried, until
from recovery import rows_of
from sent import kept_rows
from storing import log, stored

from twin.live.intake.intake import Terms
from twin.observed.store.store import open_store

pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(brokers.PROGRAM is None, reason="Mosquitto is not installed"),
]
LINES = 40_000


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """The first weeks of port b, and the store that importing them makes."""
    folder = tmp_path_factory.mktemp("recorded")
    head, *lines = rows_of("port_b_devices").splitlines()[:LINES]
    file = log(folder / "b.csv", lines, head)
    stored(str(folder / "imported.db"), file)
    return file, str(folder / "imported.db")


def replaying(file, broker, *more):
    """A `twin replay` of a log in a process of its own."""
    words = ["replay", str(file), "--to", f"mqtt://127.0.0.1:{broker.port}/b", *more]
    return subprocess.Popen([sys.executable, "-m", "twin", *words], stdout=subprocess.DEVNULL)


def same(place, imported):
    """Whether two stores hold the same events; of those that came twice either copy may be the one kept."""
    who = ["device", "seq", "at", "kind", "station"]
    one, other = kept_rows(place), kept_rows(imported)
    return one[who].equals(other[who])


def test_thousands_a_second_are_sustained_and_none_is_lost(place, recorded, capsys):
    file, imported = recorded
    with mosquitto() as broker:
        address = f"mqtt://127.0.0.1:{broker.port}/b/#"
        with carried(place, address, Terms()) as (carrying, handed):
            until(lambda: not carrying.trouble)
            sender = replaying(file, broker, "--speed", "0")
            until(lambda: handed)
            began = time.monotonic()
            until(lambda: sum(kept.records for kept in handed) >= LINES - 1, 600)
            seconds = time.monotonic() - began
            assert sender.wait() == 0
    assert same(place, imported)
    told = open_store(place).imports()[0]
    assert told.events + told.duplicates + told.refused == LINES - 1
    with capsys.disabled():
        print(f"\n{place.split(':')[0][-10:]}: {LINES / seconds:,.0f} messages/s")


def test_faults_and_a_broker_that_is_restarted_change_nothing(place, recorded):
    file, imported = recorded
    with mosquitto() as broker:
        with carried(place, f"mqtt://127.0.0.1:{broker.port}/b/#", Terms()) as (carrying, handed):
            until(lambda: not carrying.trouble)
            sender = replaying(file, broker, "--speed", "0", "--faults", "twice=0.1,late=0.05,garbage=0.02")
            for share in (0.2, 0.5):
                until(lambda share=share: sum(kept.records for kept in handed) > share * LINES, 600)
                broker.stop()
                broker.start()
            assert sender.wait() == 0
            before = -1
            while before != (before := sum(kept.records for kept in handed)):
                time.sleep(3.0)
    assert same(place, imported)


def test_time_from_a_message_to_its_place_in_the_store(place, recorded, capsys):
    file, _ = recorded
    waited = []
    with mosquitto() as broker:
        with carried(place, f"mqtt://127.0.0.1:{broker.port}/b/#", Terms()) as (carrying, _):
            carrying.hand = lambda kept: waited.append(time.time() - kept.heard)
            until(lambda: not carrying.trouble)
            # 1,374 messages of twelve hours in 27 s: 50 a second
            sender = replaying(file, broker, "--speed", "1570", "--to-time", "2026-03-02T12:00")
            assert sender.wait() == 0
            until(lambda: len(open_store(place).events()) > 1300)
    with capsys.disabled():
        middle, most = np.quantile(waited, (0.5, 0.99)) * 1000
        print(f"\n{place.split(':')[0][-10:]}: {middle:.0f} ms, 99 % within {most:.0f} ms")
