"""Every form that records come in reads as the same events; what is spoiled is told, nothing else is lost."""

import gzip
import json
import sqlite3
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from storing import HEAD, book, log, message, stored

from twin.model.errors import ScenarioError
from twin.observed.reading import delimited, lines
from twin.observed.reading.opening import source, sources
from twin.observed.reading.piece import ENCODING, QUOTE, TOO_LONG

LINES = [message(i) for i in range(12)]
ROWS = [dict(zip(HEAD.split(","), line.split(","), strict=True)) for line in LINES]


def csv(path):
    return log(path / "a.csv", LINES)


def packed(path):
    (path / "a.csv.gz").write_bytes(gzip.compress(csv(path).read_bytes()))
    return path / "a.csv.gz"


def with_mark(path):
    return log(path / "a.csv", LINES, encoding="utf-8-sig")


def wide(path):
    return log(path / "a.csv", LINES, encoding="utf-16")


def with_tabs(path):
    return log(path / "a.tsv", [line.replace(",", "\t") for line in LINES], HEAD.replace(",", "\t"))


def with_returns(path):
    (path / "a.csv").write_bytes(csv(path).read_bytes().replace(b"\n", b"\r\n"))
    return path / "a.csv"


def with_returns_alone(path):
    (path / "a.csv").write_bytes(csv(path).read_bytes().replace(b"\n", b"\r"))
    return path / "a.csv"


def jsonl(path):
    return log(path / "a.jsonl", [json.dumps(row) for row in ROWS[1:]], json.dumps(ROWS[0]))


def parquet(path):
    columns = {name: [row[name] for row in ROWS] for name in HEAD.split(",")}
    columns["event_time"] = [datetime.fromisoformat(text) for text in columns["event_time"]]
    columns["seq"] = [int(number) for number in columns["seq"]]
    pq.write_table(pa.table(columns), path / "a.parquet", row_group_size=5)
    return path / "a.parquet"


def table(path):
    names, marks = HEAD.split(","), ",".join("?" * len(HEAD.split(",")))
    with sqlite3.connect(path / "a.db") as base:
        base.execute(f'CREATE TABLE "gate\'s ""log""; DROP TABLE x" ({",".join(names)})')
        rows = [tuple(row.values()) for row in ROWS]
        base.executemany(f'INSERT INTO "gate\'s ""log""; DROP TABLE x" VALUES ({marks})', rows)
    base.close()
    return path / "a.db"


def workbook(path):
    rows = [list(row.values()) for row in ROWS]
    for row in rows:
        row[2], row[5] = int(row[2]), datetime.fromisoformat(row[5]).replace(tzinfo=None)
    return book(path / "a.xlsx", {"log": [HEAD.split(","), *rows]})


WAYS = (workbook, packed, with_mark, wide, with_tabs, with_returns, with_returns_alone, jsonl, parquet, table)


@pytest.mark.parametrize("written", WAYS, ids=lambda way: way.__name__)
def test_every_form_reads_as_the_same_events(written, tmp_path):
    (tmp_path / "one").mkdir()
    _, wanted = stored(str(tmp_path / "wanted.db"), csv(tmp_path / "one"))
    _, found = stored(str(tmp_path / "found.db"), written(tmp_path))
    assert len(wanted) == 12
    assert found.drop(columns="source").equals(wanted.drop(columns="source"))


def pieces_of(path):
    form = delimited.form_of(next(lines.blocks(path, delimited.LOOKED_AT)).text)
    return list(delimited.pieces(path, form))


