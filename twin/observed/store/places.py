"""A place where a store is, a file or a URL, and the engine of SQLAlchemy that opens it."""

from pathlib import Path

import sqlalchemy as sql

from twin.model.errors import Fault, ScenarioError

DRIVERS = {
    "sqlite": "sqlite", "postgresql": "postgresql+pg8000", "postgres": "postgresql+pg8000",
    "postgresql+pg8000": "postgresql+pg8000",
}  # fmt: skip
PATIENCE = 60.0  # seconds that one writer waits for another


def is_url(place):
    """Whether a place is a URL, and not a path."""
    return "://" in str(place)


def engine_of(place, *, is_new):
    """The engine of a place; a file that is not there is made only if it may be new."""
    url = url_of(place)
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        if not is_new and not path.is_file():
            raise refused(place, "is not there; twin import makes a store")
        if not path.parent.is_dir():
            raise refused(place, f"cannot be made: there is no folder {path.parent}")
        return sqlite(url)
    engine = sql.create_engine(url, poolclass=sql.NullPool)
    try:
        engine.connect().close()
    except sql.exc.DBAPIError as error:
        reason = str(error.orig).splitlines()[0]
        raise refused(
            shown(place), f"cannot be reached: {reason}; is the server there, and the name right?"
        ) from None
    return engine


def url_of(place):
    """The URL of a place, with the driver that there is."""
    if not is_url(place):
        return sql.URL.create("sqlite", database=str(place))
    try:
        url = sql.make_url(str(place))
    except sql.exc.ArgumentError:
        raise refused(
            place, "is no URL of a database; write sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from None
    if url.drivername not in DRIVERS:
        text = f"{url.drivername} is no database that is known; there is sqlite and postgresql"
        raise refused(shown(place), text)
    return url.set(drivername=DRIVERS[url.drivername])


def lasting(engine):
    """An engine of the same place that keeps its connections, for who writes again and again."""
    if engine.dialect.name == "sqlite":
        return sqlite(engine.url, sql.QueuePool)
    return sql.create_engine(engine.url, pool_size=1, max_overflow=4)


def sqlite(url, pool=sql.NullPool):
    """An engine of SQLite that reads while another writes, and begins a transaction as a writer."""
    engine = sql.create_engine(url, poolclass=pool, connect_args={"timeout": PATIENCE})

    @sql.event.listens_for(engine, "connect")
    def prepare(connection, _):
        connection.isolation_level = None  # transactions begin where SQLAlchemy says, see below
        cursor = connection.cursor()
        for line in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
            try:
                cursor.execute(f"PRAGMA {line}")
            except Exception as error:
                raise refused(url.database, f"is no store that can be opened: {error}") from error
        cursor.close()

    @sql.event.listens_for(engine, "begin")
    def begin(connection):
        connection.exec_driver_sql(
            "BEGIN" if connection.get_execution_options().get("reads") else "BEGIN IMMEDIATE"
        )

    return engine


def shown(place):
    """A place as it may be printed: without its password."""
    return sql.make_url(str(place)).render_as_string(hide_password=True) if is_url(place) else str(place)


def refused(place, text):
    return ScenarioError([Fault(str(place), "", text)])
