"""What speaks against reading a log by a map that was only proposed."""

import numpy as np
import pyarrow.compute as pc

from twin.model.errors import Fault, ScenarioError, listed
from twin.observed.mapping.looks import look_at
from twin.observed.mapping.map import TIMES
from twin.observed.mapping.proposing import TURNED
from twin.observed.mapping.times import FORMATS, is_short, read_times

WAY_OUT = "say it in a map (twin import --dry-run writes one)"
RARE, FEW = 0.01, 10  # of the records, or so many, may have a kind of event that nobody knows
IDENTITIES = ("plate", "tag", "declaration", "case")
EVEN, FEWEST = 0.9, 24  # of the steps from row to row, and rows, by which a log is a table of equal spans
SPAN = 300.0  # seconds that are the shortest of such spans


def check_proposed(name, map_, piece):
    """Refuses a log of which a proposed map cannot be right, with all that speaks against it."""
    checks = (open_years, days_only, unknown_kinds, counts)
    faults = [
        Fault(name, "", f"column {where} {what}") for check in checks for where, what in check(map_, piece)
    ]
    if faults:
        raise ScenarioError(faults)


def open_years(map_, piece):
    """Years of two digits of which nobody can tell which they are."""
    for field in map_.fields.values():
        if is_short(field.format) and field.because.endswith(TURNED):
            formats = listed(how for how in FORMATS if is_short(how))
            text = "has years of two digits; day, month and year can be told in several ways"
            yield " + ".join(field.columns), f"{text}; {WAY_OUT}: format is one of {formats}"


def days_only(map_, piece):
    """Times that are days, so that everything would have happened at midnight."""
    times = [map_.fields[name] for name in TIMES if name in map_.fields]
    single = [field for field in times if len(field.columns) == 1]
    if len(single) == len(times) and all(look_of(field, piece).is_date for field in single):
        named = ", ".join(field.columns[0] for field in single)
        text = "has days without a time of day, and no column of the log is one that belongs to it"
        yield named, f"{text}; {WAY_OUT}: column: [DATE, TIME]"


def look_of(field, piece):
    return look_at(field.columns[0], piece.columns[field.columns[0]])


def unknown_kinds(map_, piece):
    """Kinds of events that are no word for one, and more than rubbish."""
    field = map_.fields.get("kind")
    if field is None or not field.columns or not len(piece.lines):
        return
    known = {value for value, _ in field.values}
    counted = pc.value_counts(pc.utf8_trim_whitespace(piece.columns[field.columns[0]])).to_pylist()
    for value, number in map(dict.values, counted):
        if value and value not in known and number > max(RARE * len(piece.lines), FEW):
            text = (
                f"says {value} in {number:,} of {len(piece.lines):,} records, which is no known kind of event"
            )
            yield field.columns[0], f"{text}; {WAY_OUT}: values: {{{value}: start}}"


def counts(map_, piece):
    """Numbers of each hour in place of who came: a row for each of equal spans."""
    times = [name for name in TIMES if name in map_.fields]
    if any(map_.fields[name].columns for name in IDENTITIES if name in map_.fields) or len(times) != 1:
        return
    field = map_.fields[times[0]]
    at = read_times(piece.columns[field.columns[-1]], field.format, "UTC").seconds
    steps = np.diff(at[np.isfinite(at)])
    if len(steps) >= FEWEST and (step := np.median(steps)) >= SPAN and (steps == step).mean() >= EVEN:
        text = (
            f"has a row for every {step / 60:g} min, and nobody is named: these are counts and no log of who "
            "passed; write them as the hours of a profile in layouts/demand (docs/own_port.md)"
        )
        yield " + ".join(field.columns), text
