"""`twin procure` on the small port: its steps, its files, what it refuses, and that it asks nothing twice."""

import json
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from answering import answer, refusal
from examples import ROOT, small_port

from twin.cli import main
from twin.config import compose, write_lever
from twin.config.tender import Asked, changes_with, tender_of
from twin.show.pages import procurement
from twin.show.workbook import SHEETS, workbook
from twin.study.answered import answers
from twin.study.kept import summary_of
from twin.study.procurement.steps import STEPS
from twin.study.procurement.steps import answer as tables_of

PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=4"]
ASKED = [*PORT, "--station", "gate", "--target", "p95 truck <= 30", "--budget", "20 M CNY", "--machines", "2"]
OFFERS = """name,vendor,model,price,upkeep,life,service_time,move_up,mtbf,mttr,crew,power,footprint,delivery
Quick,One,customs_smart_lane,5 M CNY,0.2 M CNY/y,10 y,15 s,5 s,300 h,6 h,0,5 kW,60 m2,1 y
Slow,Two,,1 M CNY,5 %,8 y,150 s,5 s,300 h,6 h,1,5 kW,60 m2,6 months
Slow twin,Two,,1.1 M CNY,6 %,8 y,150 s,5 s,300 h,6 h,1,5 kW,60 m2,6 months
Dear,Three,,30 M CNY,0.1 M CNY/y,20 y,10 s,2 s,2000 h,4 h,0,4 kW,50 m2,1 y
"""
OWN_HEADS = (
    "money",
    "flows",
    "regret",
)  # tables whose headings in the workbook are not those of their columns


