"""The page in a real browser: questions are answered, in both languages, on wide and narrow screens."""

import re

import pytest
from browsing import LONG, serious_of
from playwright.sync_api import expect

from twin.show.text import known, read_catalogue
from twin.web.desk.site import SAYING, STATIC

PORT = "layout=little_gate"
VIEWS = (
    "", "#/port/little_gate", f"#/edit?{PORT}", f"#/ask?{PORT}", f"#/compare?{PORT}", f"#/capacity?{PORT}",
    f"#/offers?{PORT}", "#/records", "#/records/march", "#/jobs", "#/live", "#/wall",
)  # fmt: skip


@pytest.mark.slow
def test_a_planner_asks_and_is_answered(tab):
    one = tab("#/port/little_gate")
    one.get_by_role("link", name="Ask about this port").click()
    expect(one.locator(".chips label").first).to_be_visible(timeout=LONG)
    one.locator("select[name=experiment]").select_option("one_day")
    one.locator("input[name=runs]").fill("2")
    one.locator("select[name=command]").select_option("view")
    one.get_by_role("button", name="Ask", exact=True).click()
    expect(one.locator("iframe")).to_be_visible(timeout=LONG)
    frame = one.frame_locator("iframe")
    expect(frame.locator("#clock")).to_have_text(re.compile(r"\d\d:\d\d:\d\d"))
    before = frame.locator("#clock").text_content()
    frame.get_by_role("button", name="play", exact=True).click()
    expect(frame.locator("#clock")).not_to_have_text(before)


@pytest.mark.slow
def test_a_fault_in_a_change_is_shown_as_it_is_written(tab):
    one = tab("#/ask?layout=little_gate")
    one.locator("textarea").fill("layout.stations.bensh.servers=3")
    expect(one.get_by_role("alert")).to_contain_text("bench", timeout=LONG)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "width"),
    [
        ("zh-CN", 390),
        pytest.param("zh-CN", 1280, marks=pytest.mark.prove),
        pytest.param("en-GB", 390, marks=pytest.mark.prove),
        pytest.param("en-GB", 1280, marks=pytest.mark.prove),
    ],
)
def test_every_view_fits_its_screen_and_serves_those_who_do_not_see_it(tab, page, lang, width):
    page.send("POST", "/v1/records", {"name": "march"})
    for view in VIEWS:
        one = tab(view, lang, width)
        one.wait_for_load_state("networkidle")
        assert one.evaluate("document.documentElement.scrollWidth") <= width
        assert not serious_of(one)


def test_every_text_of_the_page_is_in_the_catalogue():
    said = set()
    for file in SAYING:
        text = file.read_text(encoding="utf-8")
        said |= set(re.findall(r'\b(?:t|field)\("([^"]+)"', text))
    assert len(said) > 60
    assert said <= known("zh"), said - known("zh")
    assert all(message.string for message in read_catalogue("zh") if message.id)


def test_the_first_page_is_small():
    assert sum(file.stat().st_size for file in STATIC.rglob("*") if file.is_file()) < 1_500_000
