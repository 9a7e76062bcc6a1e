"""What every test may ask for."""

import os

import pytest
from hypothesis import settings

# The first call of a jitted function compiles it, so no example has a deadline.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("prove", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(params=("kernel", "reference"))
def engine(request):
    """Each of the two engines: a test that asks for it runs once for either."""
    return request.param
