"""A planner's page for the tests of a file."""

import pytest
from examples import small_port
from serving_page import ended, served


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page that is served for real, in a folder with the small port."""
    folder = tmp_path_factory.mktemp("desk")
    small_port(folder)
    process, found = served(folder)
    yield found
    ended(process)
