"""A real tender in a report: who may not know vendors, prices and claims finds them in none of its forms."""

from dataclasses import replace
from pathlib import Path

import documents
import pytest
from examples import small_port

from twin.config.tender import Asked, tender_of
from twin.plan.compile import compile_plan
from twin.show.report import ReportInput, document_of
from twin.study.answered import Answer
from twin.study.kept import summary_of
from twin.study.procurement.steps import STEPS, answer

PORT = ("layout=little_gate", "experiment=one_day", "experiment.replications=2")
VENDORS = ("Wolkenstein Scan AG", "Sternberg")
MONEY = ("7.654321", "7654321", "0.4321", "432100", "6.9876", "6987600", "61.234567", "61234567")
FREE = ("protocol 4711", "by telephone")
OFFERS = ("Nordlicht", "Dämmerung")
CLAIMS = ("313.37", "1128132", "287.63", "1035468")
HEAD = "name,vendor,price,upkeep,life,service_time,mttr,mtbf,mtbf_tested,evidence,note"
USUAL = "0.4321 M CNY/y,10 y"
FILE = f"""{HEAD}
Nordlicht,Wolkenstein Scan AG,7.654321 M CNY,{USUAL},15 s,6 h,313.37 h,287.63 h,protocol 4711,by telephone
Dämmerung,Sternberg,6.9876 M CNY,{USUAL},20 s,6 h,300 h,,,Sternberg by telephone
"""


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """What a report of a port is made from in which a tender with secrets was answered, all steps of it."""
    place = tmp_path_factory.mktemp("told")
    small_port(place)
    (place / "offers.csv").write_text(FILE, encoding="utf-8")
    said = {"station": "gate", "target": "p95 truck <= 30", "budget": "61.234567 M CNY", "machines": "1"}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        tender = tender_of(Asked("offers.csv", PORT, None, said), summary_of)
        tables = answer(tender, STEPS)
        scenario = tender.ground.scenario
        summary = summary_of(scenario).summary
    question = {
        "offers": "offers.csv",
        "said": said,
        "station": "gate",
        "measure": "wait_p95 truck",
        "bound": 1800.0,
    }
    return ReportInput(
        scenario=scenario,
        plan=compile_plan(scenario),
        summary=summary,
        manifest={"key": "0123456789abcdef", "command": "twin report layout=little_gate"},
        lang="en",
        audience="procurement",
        studies={"procure": Answer("procure", question, tables, Path())},
    )


def found(given, level, secrets):
    """{secret: [form/file]} of those that can be read at a level."""
    files = documents.all_seen(document_of(replace(given, level=level)))
    squeezed = {name: "".join(text.split()) for name, text in files.items()}
    where = {
        secret: [n for n, text in squeezed.items() if "".join(secret.split()) in text] for secret in secrets
    }
    return {secret: names for secret, names in where.items() if names}


@pytest.mark.slow
def test_without_vendors_and_money_the_waiting_and_the_tests_are_told(given):
    said = found(given, "commercial", (*VENDORS, *MONEY, *FREE, *OFFERS, "Acceptance of"))
    assert set(said) == {*OFFERS, "Acceptance of"}


@pytest.mark.slow
def test_the_public_learns_nothing_of_a_tender(given):
    assert not found(given, "public", (*VENDORS, *MONEY, *FREE, *OFFERS, *CLAIMS))


def test_all_of_it_is_there_for_the_buyer(given):
    text = str(document_of(given).sections)
    assert all(secret in text for secret in (*VENDORS, *OFFERS, "7.65", "protocol 4711"))
