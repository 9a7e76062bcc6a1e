"""Long questions on the page: compared, carried, offered; answers with their verdict first, found again."""

import time

import pytest
from browsing import LONG
from playwright.sync_api import expect

pytestmark = pytest.mark.slow
PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=2"]
OFFERS = """\
name,vendor,model,price,upkeep,life,service_time,move_up,mtbf,mttr,delivery
Quick,One,customs_smart_lane,{price},5 %/y,10 y,25 s,10 s,400 h,8 h,6 months
"""


def asked_of(page, price):
    """(status, what is answered) to a check of an offer at a price."""
    body = OFFERS.format(price=price).encode()
    name = page.send("POST", "/v1/uploads", body)[1]["name"]
    asked = {"words": PORT, "options": [["--station", "gate"], ["--machines", "1"]], "upload": name}
    return page.send("POST", "/v1/offers/check", asked)


def test_a_table_of_offers_names_the_models_that_a_station_could_have(page):
    status, told = page.send("GET", "/v1/offers/little_gate/gate.csv?lang=zh")
    lines = told.decode("utf-8-sig").splitlines()
    heading = next(line for line in lines if not line.startswith(("#", '"#')))
    assert status == 200 and heading.startswith("name,vendor,model,price")
    assert page.send("GET", "/v1/offers/little_gate/gate.xlsx")[1][:2] == b"PK"
    assert any(",customs_smart_lane," in line for line in lines)
    status, told = page.send("GET", "/v1/offers/little_gate/gatte.csv")
    assert status == 422 and "gate" in told["detail"][0]["text"]
    assert page.send("GET", "/v1/offers/little_gate/gate.exe")[0] == 422


def test_a_wrong_cell_of_an_offer_is_named_before_anything_is_run(page):
    status, told = asked_of(page, "28")
    assert status == 422
    assert told["detail"][0]["place"].endswith(":2, D") and "28 M CNY" in told["detail"][0]["text"]
    status, told = asked_of(page, "2.2 M CNY")
    assert status == 200 and [one["offer"] for one in told["offers"]] == ["Quick"]
    assert {row["option"] for row in told["screening"]} == {"Quick x 1"}


def test_a_comparison_tells_its_verdict_and_is_found_again(tab):
    one = tab("#/compare?layout=little_gate&scenarios=quick_gate")
    expect(one.locator(".chips input[value=quick_gate]")).to_be_checked(timeout=LONG)
    one.locator("select[name=experiment]").select_option("one_day")
    one.locator("input[name=runs]").fill("2")
    one.get_by_role("button", name="Compare", exact=True).click()
    expect(one.locator(".verdict:not(.partial)")).to_be_visible(timeout=LONG)
    said = one.locator(".verdict").text_content()
    assert "quick gate" in said and "quick_gate" not in said
    expect(one.locator("svg.plot").nth(2)).to_be_visible(timeout=LONG)
    assert one.locator("svg.plot g[aria-label]").count() == 0
    side = one.get_by_role("table").filter(has_text="whole port: wait, mean")
    expect(side).to_contain_text("the port as it is")
    one.reload()
    expect(one.locator(".verdict")).to_have_text(said, timeout=LONG)
    cells = one.evaluate(
        "import('/parts/wording.js').then((m) => m.csvOf(['a'], [['=1+1'], ['-2.5'], ['@x'], ['1,5']]))"
    )
    assert cells.split("\r\n") == ["a", "'=1+1", "-2.5", "'@x", '"1,5"']


@pytest.mark.prove
def test_a_run_tells_what_it_comes_to_so_far(page):
    words = [*PORT[:2], "experiment.replications=3000"]
    job = page.send("POST", "/v1/jobs", {"command": "run", "words": words})[1]
    address, ends, told, share = f"/v1/jobs/{job['name']}", time.monotonic() + 120, None, 0.0
    while (told is None or not share) and time.monotonic() < ends:
        time.sleep(0.5)
        told = (page.send("GET", f"{address}/so-far")[1] or {}).get("answer")
        share = page.send("GET", address)[1]["share"]
    assert 0 < share < 1
    page.send("DELETE", address)
    assert 0 < told["replications"]["done"] < told["replications"]["asked"] == 3000
    assert told["told"]["zh"] and told["kpis"]
    assert page.outcome(job)["state"] == "stopped"
    assert page.send("GET", f"{address}/so-far")[1] is None


@pytest.mark.prove
def test_a_capacity_is_found_and_told(tab):
    one = tab("#/capacity?layout=little_gate", "zh-CN", 390)
    expect(one.locator(".chips input").first).to_be_visible(timeout=LONG)
    one.locator("select[name=experiment]").select_option("one_day")
    one.locator("input[name=runs]").fill("2")
    one.locator("input[name=minutes]").fill("90")
    one.locator("summary").filter(has_text="精细程度").click()
    one.locator("select[name=fine]").select_option("8")
    one.locator("input[name=within]").fill("5 %")
    one.locator("button.main").click()
    expect(one.locator(".verdict")).to_contain_text("卡车", timeout=LONG)
    expect(one.locator("svg.plot").nth(2)).to_be_visible(timeout=LONG)
    assert one.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.prove
def test_offers_are_held_against_the_port(tab, tmp_path):
    (tmp_path / "offers.csv").write_text(OFFERS.format(price="2.2 M CNY"), encoding="utf-8")
    one = tab("#/offers?layout=little_gate")
    expect(one.locator("select[name=station] option[value=gate]")).to_be_attached(timeout=LONG)
    one.locator("select[name=station]").select_option("gate")
    one.locator("select[name=experiment]").select_option("one_day")
    one.locator("input[name=runs]").fill("2")
    one.locator("input[name=minutes]").fill("30")
    one.locator("input[name=budget]").fill("10 M CNY")
    one.locator("input[type=file]").set_input_files(str(tmp_path / "offers.csv"))
    expect(one.get_by_text("1 offers are complete")).to_be_visible(timeout=LONG)
    one.locator("button.main").click()
    expect(one.locator(".verdict")).to_contain_text("buy", timeout=LONG)
    expect(one.get_by_role("link", name="tender.xlsx")).to_be_visible(timeout=LONG)
    expect(one.locator("svg.plot").nth(3)).to_be_visible(timeout=LONG)
