"""Whatever breaks on the way, the port is afterwards as if nothing had: nothing lost, nothing double."""

import gzip
import os
import pwd
import sqlite3
import subprocess
import time

import pytest
import servers
from asking import TOKEN, ask, bearing
from brokers import PROGRAM, mosquitto
from running import LOG, Service, live, played, settled, until

from twin.live.service.clock import RecordsClock
from twin.live.service.digest import digest_of
from twin.live.service.intime import InTime
from twin.live.state.tracker import Tracker
from twin.observed.reading.opening import source
from twin.observed.store.importing import Door, bring_in
from twin.observed.store.store import store_for

UNTIL = "2026-03-02T10:00"
SLOWLY = ("--to-time", UNTIL, "--speed", "3000")
AT_ONCE = ("--to-time", UNTIL, "--speed", "0")
ROWS = []  # of the table that is printed at the end
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Mosquitto is not installed")


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """(digest, number of events, instant) of the same records, imported and looked at without any service."""
    folder = tmp_path_factory.mktemp("imported")
    with gzip.open(LOG, "rt") as log:
        head, *lines = log
    received = head.split(",").index("received_time")
    (folder / "log.csv").write_text(head + "".join(x for x in lines if x.split(",")[received] < UNTIL))
    store = store_for(str(folder / "store.db"), "UTC")
    bring_in(store, source(str(folder / "log.csv")), Door())
    events, clock = store.events(), RecordsClock()
    tracker = InTime(Tracker(), clock)
    tracker.take(events)
    return digest_of(tracker.present(clock.now())), len(events), clock.now()


def feed(broker):
    return f"mqtt://127.0.0.1:{broker.port}/port/#?client=live"


def sink(broker):
    return f"mqtt://127.0.0.1:{broker.port}/port"


def as_imported(service, imported, fault, began=None):
    """Holds the state against that of the import, and adds a row to the table."""
    digest, number, at = imported
    found = settled(service, number, at)
    told = ask(f"{service.url}/metrics")[1]
    counts = {name: total(told, name) for name in ("events", "twice", "refused")}
    ROWS.append((fault, number, counts["twice"], counts["refused"], found == digest))
    print(f"{fault:34} {number:6} events  {counts['twice']:6.0f} twice  {counts['refused']:6.0f} refused  "
          f"{'the same state' if found == digest else 'ANOTHER STATE'}")  # fmt: skip
    assert found == digest


def total(told, name):
    """The sum of a counter over its labels, since the last start."""
    lines = [line for line in told.splitlines() if line.startswith(f"twin_{name}_total")]
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines)


