"""An import that is killed and run again leaves the store that an undisturbed one leaves."""

import os
import signal
import subprocess
import sys
import time

import pytest
import sqlalchemy as sql
from examples import ROOT
from storing import log, message, stored

from twin.observed.store.places import engine_of
from twin.observed.store.tables import DUPLICATES, EVENTS, IMPORTS, REFUSED

# Blocks of 64 kB make some 8 batches; the pause after each lets the signal find one within, or between two.
SLOWLY = """
import sys, time
from twin.observed.reading import delimited, lines
from twin.observed.store import importing
from storing import stored
delimited.blocks = lambda path: lines.blocks(path, 1 << 16)
keep = importing.keep
def slowly(*what):
    keep(*what)
    print("kept", flush=True)
    time.sleep(float(sys.argv[3]))
importing.keep = slowly
stored(sys.argv[1], sys.argv[2])
"""


def importing(place, file, pause):
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    command = [sys.executable, "-c", SLOWLY, place, str(file), str(pause)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}, text=True
    )


def contents(place):
    """All rows of a store, whatever order they were written in."""
    with engine_of(place, is_new=False).connect() as connection:
        tables = (EVENTS, DUPLICATES, REFUSED, IMPORTS)
        return [sorted(map(tuple, connection.execute(sql.select(table))), key=repr) for table in tables]


def lines_of_a_day():
    lines = [message(i, seq="" if i % 7 == 0 else i) for i in range(6000)]
    lines[100:3000:500] = ["rubbish"] * 6
    return lines + lines[:200]


def test_a_killed_import_run_again_loses_and_doubles_no_row(place, tmp_path):
    file = log(tmp_path / "gate.csv", lines_of_a_day())
    with importing(place, file, 0.02) as running:
        for _ in range(3):
            assert running.stdout.readline() == "kept\n"
        time.sleep(0.022)  # within the next batch
        running.send_signal(signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    half = contents(place)
    assert 0 < len(half[0]) < 5000
    with importing(place, file, 0.0) as again:
        again.stdout.read()
    assert again.returncode == 0
    stored(str(tmp_path / "whole.db"), file)
    assert contents(place) == contents(str(tmp_path / "whole.db"))


@pytest.mark.prove
def test_two_imports_of_one_file_at_once_keep_every_row_once(place, tmp_path):
    file = log(tmp_path / "gate.csv", lines_of_a_day())
    both = [importing(place, file, 0.0) for _ in range(2)]
    assert any([one.wait() == 0 for one in both if one.stdout.read() is not None])
    with importing(place, file, 0.0) as last:
        last.stdout.read()
    stored(str(tmp_path / "whole.db"), file)
    assert contents(place) == contents(str(tmp_path / "whole.db"))
