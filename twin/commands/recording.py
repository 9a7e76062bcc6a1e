"""How commands read the records of a port: cleaned visits of a store, and days of its clock."""

import sys


def add_store(parser):
    parser.add_argument("--store", metavar="PATH_OR_URL", required=True, help="the records (twin import)")


def cleaned_for(args, since=None, until=None):
    """The Cleaned of the store that the options name, between two seconds since 1970."""
    import math

    from tqdm import tqdm

    from twin.commands import Refusal
    from twin.observed.cleaning import NothingTrueError, clean_store
    from twin.observed.store.store import open_store

    store = open_store(args.store)
    bar = tqdm(unit="event", leave=False, file=sys.stderr, disable=not sys.stderr.isatty())
    span = -math.inf if since is None else since, math.inf if until is None else until
    try:
        return clean_store(store, *span, tell=lambda number: bar.update(number - bar.n))
    except NothingTrueError as error:
        raise Refusal("--store", f"{args.store}: {error}") from None
    finally:
        bar.close()


def second_of(name, text, zone):
    """The second since 1970 at which a date begins by the clock of a zone; None without a date."""
    from datetime import date, datetime

    from twin.commands import Refusal
    from twin.model.dates import zone as zone_of

    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refusal(name, f"{text} is no date; write e.g. 2026-03-16") from None
    return datetime(day.year, day.month, day.day, tzinfo=zone_of(zone)).timestamp()


def share_for(name, text):
    """A share such as 5% as a number."""
    from twin.commands import Refusal
    from twin.model.units import SHARE, read

    try:
        share = float(read(text, SHARE))
    except ValueError as error:
        raise Refusal(name, f"{text} {error}") from None
    if not 0 < share < 1:
        raise Refusal(name, f"{text} is to be above 0 % and below 100 %")
    return share
