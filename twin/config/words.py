"""What the words of a command line say: files, scenarios, their knobs, and values."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from twin.config.library import GROUPS
from twin.model.errors import Fault, ScenarioError, nearest
from twin.model.levers import Word
from twin.model.levers.bars import COMMAND_LINE
from twin.model.levers.paths import SECTIONS

LONGEST_KEY = 100  # letters of a word that a message repeats


class Words(NamedTuple):
    """The words of one run, sorted out."""

    files: dict[str, str]  # [group] name, scenarios left out
    scenarios: tuple[str, ...]
    knobs: dict[str, dict[str, str]]  # [scenario][knob]
    values: tuple[Word, ...]


class _New(NamedTuple):
    """A thing that is not there yet."""

    what: dict[str, Any]


class _Refused(Exception):
    """A word that is not understood, with the way out."""


def read(words: Iterable[str]) -> Words:
    """The words of one run; every word that is not understood is refused at once."""
    found: list[tuple[str, Any]] = []
    faults = []
    for word in words:
        try:
            found.append(_one(word))
        except _Refused as error:
            faults.append(Fault(_key(word), "", str(error), COMMAND_LINE))
    for key in dict.fromkeys(key for key, _ in found):
        if sum(key == other for other, _ in found) > 1:
            way_out = "; several scenarios are written scenario=[a,b]" if key == "scenario" else ""
            faults.append(Fault(key, "", f"is given more than once; keep one{way_out}", COMMAND_LINE))
    if faults:
        raise ScenarioError(faults)
    return _sorted_out(found)


def sweep(words: Iterable[str]) -> list[list[str]]:
    """The words of each run of a sweep: every combination of the values that commas part.

    >>> sweep(["layout=a", "experiment.seed=1,2"])
    [['layout=a', 'experiment.seed=1'], ['layout=a', 'experiment.seed=2']]
    """
    each = []
    faults = []
    for word in words:
        try:
            override = _parsed(word)
            if override.is_sweep_override():
                # Hydra writes a space as backslash and space; its grammar reads it without as well.
                values = (value.replace("\\ ", " ") for value in override.sweep_string_iterator())
                each.append([f"{override.key_or_group}={value}" for value in values])
            else:
                each.append([word])
        except _Refused as error:
            faults.append(Fault(_key(word), "", str(error), COMMAND_LINE))
    if faults:
        raise ScenarioError(faults)
    return [list(run) for run in itertools.product(*each)]


def _key(word: str) -> str:
    return word.split("=", 1)[0][:LONGEST_KEY]


def _parsed(word: str) -> Any:
    """The word as hydra's own grammar reads it."""
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    if "${" in word:
        raise _Refused("${…} is not allowed; write the value")
    if "=" not in word and not word.startswith("~"):
        known = [f"{group}=" for group in GROUPS]
        raise _Refused(f"is no word=value; write e.g. layout={word}, or one of {', '.join(known)}")
    try:
        return OverridesParser.create().parse_override(word)
    except (HydraException, ValueError, RecursionError):
        raise _Refused("cannot be read; put a value with ( ) , or : inside into quotes") from None


def _one(word: str) -> tuple[str, Any]:
    """Key and value of one word; the value is text, list or mapping, or None for a removal."""
    from hydra.core.override_parser.types import OverrideType

    override = _parsed(word)
    key = override.key_or_group
    if override.package or override.type == OverrideType.FORCE_ADD:
        raise _Refused("is written key=value, without ++ or @")
    if override.is_sweep_override():
        both = "; both scenarios in one run are written scenario=[a,b]" if key == "scenario" else ""
        raise _Refused(f"is a sweep over several runs, and this is one run; give one value{both}")
    if "." not in key and key not in GROUPS:
        known = list(GROUPS)
        raise _Refused(
            f"'{key}' is not a word here{nearest(key, known)}; the words here are {', '.join(known)}"
        )
    if override.type == OverrideType.DEL:
        if "." not in key or override.value() is not None or "=" in word:
            raise _Refused("removes a value: ~layout.stations.h986.model, a dotted path without =")
        return key, None
    value = _texts(override.value(), word.split("=", 1)[1].strip())
    if value == "":
        raise _Refused("has nothing behind the =; write a value, or ~path to remove one")
    return key, _new(key, value) if override.type == OverrideType.ADD else value


def _new(key: str, value: Any) -> _New:
    if "." not in key or not isinstance(value, dict):
        raise _Refused("adds a thing: +roster.shifts.officers.night={hours: 22:00-06:00, size: 4}")
    return _New(value)


def _texts(value: Any, raw: str) -> Any:
    """A value of hydra's grammar as the texts that were written."""
    from hydra.core.override_parser.types import QuotedString

    if isinstance(value, QuotedString):
        return value.text
    if isinstance(value, dict):
        return {_texts(name, str(name)): _texts(inner, _plain(inner)) for name, inner in value.items()}
    if isinstance(value, list):
        return [_texts(inner, _plain(inner)) for inner in value]
    if value is None:
        raise _Refused("null is no value; write ~path to remove one")
    return value if isinstance(value, str) else raw


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _sorted_out(found: Sequence[tuple[str, Any]]) -> Words:
    words = Words({}, (), {}, ())
    faults = []
    for key, value in found:
        try:
            words = _READERS.get(key.split(".", 1)[0], _value)(words, key, value)
        except _Refused as error:
            faults.append(Fault(key, "", str(error), COMMAND_LINE))
    if faults:
        raise ScenarioError(faults)
    return words


def _value(words: Words, key: str, value: Any) -> Words:
    """A group's file, or a value at a dotted path."""
    if "." in key:
        word = Word(key, value.what, is_new=True) if isinstance(value, _New) else Word(key, value)
        return words._replace(values=(*words.values, word))
    if not isinstance(value, str):
        raise _Refused("is one name")
    return words._replace(files={**words.files, key: value})


def _scenario(words: Words, key: str, value: Any) -> Words:
    """Scenarios by name (a, [a,b] or a+b), or a knob of one."""
    if key != "scenario":
        parts = key.split(".")
        if len(parts) != 4 or parts[2] != "with" or not isinstance(value, str):
            raise _Refused("only knobs of a scenario are given here: scenario.<name>.with.<knob>=value")
        knobs = {**words.knobs.get(parts[1], {}), parts[3]: value}
        return words._replace(knobs={**words.knobs, parts[1]: knobs})
    names = value if isinstance(value, list) else value.split("+") if isinstance(value, str) else [value]
    if not all(isinstance(name, str) for name in names):
        raise _Refused("is a name, or a list of names: [a,b]")
    names = [name.strip() for name in names]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _Refused(f"names {twice} twice; a scenario is applied once, so leave one out")
    return words._replace(scenarios=tuple(names))


def _peak(words: Words, key: str, value: Any) -> Words:
    if key != "peak":
        raise _Refused("a peak's values are the demand's: demand.flows.…")
    return _value(words, key, value)


_READERS: dict[str, Callable[[Words, str, Any], Words]] = {
    "scenario": _scenario,
    "peak": _peak,
    **dict.fromkeys(SECTIONS, _value),
}
