"""How commands read the records of a port: cleaned visits of a store, and days of its clock."""

import math
from pathlib import Path

from twin.commands import Refusal
from twin.commands.bars import as_far, bar


def add_store(parser):
    parser.add_argument("--store", metavar="PATH_OR_URL", required=True, help="the records (twin import)")


def cleaned_store(args, since=None, until=None):
    """The store that is meant, and the Cleaned of it, between two seconds since 1970 where they are given."""
    from twin.observed.cleaning import NothingTrueError, clean_store
    from twin.observed.store.store import open_store

    if args.store is None:
        raise Refusal("--store", "says where the records are: a file that twin import has made, or a URL")
    store = open_store(args.store)
    span = -math.inf if since is None else since, math.inf if until is None else until
    events = sum(row.events for row in store.imports())
    with bar(events, desc="cleaning", unit=" events", unit_scale=True) as shown:
        try:
            return store, clean_store(store, *span, tell=as_far(shown))
        except NothingTrueError as error:
            raise Refusal("--store", f"{args.store}: {error}") from None


def window_of(args, store):
    """(begin, end) in seconds of the days of --from and --to by the port's clock; None where none is said."""
    begin = second_of("--from", args.since, store.zone)
    end = second_of("--to", args.until, store.zone, after=1)
    if None not in (begin, end) and begin >= end:
        raise Refusal(f"--to {args.until}", f"comes before --from {args.since}")
    return begin, end


def second_of(name, text, zone, *, after=0):
    """The second since 1970 at which a date, or so many days after it, begins by the clock of a zone.

    None without a date.
    """
    from datetime import date, timedelta

    if text is None:
        return None
    try:
        return midnight(date.fromisoformat(text) + timedelta(after), zone)
    except ValueError:
        raise Refusal(name, f"{text} is no date; write e.g. 2026-03-16") from None


def midnight(day, zone):
    """The second since 1970 at which a day begins by the clock of a zone."""
    from datetime import datetime

    from twin.model.dates import zone as zone_of

    return datetime(day.year, day.month, day.day, tzinfo=zone_of(zone)).timestamp()


def instant_of(name, text, zone):
    """The second since 1970 of a day or a time, by the clock of a zone where it names no offset."""
    from datetime import datetime

    from twin.model.dates import zone as zone_of

    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(name, f"{text} is no time; write e.g. 2026-03-20T14:00, or 2026-03-20") from None
    return (at if at.tzinfo else at.replace(tzinfo=zone_of(zone))).timestamp()


def names_in(path):
    """{name in the records: name in the layout} of a file."""
    from twin.model import yaml_text
    from twin.model.errors import ScenarioError

    if path is None:
        return {}
    page = yaml_text.read(Path(path).read_text(encoding="utf-8-sig"), str(path))
    if page.faults:
        raise ScenarioError(page.faults)
    return {**page.tree.get("stations", {}), **page.tree.get("classes", {})}


def share_for(name, text):
    """A share such as 5% as a number."""
    from twin.model.units import SHARE, read

    try:
        share = float(read(text, SHARE))
    except ValueError as error:
        raise Refusal(name, f"{text} {error}") from None
    if not 0 < share < 1:
        raise Refusal(name, f"{text} is to be above 0 % and below 100 %")
    return share
