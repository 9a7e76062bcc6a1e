"""What is said when a database does not answer, and when it cannot keep what it was given."""

from contextlib import contextmanager

import pg8000
import sqlalchemy as sql

UNFIT = ("22", "23")  # classes of SQLSTATE: the data are wrong, not the server


class Away(Exception):
    """A database that does not answer, or cannot write, at this moment: the same asked later may work."""


class Unfit(Exception):
    """Something in what was given that the database will never keep."""


@contextmanager
def answering(place):
    """Says in these two words what a database says in its own."""
    try:
        yield
    except (sql.exc.DataError, sql.exc.IntegrityError) as error:
        raise Unfit(first_line(error.orig)) from error
    except sql.exc.DBAPIError as error:
        if code_of(error.orig).startswith(UNFIT):
            raise Unfit(first_line(error.orig)) from error
        raise Away(f"{place}: {first_line(error.orig)}") from error
    except (pg8000.Error, OSError, MemoryError) as error:  # of what goes to the driver itself
        if code_of(error).startswith(UNFIT):
            raise Unfit(first_line(error)) from error
        raise Away(f"{place}: {first_line(error)}") from error


def code_of(error):
    """The SQLSTATE of an error of PostgreSQL, '' of any other."""
    told = error.args[0] if error.args else None
    return str(told.get("C", "")) if isinstance(told, dict) else ""


def first_line(error):
    """What an error says, in a line."""
    told = error.args[0] if error.args else None
    said = told.get("M") if isinstance(told, dict) else str(error)
    return (str(said).splitlines() or [type(error).__name__])[0]
