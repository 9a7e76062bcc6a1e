"""What the benchmarks share: one ledger a session, told at its end."""

import pytest
from ledger import FILE, Ledger

KEPT = Ledger()


@pytest.fixture
def ledger():
    """Where a benchmark notes what it found."""
    return KEPT


def pytest_terminal_summary(terminalreporter):
    """Prints the tables, and keeps them."""
    lines = KEPT.lines()
    for line in lines:
        terminalreporter.write_line(line)
    if lines:
        KEPT.write()
        terminalreporter.write_line(f"\nkept in outputs/{FILE.name}")
