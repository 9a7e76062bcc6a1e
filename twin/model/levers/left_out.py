"""What a lever left out because the port has not got it, as rows of the ledger."""

from collections.abc import Iterable

from twin.model.errors import Fault

Row = tuple[str, str, str, str]


def rows(left_out: Iterable[Fault]) -> list[Row]:
    """A row for each change that was left out: path, no value, kind, and why."""
    return [(fault.path, "", "lever", f"left out: {fault.text}") for fault in left_out]