@pytest.fixture
def offers(folder):
    path = folder / "offers.csv"
    path.write_text(OFFERS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """(tender, tables) of everything, made once."""
    from _pytest.monkeypatch import MonkeyPatch

    place = tmp_path_factory.mktemp("tender")
    small_port(place)
    (place / "offers.csv").write_text(OFFERS, encoding="utf-8")
    with MonkeyPatch.context() as patch:
        patch.chdir(place)
        said = {"station": "gate", "target": "p95 truck <= 30", "budget": "20 M CNY", "machines": "2"}
        asked = Asked("offers.csv", tuple(PORT), None, said | {"growth": "3 %/y", "horizon": "8 y"})
        tender = tender_of(asked, summary_of)
        yield tender, tables_of(tender, STEPS)


@pytest.mark.slow
def test_the_whole_tender_is_answered_and_kept_for_a_report(offers, capsys):
    code, told = answer(capsys, "procure", str(offers), *ASKED, "--workbook", "tender.xlsx")
    assert code == 0
    assert {"screening", "simulated", "money", "stress", "regret", "plan", "acceptance"} <= set(told)
    found = answers(compose(PORT))["procure"]
    assert found.question["station"] == "gate" and set(found.tables) >= {"decision", "switching"}
    assert openpyxl.load_workbook("tender.xlsx").sheetnames[0] == "Offers"


def test_what_is_bought_can_be_kept_as_a_lever_of_the_port(whole, tmp_path):
    tender, _ = whole
    offer = tender.offers[0]
    small_port(tmp_path)
    write_lever(tmp_path / "scenarios" / "bought.yaml", "bought", changes_with(tender, offer.key, 2))
    bought = compose([*PORT, "scenario=bought"], folder=tmp_path)
    assert bought.layout.stations["gate"].servers == {offer.key: 2}
    assert bought.equipment[offer.key].service_time.mean == pytest.approx(15.0)


def test_screening_says_why_each_is_out(whole):
    table = whole[1]["screening"]
    out = table[table["verdict"] == "dropped"][["option", "check", "against"]]
    assert {tuple(row) for row in out.itertuples(index=False)} == {
        ("Slow x 1", "capacity", ""),
        ("Dear x 1", "budget", ""),
        ("Dear x 2", "budget", ""),
        ("Slow twin x 1", "dominated", "Slow"),
        ("Slow twin x 2", "dominated", "Slow"),
    }


def test_the_faster_offer_waits_less_under_the_same_luck(whole):
    level = whole[1]["simulated"].query("measure == 'level'").set_index("option")
    assert level.loc["Quick x 2", "mean"] < level.loc["Slow x 2", "mean"]
    assert level.loc["base", "difference"] == 0
    best = whole[1]["ranking"].sort_values("chance").iloc[-1]["option"]
    assert best == "Quick x 2"


def test_the_worth_of_an_option_is_that_of_its_flows(whole):
    tender, tables = whole
    flows = tables["flows"].groupby(["option", "year"])["amount"].sum()
    for row in tables["money"].itertuples(index=False):
        worth = sum(flows[row.option, year] / 1.08**year for year in range(9))
        assert row.npv == pytest.approx(worth, rel=1e-12)
        assert row.npv_low <= row.npv <= row.npv_high
    assert tender.terms.horizon == 8


def test_a_machine_that_comes_after_a_year_costs_today_and_gains_from_the_second_year(whole):
    own = (
        whole[1]["flows"].query("option == 'Quick x 2'").pivot(index="year", columns="item", values="amount")
    )
    assert own.loc[0, "purchase"] == -10e6
    assert own.loc[1, "time"] == 0 and own.loc[1, "upkeep"] == 0 and own.loc[2, "upkeep"] == -0.4e6


def test_regret_is_what_the_best_of_the_state_is_better(whole):
    stress = whole[1]["stress"]
    for _, own in stress.groupby("state"):
        assert own["regret"].min() == 0
        assert (own["npv"].max() - own["npv"]).to_list() == pytest.approx(own["regret"].to_list())
    regret = whole[1]["regret"].set_index("option")["max_regret"]
    assert regret.to_dict() == pytest.approx(stress.groupby("option")["regret"].max().to_dict())


def test_at_its_switching_price_an_option_is_worth_nothing(whole):
    from twin.study.procurement import investing, stress
    from twin.study.procurement.tender import finalists

    tender, tables = whole
    rows = tables["switching"].query("what == 'price'").dropna()
    options = finalists(
        tender, [o for o in _options(tender) if o.name in set(tables["money"]["option"])], tables["money"]
    )
    for row in rows.itertuples(index=False):
        option = next(each for each in options if each.name == row.option)
        terms = tender.terms._replace(price=row.switch / row.now)
        worth = investing.worth(option, tender.yearly(option, stress.STATES[0]), terms)
        assert worth["npv"] == pytest.approx(0.0, abs=1.0)


def _options(tender):
    from twin.study.procurement.options import options_of

    return options_of(tender.offers, 2)


def test_the_plan_has_the_capacity_that_its_years_want(whole):
    plan, terms = whole[1]["plan"], whole[1]["plan_terms"].iloc[0]
    by_year = plan.drop_duplicates("year")
    if not terms["years_short"]:
        assert (by_year["capacity_per_hour"] >= by_year["wanted_per_hour"] - 1e-6).all()
    assert by_year["wanted_per_hour"].is_monotonic_increasing
    assert plan[plan["year"] < terms["budget_years"]]["spent"].sum() <= terms["budget"]


def test_the_page_has_every_part_in_both_languages(whole):
    from twin.show.text import known

    tables = whole[1]
    for lang in ("zh", "en"):
        found = list(procurement.blocks(tables, {"bound": 1800.0}, lang))
        assert [block.name for block in found if block.block == "picture"] == [
            "procure-cost", "procure-worth", "procure-tornado", "procure-regret",
        ]  # fmt: skip
        assert not [block for block in found if block.block == "missing"]
    codes = [
        *(f"state_{s}" for s in tables["stress"]["state"]),
        *(f"check_{c}" for c in tables["screening"]["check"]),
    ]
    codes += [f"switch_{w}" for w in tables["switching"]["what"]] + [
        f"item_{i}" for i in tables["flows"]["item"]
    ]
    codes += [
        f"column_{column}" for name, frame in tables.items() if name not in OWN_HEADS for column in frame
    ]
    assert not set(codes) - known("zh")


def test_a_report_without_a_tender_says_how_to_ask():
    class Given:
        lang, studies = "en", {}

    (block,) = procurement.page(Given).blocks
    assert block.block == "missing" and "twin procure" in block.because


def cells(path, *, values):
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in openpyxl.load_workbook(path, data_only=values)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def without_values(path, target):
    """The workbook with the values of its formulas taken away, so that a reader has to reckon them."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(target, "w") as bare:
        for name in book.namelist():
            text = book.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", text)
            bare.writestr(name, text)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.slow)])
def test_formulas_that_are_reckoned_anew_have_the_values_they_carried(whole, tmp_path, lang):
    path, bare = tmp_path / "tender.xlsx", tmp_path / "bare.xlsx"
    path.write_bytes(workbook(whole[1], lang, discount=0.08))
    without_values(path, bare)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    words = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "new"),
        str(bare),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=240)
    formulas = {k: v for k, v in cells(path, values=False).items() if str(v).startswith("=")}
    carried, anew = cells(path, values=True), cells(tmp_path / "new" / "bare.xlsx", values=True)
    assert len(formulas) > 50
    wrong = {
        place: (text, carried.get(place), anew.get(place))
        for place, text in formulas.items()
        if not isinstance(anew.get(place), (int, float))
        or abs(anew[place] - carried[place]) > 1e-9 * max(1.0, abs(carried[place]))
    }
    assert not wrong


def test_the_same_tables_give_the_same_workbook(whole):
    assert workbook(whole[1], "zh", discount=0.08) == workbook(whole[1], "zh", discount=0.08)
    assert len(SHEETS) == 10


def test_the_workbook_discounts_the_worked_example(tmp_path):
    import pandas as pd

    oracle = json.loads((ROOT / "tests/data/oracles/H13-tco-npv.json").read_text(encoding="utf-8"))
    flows = oracle["inputs"]["cash_flow_A"]
    table = pd.DataFrame({"year": range(11), "item": "time", "amount": flows, "option": "A x 1"})
    bought = table.assign(item="purchase", amount=[flows[0]] + [0.0] * 10)
    table.loc[0, "amount"] = 0.0
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"flows": pd.concat([bought, table])}, "en", discount=0.08))
    sheet = openpyxl.load_workbook(path, data_only=True)["Worth"]
    assert sheet["B4"].value == pytest.approx(oracle["expected"]["npv_A"], rel=1e-9)
    assert sheet["F4"].value == pytest.approx(oracle["expected"]["irr_A"], rel=1e-9)


def test_texts_of_users_stay_texts(whole, tmp_path):
    frame = whole[1]["offers"].assign(note="=1+1", vendor="http://example.org")
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({**whole[1], "offers": frame}, "en", discount=0.08))
    book = openpyxl.load_workbook(path)
    found = [c for row in book["Offers"].iter_rows() for c in row if c.value == "=1+1"]
    assert found and all(cell.data_type == "s" for cell in found)
    assert not any(cell.hyperlink for row in book["Offers"].iter_rows() for cell in row)


def test_one_step_asks_for_no_more_than_it_needs(offers, capsys):
    code, told = answer(capsys, "procure", str(offers), *ASKED, "--only", "screen")
    assert code == 0 and "screening" in told and "simulated" not in told


def test_what_has_been_run_is_not_run_again(offers, capsys, monkeypatch):
    words = ["procure", str(offers), *ASKED, "--only", "compare"]
    first = answer(capsys, *words)[1]
    monkeypatch.setattr("twin.study.replications.replicate", None)
    assert json.dumps(answer(capsys, *words)[1]["simulated"]) == json.dumps(first["simulated"])


@pytest.mark.slow
def test_the_template_is_an_example_that_can_be_asked_of_the_big_port(folder, capsys):
    assert main(["procure", "--template", "offers.csv", "--lang", "en"]) == 0
    assert "offers.csv" in capsys.readouterr().out
    words = ["layout=ganqimaodu_road", "peak=record_day", "--only", "screen"]
    code, told = answer(capsys, "procure", "offers.csv", *words)
    assert code == 0 and [row["offer"] for row in told["offers"]] == ["Gantry A", "Drive-through B"]
    assert "is there already" in refusal(capsys, "procure", "--template", "offers.csv")


@pytest.mark.parametrize(
    "words, said",
    [
        (PORT, "no file of offers"),
        (["absent.csv", *PORT], "there is no such file"),
        (["offers.csv", *PORT, "--station", "gat"], "did you mean gate?"),
        (["offers.csv", *PORT, "--station", "gate", "--budget", "a lot"], "not an amount of money"),
        (["offers.csv", *PORT, "--station", "gate", "--target", "p95 <= soon"], "need.target"),
        (["offers.csv", *PORT, "--station", "gate", "--workbook", "x.csv"], "no name of a workbook"),
        (["offers.csv", *PORT, "--station", "gate", "--need", "absent.yaml"], "there is no such file"),
        (["offers.csv", *PORT, "--station", "gate", "--rate", "EUR"], "EUR=7.8"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_way_out(offers, capsys, words, said):
    text = refusal(capsys, "procure", *words)
    assert said in text or said == "need.target" and "bound" in text


@pytest.mark.parametrize(
    "need, said",
    [
        ("weights: {slow: 1}", "need.weights.slow"),
        ("weights: {as_offered: 0}", "all 0"),
        ("hour_values: {lorry: 100 CNY/h}", "need.hour_values.lorry"),
        ("days: {day_p95: 18}", "says nothing of typical"),
        ("days: {typical: 300, day_p95: 100}", "at most 366"),
    ],
)
def test_a_need_that_does_not_fit_the_port_is_refused(offers, capsys, need, said):
    (offers.parent / "need.yaml").write_text(need, encoding="utf-8")
    words = ["offers.csv", *PORT, "--station", "gate", "--need", "need.yaml"]
    assert said in refusal(capsys, "procure", *words)


def test_offers_that_all_fail_leave_nothing_to_run(offers, capsys):
    code, told = answer(capsys, "procure", str(offers), *ASKED[:-4], "--budget", "1000 CNY")
    assert code == 0 and told["decision"][0]["advice"] == "none_left" and told["money"] == []


def test_machines_can_stand_beside_those_that_are_there(offers, capsys):
    code, told = answer(capsys, "procure", str(offers), *ASKED, "--how", "add", "--only", "compare")
    level = {row["option"]: row["mean"] for row in told["simulated"] if row["measure"] == "level"}
    assert code == 0 and level["Quick x 1"] < level["base"]
