"""What a reader may not be told is in none of the forms, neither in a text nor in a figure."""

import json
import shlex
from dataclasses import replace
from functools import cache
from pathlib import Path

import documents
import made_up
import numpy as np
import pandas as pd
import pytest

from twin.model.scenario import Scenario
from twin.plan.compile import compile_plan
from twin.results.paired import compare
from twin.results.summary import summarise
from twin.show.forms import FORMS
from twin.show.forms.hiding import Hidden
from twin.show.forms.redaction import LEVELS, levels_up_to, told
from twin.show.report import ReportInput, document_of
from twin.study.answered import Answer
from twin.study.preview import preview_of
from twin.study.replications import replicate
from twin.study.robust.regret import choices, regret_table, weights_of

VENDOR, OFFER = "Wolkenstein Scan AG", "Nordlicht"
# [level] what is planted in the port and in the answers of studies, as it would be written.
SECRETS = {
    "commercial": (VENDOR, "87.65 M CNY", "87650000", "4.32 M CNY", "31.7 M PLN", "91.93 M CNY"),
    "personal": ("shift_of_li_wei", "tel. of Mr Zhang"),
    "public": (OFFER, "83.21", "0.8321", "6.54 %", "night_watch", "19 guards", "47.11 %"),
}


def planted():
    """The small port with something of every kind that a level hides."""
    tree = json.loads(json.dumps(made_up.TREE))
    tree["equipment"]["fast"] |= {
        "label": {"zh": "快机", "en": f"{VENDOR} 4000"},
        "price": "87.65 M CNY | assumed 31.7 M PLN in a tender of 2025",
        "upkeep": "4.32 M CNY/y",
        "detects": "contraband",
        "detection": "83.21 % | assumed by the maker",
        "false_alarm": "6.54 %",
    }
    tree["equipment"]["slow"] |= {"detects": "contraband", "detection": "83.21 %"}
    tree["layout"]["sources"]["S3"] = "a contract of 91.93 M CNY with a maker"
    tree["layout"]["pools"]["guards"] = {"agency": "border", "label": {"zh": "警卫", "en": "guards"}}
    tree["layout"]["stations"]["border_gate"]["needs"] = {"guards": 1}
    tree["roster"]["shifts"]["analysts"]["shift_of_li_wei"] = {"hours": "22:00-24:00", "size": 1}
    tree["roster"]["shifts"]["guards"] = {"night_watch": {"hours": "00:00-24:00", "size": "19 | 19 guards"}}
    tree["layout"]["stations"]["health"]["servers"] = "2 | tel. of Mr Zhang"
    tree["policy"]["shares"] = {"to_health": "47.11 % | assumed 40 % to 50 %"}
    return tree


def studies():
    """Answers of studies about offers: one that is about money, one that only names an offer."""
    offers = pd.DataFrame({"offer": [OFFER], "vendor": [VENDOR], "price": [87650000.0]})
    levels = {"day": {"base": np.array([9.0, 8.0, 9.5]), OFFER: np.array([5.0, 6.0, 5.5])}}
    regret = regret_table(levels, weights_of(list(levels)))
    question = {"alternatives": ["base", OFFER], "peaks": ["day"], "weights_said": False}
    question |= {"target": "wait_mean", "unit": "s"}
    tables = {"regret": regret, "choices": choices(levels, regret, weights_of(list(levels)))}
    return {
        "procure": Answer("procure", {"file": "offers.csv"}, {"offers": offers}, Path()),
        "robust": Answer("robust", question, tables, Path()),
    }


@cache
def given():
    scenario = Scenario.from_tree(planted())
    plan = compile_plan(scenario)
    summary = summarise(plan, replicate(plan, range(2)))
    words = ("equipment.fast.price=87.65 M CNY", "roster.shifts.guards.night_watch.size=19 | 19 guards")
    line = shlex.join(["twin", "run", "layout=sample", *words])
    return ReportInput(
        scenario=scenario,
        plan=plan,
        summary=summary,
        manifest={"key": "0123456789abcdef", "scenario": planted(), "command": line},
        lang="en",
        comparison=compare({"base": summary, OFFER: summary}),
        preview=preview_of(plan),
        studies=studies(),
    )


@cache
def read(level):
    """All that can be read of the report at a level, and all texts of its figures."""
    asked = given()
    if level == "none":  # the page of offers wants all that a study of offers keeps
        asked = replace(asked, studies={"robust": asked.studies["robust"]})
    document = document_of(replace(asked, level=level))
    drawn = {
        f"figure {block.name}": " | ".join(block.words)
        for section in document.sections
        for block in section.blocks
        if block.block == "picture"
    }
    forms = [form for form in FORMS if form != "figures" or level == LEVELS[-1]]  # drawing them takes long
    return documents.all_seen(document, forms) | drawn


