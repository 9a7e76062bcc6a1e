"""Every block of the README that says it runs does run, and both languages have the same blocks."""

import re

import pytest
from examples import ROOT, blocks, carry_out

from twin.config import names

PAGES = ("README.md", "README.zh.md")


@pytest.mark.slow
def test_the_blocks_of_the_readme_run(tmp_path):
    folder = tmp_path / "page"
    folder.mkdir()
    carry_out(ROOT / PAGES[0], folder)


def test_both_readmes_run_the_same_blocks():
    told = [[block[1:] for block in blocks(ROOT / name) if block.how[1:] == ("run",)] for name in PAGES]
    assert told[0] == told[1]


def test_every_command_in_a_readme_is_run_or_needs_more_than_a_clone():
    # A plain bash block is for what a test cannot do here: cloning, installing.
    for name in PAGES:
        for block in blocks(ROOT / name):
            if block.how == ("bash",):
                assert not any(line.startswith("twin ") for line in block.text.splitlines()), (
                    f"{name}:{block.line}"
                )


def test_the_readmes_tell_of_each_port_days_that_it_has():
    told = [
        re.findall(r"^\| `(\w+)` \|.*\| ([`\w, ]+) \|$", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        for name in PAGES
    ]
    assert told[0] == told[1] and len(told[0]) > 1
    for port, days in told[0]:
        assert set(re.findall(r"\w+", days)) <= set(names("peaks", port)), port
