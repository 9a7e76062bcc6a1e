"""A replay is seen in three dimensions in a browser as it is served; where it cannot be, it says so."""

import pytest
from browsing import CHROMIUM, FLAGS
from playwright.sync_api import expect

from twin.config import compose
from twin.engine import run
from twin.plan.compile import compile_plan
from twin.show.replay.acts import play_of
from twin.show.replay.page import replay_page

pytestmark = pytest.mark.slow
ADDRESS = "http://replay.invalid/"
RULES = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:"
)
# How many colours stand in a row of pixels through the middle of the picture.
COLOURS = """() => {
  replay.view().draw(replay.scene);
  const gl = document.getElementById("solid").getContext("webgl2"), wide = gl.drawingBufferWidth;
  const row = new Uint8Array(4 * wide);
  gl.readPixels(0, gl.drawingBufferHeight / 2, wide, 1, gl.RGBA, gl.UNSIGNED_BYTE, row);
  return new Set(Array.from({ length: wide }, (_, i) => row.slice(4 * i, 4 * i + 3).join())).size;
}"""


# Whether what is looked at is where a line begins.
AT_A_LINE = """() => {
  const { controls, middle, play } = replay.view();
  const [x, y] = [controls.target.x + middle[0], controls.target.y + middle[1]];
  return play.lines.some(({ head }) => Math.hypot(head[0] - x, head[1] - y) < 0.01);
}"""


@pytest.fixture(scope="module")
def text():
    scenario = compose(["layout=quarantine_zone", "experiment=one_day"])
    plan = compile_plan(scenario)
    return replay_page(scenario, plan, play_of(scenario, plan, run(plan, 0)), "en")


@pytest.fixture
def opened(driver, text):
    """Opens the replay as it is served, in a browser; what the page complains of fails the test."""
    complaints, browsers = [], []

    def at(*flags, width=1280):
        browsers.append(driver.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags]))
        tab = browsers[-1].new_page(viewport={"width": width, "height": 900})
        headers = {"content-type": "text/html", "content-security-policy": RULES}
        tab.route(ADDRESS, lambda route: route.fulfill(body=text, headers=headers))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(ADDRESS)
        return tab

    yield at
    for each in browsers:
        each.close()
    assert not complaints


def test_in_three_dimensions_the_same_time_and_the_same_one_are_seen(opened):
    tab = opened("--enable-unsafe-swiftshader", width=390)
    tab.locator("#number").fill("3")
    tab.locator("#number").press("Enter")
    tab.get_by_role("button", name="in 3D").click()
    expect(tab.locator("#over")).to_be_visible()
    expect(tab.locator("#port")).to_be_hidden()
    expect(tab.locator("#who")).to_contain_text("3")
    clock = tab.locator("#clock").text_content()
    tab.get_by_role("button", name="follow nobody").click()
    assert tab.evaluate(COLOURS) > 4
    place = tab.evaluate("replay.view().camera.position.toArray()")
    for key in ("a", "w", "Shift+D", "+", "ArrowRight"):
        tab.locator("#over").press(key)
    assert tab.evaluate("replay.view().camera.position.toArray()") != place
    expect(tab.locator("#clock")).not_to_have_text(clock)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.locator("#over").press("Home")
    tab.get_by_role("button", name="whole port").click()
    tab.locator("#queues button").first.click()
    assert tab.evaluate(AT_A_LINE)
    tab.get_by_role("button", name="from above").click()
    middle = tab.evaluate("replay.flat.centre")
    tab.locator("#port").press("d")
    assert tab.evaluate("replay.flat.centre") != middle


def test_where_nothing_can_be_drawn_in_three_dimensions_the_map_stays_and_says_why(opened):
    tab = opened("--disable-3d-apis")
    tab.get_by_role("button", name="in 3D").click()
    expect(tab.get_by_text("WebGL is off or missing")).to_be_visible()
    expect(tab.locator("#port")).to_be_visible()
    expect(tab.get_by_role("button", name="in 3D")).to_be_disabled()
