"""docs/levers.md: a row for every lever, a column for every port, a reason where a lever does not apply."""

import re
from pathlib import Path

import pytest

from twin.config import names, ports

PAGE = Path(__file__).parents[2] / "docs" / "levers.md"
AGAIN = "make the page anew: twin levers --markdown docs/levers.md"


@pytest.fixture(scope="module")
def table():
    """The rows of the page's table as lists of cells, the heading first."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def named(cell):
    return re.search(r"`(\w+)`", cell)[1]


def test_every_lever_and_every_port_of_the_page_is_there(table):
    heading, _, *rows = table
    levers, columns = [named(row[1]) for row in rows], [named(cell) for cell in heading[2:]]
    assert set(levers) <= set(names("scenarios")) and set(columns) <= set(ports()), AGAIN
    assert len(set(levers)) == len(levers) and len(set(columns)) == len(columns)
    assert all(len(row) == len(heading) and all(row[1:]) for row in table)


def test_no_lever_and_no_port_is_missing_on_the_page(table):
    heading, _, *rows = table
    missing = set(names("scenarios")) - {named(row[1]) for row in rows}
    missing |= set(ports()) - {named(cell) for cell in heading[2:]}
    assert not missing, AGAIN


def test_a_lever_that_does_not_apply_has_its_reason_below_the_table(table):
    heading, _, *rows = table
    reasons = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("- `")]
    for row in rows:
        for port, cell in zip(heading[2:], row[2:], strict=True):
            if cell == "does not apply":
                own = [line for line in reasons if line.startswith(f"- `{named(row[1])}` on ")]
                assert any(named(port) in line.split(":")[0] for line in own), (row[1], port)
