"""A tender step by step: each says what was done, what comes next, and what is wrong with the asking."""

import shlex

import pytest
from answering import answer
from test_procure_command import ASKED, OFFERS, PORT

from twin.cli import main
from twin.config.tender import Asked, digest, tender_of
from twin.study.kept import summary_of
from twin.study.preview import preview
from twin.study.procurement.options import options_of

FREE = [*PORT, "--station", "gate", "--target", "p95 truck <= 30", "--machines", "2"]


@pytest.fixture
def offers(folder):
    path = folder / "offers.csv"
    path.write_text(OFFERS, encoding="utf-8")
    return path


def told(capsys, *words):
    """What a command line says, and the words of the command that it names as the next."""
    assert main([*words, "--lang", "en"]) == 0
    text = capsys.readouterr().out
    return text, shlex.split(text.strip().splitlines()[-1].removeprefix("next: "))


def test_a_step_says_what_was_done_of_which_file_and_what_comes_next(offers, capsys):
    text, following = told(capsys, "procure", "offers.csv", *ASKED, "--only", "screen")
    assert "Step 1 of 6" in text and "8 options of 4 offers" in text
    assert f"offers.csv {digest(offers)}" in text
    assert following[:3] == ["twin", "procure", "offers.csv"] and following[-2:] == ["--only", "compare"]
    assert main([*following[1:-1], "screen", "--lang", "en"]) == 0  # the words of the question are all there
    assert capsys.readouterr().out == text


def test_a_budget_below_the_cheapest_names_it_and_the_way_on(offers, capsys):
    text, following = told(
        capsys, "procure", "offers.csv", *FREE, "--budget", "1.5 M CNY", "--only", "screen"
    )
    assert (
        "The budget of 1.50 M CNY is below the cheapest that all else allows: Slow × 2 for 2.00 M CNY" in text
    )
    assert following[following.index("--budget") + 1] == "2000000 CNY"
    code, found = answer(capsys, *following[1:])
    left = {row["option"] for row in found["screening"]} - {
        row["option"] for row in found["screening"] if row["verdict"] == "dropped"
    }
    assert code == 0 and left == {"Slow x 2"}


def test_where_something_else_keeps_all_out_no_budget_is_advised(offers, capsys):
    (offers.parent / "need.yaml").write_text("delivery: 1 months", encoding="utf-8")
    text, _ = told(capsys, "procure", "offers.csv", *FREE, "--need", "need.yaml", "--only", "screen")
    assert "Left after screening: none" in text and "below the cheapest" not in text


def test_a_target_that_nothing_keeps_is_said_with_what_makes_wait(offers, capsys):
    words = [*PORT, "--station", "gate", "--machines", "1", "--target", "p95 truck <= 1", "--only", "money"]
    text, _ = told(capsys, "procure", "offers.csv", *words)
    assert "It misses the target. Most of the waiting that is left comes from" in text


def test_a_result_that_was_tampered_with_is_run_again(offers, capsys):
    words = ["procure", str(offers), *ASKED, "--only", "compare"]
    first = answer(capsys, *words)[1]["simulated"]
    kept = list(offers.parent.glob("outputs/*/*/replications.parquet"))
    for path in kept:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert kept and answer(capsys, *words)[1]["simulated"] == first


@pytest.mark.parametrize("how", ["replace", "add"])
def test_options_between_the_fewest_and_the_most_are_as_full_as_the_preview_says(offers, how):
    asked = Asked("offers.csv", tuple(PORT), None, {"station": "gate", "how": how, "machines": "4"})
    tender = tender_of(asked, summary_of)
    quick = [option for option in options_of(tender.offers, 4) if option.offer.name == "Quick"]
    found = tender.filling.of_all(quick)
    for option, used in zip(quick, found, strict=True):
        table = preview(tender.days[0].scenario_at(((option.offer, option.count),), 0.0)).stations
        row = table[(table["kind"] == "station") & (table["station"] == "gate")].iloc[0]
        assert used == pytest.approx(row["utilisation"], rel=1e-9)
