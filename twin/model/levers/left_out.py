"""What a lever left out because the port has not got it, as rows of the ledger."""

from collections.abc import Iterable

from twin.model.errors import Fault
from twin.model.origin import Assumption


def rows(left_out: Iterable[Fault]) -> list[Assumption]:
    """A row without value for each change that was left out, with the reason."""
    return [Assumption(fault.path, "", "lever", f"left out: {fault.text}") for fault in left_out]
