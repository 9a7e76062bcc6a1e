"""Composing from a user's folder, and what is said where that is refused."""

from pathlib import Path

import pytest
from levers import LANGUAGE

from twin.config import compose
from twin.model.errors import ScenarioError

PORT = "layout=ganqimaodu"


def composed(*words):
    return compose(words, LANGUAGE)


def refused(*words, folder=LANGUAGE):
    """Every fault as 'path [place]: text'; no text tells where the user's files lie."""
    with pytest.raises(ScenarioError) as caught:
        compose(words, folder)
    assert str(Path(folder).resolve()) not in str(caught.value)
    return [f"{fault.path} [{fault.place}]: {fault.text}" for fault in caught.value.faults]


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def with_examples(folder):
    """A user's folder that begins as the examples of the language."""
    for path in LANGUAGE.rglob("*.yaml"):
        write(folder, path.relative_to(LANGUAGE), path.read_text("utf-8"))
    return folder
