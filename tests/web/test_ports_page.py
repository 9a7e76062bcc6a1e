"""The ports are told by what comes there, and every value of one with where it is from."""

import pytest
from browsing import LONG, serious_of
from playwright.sync_api import expect

pytestmark = pytest.mark.slow


def test_a_port_is_found_by_what_comes_and_its_values_by_a_word(tab):
    one = tab("", "zh-CN", 390)
    card = one.get_by_role("link", name="甘其毛都公路口岸 双挂煤车")
    expect(card).to_be_visible(timeout=LONG)
    one.get_by_role("link", name="小口岸", exact=False).first.click()
    expect(one.locator(".map-sheet")).to_be_visible(timeout=LONG)
    expect(one.get_by_role("heading", name="到达情况")).to_be_visible(timeout=LONG)
    one.locator("select[name=kind]").select_option("known")
    expect(
        one.locator("tbody", has_text="S1").or_(one.locator("tbody", has_text="yearbook 2024")).last
    ).to_be_visible()
    one.locator("input[name=seek]").fill("nothing is called so")
    expect(one.get_by_text("没有这样的数值")).to_be_visible()
    assert one.evaluate("document.documentElement.scrollWidth") <= 390
    assert not serious_of(one)


def test_the_map_is_enlarged_by_keys_and_the_edit_view_serves_those_who_do_not_see_it(tab):
    one = tab("#/edit?layout=little_gate", "en-GB", 390)
    expect(one.locator(".map-place").first).to_be_visible(timeout=LONG)
    sheet, place = one.locator(".map-sheet").last, one.locator(".map-place[data-place=yard]").last
    before = place.get_attribute("transform")
    sheet.focus()
    sheet.press("+")
    expect(place).not_to_have_attribute("transform", before)
    sheet.press("0")
    expect(place).to_have_attribute("transform", before)
    one.locator("summary").first.click()
    assert one.evaluate("document.documentElement.scrollWidth") <= 390
    assert not serious_of(one)
