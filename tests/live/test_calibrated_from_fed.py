"""A month that a live service was sent makes the same port as the same month imported."""

import subprocess
import time

import pytest
from brokers import PROGRAM, mosquitto
from running import ENVIRONMENT, LOG, TWIN, live, played, until

from twin.observed.store.store import open_store

pytestmark = [pytest.mark.prove, pytest.mark.skipif(PROGRAM is None, reason="Mosquitto is not installed")]
LONG = 1800.0  # seconds: a machine with much else to do is slow


def done(folder, *words):
    """Runs a command in a folder."""
    run = subprocess.run([*TWIN, *words], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def counts(place):
    """Events, and those that were there before, over all that a store was given."""
    rows = open_store(place).imports()
    return sum(row.events for row in rows), sum(row.duplicates for row in rows)


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The folder with the month imported and the month sent, each as records.db in a folder of its own."""
    folder = tmp_path_factory.mktemp("month")
    for name in ("imported", "fed"):
        (folder / name).mkdir()
    done(folder / "imported", "import", str(LOG), "--store", "records.db", "--zone", "UTC")
    expected, place = counts(str(folder / "imported" / "records.db")), str(folder / "fed" / "records.db")
    with mosquitto() as broker:
        address = f"mqtt://127.0.0.1:{broker.port}/port"
        with live(folder / "fed", f"{address}/#", store=place) as service:
            began = time.monotonic()
            with played(address, "--speed", "0", patience=LONG):
                pass
            until(lambda: counts(place) == expected, LONG)
            print(f"\n{sum(expected)} messages in {time.monotonic() - began:.0f} s")
            assert service.end() == 0
    return folder


@pytest.fixture(scope="module")
def fits(stores):
    """Folders of the files that calibration writes from the one store and from the other."""
    for name in ("imported", "fed"):
        began = time.monotonic()
        done(stores / name, "calibrate", "--store", "records.db", "--out", "fit", "--holdout", "7d")
        print(f"{name}: calibrated in {time.monotonic() - began:.0f} s")
    return stores / "imported" / "fit", stores / "fed" / "fit"


def files_in(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_no_message_of_the_month_is_lost_or_double(stores):
    imported, fed = (open_store(str(stores / name / "records.db")).events() for name in ("imported", "fed"))
    who = ["device", "seq", "at", "kind", "station", "plate", "weight"]
    one, other = (rows[who].astype({"device": str, "station": str, "kind": str}) for rows in (imported, fed))
    assert one.sort_values(who).reset_index(drop=True).equals(other.sort_values(who).reset_index(drop=True))


def test_the_files_of_the_fit_are_the_same_to_the_byte(fits):
    imported, fed = (files_in(folder) for folder in fits)
    assert imported and imported.keys() == fed.keys()
    others = [name for name in imported if imported[name] != fed[name]]
    print(
        f"{len(imported)} files of {sum(map(len, imported.values()))} bytes, {len(others)} differ: {others}"
    )
    assert not others
