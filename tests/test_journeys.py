"""A journey runs in the order in which it is told, in both languages, and within its ten minutes."""

import time

import pytest
from answering import answer
from examples import ROOT, blocks, carry_out

from twin.cli import REFUSED, main

JOURNEYS = sorted(page for page in (ROOT / "docs" / "journeys").glob("*.md") if ".zh" not in page.name)
NAMES = [page.stem for page in JOURNEYS]
TEN_MINUTES = 600.0


@pytest.mark.prove
@pytest.mark.parametrize("page", JOURNEYS, ids=NAMES)
def test_a_journey_runs_within_ten_minutes(page, tmp_path):
    folder = tmp_path / "page"
    folder.mkdir()
    begun = time.monotonic()
    carry_out(page, folder)
    assert time.monotonic() - begun < TEN_MINUTES


@pytest.mark.parametrize("page", JOURNEYS, ids=NAMES)
def test_both_languages_tell_the_same_journey(page):
    told = [block[1:] for block in blocks(page)]
    assert told and told == [block[1:] for block in blocks(page.with_suffix(".zh.md"))]


def test_a_journey_in_the_wrong_order_gets_a_hint_and_no_trace(folder, capsys):
    # A scenario that `twin edit` has not written yet is named, with those that there are.
    code, told = answer(capsys, "compare", "layout=little_gate", "base", "third_scanner")
    assert code == REFUSED and "third_scanner" in told["faults"][0]["text"]
    for line in (["capacity", "layout=little_gate"], ["capsule", "verify", "none.zip"]):
        assert main([*line, "--lang", "en"]) == REFUSED
        said = capsys.readouterr().err
        assert "Traceback" not in said and ("--target" in said or "twin capsule pack" in said)
