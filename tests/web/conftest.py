"""A planner's page for the tests of a file, and a browser that opens it."""

import pytest
from browsing import CHROMIUM, FLAGS, LONG, is_fault
from examples import small_port
from playwright.sync_api import expect, sync_playwright
from serving_page import ended, served


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page that is served for real, in a folder with the small port."""
    folder = tmp_path_factory.mktemp("desk")
    small_port(folder)
    process, found = served(folder)
    yield found
    ended(process)


@pytest.fixture(scope="package")
def driver():
    """What drives browsers: one for all files, since two of them in a process refuse each other."""
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="package")
def browser(driver):
    """Chromium."""
    found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield found
    found.close()


@pytest.fixture
def tab(browser, page):
    """Opens a view of the page in a language and width; what the browser complains of fails the test."""
    complaints, contexts = [], []

    def opened(view, lang="en", width=1280):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=lang)
        contexts.append(context)
        one = context.new_page()
        one.on("pageerror", lambda error: complaints.append(str(error)))
        one.on("console", lambda said: complaints.append(said.text) if is_fault(said) else None)
        one.goto(page.url + "/" + view)
        expect(one.locator("main h1")).to_be_visible(timeout=LONG)
        return one

    yield opened
    for context in contexts:
        context.close()
    assert not complaints
