"""What a lever is: named changes, with knobs, read from one scenario file."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from twin.model.costs import cost_faults
from twin.model.errors import Fault, ScenarioError, listed, nearest
from twin.model.levers import bars

Place = Callable[[tuple], str]

LEVER_WORDS = ("label", "note", "task", "measure", "source", "assumed", "needs", "cost", "with", "changes")
_KNOB = re.compile(r"\$[a-z]")
IT = "$it"  # in the steps of replace: the station that is replaced


class Form(NamedTuple):
    """How a change is written: words it takes, words it needs, and words of which it takes one."""

    takes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()


# The changes in the order of their phases; a new change is a row here and a row in phases.py.
FORMS = {
    "add": Form(),
    "swap": Form(needs=("to",)),
    "set": Form(takes=("of",)),
    "more": Form(takes=("of",)),
    "scale": Form(takes=("of",)),
    "insert": Form(takes=("in",), one_of=("before", "after")),
    "move": Form(takes=("in",), one_of=("before", "after")),
    "parallel": Form(takes=("in",), needs=("as",)),
    "replace": Form(takes=("in",), needs=("with",)),
    "merge": Form(takes=("label", "servers", "tasks", "at"), needs=("into",)),
    "remove": Form(takes=("in",)),
}
_BEGINS = f"a change begins with one of {', '.join(FORMS)}"


class Change(NamedTuple):
    """One change of a lever, its knobs filled in."""

    lever: str
    number: int  # from 1, as written in the file
    verb: str
    what: Any
    words: dict
    why: str  # what stands behind the lever in the bar of a value it gives
    place: str = ""

    @property
    def path(self) -> str:
        """How a fault names this change."""
        return f"scenario.{self.lever}.changes[{self.number}] ({self.verb})"

    @property
    def by(self) -> str:
        """The lever, as a bar names it."""
        return f"scenario {self.lever}"

    @property
    def order(self) -> tuple[str, int]:
        """Where the change stands among those of its phase: by the name of its lever, then by line."""
        return self.lever, self.number

    @property
    def if_present(self) -> bool:
        """Whether the change may be left out where the port has not got what it changes."""
        return str(self.words.get("if_present", "false")).lower() == "true"

    def fault(self, text: object) -> Fault:
        """What is wrong with this change."""
        return Fault(self.path, "", str(text), self.place)


class Lever(NamedTuple):
    """A scenario that changes a few named things of any port that has them."""

    name: str
    label: Any
    needs: tuple[str, ...]
    changes: tuple[Change, ...]
    knobs: dict
    place: str = ""


def read_lever(name: str, raw: Any, knobs: Mapping[str, str] = {}, place: Place = lambda path: "") -> Lever:
    """The lever of one scenario; `knobs` are the command line's, `place` tells the line of a path."""
    if not isinstance(raw, Mapping):
        raise ScenarioError(
            [Fault(f"scenario.{name}", "", "is wanted as a mapping with changes:", place(()))]
        )
    faults = list(_faults(name, raw, knobs, place))
    if faults:
        raise ScenarioError(faults)
    own = dict(raw.get("with", {})) | {knob: bars.by(text, bars.COMMAND_LINE) for knob, text in knobs.items()}
    changes = tuple(
        _change(name, number, written, (own, _why(raw), place))
        for number, written in enumerate(raw["changes"], 1)
    )
    needs = raw.get("needs", [])
    needs = (needs,) if isinstance(needs, str) else tuple(needs)
    return Lever(name, raw.get("label", name), needs, changes, own, place(("needs",)))


def _why(raw: Mapping) -> str:
    """The origin of all values that say none of their own."""
    return f"assumed {bars.bare(raw['assumed'])}" if "assumed" in raw else bars.bare(raw.get("source", ""))


def _change(name: str, number: int, written: Mapping, filled: tuple) -> Change:
    knobs, why, place = filled
    verb = next(word for word in written if word in FORMS)
    words = {word: _fill(value, knobs) for word, value in written.items() if word != verb}
    return Change(name, number, verb, _fill(written[verb], knobs), words, why, place(("changes", number - 1)))


