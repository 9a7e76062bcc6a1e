"""Tables on paper keep letters that can be read, and lose no column."""

import json

import made_up
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.show.blocks import Missing, Section, Table, Words
from twin.show.forms.audiences import AUDIENCES, shortened
from twin.show.forms.book import _table
from twin.show.forms.document import Document
from twin.show.forms.fitting import ACROSS, BREAKS, GAP, ON_ITS_SIDE, SMALLEST, column_of, fitted, width

READABLE = 7.0  # points
INTERVAL = "1,549 [1,422,\u00a01,676]\u00a0min"
WORDS = st.text("abc 中0[],", min_size=1, max_size=30)
TABLES = st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=24)


@given(TABLES)
def test_every_column_is_there_with_letters_that_can_be_read(columns):
    sheets, on_its_side = fitted([column_of(texts) for texts in columns])
    seen = [i for sheet in sheets for i in sheet.columns[min(1, len(columns) - 1) :]]
    assert seen == list(range(min(1, len(columns) - 1), len(columns)))
    assert all(sheet.columns[0] == 0 and sheet.size >= READABLE for sheet in sheets)
    room = ON_ITS_SIDE if on_its_side else ACROSS
    assert all(sum(sheet.widths) <= room + 0.01 for sheet in sheets)


@given(TABLES)
def test_what_does_not_break_fits_into_its_column(columns):
    sheets, _ = fitted([column_of(texts) for texts in columns])
    for sheet in sheets:
        for i, points in zip(sheet.columns, sheet.widths, strict=True):
            pieces = (piece for text in columns[i] for piece in BREAKS.split(text) if piece.isascii())
            assert all(sheet.size * width(piece) + GAP <= points + 0.01 for piece in pieces)


def test_a_number_stays_with_its_chinese_unit():
    least = column_of(["在港时间均值", "204 [178,\u00a0231]\u00a0分钟"]).least
    assert least >= width("[178,\u00a0231]\u00a0分钟")
    assert column_of(["很长很长的名称也可以断行"]).least < 5.0


def test_eight_columns_of_intervals_stand_upright_and_twelve_on_their_side():
    column = column_of(["time in port", INTERVAL.replace("\u00a0min", "")])
    assert not fitted([column] * 8).on_its_side
    assert fitted([column] * 12).on_its_side and len(fitted([column] * 12).sheets) == 1
    assert len(fitted([column] * 24).sheets) == 2


def test_a_table_that_is_parted_has_its_first_column_on_each_part():
    names = tuple(f"measure {i}" for i in range(30))
    tree = _table(Table("c", names, ((INTERVAL,) * 30,) * 2, numbers=tuple(range(1, 30))))
    assert len(tree["sheets"]) > 1 and tree["on_its_side"]
    assert {sheet["headings"][0] for sheet in tree["sheets"]} == {"measure 0"}
    assert [sheet["numbers"] for sheet in tree["sheets"]] == [
        list(range(1, len(sheet["headings"]))) for sheet in tree["sheets"]
    ]
    assert json.dumps(tree)


def test_sections_of_which_nothing_is_there_are_one_in_a_short_report():
    there = Section("one", "One", (Table("c", ("a",), (("1",),)),))
    gone = [Section(name, name, (Missing(name, "it was not asked"),)) for name in ("roster", "robust")]
    limits = Section("limits", "Limits", (Words("w"),))
    given_ = made_up.report_input("en", audience="planner")
    document = Document("en", "made up", (there, *gone, limits), "foot", given_)
    names = [section.name for section in shortened(document).sections]
    assert names == ["one", "missing", "limits"]
    assert [block.what for block in shortened(document).sections[1].blocks] == ["roster", "robust"]
    whole = document._replace(given=made_up.report_input("en", audience="research"))
    assert shortened(whole) == whole


def of_reader(table, audience):
    document = Document(
        "en",
        "made up",
        (Section("one", "One", (table,)),),
        "foot",
        made_up.report_input("en", audience=audience),
    )
    return shortened(document).sections[0].blocks[0]


def test_a_short_report_has_the_columns_of_paper_and_says_which_others_there_are():
    table = Table("c", ("a", "b", "d"), (("1", "2", "3"),), numbers=(1, 2), paper=(0, 2))
    short = of_reader(table, "planner")
    assert (short.headings, short.rows, short.numbers) == (("a", "d"), (("1", "3"),), (1,))
    assert short.note == "In the workbook as well: b."
    assert of_reader(table, "research") == table


def test_a_table_of_the_workbook_leaves_its_name_on_paper():
    table = Table("What was run.", ("a",), (("1",),), name=AUDIENCES["planner"].in_workbook[-1])
    assert of_reader(table, "planner").text == "What was run. It is in the workbook: twin report --form xlsx."
    assert of_reader(table, "research") == table


@pytest.mark.parametrize("lang", ("en", "zh"))
def test_the_widths_of_letters_are_those_of_the_faces_on_paper(lang):
    text = {"en": "wait 1,000", "zh": "等待"}[lang]
    assert width(text) == pytest.approx({"en": 5.6, "zh": 2.04}[lang], rel=0.05)
    assert SMALLEST >= READABLE
