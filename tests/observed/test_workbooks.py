"""A sheet of a workbook is a log like any other: its times are times, and nothing in it is run."""

import zipfile
from datetime import date, datetime, time

import pytest
from storing import book, stored

from twin.model.errors import ScenarioError
from twin.observed.reading import archive, workbook
from twin.observed.reading.opening import source, sources

EIGHT = 1772438400.0  # 2026-03-02 08:00, UTC
HEADS = ["卡口", "时间", "事件", "车牌"]
ROWS = [
    ["gate", datetime(2026, 3, 2, 8, i), ("start", "end")[i % 2], f"AB{1000 + i // 2}CD"] for i in range(12)
]


def made(folder, rows=(HEADS, *ROWS), **others):
    return book(folder / "a.xlsx", {"log": rows, **others})


def test_what_stands_above_the_heading_is_a_title_and_rows_keep_their_numbers(tmp_path):
    (piece,) = source(
        str(made(tmp_path, [["Passages of March"], [], HEADS, *ROWS[:3], [], *ROWS[3:]]))
    ).pieces(0)
    assert list(piece.columns) == HEADS
    assert piece.lines.tolist() == [4, 5, 6, *range(8, 17)]
    assert '"gate"' in piece.text([0])[0]


def test_a_sheet_without_a_heading_has_numbered_columns(tmp_path):
    (piece,) = source(str(made(tmp_path, ROWS))).pieces(0)
    assert list(piece.columns) == [f"column_{i + 1}" for i in range(4)] and len(piece.lines) == 12


def test_a_date_and_a_time_of_day_in_two_columns_are_one_time(tmp_path):
    rows = [["gate", date(2026, 3, 2), time(8, i), "start"] for i in range(12)]
    _, events = stored(str(tmp_path / "s.db"), made(tmp_path, [["station", "date", "clock", "event"], *rows]))
    assert events["at"].tolist() == [EIGHT + 60 * i for i in range(12)]


def test_a_formula_is_the_value_it_was_saved_with(tmp_path):
    rows = [[*row[:3], "=HYPERLINK(1)"] for row in ROWS]
    _, events = stored(str(tmp_path / "s.db"), made(tmp_path, [HEADS, *rows]))
    assert len(events) == 12 and set(events["plate"].dropna()) <= {"0"}


def test_what_is_no_time_is_refused_with_its_row(tmp_path):
    (done,), events = stored(
        str(tmp_path / "s.db"), made(tmp_path, [HEADS, *ROWS, ["gate", "soon", "end", ""]])
    )
    assert (done.events, done.refused) == (12, 1) and len(events) == 12


def test_the_only_sheet_with_anything_in_it_is_meant_and_of_several_one_is_asked_for(tmp_path):
    path = made(tmp_path, notes=[])
    assert source(str(path)).name == "a.xlsx: log"
    path = made(tmp_path, scan=[HEADS, *ROWS])
    with pytest.raises(ScenarioError, match="which sheet with --table; there is log, scan"):
        source(str(path))
    with pytest.raises(ScenarioError, match="no sheet scam.*did you mean scan"):
        source(str(path), "scam")
    logs = [sources([str(path)], name)[0] for name in ("log", "scan")]
    assert logs[0].digest != logs[1].digest


def test_a_sheet_in_pieces_is_the_sheet_and_goes_on_behind_a_row(tmp_path, monkeypatch):
    path = made(tmp_path)
    (whole,) = source(str(path)).pieces(0)
    monkeypatch.setattr(workbook, "CELLS", 20)
    parts = list(source(str(path)).pieces(0))
    assert [len(part.lines) for part in parts] == [5, 5, 2]
    assert [line for part in parts for line in part.lines] == whole.lines.tolist()
    (rest,) = source(str(path)).pieces(parts[1].done)
    assert rest.lines.tolist() == [12, 13]


def test_a_folder_takes_workbooks_too(tmp_path):
    made(tmp_path)
    assert [one.told["form"] for one in sources([str(tmp_path)])] == ["XLSX"]


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/") + ".xml", content)
    return path


def test_a_workbook_that_unpacks_to_fill_the_memory_is_refused_unopened(tmp_path, monkeypatch):
    path = zipped(tmp_path / "a.xlsx", xl__workbook="<x/>", xl__styles="<x>" + " " * (9 << 20))
    with pytest.raises(ScenarioError, match="unpacks to 9,437,187 bytes in xl/styles.xml"):
        source(str(path))
    monkeypatch.setattr(archive, "ROW", 1 << 20)
    path = zipped(tmp_path / "a.xlsx", xl__workbook="<x/>", xl__worksheets__sheet1="<row>" + "a" * (4 << 20))
    with pytest.raises(ScenarioError, match="row of more than 1,048,576 bytes"):
        source(str(path))


def test_other_archives_are_refused_by_what_they_are(tmp_path):
    for member, told in (("content", "OpenDocument"), ("a.xlsx", "no workbook; unpack it")):
        with pytest.raises(ScenarioError, match=told):
            source(str(zipped(tmp_path / "a.zip", **{member: "x"})))
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(ScenarioError, match="old form"):
        source(str(tmp_path / "a.xls"))


@pytest.mark.parametrize("spoiled", ("sheet1.xml", "workbook.xml", "sharedStrings.xml", "styles.xml"))
@pytest.mark.parametrize(
    "content", ("", "<a><b></a>", "<worksheet/>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
)
def test_a_workbook_of_which_a_part_is_damaged_is_refused_or_read(tmp_path, spoiled, content):
    with zipfile.ZipFile(made(tmp_path)) as whole, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as other:
        for member in whole.infolist():
            other.writestr(member, content if member.filename.endswith(spoiled) else whole.read(member))
    try:
        for piece in source(str(tmp_path / "b.xlsx")).pieces(0):
            assert len(piece.lines) == 12
    except ScenarioError as error:
        assert "b.xlsx" in str(error)


HEADING = ["plate", "at", "station", "event"]


def one_day(day, number=12):
    rows = [[f"AB{i}CD", f"2026-03-{day:02} 08:{i:02}:00", "gate", "start"] for i in range(number)]
    return [["Report of the day"], HEADING, *rows]


def test_sheets_that_are_headed_alike_are_one_log_a_day(tmp_path):
    path = book(tmp_path / "month.xlsx", {f"03-{day:02}": one_day(day) for day in (2, 3, 4)})
    done, events = stored(str(tmp_path / "s.db"), path)
    assert [one.events for one in done] == [12, 12, 12] and events["plate"].nunique() == 12
    assert len(sources([str(path)], "03-0[23]")) == 2 and len(sources([str(path)], "03-04")) == 1


def test_sheets_of_different_heads_are_asked_for(tmp_path):
    path = book(tmp_path / "month.xlsx", {"a": one_day(2), "b": [["lane", "sum"], ["1", "12"]]})
    with pytest.raises(ScenarioError, match="say which sheet with --table; there is a, b"):
        sources([str(path)])