def _fill(value: Any, knobs: Mapping) -> Any:
    """A value with every knob replaced by what it says."""
    if isinstance(value, Mapping):
        return {word: _fill(inner, knobs) for word, inner in value.items()}
    if isinstance(value, list):
        return [_fill(inner, knobs) for inner in value]
    return knobs.get(value[1:], value) if isinstance(value, str) and value.startswith("$") else value


def _faults(name: str, raw: Mapping, knobs: Mapping, place: Place):
    for word in raw:
        if word not in LEVER_WORDS:
            near = nearest(word, LEVER_WORDS)
            text = f"'{word}' is not a word here{near}; the words here are {listed(LEVER_WORDS)}"
            yield Fault(f"scenario.{name}.{word}", "", text, place((word,)))
    own = raw.get("with", {})
    if not isinstance(own, Mapping):
        yield Fault(f"scenario.{name}.with", "", "knobs are a mapping: name: value", place(("with",)))
        own = {}
    if not isinstance(raw.get("measure", ""), str):
        text = "is one text: measure: wait_mean of border_gate"
        yield Fault(f"scenario.{name}.measure", "", text, place(("measure",)))
    for knob in knobs:
        if knob not in own:
            known = f"its knobs are {listed(own)}" if own else "it has no knobs"
            text = f"{name} has no knob {knob}{nearest(knob, own)}; {known}"
            yield Fault(f"scenario.{name}.with.{knob}", "", text, bars.COMMAND_LINE)
    yield from cost_faults(name, raw.get("cost", {}), place)
    needs = raw.get("needs", [])
    if not isinstance(needs, str) and not (
        isinstance(needs, list) and all(isinstance(need, str) for need in needs)
    ):
        yield Fault(f"scenario.{name}.needs", "", "is a list: [every scan, h986]", place(("needs",)))
    changes = raw.get("changes")
    if not isinstance(changes, list) or not changes:
        yield Fault(
            f"scenario.{name}.changes",
            "",
            "a lever has changes: with at least one change",
            place(("changes",)),
        )
        return
    for number, written in enumerate(changes, 1):
        for verb, text in _change_faults(written, own):
            path = f"scenario.{name}.changes[{number}]{f' ({verb})' if verb else ''}"
            yield Fault(path, "", text, place(("changes", number - 1)))


def _change_faults(written: Any, knobs: Mapping):
    """Pairs of verb and text for what is wrong with one written change."""
    if not isinstance(written, Mapping):
        yield "", f"a change is written verb: what; {_BEGINS}"
        return
    verbs = [word for word in written if word in FORMS]
    if not verbs:
        first = next(iter(written), "")
        yield (
            "",
            f"'{first}' is not a change{nearest(first, FORMS)}; {_BEGINS}",
        )
        return
    if len(verbs) > 1:
        yield verbs[0], f"one change, one verb; here are {' and '.join(verbs)}; write them as two changes"
        return
    verb, form = verbs[0], FORMS[verbs[0]]
    known = (*form.needs, *form.one_of, *form.takes, "if_present", "note")
    for word in written:
        if word != verb and word not in known:
            yield (
                verb,
                f"'{word}' is not a word here{nearest(word, known)}; the words here are {listed(known)}",
            )
    for word in form.needs:
        if word not in written:
            yield verb, f"needs {word}:"
    if form.one_of and len([word for word in form.one_of if word in written]) != 1:
        yield verb, f"needs one of {' and '.join(f'{word}:' for word in form.one_of)}"
    for word in _knobs_in(written):
        if not word.startswith("$"):
            yield verb, f"'{word}' has a knob inside; a knob stands alone: $name"
        elif word.split(".")[0] != IT and word[1:] not in knobs:
            has = f"with: {listed(knobs)}" if knobs else "it has none"
            yield verb, f"{word} is not among its knobs ({has}){nearest(word[1:], knobs)}"


def _knobs_in(value: Any):
    if isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _knobs_in(inner)
    elif isinstance(value, str) and _KNOB.search(value):
        yield value
