"""Stores for the tests: each in SQLite and in PostgreSQL."""

import pytest
import servers
import sqlalchemy as sql

from twin.observed.store.places import url_of


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
