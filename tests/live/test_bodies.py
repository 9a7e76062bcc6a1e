"""A body is records, or one refusal that says why; nothing that anybody sends is fatal."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.live.intake.bodies import LIMIT, cut, rows_of

ONE = {"at": "2026-03-02T00:00:00Z", "kind": "start"}


def fields(body, columns=()):
    return [row.fields for row in rows_of(body, columns)]


def reasons(body, columns=()):
    return [row.reason for row in rows_of(body, columns)]


@pytest.mark.parametrize(
    "body",
    (
        json.dumps(ONE),
        json.dumps(ONE, indent=2),
        f"  [{json.dumps(ONE)}]\n",
        "\ufeff" + json.dumps(ONE),
        "at,kind\n2026-03-02T00:00:00Z,start\n",
        "at;kind\r\n2026-03-02T00:00:00Z;start",
    ),
)
def test_one_record_in_any_form_is_that_record(body):
    assert fields(body.encode()) == [ONE]


def test_several_records_come_in_their_order():
    two = [{"n": "1"}, {"n": "2"}]
    lines = b'{"n": "1"}\n\n{"n": "2"}'
    assert fields(json.dumps(two).encode()) == fields(lines) == two
    assert fields(b"1,a\n2,b", ("n", "m")) == [{"n": "1", "m": "a"}, {"n": "2", "m": "b"}]


def test_objects_within_are_named_by_their_way():
    said = b'{"a": {"b": {"c": 1}}, "d": [2, 3], "e": [{"f": 4}]}'
    assert fields(said) == [{"a.b.c": 1, "d": [2, 3], "e.f": 4}]


@pytest.mark.parametrize(
    "body, reason",
    (
        (b"", "no record"),
        (b" \n ", "no record"),
        (b"[]", "no record"),
        (b"{", "no JSON object"),
        (b"\x00\xff\xfe", "no JSON object"),
        (b"[1]", "no JSON object"),
        (b"[" * 60000, "no JSON object"),
        (b'{"a":' * 10000, "no JSON object"),
        (b'{"a": ' + b"9" * 5000 + b"}", "no JSON object"),
        (b"hello", "no JSON object"),
        (b"x" * (LIMIT + 1), "too long"),
    ),
)
def test_what_is_no_record_says_why(body, reason):
    assert reasons(body) == [reason]


def test_a_line_with_too_few_fields_is_refused_alone():
    assert reasons(b"a,b\n1,2\n3\n4,5") == ["", "wrong number of fields", ""]


def test_a_body_that_is_cut_is_still_too_long():
    assert reasons(cut(b"{" * (10 * LIMIT))) == ["too long"] and len(cut(b"x" * 10 * LIMIT)) == LIMIT + 1


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_records_or_a_reason_with_a_text(body):
    rows = rows_of(body)
    assert rows
    assert all((row.fields is None) == bool(row.reason) for row in rows)
    assert all(row.text.encode("utf-8", "replace") is not None for row in rows)
