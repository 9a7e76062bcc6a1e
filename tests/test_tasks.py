"""The region's 18 tasks: each is traced to files, ports, measures and commands that are there."""

import importlib.util
import re
import shlex
from functools import cache

import pytest
from examples import ROOT, blocks

from twin.commands.compare import run as compare
from twin.commands.lines import parser_of
from twin.commands.report import run as report
from twin.commands.words import questions
from twin.config import compose, fitting, names
from twin.results.dictionary import BETTER

TASKS = range(1, 19)
PAGES = {"en": ROOT / "docs" / "tasks.md", "zh": ROOT / "docs" / "tasks.zh.md"}
LINES = {"en": ("Files: ", "Ports: ", "Measures: "), "zh": ("文件：", "口岸：", "指标：")}


def _writer():
    spec = importlib.util.spec_from_file_location("writer", ROOT / "docs" / "tasks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WRITER = _writer()
both_pages = pytest.mark.parametrize("language", PAGES)


def text_of(language):
    return PAGES[language].read_text(encoding="utf-8")


def sections(language):
    """{task: its section}."""
    found = re.split(r"^## (?:(\d+) )?.*$", text_of(language), flags=re.MULTILINE)[1:]
    return {int(number): text for number, text in zip(found[::2], found[1::2], strict=True) if number}


def named(text, line):
    """What stands between backticks on the line that begins so."""
    return re.findall(r"`([^`]+)`", next(row for row in text.splitlines() if row.startswith(line)))


def commands(language):
    found = [line for block in blocks(PAGES[language]) for line in block.text.splitlines()]
    return list(dict.fromkeys(found))


def command(line):
    """(the command's module, its arguments), as the command line reads them."""
    word, name, *rest = shlex.split(line)
    assert word == "twin"
    module = importlib.import_module(f"twin.commands.{name}")
    return module, parser_of(name, module).parse_intermixed_args(rest)


@cache
def misfits(layout):
    """{scenario: why it does not fit the port, or ''}."""
    return fitting([f"layout={layout}"])


@both_pages
def test_all_tasks_are_there_in_their_order(language):
    assert list(sections(language)) == list(TASKS)


@both_pages
def test_a_task_lists_the_scenarios_that_name_it_and_no_others(language):
    text = text_of(language)
    assert WRITER.written(text, language) == text, "run python docs/tasks.py"


@both_pages
def test_each_scenario_stands_under_its_task_by_its_label(language):
    listed = {}
    for task, text in sections(language).items():
        listed[task] = set(re.findall(r"^\| `scenarios/(\w+)\.yaml` \| \S", text, re.MULTILINE))
    said = {task: set(labels) for task, labels in WRITER.scenarios().items()}
    assert {task: found for task, found in listed.items() if found} == said
    assert set(said) <= set(TASKS)


@both_pages
def test_the_files_of_a_task_are_there(language):
    for task, text in sections(language).items():
        files = named(text, LINES[language][0])
        assert files and all((ROOT / file).is_file() for file in files), (task, files)


@both_pages
def test_the_measures_of_a_task_are_measured(language):
    for task, text in sections(language).items():
        measures = named(text, LINES[language][2])
        assert measures and set(measures) <= set(BETTER), task


def test_both_languages_say_the_same_of_a_task():
    english, chinese = sections("en"), sections("zh")
    for task in TASKS:
        for line, same in zip(LINES["en"], LINES["zh"], strict=True):
            assert named(english[task], line) == named(chinese[task], same), task
    assert commands("en") == commands("zh")


@pytest.mark.parametrize("line", commands("en"))
def test_a_command_of_a_task_is_read_and_its_port_composes(line):
    module, args = command(line)
    if module.run in (compare, report):
        asked = list(questions(args.words).values())
        assert len(asked) > 1
    else:
        asked = [args.words] if any(word.startswith("layout=") for word in args.words) else []
    for words in asked:
        assert compose(words).name
    if not asked:
        known = {
            name for kind in ("layouts", "scenarios", "experiments", "equipment") for name in names(kind)
        }
        assert set(args.words) <= known


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS)
def test_a_port_of_a_task_has_a_scenario_of_it_that_fits(task):
    of_task = WRITER.scenarios().get(task, {})
    for layout in named(sections("en")[task], LINES["en"][1]):
        assert layout in names("layouts")
        reasons = {name: misfits(layout)[name] for name in of_task}
        assert not reasons or "" in reasons.values(), (layout, reasons)
