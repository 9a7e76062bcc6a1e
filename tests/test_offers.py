"""Files of offers: what is read of good ones, and every fault of bad ones at once with its place."""

import pytest

from twin.config.needs import read_need
from twin.config.offer_rows import is_formula
from twin.config.offers import Catalogue, read_offers
from twin.model.errors import ScenarioError
from twin.model.law import Law

CATALOGUE = Catalogue(
    {
        "gantry": {
            "does": "scan",
            "service_time": "triangular 90 s 130 s 200 s",
            "move_up": "10 s",
            "breakdown": {"mtbf": "500 h", "mttr": "lognormal mean 12 h cv 100 %"},
            "detection": "90 %",
            "false_alarm": "3 %",
            "power": "40 kW",
            "footprint": "900 m2",
            "price": "28 M CNY",
            "life": "12 y",
            "upkeep": "2.5 M CNY/y",
        }
    },
    {("gantry", "detection"): ("80 %", "95 %"), ("gantry", "service_time"): ("90 s", "240 s")},
)
HEAD = "name,price,upkeep,life,service_time,mtbf,mttr"
GOOD = "Alpha,28 M CNY,2 M CNY/y,12 y,100 s,500 h,12 h"


def offers(folder, text, name="offers.csv", rates=None):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_offers(path, CATALOGUE, rates or {})


def faults(folder, text, name="offers.csv", rates=None):
    with pytest.raises(ScenarioError) as refused:
        offers(folder, text, name, rates)
    return refused.value.faults


def only(folder, head, row):
    """The one fault of one offer."""
    found = faults(folder, f"{head}\n{row}\n")
    assert len(found) == 1, found
    return found[0]


def test_an_offer_is_read_in_si_and_in_the_currency_of_the_port(tmp_path):
    (one,) = offers(tmp_path, f"{HEAD}\n{GOOD}\n")
    assert (one.price, one.upkeep, one.life) == (28e6, 2e6, 12.0)
    assert one.believed("service_time") == Law("constant", (100.0,))
    assert one.availability() == 500 / 512
    assert one.per_hour() == pytest.approx(36 * 500 / 512)


def test_what_a_row_leaves_out_is_the_catalogues(tmp_path):
    (one,) = offers(tmp_path, "name,model,price\nAlpha,gantry,28 M CNY\n")
    assert one.believed("detection") == 0.9 and one.claims["detection"].standing("evidence") == "catalogue"
    assert (one.upkeep, one.life, one.does) == (2.5e6, 12.0, "scan")
    assert one.believed("service_time").family == "triangular"


def test_tests_come_before_claims_unless_claims_are_to_be_believed(tmp_path):
    head = "name,model,price,detection,detection_tested,detection_evidence"
    (one,) = offers(tmp_path, f"{head}\nAlpha,gantry,28 M CNY,95 %,88 %,report 7\n")
    assert (one.believed("detection"), one.believed("detection", "claims")) == (0.88, 0.95)
    assert one.claims["detection"].standing("evidence") == "tested"
    assert one.claims["detection"].standing("claims") == "claimed only"


def test_a_throughput_becomes_the_service_that_it_leaves(tmp_path):
    (one,) = offers(tmp_path, "name,model,price,throughput\nAlpha,gantry,28 M CNY,30/h\n")
    assert one.believed("service_time").mean == pytest.approx(110.0)
    assert one.believed("service_time").family == "triangular"
    assert one.seconds_each() == pytest.approx(120.0)


def test_csv_xlsx_and_yaml_say_the_same(tmp_path):
    import openpyxl

    plain = offers(tmp_path, f"{HEAD}\n{GOOD}\n")[0]
    parted = offers(tmp_path, f"{HEAD}\n{GOOD}\n".replace(",", ";"))[0]
    book = openpyxl.Workbook()
    for line in (HEAD, GOOD):
        book.active.append(line.split(","))
    book.save(tmp_path / "offers.xlsx")
    sheet = read_offers(tmp_path / "offers.xlsx", CATALOGUE, {})[0]
    pairs = zip(HEAD.split(","), GOOD.split(","), strict=True)
    lines = "\n".join(f"    {word}: {text}" for word, text in pairs)
    page = offers(tmp_path, f"offers:\n  -\n{lines}\n", "offers.yaml")[0]
    assert repr(plain.claims) == repr(parted.claims) == repr(sheet.claims) == repr(page.claims)
    assert plain.price == sheet.price == page.price


