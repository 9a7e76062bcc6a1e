"""Every construct has a page: what it means, also on ties, an example that runs, and its picture."""

import sys

import pytest
from examples import ROOT

FOLDER = ROOT / "docs" / "constructs"
sys.path.insert(0, str(FOLDER))

import draw  # noqa: E402

PAGES = draw.pages()
LONGEST = 20  # lines of an example


@pytest.mark.parametrize("name", PAGES)
def test_an_example_gives_what_its_page_says(name):
    said = draw.TABLE.search(PAGES[name].read_text("utf-8"))[1]
    assert said == draw.table(*draw.outcome(PAGES[name]))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_parts(name):
    text = PAGES[name].read_text("utf-8")
    assert "**On ties.**" in text
    assert f"(pictures/{name}.png)" in text and (FOLDER / "pictures" / f"{name}.png").exists()
    assert len(draw.EXAMPLE.search(text)[1].splitlines()) <= LONGEST


def test_every_page_is_in_the_list():
    index = (FOLDER / "README.md").read_text("utf-8")
    assert [name for name in PAGES if f"({name}.md)" not in index] == []
