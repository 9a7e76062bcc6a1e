"""What a rule says of an offender."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from twin.model.errors import Fault, path_text
from twin.model.origin import Path, Where

if TYPE_CHECKING:
    from twin.model.scenario import Scenario


class Broken(NamedTuple):
    """Where a rule is broken and how; `said` reads the place aloud where the bare path would not."""

    path: Path
    text: str
    value: str = ""
    said: str = ""

    def fault(self, where: Where) -> Fault:
        """The fault with its file and line."""
        return Fault(self.said or path_text(self.path), self.value, self.text, where(self.path))


Rule = Callable[["Scenario"], Iterator[Broken]]
