"""Each form of a report has all its parts, in both languages, and is the same every time."""

import io
import json
import math
import zipfile

import documents
import made_up
import openpyxl
import pandas as pd
import pytest

from twin.model.scenario import Scenario
from twin.show.blocks import Link, Section, Table, Words
from twin.show.forms import FORMS, files_of
from twin.show.forms.audiences import AUDIENCES, pages_for, shortened
from twin.show.forms.columns import columns_of
from twin.show.forms.document import Document
from twin.show.report import PAGES, document_of
from twin.show.written import NO_NUMBER, Scale, duration, estimate, plain, share, with_unit

BOTH = pytest.mark.parametrize("lang", ("en", pytest.param("zh", marks=pytest.mark.slow)))
STRANGE = '<script>x</script> #eval("1") $y$ *b* @ref // c \\ =1+1'


def together(text):
    return "".join(text.split())


def of_blocks(*blocks, lang="en"):
    """A document of one section."""
    return Document(lang, "made up", (Section("one", "One", blocks),), "foot", made_up.report_input(lang))


@BOTH
def test_the_book_has_every_section_and_its_foot_on_every_page(lang):
    pages, document = (
        documents.pdf_pages(documents.files(lang, "pdf")["report.pdf"]),
        documents.document(lang),
    )
    whole = "".join(pages)
    assert len(pages) > 5
    assert not [section.title for section in document.sections if together(section.title) not in whole]
    foot = together(document.footer)[:40]
    assert all(foot in page for page in pages)
    assert all(f"{i}/{len(pages)}" in page for i, page in enumerate(pages, 1))


@BOTH
def test_the_foot_says_run_window_age_version_seed_and_standing(lang):
    foot = documents.document(lang).footer
    for part in ("0123456789abcdef", "2026-03-02 08:00", "2026-03-03 00:00", "0.1.0"):
        assert part in foot
    assert {"en": "not validated", "zh": "未用口岸记录验证"}[lang] in foot


@BOTH
def test_every_table_is_a_sheet_whose_numbers_are_numbers(lang):
    book = openpyxl.load_workbook(io.BytesIO(documents.files(lang, "xlsx")["report.xlsx"]))
    tables = [b for s in documents.document(lang).sections for b in s.blocks if b.block == "table"]
    assert len(book.sheetnames) == len(tables) + 1
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert sum(cell.data_type == "n" for cell in cells) > 300
    assert not [cell for cell in cells if cell.data_type == "f"]


@BOTH
def test_tidy_tables_come_with_a_codebook_that_has_every_column(lang):
    files = documents.files(lang, "csv")
    code = pd.read_csv(io.BytesIO(files["codebook.csv"]))
    for name, content in files.items():
        if name.endswith(".csv") and "/" in name:
            columns = pd.read_csv(io.BytesIO(content)).columns
            assert set(columns) == set(code[code["table"] == name.removesuffix(".csv")]["column"])
    tidy = code[code["table"].str.startswith("data/")]
    assert tidy[["meaning_zh", "meaning_en"]].notna().all().all()
    kpis = pd.read_parquet(io.BytesIO(files["data/kpis.parquet"]))
    assert len(kpis) == len(made_up.summary().kpis)
    assert kpis["mean"].to_numpy() == pytest.approx(made_up.summary().kpis["mean"].to_numpy(), nan_ok=True)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.prove)])
def test_every_figure_is_there_as_three_files_with_words(lang):
    files = documents.files(lang, "figures")
    index = json.loads(files["figures.json"])["figures"]
    pictures = [b for s in documents.document(lang).sections for b in s.blocks if b.block == "picture"]
    assert [each["name"] for each in index] == [picture.name for picture in pictures]
    for each in index:
        assert each["alt"] and each["caption"] and len(each["files"]) == 3
        svg = files[f"{each['name']}.svg"].decode()
        assert "<title " in svg and "<desc " in svg


@pytest.mark.slow
@pytest.mark.parametrize(
    "form", [pytest.param(form, marks=pytest.mark.prove if form == "figures" else ()) for form in FORMS]
)
def test_the_same_input_gives_the_same_bytes_in_every_form(form):
    again = files_of(document_of(made_up.report_input("zh")), form)
    assert documents.files("zh", form) == again


