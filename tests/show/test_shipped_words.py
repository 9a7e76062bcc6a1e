"""All that a reader sees of a shipped port is said in Chinese and in English, and nothing by its bare key."""

import re
from functools import cache

import pytest
from ports import one_booth

from twin.config import compose, list_names, names, said_of
from twin.model.origin import assumed_within
from twin.model.scenario import Scenario
from twin.show.text import PORTS, label, passage, read_catalogue, word

HAN = re.compile(r"[\u4e00-\u9fff]")
SIGN = re.compile(r"([a-z_]+_)?[A-Z]+\d+[a-z]?|[A-Z0-9 ]+")  # a source's key, a model's own name
THINGS = (
    "stations",
    "links",
    "zones",
    "pools",
    "stocks",
    "classes",
    "flows",
    "exits",
    "conditions",
    "matches",
)
FILES = ("layouts", "scenarios", "equipment", "experiments")
LAYOUTS = [name for name in names("layouts") if name != "region"]  # its ports are there on their own


def port_with(note):
    tree = one_booth()
    tree["layout"]["about"] = {"note": note}
    return tree


@cache
def port(layout):
    return compose([f"layout={layout}"])


def is_chinese(text):
    return bool(HAN.search(text) or SIGN.fullmatch(text))


def named(layout):
    """(name, things of its kind) of all that is called by a name."""
    scenario = port(layout)
    groups = [getattr(scenario.layout, kind) for kind in (*THINGS, "places")]
    groups += [scenario.policy.quotas, scenario.policy.slots, scenario.policy.permissions]
    groups += [scenario.roster.calendars, scenario.demand.fleets, scenario.demand.profiles]
    groups += scenario.roster.shifts.values()
    for group in groups:
        yield from ((name, group) for name in group)


def only_named(layout):
    """Names of what has no label: parts, shares, holidays, answers, states, attributes, tasks."""
    scenario = port(layout)
    yield from (*scenario.layout.parts, *scenario.policy.shares, *scenario.roster.holidays)
    yield from (case for each in scenario.policy.permissions.values() for case in each.cases)
    yield from (state for each in scenario.layout.conditions.values() for state in each.states)
    yield from (task.name for station in scenario.layout.stations.values() for task in station.tasks or ())
    for cls in scenario.layout.classes.values():
        for attribute, values in cls.attributes.items():
            yield from (attribute, *values)


def written(tree):
    """Every text of a tree that stands for itself: notes, and why something is assumed."""
    if isinstance(tree, list | tuple):
        for each in tree:
            yield from written(each)
    elif hasattr(tree, "items"):
        for key, value in tree.items():
            if key in ("note", "assumed") and isinstance(value, str):
                yield value
            elif key != "label":
                yield from written(value)
    elif isinstance(tree, str) and "|" in tree:
        said, _, origin = (part.strip() for part in tree.partition("|"))
        yield assumed_within(said, origin)[2] or ""


@pytest.mark.parametrize("kind", FILES)
def test_every_file_has_a_title_in_both_languages(kind):
    for one in list_names(kind):
        assert HAN.search(one.label_zh) and not HAN.search(one.label_en), one
        assert one.label_en != one.name or "_" not in one.name, one


@pytest.mark.parametrize("layout", names("layouts"))
def test_every_day_of_a_port_has_a_title_in_both_languages(layout):
    for one in list_names("peaks", layout):
        assert HAN.search(one.label_zh) and not HAN.search(one.label_en), one


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_thing_of_a_port_is_called_something_in_both_languages(layout):
    assert not [name for name, group in named(layout) if not is_chinese(label(name, group, "zh"))]
    assert not [name for name, group in named(layout) if "_" in label(name, group, "en")]
    assert not [name for name in only_named(layout) if not is_chinese(word(name, "zh"))]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_notes_sources_and_reasons_of_a_port_are_told_in_chinese(layout):
    scenario = port(layout)
    texts = {row.text for row in scenario.ledger} | set(scenario.layout.sources.values())
    texts |= set(written(said_of("layouts", layout).tree)) | {scenario.layout.about.note}
    assert not [text for text in texts if text and not is_chinese(passage(text, "zh"))]


@pytest.mark.parametrize("kind", FILES[1:])
def test_notes_and_reasons_of_a_file_are_told_in_chinese(kind):
    texts = {text for name in names(kind) for text in written(said_of(kind, name).tree)}
    assert not [text for text in texts if text and not is_chinese(passage(text, "zh"))]


@pytest.mark.parametrize("layout", names("layouts"))
def test_a_port_of_a_network_has_a_word_that_goes_before_its_things(layout):
    ports = said_of("layouts", layout).tree.get("ports", {})
    assert not [name for name in ports if not is_chinese(word(f"{name}_way_out", "zh"))]


def test_what_is_said_of_ports_is_translated_once_and_whole():
    catalogue = [(message.id, message.string) for message in read_catalogue("zh", PORTS) if message.id]
    assert not [key for key, said in catalogue if not is_chinese(said)]
    assert len({key for key, _ in catalogue}) == len(catalogue)


def test_a_text_in_both_languages_is_told_in_the_readers_own():
    note = {"zh": "本口岸实测", "en": "measured here"}
    about = Scenario.from_tree(port_with(note)).layout.about
    assert (passage(about.note, "zh"), passage(about.note, "en")) == ("本口岸实测", "measured here")
    assert passage(note, "en") == "measured here"
    assert passage("seen by nobody but us", "zh") == "seen by nobody but us"
