"""The assumptions ledger, ranked by how much may hang on a value."""

from typing import NamedTuple

from twin.model.units import KINDS, split
from twin.study.sensitivity.tables import influence

NEVER_WAITED_FOR = ("price", "upkeep", "life", "power", "footprint", "detection")  # no wait hangs on these


class Ranked(NamedTuple):
    """A row of the ledger, the share of all waiting that its thing causes, and its range over its value."""

    row: object
    waiting: float
    spread: float


def influences(studies):
    """{path: place} of the values that a sensitivity study of the port has ranked, {} without one."""
    answer = studies.get("sensitivity")
    return influence(answer.tables) if answer is not None else {}


def ranked(scenario, why, places=None):
    """All rows: values of things that cause waiting first, then wide ranges, then the order of the files.

    It is a rank by exposure, not by effect: only a sensitivity study measures that. Values that have a place
    in one come before the others, in its order.
    """
    places = places or {}
    blame = why.groupby("name")["share"].sum().to_dict() if len(why) else {}
    rows = [Ranked(row, _waiting(row, scenario, blame), spread(row)) for row in scenario.ledger]
    last = len(places)
    return sorted(
        rows,
        key=lambda each: (
            places.get(each.row.path, last), -each.waiting * max(each.spread, 0.01), -each.spread
        ),
    )  # fmt: skip


def _waiting(row, scenario, blame):
    """The share of all waiting that the thing of a path causes, also as model or hours of a station."""
    words = row.path.replace("[", ".").split(".")
    if words[-1] in NEVER_WAITED_FOR:
        return 0.0
    return max((share for name, share in blame.items() if _concerns(words, name, scenario)), default=0.0)


def _concerns(words, name, scenario):
    station = scenario.layout.stations.get(name)
    return name in words or (station is not None and (station.model in words or station.hours in words))


def spread(row):
    """The width of the range over the value; 0 where no range is given or the value is no quantity."""
    value, low, high = (_quantity(text) for text in (row.value, row.low, row.high))
    if low is None or high is None:
        return 0.0
    middle = value or (low + high) / 2
    return abs(high - low) / abs(middle) if middle else 0.0


def _quantity(text):
    """A text as a number in SI, None if it is none; of a law its mean or middle is not guessed."""
    parts = split(text) if text else None
    if parts is None:
        return None
    amount, unit = parts
    size = next((kind.units[unit] for kind in KINDS if unit in kind.units), 1 if not unit else None)
    return None if size is None else float(amount * size)


def counts(scenario):
    """How many values have a source, a range, or nothing but an assumption."""
    rows = scenario.ledger
    sourced = sum(row.kind in ("source", "remark") for row in rows)
    ranged = sum(bool(row.low) for row in rows)
    return {"all": len(rows), "sourced": sourced, "ranged": ranged, "bare": len(rows) - sourced - ranged}
