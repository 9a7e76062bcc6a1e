"""What is wrong, in the reader's language: a text of the rooms below is English, and is read by its patterns.

The catalogue `faults` has a pattern a sentence, as '{port} has no {thing}'. A sentence that no pattern reads
stays as it is, so that nothing of a fault is lost.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from twin.show.text import LANGUAGES, catalogue_file, read_catalogue, word

FAULTS = "faults"
ENDS = re.compile(r"(\?; |; |\. (?=[A-Z]))")  # where one sentence ends and the next begins
STOPS = {"zh": "；"}
EITHER = {"zh": "' 或 '"}  # between two examples
FIELD = re.compile(r"\{([a-z]+)\}")


class Pattern(NamedTuple):
    """How a sentence looks in English, and how it is said."""

    looks: re.Pattern
    said: str


def in_words_of(text, lang):
    """A fault's text in a language.

    >>> in_words_of("there is no place tip; did you mean top?; there is top, yard", "zh")
    '没有地点 tip；是否指 top？现有 top, yard'
    """
    if lang not in STOPS:
        return text
    parts = [*ENDS.split(text), ""]
    asked = ["?" if end.startswith("?") else "" for end in parts[1::2]]
    sentences = map("".join, zip(parts[::2], asked, strict=True))
    told = STOPS[lang].join(_sentence(each, lang) for each in sentences)
    return told.replace(f"？{STOPS[lang]}", "？")


def _sentence(text, lang):
    for pattern in patterns(lang):
        if found := pattern.looks.fullmatch(text):
            facts = {name: _fact(name, said, lang) for name, said in found.groupdict().items()}
            return _filled(pattern.said, facts)
    return text


def _filled(said, facts):
    return FIELD.sub(lambda field: facts[field[1]], said)


def _fact(name, said, lang):
    """What stands in a field: a kind of thing has a word of its own."""
    if name == "why":
        return in_words_of(said, lang)
    if name != "kind":
        return said.replace("' or '", EITHER[lang])
    return next(
        (each.said for each in patterns(lang) if each.looks.pattern == re.escape(said)), word(said, lang)
    )


@lru_cache(maxsize=len(LANGUAGES))
def patterns(lang):
    """The patterns of a language, the one with the most words of its own first."""
    if not catalogue_file(lang, FAULTS).exists():
        return ()
    messages = [message for message in read_catalogue(lang, FAULTS) if message.id]
    messages.sort(key=lambda message: -len(FIELD.sub("", message.id)))
    return tuple(Pattern(re.compile(_looks(message.id)), message.string) for message in messages)


def _looks(text):
    """The regular expression of a pattern: a field is whatever is said there."""
    parts = FIELD.split(text)
    made = [re.escape(part) if i % 2 == 0 else f"(?P<{part}>.+?)" for i, part in enumerate(parts)]
    return "".join(made)
