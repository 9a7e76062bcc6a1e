"""A live port in a real browser: read, asked, acted on; on the page and on the wall."""

import pytest
from beside import CHANGE, live_port, page_beside
from browsing import serious_of
from playwright.sync_api import expect

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page beside a live port in which ten are."""
    folder = tmp_path_factory.mktemp("beside")
    with live_port(folder / "live") as (_, server), page_beside(folder, f"gate={server.url}") as found:
        yield found


def test_who_watches_a_port_reads_it_asks_what_if_and_says_that_they_know(tab):
    one = tab("#/live")
    expect(one.locator(".big")).to_contain_text("10 (9–11) are inside; the longest queue is at scanner: 3")
    expect(one.locator(".alerts")).to_contain_text("10 is beyond 5")
    expect(one.locator(".fan svg")).to_be_visible()
    one.get_by_role("button", name="See it").click()
    expect(one.locator("input[name=change]")).to_have_value(CHANGE)
    expect(one.locator("form")).to_contain_text("On average 4 fewer are inside")
    one.locator("input[name=change]").fill("fly")
    one.get_by_role("button", name="Show both").click()
    expect(one.get_by_role("alert")).to_contain_text("is not understood")
    one.get_by_role("button", name="Say that you know").click()
    one.locator("input[name=by]").fill("Li Lei")
    one.get_by_role("button", name="I know of it").click()
    expect(one.locator(".alerts")).to_contain_text("Li Lei knows of it")
    one.get_by_text("who is inside").click()
    expect(one.locator("details[open]")).to_contain_text("c1")
    assert not serious_of(one)


@pytest.mark.parametrize(
    ("lang", "width", "height"),
    [("zh-CN", 1920, 1080), pytest.param("zh-CN", 390, 900, marks=pytest.mark.prove)],
)
def test_the_wall_is_one_screen_that_everybody_can_read(tab, lang, width, height):
    one = tab("#/wall/gate", lang, width)
    one.set_viewport_size({"width": width, "height": height})
    expect(one.locator(".wall-queues svg")).to_be_visible()
    expect(one.locator(".wall-figures")).to_contain_text("10 (9–11)")
    size = one.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size[0] <= width and (width < 1500 or size[1] <= height)
    assert not serious_of(one)


@pytest.mark.prove
@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
def test_a_live_port_is_read_on_a_telephone(tab, lang):
    one = tab("#/live/gate", lang, 390)
    expect(one.locator(".fan svg")).to_be_visible()
    assert one.evaluate("document.documentElement.scrollWidth") <= 390
    assert not serious_of(one)


def test_what_no_longer_answers_is_said_to_be_old_until_it_is_back(tab, page, browser, tmp_path):
    with live_port(tmp_path / "one") as (_, server), page_beside(tmp_path, f"gone={server.url}") as other:
        number = int(server.url.rsplit(":", 1)[1])
        context = browser.new_context(locale="en-GB")
        one = context.new_page()
        one.goto(f"{other.url}/#/live/gone")
        expect(one.locator(".big")).to_contain_text("10 (9–11)")
        server.end()
        old = one.locator("#main").get_by_text("what stands here is old")
        expect(old).to_be_visible(timeout=30_000)
        expect(one.get_by_role("status")).to_contain_text("is old")  # and said once to who does not see it
        expect(one.locator(".big")).to_contain_text("10 (9–11)")
        with live_port(tmp_path / "two", number):
            expect(old).to_have_count(0, timeout=60_000)
        context.close()
