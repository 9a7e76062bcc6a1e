"""The gallery shows every chart, all its files are there and small, and it can be made again."""

import importlib.util
import re
import shlex
from importlib import import_module

import pytest
from any_charts import CHARTS
from examples import ROOT

from twin.commands.lines import parser_of

GALLERY = ROOT / "docs" / "gallery"
MOST, MOST_OF_A_FILM = 3_000_000, 400_000  # bytes


def _drawer():
    spec = importlib.util.spec_from_file_location("gallery", GALLERY / "draw.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DRAWER = _drawer()


def test_every_chart_is_in_the_gallery():
    assert {shot.chart for shot in DRAWER.shots() if shot.chart} == set(CHARTS)


def test_every_picture_has_a_name_of_its_own_a_step_and_a_title_and_sentence_in_both_languages():
    every, steps = DRAWER.shots(), DRAWER.steps()
    assert len({shot.name for shot in every}) == len(every)
    assert not [shot.name for shot in every if shot.step not in {"", *steps}]
    assert not [shot.name for shot in every for words in shot.words.values() if len(words) != 2]


@pytest.mark.parametrize("language", DRAWER.LANGUAGES)
def test_a_page_is_as_its_tables_say_and_all_it_links_is_there(language):
    text = (GALLERY / DRAWER.PAGES[language]).read_text(encoding="utf-8")
    assert text == DRAWER.page(language)
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if link]
    assert not [link for link in links if not (GALLERY / link).is_file()]


def test_pictures_are_small_and_none_is_left_over():
    shown = {shot.file(each).name for shot in DRAWER.shots() for each in DRAWER.LANGUAGES if shot.step}
    files = {path.name: path.stat().st_size for path in (GALLERY / "pictures").iterdir()}
    assert set(files) <= shown
    assert sum(files.values()) <= MOST
    assert not [name for name, size in files.items() if name.endswith(".mp4") and size > MOST_OF_A_FILM]


@pytest.mark.parametrize("name", DRAWER.steps())
def test_every_command_of_a_step_is_one(name):
    for some in DRAWER.lines(DRAWER.steps()[name], "en"):
        for line in some:
            program, command, *words = shlex.split(line)
            assert program == "twin"
            parser_of(command, import_module(f"twin.commands.{command}")).parse_args(words)


@pytest.mark.prove
def test_a_step_drawn_again_gives_the_same_bytes(tmp_path, monkeypatch):
    before = {path.name: path.read_bytes() for path in (GALLERY / "pictures").iterdir()}
    monkeypatch.setattr(DRAWER, "WORK", tmp_path)
    DRAWER.main(["small"])
    assert {path.name: path.read_bytes() for path in (GALLERY / "pictures").iterdir()} == before
