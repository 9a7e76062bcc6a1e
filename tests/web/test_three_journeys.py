"""A planner, a buyer and a researcher walk their ten minutes on the page, with ports at full size."""

import re

import pytest
from browsing import LONG
from examples import ROOT
from playwright.sync_api import expect
from serving_page import ended, served

pytestmark = [pytest.mark.slow, pytest.mark.prove]
PORT = "layout=ganqimaodu_road&peak=record_day"
MONTH = ROOT / "tests" / "data" / "logs" / "port_b_devices.csv.gz"

OFFERS = """\
name,vendor,model,price,upkeep,life,delivery,service_time,detection,detection_tested,evidence,mtbf,mttr,crew
Gantry,Maker A,h986_relocatable,28 M CNY,9 %/y,12 y,9 months,120 s,93 %,91 %,factory test,600 h,12 h,2
Drive-through,Maker B,h986_fast,24 M CNY,8 %/y,12 y,6 months,40 s,92 %,86 %,site test,500 h,12 h,2
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page that is served in an empty folder: all ports are the shipped ones."""
    process, found = served(tmp_path_factory.mktemp("walked"))
    yield found
    ended(process)


def asked(one, command, runs="2", **options):
    """Asks a long question in the view Ask, and waits for its answer."""
    one.locator("select[name=command]").select_option(command)
    one.locator("input[name=runs]").fill(runs)
    for name, value in options.items():
        box = one.locator(f"[name='--{name}']")
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    one.get_by_role("button", name="Ask", exact=True).click()
    expect(one.get_by_text("the whole answer, for programs")).to_be_visible(timeout=LONG)


def is_shown(one, text):
    expect(one.locator("main")).to_contain_text(text, timeout=LONG)


def test_a_planner_from_the_port_to_the_report(tab, page):
    one = tab("#/port/ganqimaodu_road")
    is_shown(one, "Ganqimaodu")
    one = tab(f"#/edit?{PORT}")
    expect(one.locator(".map-place").first).to_be_visible(timeout=LONG)
    one.locator("input[name=seek]").fill("layout.stations.h986.servers")
    row = one.locator("[data-path='layout.stations.h986.servers']")
    expect(row).to_be_visible(timeout=LONG)
    row.get_by_role("button", name="+1").click()
    expect(one.locator(".edit-told")).to_contain_text("one change", timeout=LONG)
    one.locator("input[name=name]").fill("third_scanner")
    one.get_by_role("button", name="Keep as scenario").click()
    expect(one.get_by_role("link", name="Compare with today")).to_be_visible(timeout=LONG)
    one.get_by_role("link", name="Compare with today").click()
    expect(one.locator(".chips input[value=third_scanner]")).to_be_checked(timeout=LONG)
    one.locator(".chips input[value=ai_image_review]").check()
    one.locator("input[name=runs]").fill("2")
    one.get_by_role("button", name="Compare", exact=True).click()
    expect(one.locator(".verdict")).to_be_visible(timeout=LONG)
    is_shown(one, "third scanner")
    one = tab(f"#/ask?{PORT}&scenarios=third_scanner")
    expect(one.locator(".chips input[value=third_scanner]")).to_be_checked(timeout=LONG)
    asked(one, "why")
    one.go_back()
    expect(one.locator("select[name=command]")).to_be_visible(timeout=LONG)
    asked(one, "view", at="18:30")
    expect(one.frame_locator("iframe").locator("#clock")).to_contain_text("18:30", timeout=LONG)
    one.go_back()
    expect(one.locator("select[name=command]")).to_be_visible(timeout=LONG)
    asked(one, "report", **{"for": "planner"})
    expect(one.frame_locator("iframe").locator("h1").first).to_be_visible(timeout=LONG)


def test_a_buyer_from_an_empty_table_to_the_paper(tab, page, tmp_path):
    table = page.send("GET", "/v1/offers/ganqimaodu_road/h986.csv?lang=en")[1].decode("utf-8-sig")
    assert "h986_fast" in table
    (tmp_path / "claims.csv").write_text(OFFERS.replace("28 M CNY", "28"), encoding="utf-8")
    (tmp_path / "offers.csv").write_text(OFFERS, encoding="utf-8")
    one = tab(f"#/offers?{PORT}")
    expect(one.locator("select[name=station] option[value=h986]")).to_be_attached(timeout=LONG)
    one.locator("select[name=station]").select_option("h986")
    one.locator("input[type=file]").set_input_files(tmp_path / "claims.csv")
    is_shown(one, "row 2, column")
    one.locator("input[type=file]").set_input_files(tmp_path / "offers.csv")
    expect(one.get_by_text("2 offers are complete")).to_be_visible(timeout=LONG)
    one.locator("input[name=runs]").fill("2")
    one.locator("input[name=budget]").fill("120 M CNY")
    one.locator("button.main").click()
    expect(one.locator(".verdict")).to_be_visible(timeout=LONG)
    expect(one.get_by_role("link", name="tender.xlsx")).to_be_visible(timeout=LONG)
    one.get_by_role("button", name="Write the report as a page").click()
    expect(one.frame_locator("iframe").locator("h1").first).to_be_visible(timeout=LONG)


def test_a_researcher_from_a_month_of_logs_to_a_capsule(tab, page):
    one = tab("#/records")
    one.locator("input[name=name]").fill("port_b")
    one.get_by_role("button", name="Begin").click()
    one.locator("input[type=file]").set_input_files(MONTH)
    one.get_by_role("button", name="Send").click()
    expect(one.get_by_text("port_b_devices.csv.gz ·")).to_be_visible(timeout=LONG)
    one.get_by_role("button", name="Propose").click()
    expect(one.get_by_role("cell", name="event_type")).to_be_visible(timeout=LONG)
    one.locator("input[name=zone]").fill("UTC")
    one.get_by_role("button", name="Read", exact=True).click()
    expect(one.get_by_text(re.compile("11,\\d+ journeys with 44,\\d+ visits"))).to_be_visible(timeout=LONG)
    one.get_by_role("button", name="Calibrate").click()
    expect(one.get_by_text(re.compile("from \\d,\\d+ journeys"))).to_be_visible(timeout=LONG)
    one.get_by_role("button", name="Validate").click()
    expect(one.get_by_text("the port holds against days")).to_be_visible(timeout=LONG)
    one.get_by_role("button", name="Put among the ports").click()
    expect(one.get_by_text("port_b can be asked now")).to_be_visible(timeout=LONG)
    one = tab("#/ask?layout=port_b")
    experiment = one.locator("select[name=experiment]")
    for command, options in [
        ("run", {}),
        ("sensitivity", {"target": "wait_mean", "method": "tornado", "inputs": "layout.stations.scanner"}),
        ("verify", {"models": "2"}),
        ("report", {"for": "research"}),
        ("capsule", {}),
        ("synth", {"days": "7", "privacy": "5"}),
    ]:
        expect(experiment).to_be_visible(timeout=LONG)
        experiment.select_option("one_day" if command in ("verify", "report") else "port_b_week")
        asked(one, command, **options)
        one.go_back()
    job = page.send("GET", "/v1/jobs")[1][1]
    assert job["question"]["command"] == "capsule"
    assert page.send("GET", f"/v1/jobs/{job['name']}/files")[1] == ["port_b.capsule.zip"]
