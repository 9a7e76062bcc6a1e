"""What every test may ask for."""

import gc
import os

import pytest
import servers
from examples import small_port
from hypothesis import settings

# The first call of a jitted function compiles it, so no example has a deadline. Whether a commit passes hangs
# on the commit alone: `make test` asks for the same examples every time, `make prove` for others.
settings.register_profile("here", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("prove", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("same" if os.environ.get("CI") else "here")


# What tests load stays loaded: to look through it for what is not in use took a tenth of their time.
gc.set_threshold(50_000, *gc.get_threshold()[1:])


def pytest_collection_finish():
    gc.freeze()


# Files that take long begin first, so that no core waits for another's last file at the end. While the pages
# compile the engine, another core has files that need none: or both would compile it.
FIRST = (
    "test_docs.py",
    "test_geojson.py",
    "test_rooms.py",
    "test_stored.py",
    "test_readme.py",
    "test_shipped.py",
    "test_rail_halls_and_air.py",
    "test_forms.py",
    "test_redaction.py",
    "test_command_line.py",
    "test_new_command.py",
    "test_searching.py",
    "test_decisions.py",
)


def pytest_collection_modifyitems(items):
    """A stable order: the long files in theirs, then all others."""
    place = {name: number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(item.path.name, len(FIRST)))


@pytest.fixture(params=("kernel", "reference"))
def engine(request):
    """Each of the two engines: a test that asks for it runs once for either."""
    return request.param


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder with the small port of docs/language.md, which is where commands work."""
    monkeypatch.chdir(tmp_path)
    small_port(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def server():
    """The folder of a PostgreSQL server, one for all tests of a process."""
    if servers.program("initdb") is None:
        pytest.skip("PostgreSQL is not installed: no program initdb")
    with servers.postgresql() as folder:
        yield folder


@pytest.fixture
def database(server):
    """The URL of a database with nothing in it."""
    import sqlalchemy as sql

    from twin.observed.store.places import url_of

    place = servers.url(server, "postgres")
    engine = sql.create_engine(url_of(place), isolation_level="AUTOCOMMIT", poolclass=sql.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    return place


@pytest.fixture(params=("sqlite", "postgresql"))
def place(request, tmp_path):
    """Where a store may be made: a file, then a database."""
    return str(tmp_path / "store.db") if request.param == "sqlite" else request.getfixturevalue("database")
