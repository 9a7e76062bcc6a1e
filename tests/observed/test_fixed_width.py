"""Text in columns that blanks divide is read as columns."""

import pytest
from storing import stored

from twin.observed.reading import fixed
from twin.observed.reading.opening import source

ROWS = [
    (f"蒙A1020{i}", ("gate", "scales")[i % 2], "20260302", f"08{i:02}00", f"{31.5 + i}") for i in range(9)
]
HEADS = ("PLATE", "SITE", "ARR DATE", "TIME", "WEIGHT")
WIDTHS = (12, 8, 10, 9, 8)


def wide(text):
    return sum(2 if "\u1100" <= mark else 1 for mark in text)


PRINTED = {
    "by letters, in UTF-8": (len, "utf-8"),
    "as they are printed, in UTF-8": (wide, "utf-8"),
    "as they are printed, in GBK": (wide, "gb18030"),
}


def page(path, length, encoding, rows=(HEADS, *ROWS), rule="-" * 47):
    lines = [
        "".join(cell + " " * (n - length(cell)) for cell, n in zip(row, WIDTHS, strict=True)) for row in rows
    ]
    path.write_bytes("\r\n".join([lines[0], *([rule] if rule else []), *lines[1:], ""]).encode(encoding))
    return path


@pytest.mark.parametrize("how", PRINTED)
def test_columns_begin_where_blanks_end_in_all_lines(how, tmp_path):
    one = source(str(page(tmp_path / "list.txt", *PRINTED[how])))
    (piece,) = one.pieces(0)
    assert one.told["form"] == "fixed width" and tuple(piece.columns) == HEADS
    assert list(zip(*(column.to_pylist() for column in piece.columns.values()), strict=True)) == ROWS
    assert list(piece.lines) == list(range(3, 12)) and [list(rest.lines) for rest in one.pieces(10)] == [[11]]


def test_a_list_without_heads_has_numbered_columns(tmp_path):
    (piece,) = source(str(page(tmp_path / "list.txt", len, "utf-8", ROWS, ""))).pieces(0)
    assert set(piece.columns) == {f"column_{i}" for i in range(1, 6)} and len(piece.lines) == 9


@pytest.mark.parametrize("clock", ["08:{:02}:00", "08{:02}00"])
def test_a_date_and_a_time_of_day_in_columns_are_one_time(clock, tmp_path):
    heads = (*HEADS[:3], "TIME", "EVENT")
    rows = [(*row[:3], clock.format(i), "start") for i, row in enumerate(ROWS)]
    (done,), events = stored(
        str(tmp_path / "s.db"), page(tmp_path / "list.txt", len, "utf-8", (heads, *rows))
    )
    assert done.events == 9 and events["at"].iloc[1] - events["at"].iloc[0] == 60.0
    assert set(events["station"]) == {"gate", "scales"}


def test_text_is_in_no_columns():
    assert (
        fixed.form_of(b"one line of words\nand another that is longer\nno\nwords here stand anywhere\n")
        is None
    )