def test_yaml_keeps_claim_and_test_together(tmp_path):
    text = """offers:
  - name: Alpha
    model: gantry
    price: 28 M CNY
    detection: {claim: 95 %, tested: 88 %, evidence: report 7}
"""
    (one,) = offers(tmp_path, text, "offers.yaml")
    claim = one.claims["detection"]
    assert (claim.claimed, claim.tested, claim.evidence) == (0.95, 0.88, "report 7")


def test_headings_may_be_chinese_and_carry_the_unit(tmp_path):
    (one,) = offers(tmp_path, "名称,型号,价格（M CNY）,检出率 (%)\n甲,gantry,28,92\n")
    assert (one.name, one.price, one.believed("detection")) == ("甲", 28e6, 0.92)


def test_money_of_elsewhere_wants_a_rate(tmp_path):
    text = "name,model,price\nAlpha,gantry,3.5 M EUR\n"
    assert "there is no rate for EUR" in faults(tmp_path, text)[0].text
    (one,) = offers(tmp_path, text, rates={"EUR": (8.0, "command line")})
    assert (one.price, one.rate, one.rate_source) == (28e6, 8.0, "command line")
    (own,) = offers(tmp_path, "name,model,price,rate\nAlpha,gantry,3.5 M EUR,7.5 CNY\n")
    assert own.price == 26.25e6


@pytest.mark.parametrize(
    "head, row, path, said",
    [
        (HEAD, GOOD.replace("28 M", "-28 M"), "Alpha.price", "above 0"),
        (HEAD, GOOD.replace("28 M CNY", "nan"), "Alpha.price", "not an amount of money"),
        (HEAD, GOOD.replace("28 M CNY", "28"), "Alpha.price", "with its currency"),
        (HEAD, GOOD.replace("12 y", "0 y"), "Alpha.life", "above 0"),
        (HEAD, GOOD.replace("500 h", "5 h"), "Alpha.mtbf", "MTBF is above MTTR"),
        (HEAD, GOOD.replace("100 s", "0 s"), "Alpha.service_time", "above 0"),
        (HEAD, GOOD.replace("100 s", "observed x"), "Alpha.service_time", "no observed durations"),
        (HEAD, GOOD.replace(",100 s", ","), "Alpha.service_time", "neither service_time nor throughput"),
        (HEAD, GOOD.replace("2 M CNY/y", "2 M CNY"), "Alpha.upkeep", "no amount a year"),
        (HEAD, GOOD.replace(",2 M CNY/y", ","), "Alpha.upkeep", "is not said"),
        (HEAD, GOOD.replace("Alpha", ""), "offer 1.name", "needs a name"),
        (f"{HEAD},throughput", f"{GOOD},200/h", "Alpha.throughput", "at most 36/h"),
        (f"{HEAD},detection", f"{GOOD},120 %", "Alpha.detection", "from 0 % to 100 %"),
        (f"{HEAD},detection_tested", f"{GOOD},90 %", "Alpha.detection_tested", "without evidence"),
        (f"{HEAD},residual", f"{GOOD},30 M CNY", "Alpha.residual", "from 0 to the price"),
        (f"{HEAD},detektion", f"{GOOD},90 %", "Alpha.detektion", "did you mean detection?"),
        (f"{HEAD},model", f"{GOOD},gantri", "Alpha.model", "did you mean gantry?"),
        (f"{HEAD},crew", f"{GOOD},two", "Alpha.crew", "not a number of people"),
        (f"{HEAD},note", f"{GOOD},=cmd|' /C calc'!A0", "note", "run this as a formula"),
        (f"{HEAD},vendor", f"{GOOD},@SUM(1)", "vendor", "run this as a formula"),
        (f"{HEAD},vendor", f"{GOOD},-cmd", "vendor", "run this as a formula"),
        (HEAD, f"{GOOD},more", "offers.csv", "without a heading"),
    ],
)
def test_a_bad_cell_is_named_with_its_place_and_the_way_out(tmp_path, head, row, path, said):
    fault = only(tmp_path, head, row)
    assert fault.path == path and said in fault.text
    assert fault.place.startswith("offers.csv:2")


def test_all_faults_of_all_rows_are_said_at_once(tmp_path):
    rows = [GOOD.replace("28 M", "-1 M"), GOOD.replace("Alpha", "Beta").replace("500 h", "nan"), GOOD]
    found = faults(tmp_path, "\n".join([HEAD, *rows]))
    assert [fault.path for fault in found] == ["Alpha.price", "Beta.mtbf", "name"]
    assert "two offers have one name" in found[2].text


