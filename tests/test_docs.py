"""Every block of docs/ and CONTRIBUTING.md that says it runs does run, and prints what it says."""

import re

import pytest
from examples import FENCE, ROOT, carry_out

PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md"])
ALL_PAGES = sorted([*PAGES, *ROOT.glob("README*.md")])
NAMES = [page.name for page in ALL_PAGES]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_blocks_of_a_page_run(page, tmp_path):
    folder = tmp_path / "page"
    folder.mkdir()
    carry_out(page, folder)


@pytest.mark.parametrize("page", ALL_PAGES, ids=NAMES)
def test_a_page_links_only_to_what_is_there(page):
    links = re.findall(r"\]\(([^)#\s]+)", FENCE.sub("", page.read_text(encoding="utf-8")))
    gone = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not gone


@pytest.mark.parametrize("page", ALL_PAGES, ids=NAMES)
def test_a_page_names_only_files_of_the_tree_that_are_there(page):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    named = re.findall(r"`((?:twin|tests|docs|layouts|scenarios|experiments)/[\w./]*[\w/])`", text)
    gone = sorted({name for name in named if "NAME" not in name and not (ROOT / name).exists()})
    assert not gone
