"""What every test may ask for."""

import os

import pytest
from examples import ROOT, blocks
from hypothesis import settings

# The first call of a jitted function compiles it, so no example has a deadline. Whether a commit passes hangs on the
# commit alone: `make test` asks every time for the same examples, `make prove` and a bare pytest for others.
settings.register_profile("here", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("prove", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("same" if os.environ.get("CI") else "here")


@pytest.fixture(params=("kernel", "reference"))
def engine(request):
    """Each of the two engines: a test that asks for it runs once for either."""
    return request.param


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder with the small port of docs/language.md, which is where commands work."""
    monkeypatch.chdir(tmp_path)
    for block in blocks(ROOT / "docs" / "language.md"):
        if block.how[:1] == ("yaml",) and len(block.how) > 1:
            target = tmp_path / block.how[1].removeprefix("file=")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
    return tmp_path
