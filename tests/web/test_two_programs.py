"""`twin live` and `twin serve` as an operator runs them: one of two programs is killed and comes back."""

import gzip
import shutil

import pytest
from browsing import LONG
from playwright.sync_api import expect
from running import Service, until
from serving_page import ended, served

from twin.commands import demo
from twin.observed.reading.opening import source
from twin.observed.store.importing import Door, bring_in
from twin.observed.store.store import store_for

LINES = 600  # of the day before the demo: a morning
PLACES = """\
places: {entry: [0 m, 0 m], yard: [0 m, -400 m]}
links: {way: {from: entry, to: yard, length: 400 m, speed: 20 km/h}}
"""
PLACED = {"gate_in": "entry", "papers": "entry", "scanner": "yard", "gate_out": "yard"}
SETTINGS = "clock: records\nevery: 5 s\nfutures: 20\nweb: {port: %d}\n"


@pytest.fixture
def service(tmp_path):
    """`twin live` on a store that knows a morning, killed at the end if it still runs."""
    lines = gzip.decompress(demo.BEFORE.read_bytes()).splitlines(keepends=True)
    (tmp_path / "log.csv").write_bytes(b"".join(lines[:LINES]))
    bring_in(store_for(str(tmp_path / "live.db"), "UTC"), source(str(tmp_path / "log.csv")), Door())
    found = Service(tmp_path, "post:", more=("--fit", str(demo.PORT)))
    yield found
    if found.running is not None and found.running.poll() is None:
        found.kill()


def at_port(service, number):
    """Starts the service at a port of its own choice, 0, or at one that it had."""
    (service.folder / "live.yaml").write_text(SETTINGS % number)
    service.start()
    return until(service.state)


@pytest.fixture
def page(service, tmp_path):
    """The planner's page beside it, in the folder of the port."""
    at_port(service, 0)
    desk = tmp_path / "desk"
    for name in ("layouts", "experiments"):
        shutil.copytree(demo.PORT / name, desk / name)
    placed(desk / "layouts" / f"{demo.NAME}.yaml")
    process, found = served(desk, "--live", f"{demo.NAME}={service.url}")
    yield found
    ended(process)


@pytest.fixture
def views(browser):
    """Opens an address; what does not answer yet is no fault here."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB")

    def opened(url):
        one = context.new_page()
        one.goto(url)
        return one

    yield opened
    context.close()


def placed(layout):
    """Gives the stations of a layout, which was made of records, places to stand at."""
    text = layout.read_text(encoding="utf-8")
    for station, place in PLACED.items():
        text = text.replace(f"\n  {station}:\n", f"\n  {station}:\n    at: {place}\n")
    layout.write_text(PLACES + text, encoding="utf-8")


def inside(state):
    return f"{round(state['number']['mean'])}"


@pytest.mark.prove
def test_the_page_says_that_a_killed_service_is_away_and_goes_on_when_it_is_back(service, page, views):
    state, number = service.state(), int(service.url.rsplit(":", 1)[1])
    one, wall = (views(f"{page.url}/#/{view}/{demo.NAME}") for view in ("live", "wall"))
    expect(one.locator(".big")).to_contain_text(inside(state), timeout=LONG)
    expect(wall.locator(".tile.standing .map-badge").first).to_be_visible(timeout=LONG)
    old = one.locator("#main").get_by_text("what stands here is old")
    service.kill()
    expect(old).to_be_visible(timeout=LONG)
    expect(one.locator(".big")).to_contain_text(inside(state))
    again = at_port(service, number)
    assert (again["at"], again["digest"]) == (state["at"], state["digest"])
    expect(old).to_have_count(0, timeout=LONG)
    expect(one.locator(".big")).to_contain_text(inside(again))
