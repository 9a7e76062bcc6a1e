"""Every block of docs/ and CONTRIBUTING.md that says it runs does run, and prints what it says."""

import re

import pytest
import ready
from examples import COLD, FENCE, ROOT, Calls, carry_out, put_programs, surroundings

PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md"])
ALL_PAGES = sorted([*PAGES, *ROOT.glob("README*.md")])
NAMES = [page.name for page in ALL_PAGES]


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    """The programs, loaded once for all pages; those of the README begin by themselves."""
    programs = put_programs(tmp_path_factory.mktemp("programs"), COLD)
    with ready.process(surroundings(programs)) as asking:
        yield Calls(*([*asking, program] for program in Calls._fields))


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_blocks_of_a_page_run(page, tmp_path, calls):
    folder = tmp_path / "page"
    folder.mkdir()
    carry_out(page, folder, calls)


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
