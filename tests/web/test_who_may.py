"""Who may do what on the page: a token opens it, and leaving closes it again."""

import pytest
from browsing import LONG
from examples import small_port
from playwright.sync_api import expect
from serving_page import ended, served

pytestmark = pytest.mark.slow
TOKEN = "r" * 20


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page that asks for tokens."""
    folder = tmp_path_factory.mktemp("tokens")
    small_port(folder)
    (folder / "keys").write_text(f"run {TOKEN}\n", encoding="utf-8")
    process, found = served(folder, "--token-file", "keys")
    yield found
    ended(process)


def test_a_token_opens_the_page_and_leaving_closes_it(browser, page):
    context = browser.new_context(locale="en")
    one = context.new_page()
    one.goto(page.url)
    expect(one.get_by_role("heading", name="A token is needed")).to_be_visible(timeout=LONG)
    one.locator("input[name=token]").fill("wrong")
    one.get_by_role("button", name="Enter").click()
    expect(one.get_by_role("alert")).to_contain_text("wrong", timeout=LONG)
    one.locator("input[name=token]").fill(TOKEN)
    one.get_by_role("button", name="Enter").click()
    expect(one.get_by_role("heading", name="Ports", exact=True)).to_be_visible(timeout=LONG)
    assert [cookie["httpOnly"] for cookie in context.cookies()] == [True]
    one.get_by_role("button", name="Leave").click()
    expect(one.get_by_role("heading", name="A token is needed")).to_be_visible(timeout=LONG)
    assert not context.cookies()
    context.close()