def test_each_value_is_read_in_its_own_encoding(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("时间,车牌\n1,蒙A1\n".encode() + "2,京B2\n".encode("gb18030") + b"3,\xff\xff\n4,x\n")
    (piece,) = pieces_of(path)
    assert piece.columns["车牌"].to_pylist() == ["蒙A1", "京B2", "x"]
    assert [(bad.line, bad.reason) for bad in piece.bad] == [(4, ENCODING)]


def test_a_quoted_field_may_have_line_breaks_and_an_open_quote_costs_one_line(tmp_path):
    path = log(tmp_path / "a.csv", ['1,"x\ny"', '2,"open', "3,z", '4,"p ""q"" r"'], "a,b")
    pieces = pieces_of(path)
    assert [text for piece in pieces for text in piece.columns["b"].to_pylist()] == ["x\ny", "z", 'p "q" r']
    assert [line for piece in pieces for line in piece.lines] == [2, 5, 6]
    assert [bad for piece in pieces for bad in piece.bad] == [(4, QUOTE, '2,"open')]


@given(
    st.lists(st.sampled_from(['1,"x\ny"', "2,b", "", '3,"o', "4", '5,"c""d"']), max_size=25),
    st.integers(16, 60),
)
@settings(max_examples=40)
def test_no_record_is_lost_or_doubled_wherever_a_block_ends(tmp_path_factory, parts, size):
    path = log(tmp_path_factory.mktemp("blocks") / "a.csv", parts, "a,b")
    form = delimited.Form(",", ("a", "b"), 1)
    whole, cut = [], []
    for found, block in ((whole, 1 << 20), (cut, size)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(delimited, "blocks", lambda path, block=block: lines.blocks(path, block))
            for piece in delimited.pieces(path, form):
                found += zip(piece.lines.tolist(), piece.columns["b"].to_pylist(), strict=True)
                found += [(bad.line, bad.reason) for bad in piece.bad]
    assert sorted(cut, key=str) == sorted(whole, key=str)


def test_a_line_without_end_is_one_refused_record(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n" + b"x" * (3 << 20) + b"\n3,4\n")
    form = delimited.Form(",", ("a", "b"), 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "blocks", lambda path: lines.blocks(path, 1 << 16))
        pieces = list(delimited.pieces(path, form))
    assert [line for piece in pieces for line in piece.lines.tolist()] == [2, 4]
    (bad,) = [bad for piece in pieces for bad in piece.bad]
    assert (bad.line, bad.reason) == (3, TOO_LONG) and len(bad.text) < 5000


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (bytes(range(256)) * 64, "no log|no column of times"),
        (b"a,b\n1,2\n", "no column of times among a, b"),
        (b'{\n  "a": 1\n}\n', "no whole JSON with a list of objects"),
        (b"PK\x03\x04workbook", "a damaged workbook"),
        (b"PAR1 broken", "no whole Parquet file"),
        (b"<log><trace><event>", "no whole XES file|has no record"),
        (b"time,station\n", "has no record"),
        (b"\x1f\x8b\x08broken", "damaged"),
    ],
)
def test_what_is_no_log_is_refused_with_a_reason(content, told, tmp_path):
    path = tmp_path / "log"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match=told):
        stored(str(tmp_path / "store.db"), path)


def test_a_packed_file_that_is_cut_short_keeps_what_it_has_and_goes_on_when_whole(tmp_path):
    path = tmp_path / "a.csv.gz"
    whole = gzip.compress("\n".join([HEAD, *(message(i) for i in range(3000))]).encode(), mtime=0)
    path.write_bytes(whole[:-200])
    with pytest.raises(ScenarioError, match="ends too early"):
        stored(str(tmp_path / "store.db"), path)


def test_rubbish_with_a_good_head_is_refused_before_any_of_it_is_kept(tmp_path):
    path = log(tmp_path / "a.csv", [message(i) for i in range(20)] + ["rubbish"] * 2000)
    with pytest.raises(ScenarioError, match="2000 of its first 2020 records.*wrong number of fields"):
        stored(str(tmp_path / "store.db"), path)


def test_json_that_no_encoding_can_write_is_read_all_the_same(tmp_path):
    row = {"at": "2026-03-02T08:00:00Z", "device": {"id": "a"}, "station": "x\ud800", "kind": "start"}
    path = log(
        tmp_path / "a.jsonl", ["[1]", "{bad", json.dumps(row | {"device": {"id": "b"}})], json.dumps(row)
    )
    (done,), events = stored(str(tmp_path / "store.db"), path)
    assert (done.events, done.refused) == (2, 2)
    assert events["station"].tolist() == ["x?"] * 2 and events["device"].tolist() == ["a", "b"]


def test_a_year_that_no_record_is_of_is_refused(tmp_path):
    lines = [
        message(1),
        message(2, event_time="9999-12-31T23:59:59Z"),
        message(3, event_time="0001-01-01T00:00:00Z"),
    ]
    (done,), events = stored(str(tmp_path / "store.db"), log(tmp_path / "a.csv", lines), zone="Asia/Shanghai")
    assert (done.events, done.refused) == (1, 2)


def test_a_database_with_several_tables_asks_which(tmp_path):
    with sqlite3.connect(tmp_path / "a.db") as base:
        base.executescript("CREATE TABLE gate (x); CREATE TABLE scan (x);")
    base.close()
    with pytest.raises(ScenarioError, match="--table, or make a view.*there is gate, scan"):
        source(str(tmp_path / "a.db"))
    with pytest.raises(ScenarioError, match="did you mean gate"):
        source(str(tmp_path / "a.db"), "gat")


def test_a_folder_is_all_the_logs_in_it(tmp_path):
    csv(tmp_path), packed(tmp_path)
    (tmp_path / "notes.md").write_text("no log")
    assert [one.name for one in sources([str(tmp_path)])] == ["a.csv", "a.csv.gz"]


def test_a_place_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="is not there"):
        sources([str(tmp_path / "no.csv")])
    with pytest.raises(ScenarioError, match="mysql is no database that is known"):
        sources(["mysql://host/db"])


def test_numbers_of_lines_are_those_of_the_file(tmp_path):
    path = log(tmp_path / "a.csv", ["", "1,2", "", "3,4"], "a,b")
    (piece,) = pieces_of(path)
    assert piece.lines.tolist() == [3, 5] and piece.text(np.array([1])) == ["3,4"]
