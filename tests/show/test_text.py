"""Every text is translated, and every letter of every translation can be drawn."""

import ast
import re
from collections import Counter
from functools import cache
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from fontTools.ttLib import TTFont
from made_up import reported

from twin.model.law import FAMILIES
from twin.model.things import KINDS_OF_LINK
from twin.results.causes import CAUSE_KINDS
from twin.results.dictionary import BETTER
from twin.results.paired import VERDICTS
from twin.results.places import KINDS
from twin.show import text
from twin.show.style import FONT_FILE
from twin.show.text import LANGUAGES, known, label, read_catalogue, say, word

PACKAGE = text.LOCALE.parents[1]
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")  # a word of the program, no word of a language


def catalogue(lang):
    return {message.id: message.string for message in read_catalogue(lang) if message.id}


def fields(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@cache
def drawable():
    """The letters that the font has."""
    with TTFont(FONT_FILE, lazy=True) as font:
        return {chr(code) for code in font.getBestCmap()}


def said_in_code():
    """Every literal that say() or word() is called with, and every reason."""
    keywords = {"say": None, "word": None, "Why": None}
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=keywords)
    return {message for _, _, message, *_ in found if isinstance(message, str) and message}


def test_every_text_in_the_code_is_in_the_chinese_catalogue():
    assert not said_in_code() - known("zh")


def reasons_by_name():
    """Every reason that is given by a name of its module, in the module or in the function around it."""
    for file in PACKAGE.rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        if "Why(" not in source:
            continue
        tree = ast.parse(source)
        assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
        texts = {
            target.id: [] for node in assigned for target in node.targets if isinstance(target, ast.Name)
        }
        for node in assigned:
            for target in node.targets:
                if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant):
                    texts[target.id].append(node.value.value)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Why" and call.args:
                yield from texts.get(getattr(call.args[0], "id", ""), ())


def test_a_reason_that_has_a_name_is_in_the_chinese_catalogue():
    named = set(reasons_by_name())
    assert named and not named - known("zh")


def test_every_text_of_a_report_is_in_the_chinese_catalogue():
    _, asked = reported("en")
    assert not asked - known("zh")


def test_nothing_is_left_untranslated():
    for lang in LANGUAGES:
        assert not [key for key, said in catalogue(lang).items() if not said]


def test_no_text_is_translated_twice():
    for lang in LANGUAGES:
        keys = re.findall(
            r'^msgid "(.+)"$', text.catalogue_file(lang).read_text(encoding="utf-8"), re.MULTILINE
        )
        assert not [key for key, times in Counter(keys).items() if times > 1]


def test_code_words_are_worded_in_english_too():
    codes = {key for key in known("zh") if CODE.fullmatch(key)}
    assert not codes - known("en")
    assert known("en") <= known("zh")


def test_translations_keep_the_places_of_numbers():
    assert not [key for key, said in catalogue("zh").items() if fields(key) != fields(said)]


def test_measures_causes_verdicts_and_kinds_have_a_word():
    causes = {f"cause_{kind}" for kind in CAUSE_KINDS}
    assert not {*BETTER, *VERDICTS, *causes, *KINDS_OF_LINK.__args__, *FAMILIES, *KINDS} - known("zh")


def test_every_letter_of_the_catalogues_is_in_the_font():
    letters = {letter for lang in LANGUAGES for said in catalogue(lang).values() for letter in said}
    assert not {letter for letter in letters if letter not in drawable()}


def test_ordinary_chinese_is_in_the_font():
    ports = (
        "满洲里二连浩特甘其毛都策克满都拉珠恩嘎达布其额布都格阿日哈沙特嘎顺苏海图口岸海关边检检疫铁路换装场"
    )
    assert not {letter for letter in ports if letter not in drawable()}


def test_a_language_that_is_not_spoken_is_refused():
    with pytest.raises(ValueError, match="lang is 'fr'; a report speaks zh or en"):
        say("wait", "fr")


def test_what_is_in_no_catalogue_is_said_as_it_is():
    assert say("nowhere to be found", "zh") == "nowhere to be found"
    assert word("some_new_code", "en") == "some new code"


def test_a_label_comes_before_the_name():
    class Thing:
        label = {"zh": "国门", "en": "gate"}

    assert label("border_gate", {"border_gate": Thing}, "zh") == "国门"
    assert label("border_gate", {}, "en") == "border gate"