def leaks(level, secrets):
    squeezed = {place: "".join(text.split()) for place, text in read(level).items()}
    found = {
        secret: [p for p, text in squeezed.items() if "".join(secret.split()) in text] for secret in secrets
    }
    return {secret: places for secret, places in found.items() if places}


# The last level hides what those before it hide as well.
@pytest.mark.slow
@pytest.mark.parametrize(
    "level", [*(pytest.param(level, marks=pytest.mark.prove) for level in LEVELS[1:-1]), LEVELS[-1]]
)
def test_nothing_that_a_level_hides_is_in_any_form(level):
    assert not leaks(level, [secret for each in levels_up_to(level) for secret in SECRETS[each]])


@pytest.mark.slow
def test_without_a_level_all_that_a_page_has_is_there():
    shown = leaks("none", [secret for secrets in SECRETS.values() for secret in secrets])
    assert {VENDOR, OFFER, "87.65 M CNY", "shift_of_li_wei", "47.11 %", "31.7 M PLN"} <= set(shown)


@pytest.mark.slow
def test_a_level_hides_no_more_than_it_says():
    assert "shift_of_li_wei" in str(leaks("commercial", SECRETS["personal"]))
    assert OFFER in leaks("personal", SECRETS["public"])


@pytest.mark.slow
def test_what_is_withheld_is_said_with_the_level():
    html = read("public")["html/report.html"]
    assert "redaction: public" in html
    assert "it is withheld from this reader (--redact public)" in html


def of_paths(*paths):
    tables = {"tornado": pd.DataFrame({"path": list(paths), "swing": 1.0})}
    return {"sensitivity": Answer("sensitivity", {"target": "wait_mean"}, tables, Path())}


def test_rows_about_hidden_values_are_left_out_of_an_answer():
    studies = of_paths("layout.stations.h986.servers", "equipment.fast.price")
    may_know, _ = told(made_up.report_input("en", studies=studies), "commercial")
    kept = may_know.studies["sensitivity"].tables["tornado"]["path"]
    assert list(kept) == ["layout.stations.h986.servers"] and not may_know.withheld


def test_an_answer_that_is_about_nothing_else_is_withheld_as_a_whole():
    studies = of_paths("equipment.fast.price", "equipment.slow.upkeep")
    may_know, _ = told(made_up.report_input("en", studies=studies), "commercial")
    assert not may_know.studies and may_know.withheld == {"sensitivity"}


def test_a_comparison_that_is_withheld_is_so_with_what_its_alternatives_are():
    changes = pd.DataFrame({"scenario": ["a"], "path": ["equipment.fast.price"], "before": "1", "after": "2"})
    studies = {"compare": Answer("compare", {"measure": "wait_mean"}, {"changes": changes}, Path())}
    may_know, _ = told(made_up.report_input("en", studies=studies), "commercial")
    assert may_know.withheld == {"alternatives", "definitions"}


def test_a_road_is_about_money_and_withheld_as_a_whole():
    tables = {"steps": pd.DataFrame({"step": ["gate"], "once": [87650000.0]})}
    studies = {"roadmap": Answer("roadmap", {"measure": "wait_mean"}, tables, Path())}
    may_know, _ = told(made_up.report_input("en", studies=studies), "commercial")
    assert not may_know.studies and may_know.withheld == {"roadmap"}


def test_without_a_level_the_input_is_as_it_was():
    given = made_up.report_input("en")
    assert told(given, "none") == (given, None)


@pytest.mark.parametrize(
    "text",
    ("28 M CNY", "¥1.2", "USD 100", "3.5 万元", "价 1200万元", "€ 3,000.50", "100 kUSD", "12.9 m pln/y"),
)
def test_money_is_known_however_it_is_written(text):
    assert not any(letter.isdigit() for letter in Hidden((), True).text(text))


@pytest.mark.parametrize(
    "text", ("12 min", "3,109 t", "layout.stations.h986.servers=3", "0.95", "2026-03-02")
)
def test_other_numbers_are_left_alone(text):
    assert Hidden((), True).text(text) == text


def test_names_are_hidden_whatever_their_case_and_the_longest_first():
    hidden = Hidden(("Nordlicht", "Nordlicht Plus"), False)
    assert hidden.text("a NORDLICHT plus b") == f"a {hidden.word}2 b"
