"""A live port in a real browser: read, asked, acted on, away and back, on the page and on the wall."""

import re

import pytest
from beside import CHANGE, live_port, page_beside
from browsing import axe_finds_nothing_serious
from playwright.sync_api import expect

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page beside a live port in which ten are, which the test may end and begin again."""
    folder = tmp_path_factory.mktemp("beside")
    with live_port(folder / "live") as (_, server), page_beside(folder, f"gate={server.url}") as found:
        yield found
