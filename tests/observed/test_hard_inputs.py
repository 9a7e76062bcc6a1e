"""Whatever is called a log is read or refused with a reason, and never fills the memory."""

import gzip
import subprocess
import sys
import zipfile

import pytest
from examples import ROOT
from storing import log, stored

from twin.model.errors import ScenarioError
from twin.observed.cleaning import NothingTrueError, clean_store
from twin.observed.exporting.forms import export
from twin.observed.mapping.proposing import propose
from twin.observed.reading.opening import source
from twin.observed.store.store import open_store

HEAD = "station,time,event,plate"
KINDS = ("arrive", "start", "end")


def lines(number=30, form="gate,2026-03-02 08:{i:02}:00,{kind},AB{n}CD"):
    return [form.format(i=i, kind=KINDS[i % 3], n=1000 + i // 3) for i in range(number)]


def pieces(path):
    one = source(str(path))
    return propose(one.name, next(one.pieces(0)), "UTC")


READ = {
    "no station": ("time,plate", "2026-03-02 08:{i:02}:00,AB{n}CD"),
    "one column said thrice": ("time,time,time", "2026-03-02 08:{i:02}:00,2026-03-02 09:{i:02}:00,"),
    "formulas": (HEAD, "=cmd|'/c calc'!A0,2026-03-02 08:{i:02}:00,{kind},@AB{n}CD"),
    "half an hour from UTC": (HEAD, "gate,2026-03-02T08:{i:02}:00-03:30,{kind},AB{n}CD"),
    "milliseconds": (HEAD, "gate,17724096000{i:02},{kind},AB{n}CD"),
    "a zero byte": (HEAD, "ga\0te,2026-03-02 08:{i:02}:00,{kind},AB{n}CD"),
    "one moment": (HEAD, "gate,2026-03-02 08:00:00,start,AB1234CD"),
}


@pytest.mark.parametrize("what", READ)
def test_what_can_be_read_is_kept_cleaned_and_given_back(what, tmp_path):
    head, form = READ[what]
    place = str(tmp_path / "s.db")
    (done,), events = stored(place, log(tmp_path / "a.csv", lines(form=form), head))
    assert done.records == 30 and len(events) >= 30 and done.refused == 0
    try:
        assert clean_store(open_store(place)).stated["events"] == len(events)
    except NothingTrueError as error:
        assert "put aside: nobody's" in str(error)
    assert export(open_store(place), "csv", tmp_path / "out.csv") == len(events)
    assert not any(cell[:1] in "=@" for cell in (tmp_path / "out.csv").read_text("utf-8").split(",") if cell)


REFUSED = {
    "no time": (b"station,plate\ngate,AB1000CD\n", "no column of times among station, plate"),
    "a head only": (HEAD.encode() + b"\n", "no record"),
    "blanks": (b"\n\n  \n", "no record"),
    "a picture": (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(999), "neither text in lines"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(999), "neither text in lines"),
    "a page": (b"<!DOCTYPE html><html><body>1</body></html>", "web page"),
    "packed twice": (gzip.compress(gzip.compress(b"time\n" * 99)), "neither text in lines"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_log_is_refused(what, tmp_path):
    content, told = REFUSED[what]
    (tmp_path / "log").write_bytes(content)
    with pytest.raises(ScenarioError, match=told):
        stored(str(tmp_path / "s.db"), tmp_path / "log")


def test_an_archive_in_an_archive_is_not_looked_into(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("b.zip", b"PK\x05\x06" + bytes(18))
    with pytest.raises(ScenarioError, match="no workbook; unpack it"):
        source(str(tmp_path / "a.zip"))


def test_three_hundred_columns_are_looked_through_for_the_four_that_matter(tmp_path):
    more = [f"x{i}" for i in range(300)]
    path = log(tmp_path / "a.csv", [line + ",7" * 300 for line in lines()], ",".join([HEAD, *more]))
    fields = pieces(path).fields
    assert {name: fields[name].columns[0] for name in ("station", "at", "kind", "plate")} == dict(
        zip(("station", "at", "kind", "plate"), HEAD.split(","), strict=True)
    )


def test_times_far_ahead_are_kept_aside_and_told(tmp_path):
    some = [line.replace("2026-", "2199-" if i % 5 == 0 else "2026-") for i, line in enumerate(lines())]
    place = str(tmp_path / "s.db")
    stored(place, log(tmp_path / "a.csv", some, HEAD))
    cleaned = clean_store(open_store(place))
    assert (cleaned.repairs["what"] == "put aside: time impossible").sum() == 6


IMPORT = """
import resource, sys
from storing import stored
from twin.model.errors import ScenarioError
try:
    (done,), events = stored(sys.argv[1], sys.argv[2])
    print(done.records, done.events, done.refused)
except ScenarioError as error:
    print("refused")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
"""


def imported(folder, path):
    """What the import of a file says, and the most MB that it held."""
    command = [sys.executable, "-c", IMPORT, str(folder / "s.db"), str(path)]
    env = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PATH": "/usr/bin:/bin"}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout.split("\n")
    return told[0], int(told[1])


@pytest.mark.prove
def test_a_gigabyte_of_rubbish_a_line_without_end_and_a_packed_bomb_are_read_in_little_memory(tmp_path):
    good = "\n".join([HEAD, *lines()]) + "\n"
    rubbish = bytes(range(1, 256)) * 4112  # 1 MiB
    with open(tmp_path / "rubbish.csv", "wb") as file:
        file.write(good.encode())
        for _ in range(1024):
            file.write(rubbish)
    (tmp_path / "line.csv").write_bytes(good.encode() + b"y" * (200 << 20) + b"\n" + lines()[0].encode())
    with gzip.open(tmp_path / "bomb.csv.gz", "wb") as file:
        file.write(good.encode())
        for _ in range(1024):
            file.write(b"a" * (1 << 20))
    for name, told in (("rubbish.csv", "refused"), ("line.csv", "32 31 1"), ("bomb.csv.gz", "31 30 1")):
        said, most = imported(tmp_path, tmp_path / name)
        assert (said, most < 700) == (told, True), (name, said, most)
