"""JSON and XML in one piece are read record by record, however they are wrapped."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from storing import stored

from twin.model.errors import ScenarioError
from twin.observed.reading import document, markup
from twin.observed.reading.opening import source

STEPS = ("arriving", "inspecting", "departing")
ROWS = [
    {
        "plate": f"AB{i // 3}CD",
        "at": f"2026-03-02T08:{i:02}:00Z",
        "place": {"id": "gate"},
        "step": STEPS[i % 3],
    }
    for i in range(30)
]
WRAPPED = {
    "a list": lambda rows: rows,
    "a list in an object": lambda rows: {"made": "2026", "data": {"rows": rows}},
    "behind a list of words": lambda rows: {"@context": [{"a": "b"}], "epcisBody": {"eventList": rows}},
}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("how", WRAPPED)
def test_objects_of_a_list_are_records(how, indent, tmp_path):
    path = tmp_path / "log.json.gz"
    path.write_bytes(gzip.compress(json.dumps(WRAPPED[how](ROWS), indent=indent).encode()))
    one = source(str(path))
    (piece,) = one.pieces(0)
    assert one.told["form"] == "JSON" and list(piece.lines) == list(range(1, 31))
    assert piece.columns["place.id"].to_pylist() == ["gate"] * 30
    assert [len(rest.lines) for rest in one.pieces(28)] == [2]


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=9), max_size=3), min_size=1, max_size=9)
)
def test_no_object_is_lost_or_doubled_wherever_a_chunk_ends(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("json") / "log.json"
    path.write_text(json.dumps({"rows": rows}, ensure_ascii=False), encoding="utf-8")
    kept, document.STEP = document.STEP, 7
    try:
        with open(path, "rb") as raw:
            assert list(document.objects(raw, path)) == rows
    finally:
        document.STEP = kept


@pytest.mark.parametrize("text", ["[1, 2]", '{"a": {"b": 1}\n}', '[{"a": 1}, {"b"', "[[1], [2]]"])
def test_json_without_a_whole_list_of_objects_is_refused(text, tmp_path):
    path = tmp_path / "log.json"
    path.write_text(text)
    with pytest.raises(ScenarioError, match="no whole JSON with a list of objects"):
        list(source(str(path)).pieces(0))


ELEMENT = (
    "<m:Event kind='{step}'><time>{at}</time><m:who><plate>{plate}</plate></m:who>"
    "<tag>a</tag><tag>b</tag></m:Event>"
)


def xml(path, rows, head=""):
    body = "".join(ELEMENT.format(**row) for row in rows)
    path.write_text(f"<?xml version='1.0'?>{head}<m:Body xmlns:m='urn:m'><List>{body}</List></m:Body>")
    return path


def test_the_element_that_comes_again_and_again_is_a_record(tmp_path):
    path = xml(tmp_path / "log.xml", ROWS, "<!-- of a gate -->")
    one = source(str(path))
    (piece,) = one.pieces(0)
    assert one.told["form"] == "XML" and set(piece.columns) == {"kind", "time", "who.plate", "tag"}
    assert (
        piece.columns["who.plate"][3].as_py() == "AB1CD" and piece.columns["tag"][0].as_py() == '["a", "b"]'
    )
    (done,), events = stored(str(tmp_path / "s.db"), path)
    assert done.refused == 0 and list(events["kind"][:3]) == ["arrive", "start", "end"]
    assert [len(rest.lines) for rest in one.pieces(29)] == [1]


def test_steps_of_epcis_are_kinds_of_events(tmp_path):
    path = tmp_path / "log.json"
    steps = [row | {"bizStep": f"urn:epcglobal:cbv:bizstep:{row['step']}"} for row in ROWS]
    path.write_text(json.dumps([{k: v for k, v in row.items() if k != "step"} for row in steps]))
    _, events = stored(str(tmp_path / "s.db"), path)
    assert list(events["kind"][:3]) == ["arrive", "start", "end"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<html><table/></html>", "web page"),
        ("<a><b>1</b></a>", "no element"),
        ("<a><b x='1' y='2'/>", "no whole"),
    ],
)
def test_markup_that_is_no_log_is_refused_by_what_it_is(text, told, tmp_path):
    path = tmp_path / "log.xml"
    path.write_text(text)
    with pytest.raises(ScenarioError, match=told):
        list(source(str(path)).pieces(0))


def test_the_root_is_found_behind_what_stands_before_it():
    assert markup.root_of(b"<?xml version='1.0'?>\n<!-- <a> --><x:log a='1'>") == "log"