def test_markup_in_a_name_stays_a_text():
    tree = json.loads(json.dumps(made_up.TREE))
    tree["layout"]["stations"]["health"]["label"]["en"] = STRANGE
    given = made_up.report_input("en", scenario=Scenario.from_tree(tree), comparison=None)
    pages = tuple(page for page in PAGES if page.__module__.endswith("today"))
    document = document_of(given)._replace(sections=tuple(page(given) for page in pages))
    assert together(STRANGE) in "".join(documents.pdf_pages(files_of(document, "pdf")["report.pdf"]))
    html = files_of(document, "html")["report.html"].decode()
    assert "<script>x" not in html and "&lt;script&gt;x" in html


def test_a_text_that_looks_like_a_formula_is_a_text():
    table = Table("c", ("name",), (("=1+1",), ("@x",), ("-2 servers",)))
    files = files_of(of_blocks(table), "csv")
    assert files["tables/one.csv"].decode("utf-8-sig").splitlines()[1:] == ["'=1+1", "'@x", "'-2 servers"]
    book = openpyxl.load_workbook(io.BytesIO(files_of(of_blocks(table), "xlsx")["report.xlsx"]))
    assert [cell.data_type for cell in book.worksheets[1]["A"][-3:]] == ["s", "s", "s"]


def test_a_number_of_a_table_keeps_its_interval_and_unit():
    cells = (estimate(60.0, 30.0, 90.0, Scale(1.0, "min")), NO_NUMBER, duration(7200.0, "en"))
    table = Table("c", ("wait",), tuple((cell,) for cell in cells))
    mean, low, high = columns_of(table, "en")
    assert (mean.heading, mean.unit) == ("wait (min)", "min")
    assert mean.cells[0] == 60.0 and math.isnan(mean.cells[1]) and mean.cells[2] == 120.0
    assert (low.cells[0], high.cells[0]) == (30.0, 90.0)


def test_units_that_cannot_be_one_stand_beside_their_numbers():
    table = Table("c", ("value",), ((share(0.5),), (with_unit(plain(3.0), "t", "en"),)))
    number, unit = columns_of(table, "en")
    assert number.cells == (50.0, 3.0) and unit.cells == ("%", "t")


def test_a_link_of_a_table_leads_to_its_section():
    table = Table("c", ("where",), ((Link("there", "one"),),))
    assert '<a href="#one">there</a>' in files_of(of_blocks(table), "html")["report.html"].decode()
    assert documents.pdf_pages(files_of(of_blocks(table), "pdf")["report.pdf"])
    nowhere = of_blocks(Table("c", ("where",), ((Link("there", "left_out"),),)))
    assert "<a href" not in files_of(nowhere, "html")["report.html"].decode().split("<table>")[1]
    assert documents.pdf_pages(files_of(nowhere, "pdf")["report.pdf"])


def test_sheets_of_one_section_have_names_of_their_own():
    table = Table("c", ("x",), (("y",),), name="a_very_long_name_of_a_table_that_no_sheet_takes")
    book = openpyxl.load_workbook(io.BytesIO(files_of(of_blocks(table, table), "xlsx")["report.xlsx"]))
    assert len(set(book.sheetnames)) == 3


def test_an_audience_reads_its_pages_in_its_order():
    titles = {
        name: [page(made_up.report_input("en")).name for page in pages_for(name, PAGES)[:1]]
        for name in AUDIENCES
    }
    assert set(map(tuple, titles.values())) == {("answer",)}
    assert len(pages_for("planner", PAGES)) < len(pages_for("research", PAGES)) == len(PAGES)


def test_long_tables_are_cut_on_paper_only_and_it_is_said():
    table = Table("c", ("x",), tuple((str(i),) for i in range(100)))
    document = of_blocks(table, Words("w"))
    document = document._replace(given=made_up.report_input("en", audience="planner"))
    cut = shortened(document).sections[0].blocks[0]
    assert len(cut.rows) == AUDIENCES["planner"].rows and "of 100 rows" in cut.note
    book = openpyxl.load_workbook(io.BytesIO(files_of(document, "xlsx")["report.xlsx"]))
    assert book.worksheets[1].max_row == 104


def test_the_workbook_reads_no_clock():
    content = documents.files("en", "xlsx")["report.xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert b"2020-01-01T00:00:00Z" in packed.read("docProps/core.xml")
