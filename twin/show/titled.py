"""Alternatives and assumed values by the names that people gave them, in all that a report is made of."""

import re
from collections import Counter
from dataclasses import replace

from twin.show.editable import path_texts
from twin.show.text import say

BASE = "base"
COLUMNS = ("scenario", "against", "alternative", "option", "first", "second", "effect", "mixed_with")
OF_ALTERNATIVES = ("compare", "robust", "resilience")
OF_PATHS = "sensitivity"
BETWEEN = " = ", " × "  # effects that are mixed, and levers of one effect
TOGETHER = re.compile(r"\w+(\+\w+)+")  # levers of one alternative


def titled(given):
    """A ReportInput whose tables have titles instead of words, and `written`: {title: word}.

    Words are what a command line needs, titles are what its reader knows. Two words of one title stay apart:
    each has its word behind it.
    """
    frames = [answer.tables for kind, answer in given.studies.items() if kind in OF_ALTERNATIVES]
    frames = [frame for tables in frames for frame in tables.values()]
    compared = [given.comparison] if given.comparison is not None else []
    titles = titles_of(words_in([*compared, *frames]), given.levers, given.lang)
    studies = {kind: _answer(answer, titles, given) for kind, answer in given.studies.items()}
    comparison = given.comparison if given.comparison is None else in_words(given.comparison, titles)
    written = {title: word for word, title in titles.items()}
    return replace(given, comparison=comparison, studies=studies, written=written)


def words_in(frames):
    """Every word for an alternative in frames, once."""
    columns = [frame[name].astype(str) for frame in frames for name in COLUMNS if name in frame]
    return list(dict.fromkeys(word for column in columns for word in column.unique()))


def titles_of(words, levers, lang):
    """{word: title}; `levers`: [name] label with a text a language."""
    return told_apart({word: title_of(word, levers, lang) for word in words})


def told_apart(titles):
    """{word: title}, each with its word behind it where another has the same.

    >>> told_apart({"a": "gate", "b": "gate", "c": "yard"})
    {'a': 'gate (a)', 'b': 'gate (b)', 'c': 'yard'}
    """
    often = Counter(titles.values())
    return {word: title if often[title] == 1 else f"{title} ({word})" for word, title in titles.items()}


def title_of(word, levers, lang):
    """What an alternative is called: its levers by their labels; what has none stays as it is written."""
    if word == BASE:
        return say("base", lang)
    for sign in BETWEEN:
        if sign in word:
            return sign.join(title_of(part, levers, lang) for part in word.split(sign))
    if TOGETHER.fullmatch(word):
        return " + ".join(title_of(part, levers, lang) for part in word.split("+"))
    return getattr(levers.get(word), lang, word)


def in_words(frame, titles):
    """A frame with a title for each word."""
    named = {name: frame[name].astype(str).map(titles) for name in COLUMNS if name in frame}
    return frame.assign(**named)


def _answer(answer, titles, given):
    if answer.kind in OF_ALTERNATIVES:
        tables = {name: in_words(frame, titles) for name, frame in answer.tables.items()}
        question = answer.question
        if "alternatives" in question:
            called = [titles.get(word, word) for word in question["alternatives"]]
            question = question | {"alternatives": called}
        return answer._replace(tables=tables, question=question)
    if answer.kind == OF_PATHS:
        return answer._replace(tables={name: _by_path(frame, given) for name, frame in answer.tables.items()})
    return answer


def _by_path(frame, given):
    if "path" not in frame:
        return frame
    paths = frame["path"].astype(str)
    texts = path_texts(given.scenario, paths.unique(), given.lang)
    return frame.assign(path=paths.map(told_apart(texts)))
