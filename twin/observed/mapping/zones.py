"""The zone in which a log writes its own times."""

import pyarrow.compute as pc

from twin.observed.mapping.looks import CHECKED
from twin.observed.mapping.numbers import is_text
from twin.observed.mapping.times import ahead_of

UTC, HOUR = "UTC", 3600.0
WRITTEN = r"\d:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?P<zone>Z|[+-]\d{2}:?(?:\d{2})?)$"  # behind a time of day


def zone_of(source):
    """The zone of a port's clock by its log: that of all times which name one, if they agree; else UTC."""
    first = next(source.pieces(0), None)
    named = {zone for column in first.columns.values() for zone in written(column)} if first else set()
    ahead = {ahead_of(zone) for zone in named}
    if len(ahead) != 1 or (hours := ahead.pop() / HOUR) == 0.0 or hours % 1.0:
        return UTC
    return f"Etc/GMT{-hours:+.0f}"  # the sign is the other way round in these names


def written(column):
    """The zones behind the times of a column of texts."""
    if not is_text(column):
        return []
    found = pc.extract_regex(column.slice(0, CHECKED).drop_null(), WRITTEN)
    return [zone for zone in pc.unique(pc.struct_field(found, "zone")).to_pylist() if zone]