def test_names_that_differ_in_letters_and_blanks_alone_are_one(tmp_path):
    (fault,) = faults(tmp_path, "\n".join([HEAD, GOOD, GOOD.replace("Alpha", " ALPHA ")]))
    assert "offers.csv:2" in fault.text and fault.place.startswith("offers.csv:3")


@pytest.mark.parametrize("content, said", [("", "has no offer"), ("name,price\n", "has no offer")])
def test_an_empty_file_is_refused_with_the_way_to_an_example(tmp_path, content, said):
    (fault,) = faults(tmp_path, content)
    assert said in fault.text and "--template" in fault.text


def test_files_that_cannot_be_read_are_refused(tmp_path):
    for name, content, said in (
        ("offers.csv", b"name,price\n\xc1\xd7,1", "UTF-8"),
        ("offers.csv", b'name,price\n"Alpha', "cannot be read as CSV"),
        ("offers.xlsx", b"no book", "cannot be opened as a workbook"),
        ("offers.ods", b"", "is none of .csv"),
        ("offers.yaml", b"offers: {a: 1}", "is written offers:"),
        ("offers.yaml", b"offers: [a: 1", ""),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ScenarioError) as refused:
            read_offers(tmp_path / name, CATALOGUE, {})
        assert said in str(refused.value)
    with pytest.raises(ScenarioError, match="no such file"):
        read_offers(tmp_path / "absent.csv", CATALOGUE, {})


def test_a_formula_of_a_workbook_is_refused(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(HEAD.split(","))
    book.active.append(["Alpha", "=14+14", *GOOD.split(",")[2:]])
    book.save(tmp_path / "offers.xlsx")
    with pytest.raises(ScenarioError, match="run this as a formula"):
        read_offers(tmp_path / "offers.xlsx", CATALOGUE, {})


def test_negative_numbers_are_no_formulas():
    assert not is_formula("-12 %") and not is_formula("+.5") and not is_formula("")
    assert is_formula("=1") and is_formula("\t=1") and is_formula("-x")


def need(folder, text, said=None):
    path = folder / "need.yaml"
    path.write_text(text, encoding="utf-8")
    return read_need(path, said or {})


def test_a_need_is_read_with_its_origins_and_the_command_line_over_it(tmp_path):
    text = "need:\n  budget: 120 M CNY | board of 2026\n  growth: 5 %/y\n  days: {record_day: 18 | counted}\n"
    found = need(tmp_path, text, {"growth": "7 %/y", "budget": None})
    assert found.value("budget") == 120e6 and found.figures["budget"].origin == "board of 2026"
    assert found.value("growth") == pytest.approx(0.07) and found.figures["growth"].origin == "command line"
    assert found.days["record_day"].value == 18 and found.value("power") is None


@pytest.mark.parametrize(
    "text, path, said",
    [
        ("budget: 0 CNY", "need.budget", "above 0"),
        ("budget: 10 M EUR", "need.budget", "in CNY"),
        ("discount: -2 %", "need.discount", "not below 0"),
        ("horizon: 7.5 y", "need.horizon", "whole years"),
        ("machines: 0", "need.machines", "from 1 to 99"),
        ("how: buy", "need.how", "replace"),
        ("detection: 0.9", "need.detection", "percent sign"),
        ("target: p95 truck << 3", "target", "not a duration"),
        ("buget: 3 M CNY", "need.buget", "did you mean budget?"),
        ("days: 3", "need.days", "mapping of names"),
        ("days: {record_day: 400}", "need.days.record_day", "from 0 to 366"),
        ("rates: {EUR: 0 CNY}", "need.rates.EUR", "above 0"),
        ("hour_values: {truck: 150 CNY}", "need.hour_values.truck", "an hour"),
        ("growth: ", "need.growth", ""),
    ],
)
def test_a_bad_need_is_refused_with_its_place(tmp_path, text, path, said):
    with pytest.raises(ScenarioError) as refused:
        need(tmp_path, text)
    assert [fault.path for fault in refused.value.faults] == [path]
    assert said in refused.value.faults[0].text and refused.value.faults[0].place == "need.yaml:1"


def test_rates_of_the_command_line_are_read_or_refused():
    assert read_need(None, {}, ["EUR=7.8"]).rates["EUR"] == (7.8, "command line")
    for wrong in ("EUR", "EUR=0", "eur=7", "EUR=x"):
        with pytest.raises(ScenarioError, match="EUR=7.8"):
            read_need(None, {}, [wrong])