@pytest.mark.slow
def test_killed_amid_duplicates(tmp_path, imported):
    with mosquitto() as broker, live(tmp_path / "a", feed(broker)) as service:
        with played(sink(broker), *SLOWLY, "--faults", "twice=0.2"):
            until(lambda: service.events() > imported[1] // 3)
            service.kill()
            service.start()
        as_imported(service, imported, "killed -9 amid duplicates")
        assert service.end() == 0
        assert [fact["what"] for fact in service.story()][-1] == "ended"


@pytest.mark.prove
def test_nothing_happens(tmp_path, imported):
    with mosquitto() as broker, live(tmp_path / "a", feed(broker)) as service:
        with played(sink(broker), *AT_ONCE):
            pass
        as_imported(service, imported, "nothing")


@pytest.mark.prove
def test_killed_again_and_again(tmp_path, imported):
    with mosquitto() as broker, live(tmp_path / "a", feed(broker)) as service:
        with played(sink(broker), "--to-time", UNTIL, "--speed", "1500"):
            for part in (5, 3, 2):
                until(lambda part=part: service.events() > imported[1] // part)
                service.kill()
                service.start()
        as_imported(service, imported, "killed -9 three times")


@pytest.mark.prove
def test_ended_and_started(tmp_path, imported):
    with mosquitto() as broker, live(tmp_path / "a", feed(broker)) as service:
        with played(sink(broker), *SLOWLY):
            until(lambda: service.events() > imported[1] // 3)
            assert service.end() == 0
            service.start()
        as_imported(service, imported, "SIGTERM and started again")


@pytest.mark.prove
def test_the_broker_is_restarted(tmp_path, imported):
    with mosquitto() as broker, live(tmp_path / "a", feed(broker)) as service:
        with played(sink(broker), *SLOWLY):
            until(lambda: service.events() > imported[1] // 3)
            broker.stop()
            time.sleep(1.0)
            broker.start()
        as_imported(service, imported, "broker restarted")


@pytest.mark.prove
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("a third comes twice", "twice=0.33"),
        ("a tenth an hour late", "late=0.1:3600"),
        ("a tenth a day late", "late=0.1:86400"),
        ("a third is rubbish", "garbage=0.33"),
        ("all of it", "twice=0.2,late=0.1,garbage=0.2"),
    ],
)
def test_messages_come_wrong(tmp_path, imported, fault, said):
    with mosquitto() as broker, live(tmp_path / "a", feed(broker)) as service:
        with played(sink(broker), *AT_ONCE, "--faults", said):
            pass
        as_imported(service, imported, fault)


@pytest.mark.prove
def test_all_of_it_is_played_again(tmp_path, imported):
    with mosquitto() as broker, live(tmp_path / "a", feed(broker)) as service:
        for _ in range(2):
            with played(sink(broker), *AT_ONCE):
                pass
        as_imported(service, imported, "all is sent a second time")


@pytest.mark.prove
def test_an_old_cursor(tmp_path, imported):
    table = f"sqlite:{tmp_path / 'devices.db'}?table=messages"
    with played(table, *AT_ONCE):
        pass
    with live(tmp_path / "a", f"{table}&key=id") as service:
        settled(service, imported[1], imported[2])
        service.kill()
        with sqlite3.connect(service.store) as line:
            line.execute("UPDATE cursors SET cursor = ''")
        service.start()
        until(lambda: total(ask(f"{service.url}/metrics")[1], "twice") >= imported[1])
        as_imported(service, imported, "read again from an old cursor")


@pytest.mark.prove
def test_the_database_is_restarted(tmp_path, imported):
    if servers.program("initdb") is None:
        pytest.skip("PostgreSQL is not installed: no program initdb")
    with servers.postgresql() as folder, mosquitto() as broker:
        place = servers.url(folder, "postgres")
        with live(tmp_path / "a", feed(broker), store=place) as service:
            with played(sink(broker), *SLOWLY):
                until(lambda: service.events() > imported[1] // 3)
                restarted(folder)
            as_imported(service, imported, "database restarted")


def restarted(folder):
    """Restarts a PostgreSQL server without letting anybody finish."""
    how = {}
    if os.geteuid() == 0:
        user = pwd.getpwnam(servers.NOBODY)
        how = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    switches = f"-c listen_addresses='' -c fsync=off -k {folder}"
    line = [
        servers.program("pg_ctl"),
        "-D",
        folder / "data",
        "-w",
        "-m",
        "immediate",
        "-o",
        switches,
        "restart",
    ]
    quiet = subprocess.DEVNULL
    subprocess.run(line, check=True, stdout=quiet, stderr=quiet, cwd=folder, **how)


@pytest.mark.prove
def test_one_device_runs_wild(tmp_path, imported):
    with mosquitto() as broker, live(tmp_path / "a", feed(broker)) as service:
        with played(sink(broker), *AT_ONCE):
            pass
        settled(service, imported[1], imported[2])
        flooded(broker, 20_000)
        until(lambda: total(ask(f"{service.url}/metrics")[1], "records") >= 20_000)
        as_imported(service, imported, "one device says it 20,000 times")


def flooded(broker, number):
    """Publishes one record of the log again and again."""
    with gzip.open(LOG, "rt") as log:
        body = next(log) + next(log)
    line = ["mosquitto_pub", "-p", str(broker.port), "-t", "port/x", "-q", "1", "-s", "--repeat", str(number)]
    subprocess.run(line, input=body, text=True, check=True)


@pytest.mark.prove
def test_somebody_without_the_token_posts(tmp_path, imported):
    (tmp_path / "token").write_text(TOKEN)
    with live(tmp_path / "a", "post:", more=("--token-file", str(tmp_path / "token"))) as service:
        address = f"{service.url}/v1/messages"
        assert [ask(address, {"at": 1}, **bearing("wrong" * 8))[0] for _ in range(20)] == [401] * 20
        with played(f"{address}?token_file={tmp_path / 'token'}", *AT_ONCE):
            pass
        service.headers = bearing()
        digest, number, at = imported
        assert settled(service, number, at) == digest


@pytest.mark.prove
def test_one_device_is_in_another_century(tmp_path, imported):
    with mosquitto() as broker, live(tmp_path / "a", feed(broker)) as service:
        with played(sink(broker), *AT_ONCE):
            pass
        settled(service, imported[1], imported[2])
        before = cases(service)
        with gzip.open(LOG, "rt") as log:
            head, first = next(log), next(log)
        jumped = first.replace("2026-03-02", "2099-03-02").replace(",1,", ",900001,")
        line = ["mosquitto_pub", "-p", str(broker.port), "-t", "port/x", "-q", "1", "-s"]
        subprocess.run(line, input=head + jumped, text=True, check=True)
        time.sleep(2.0)
        assert cases(service) == before


def cases(service):
    """Who is inside."""
    return sorted(row["case"] for row in ask(f"{service.url}/v1/inside")[1]["inside"])


@pytest.mark.prove
def test_a_service_that_cannot_begin_says_why(tmp_path):
    service = Service(tmp_path, "mqtt://127.0.0.1:1/port/#", more=("--host", "0.0.0.0"))
    with pytest.raises(AssertionError, match="a token is needed"):
        service.start()
