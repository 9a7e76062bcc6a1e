"""How a fault is said: the place, the value and the way out, all faults of a stage at once."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from twin.model.record import Label

IS = {"en": "is '{}': ", "zh": "写的是 '{}'："}
LONGEST_LIST = 8  # names that a text lists before it stops


class Fault(NamedTuple):
    """One thing that is wrong: `value` stands there ('' if the text says it), `place` is 'file:line'.

    `label` is what the thing is called in both languages, where it has a label.
    """

    path: str
    value: str
    text: str
    place: str = ""
    label: "Label | None" = None

    def __str__(self):
        return self.told("en")

    def told(self, lang: str) -> str:
        """The fault with the thing's label in a language."""
        label = f" ({getattr(self.label, lang)})" if self.label else ""
        place = f"  [{self.place}]" if self.place else ""
        value = IS[lang].format(self.value) if self.value else ""
        return f"{self.path}{label}{place}\n    {value}{self.text}"

    def tree(self) -> dict[str, Any]:
        """The fault as JSON has it; a label where there is one."""
        fields = self._asdict()
        label = fields.pop("label")
        return fields | ({"label": label._asdict()} if label else {})


class ScenarioError(Exception):
    """A scenario that is refused, with every fault of the stage that refused it."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self):
        return self.told("en")

    def told(self, lang: str) -> str:
        """Every fault with the labels of a language."""
        return "\n".join(fault.told(lang) for fault in self.faults)


def listed(names: Iterable[str]) -> str:
    """The names in one line, the first eight of a long list."""
    names = [str(name) for name in names]
    shown = ", ".join(names[:LONGEST_LIST])
    return f"{shown}, … ({len(names)} in all)" if len(names) > LONGEST_LIST else shown


def nearest(word: object, words: Iterable[str]) -> str:
    """'; did you mean gate?' where one of the words is near, else nothing.

    >>> nearest("weighbrige", ["gate", "weighbridge"])
    '; did you mean weighbridge?'
    """
    near = get_close_matches(str(word), [str(name) for name in words], n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def unknown(kind: str, word: object, words: Sequence[str]) -> str:
    """The text for a name that nothing has, with the nearest one and those there are."""
    there = f"; there is {listed(words)}" if words else f"; there is no {kind} at all"
    return f"there is no {kind} {word}{nearest(word, words)}{there}"


def path_text(path: Sequence[str | int]) -> str:
    """A path as it is read aloud: list entries count from 1.

    >>> path_text(("layout", "parts", "entry_checks", 0))
    'layout.parts.entry_checks[1]'
    """
    text = ""
    for part in path:
        if isinstance(part, int) and not isinstance(part, bool):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else str(part)
    return text
