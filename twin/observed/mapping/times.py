"""Times as people and programs write them, read as seconds since the Unix epoch, UTC."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from twin.observed.mapping.numbers import decimal_of, filled, is_text, read_numbers

DAY = 86400.0
EXCEL_EPOCH = -25569 * DAY  # 1899-12-30: the day 0 of a spreadsheet
EXCEL_DAYS = (20000, 80000)  # of the years 1954 to 2119: what may be a time, and is not a weight

CLOCK = (
    r"(?P<p>上午|下午)?(?P<H>\d{1,2})[:时](?P<M>\d{1,2})分?"
    r"(?::?(?P<S>\d{1,2}(?:[.,]\d+)?)秒?)?\s*(?P<q>[AaPp]\.?[Mm]\.?)?"
)
ZONE = r"\s*(?P<z>Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
Y, M, D = r"(?P<y>\d{4})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
SHORT = r"'?(?P<y>\d{2})"
AFTER = rf"(?:[T ,]+{CLOCK}{ZONE})?$"
PATTERNS = {
    "year first": rf"^{Y}[-/.年]{M}[-/.月]{D}日?(?:[T ]*{CLOCK}{ZONE})?$",
    "day first": rf"^{D}[-/.]{M}[-/.]{Y}{AFTER}",
    "month first": rf"^{M}[-/.]{D}[-/.]{Y}{AFTER}",
    "month by name": rf"^{D}[- /.]*(?P<n>[A-Za-z]{{3,9}})[- /.,]*{Y}{AFTER}",
    "short year first": rf"^{SHORT}[-/.年]{M}[-/.月]{D}日?{AFTER}",
    "short year, day first": rf"^{D}[-/.]{M}[-/.]{SHORT}{AFTER}",
    "short year, month first": rf"^{M}[-/.]{D}[-/.]{SHORT}{AFTER}",
    "short year, month by name": rf"^{D}[- /.]*(?P<n>[A-Za-z]{{3,9}})[- /.,]*{SHORT}{AFTER}",
    "digits": (
        r"^(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"
        rf"(?:[T ]?(?P<H>\d{{2}}):?(?P<M>\d{{2}}):?(?P<S>\d{{2}})?{ZONE})?$"
    ),
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
UNIX = {"unix": (1e8, 1e10, 1.0), "unix ms": (1e11, 1e13, 1e-3), "unix us": (1e14, 1e16, 1e-6)}
EXCEL = "spreadsheet"
FORMATS = (*PATTERNS, *UNIX, EXCEL)
# Formats that may read the same texts, each another day.
ALIKE = (
    ("day first", "month first"),
    ("short year, day first", "short year, month first", "short year first"),
)
NARROW = 4.0  # times as long as another reading makes it is no log: a day of each month, not each day of one
GOES_ON, BACK = (
    0.9,
    600.0,
)  # of the times of a log in order go on; seconds by which a clock that is set goes back
PIVOT = 69  # a year of two digits is of this century below it, by POSIX (strptime, %y)


class Read(NamedTuple):
    """Times in seconds, nan where none was read; which named no zone, and which an hour that is twice."""

    seconds: np.ndarray
    local: np.ndarray
    twice: np.ndarray
    second: np.ndarray  # of those in an hour that is twice: their seconds if it is the second, else nan


def read_times(column, how, zone):
    """The Read of a column whose times are written in one of FORMATS; those without a zone are in `zone`."""
    if pa.types.is_timestamp(column.type):
        seconds = np.asarray(column.cast(pa.timestamp("us")).cast(pa.int64()).fill_null(NOTHING), float) / 1e6
        seconds[seconds == NOTHING / 1e6] = np.nan
        return in_zone(seconds, np.full(len(column), column.type.tz is None), zone)
    if how in UNIX or how == EXCEL:
        return read_counted(column, how, zone)
    if not is_text(column):
        column = column.cast(pa.string())
    text = pc.utf8_trim_whitespace(column)
    quick = read_quickly(text) if how == "year first" else None
    if quick is not None:
        return in_zone(*quick, zone)
    seconds, local = read_written(text, PATTERNS[how])
    return in_zone(seconds, local, zone)


NOTHING = np.iinfo(np.int64).min


def read_quickly(text):
    """Seconds and locality of ISO 8601, where every text of a column is that; else None."""
    if pc.any(pc.is_in(pc.utf8_length(text), pa.array([0, 1, 2, 3], pa.int32()))).as_py():
        return None
    for kind, is_local in ((pa.timestamp("us", "UTC"), False), (pa.timestamp("us"), True)):
        try:
            micros = text.cast(kind).cast(pa.int64())
        except pa.ArrowInvalid:  # some text is written another way
            continue
        seconds = np.asarray(micros.cast(pa.float64(), safe=False).fill_null(np.nan)) / 1e6
        return seconds, np.full(len(text), is_local)
    return None


def read_written(text, pattern):
    """Seconds of texts that a pattern fits, and which of them name no zone."""
    found = pc.extract_regex(text, pattern)
    if found.null_count == len(text):
        return np.full(len(text), np.nan), np.ones(len(text), bool)
    part = {field.name: pc.struct_field(found, field.name) for field in found.type}

    def number(name, otherwise):
        if name not in part:
            return np.full(len(text), otherwise, float)
        value = pc.replace_substring(part[name], ",", ".")
        value = pc.if_else(pc.equal(value, ""), pa.scalar(None, pa.string()), value)
        return np.asarray(value.cast(pa.float64()).fill_null(otherwise), float)

    year, month, day = number("y", np.nan), number("m", np.nan), number("d", np.nan)
    year = year + np.where(year < 100, np.where(year < PIVOT, 2000, 1900), 0)
    if "n" in part:
        named = pc.utf8_slice_codeunits(pc.utf8_lower(part["n"].fill_null("")), 0, 3)
        month = np.asarray(pc.index_in(named, pa.array(MONTHS)).cast(pa.float64()).fill_null(np.nan)) + 1
    hour = on_clock(number("H", 0.0), part)
    minute, second = number("M", 0.0), number("S", 0.0)
    right = (month >= 1) & (month <= 12) & (day >= 1) & (hour <= 24) & (minute < 60) & (second < 61)
    right &= np.isfinite(year)
    months = np.where(right, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + np.where(right, day - 1, 0).astype("timedelta64[D]")
    right &= days.astype("datetime64[M]") == months  # there is no 31 April
    seconds = days.astype(np.int64) * DAY + hour * 3600 + minute * 60 + second
    zones = part["z"].fill_null("") if "z" in part else pa.array([""] * len(text), pa.string())
    shift, is_local = shifts(zones)
    return np.where(right, seconds - shift, np.nan), is_local


def on_clock(hour, part):
    """Hours of 24, from hours that may be said in halves of a day."""
    late = early = np.zeros(len(hour), bool)
    for name, after, before in (("p", "下午", "上午"), ("q", "p", "a")):
        if name in part:
            said = pc.utf8_slice_codeunits(pc.utf8_lower(part[name].fill_null("")), 0, len(after))
            late = late | np.asarray(pc.equal(said, after))
            early = early | np.asarray(pc.equal(said, before))
    return np.where(late & (hour < 12), hour + 12, np.where(early & (hour == 12), 0.0, hour))


def shifts(zones):
    """Seconds that each zone is ahead of UTC, and which texts name none."""
    coded = zones.dictionary_encode()
    ahead = np.array([ahead_of(zone) for zone in coded.dictionary.to_pylist()] or [0.0])
    named = np.array([zone != "" for zone in coded.dictionary.to_pylist()] or [False])
    index = np.asarray(coded.indices)
    return ahead[index] if len(index) else np.zeros(0), ~named[index] if len(index) else np.zeros(0, bool)


def ahead_of(zone):
    """Seconds of a zone such as +08:00, +0800, +08 or Z."""
    if zone[:1] not in "+-" or not zone:
        return 0.0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return (-1 if zone[0] == "-" else 1) * (int(digits[:2]) * 3600.0 + int(digits[2:]) * 60.0)


def read_counted(column, how, zone):
    """Times that are numbers: since the Unix epoch, or days of a spreadsheet."""
    numbers = read_numbers(column, decimal_of(column) if how == EXCEL else ".")
    if how == EXCEL:
        low, high = EXCEL_DAYS
        seconds = np.where((numbers >= low) & (numbers < high), numbers * DAY + EXCEL_EPOCH, np.nan)
        return in_zone(np.round(seconds, 3), np.ones(len(column), bool), zone)
    low, high, scale = UNIX[how]
    seconds = np.where((numbers >= low) & (numbers < high), numbers * scale, np.nan)
    return in_zone(seconds, np.zeros(len(column), bool), zone)


def in_zone(seconds, local, zone):
    """Seconds in UTC, from seconds of which some are by the clock of a zone.

    An hour that the clock shows twice is the first of the two, and the second from where times that go on
    all along go back in it; one that it leaves out is taken as its end.
    """
    local = local & np.isfinite(seconds)
    twice = np.zeros(len(seconds), bool)
    if zone == "UTC" or not local.any():
        return Read(seconds, local, twice, np.full(len(seconds), np.nan))
    clock = pd.DatetimeIndex(np.round(seconds[local] * 1e6).astype("datetime64[us]"))
    first = clock.tz_localize(zone, ambiguous=np.ones(len(clock), bool), nonexistent="shift_forward")
    second = clock.tz_localize(zone, ambiguous=np.zeros(len(clock), bool), nonexistent="shift_forward")
    seconds = seconds.copy()
    micros = first.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)
    seconds[local] = micros / 1e6
    later = second.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)
    again, told = second_hours(micros / 1e6, np.asarray(first != second))
    seconds[local] = np.where(again, later, micros) / 1e6
    twice[local] = np.asarray(first != second) & ~told
    other = np.full(len(seconds), np.nan)
    other[local] = later / 1e6
    return Read(seconds, local, twice, np.where(twice, other, np.nan))


def second_hours(seconds, both):
    """Which of the times in an hour that comes twice are of the second, and of which order tells that."""
    again, told = np.zeros(len(seconds), bool), np.zeros(len(seconds), bool)
    where = np.flatnonzero(both)
    if len(where) < 2 or (np.diff(seconds) >= 0).mean() < GOES_ON:
        return again, told
    for run in np.split(where, np.flatnonzero(np.diff(seconds[where]) > DAY) + 1):
        back = np.flatnonzero(np.diff(seconds[run]) < -BACK)
        if len(back) == 1:
            again[run[back[0] + 1 :]] = True
            told[run] = True
    return again, told


def format_of(column):
    """The format that reads most of a column, the share it reads, and whether another is as likely."""
    there = filled(column)
    if pa.types.is_timestamp(column.type):
        return "year first", 1.0, False
    column = column.filter(pa.array(there))
    if not len(column):
        return "", 0.0, False
    read = {how: read_times(column, how, "UTC").seconds for how in FORMATS}
    shares = {how: float(np.isfinite(seconds).mean()) for how, seconds in read.items()}
    best = max(shares, key=shares.get)
    for alike in ALIKE:
        rivals = [how for how in alike if shares[how] == shares[best]]
        if best in alike and len(rivals) > 1:
            best, is_open = by_habit(column, {how: read[how] for how in rivals})
            return best, shares[best], is_open
    return best, shares[best], False


def by_habit(column, read):
    """Which of the formats that read as much is meant, and whether that is a guess.

    It is the one by which the log goes on in time, then the one by which it is much the shortest, else the
    one that the way of writing belongs to.
    """
    back = {how: backwards(seconds) for how, seconds in read.items()}
    least = [how for how in read if back[how] == min(back.values())]
    spans = {how: np.ptp(read[how][np.isfinite(read[how])]) for how in least}
    least = [how for how in least if spans[how] <= NARROW * min(spans.values())]
    if len(least) == 1:
        return least[0], False
    text = column[0].as_py()
    if is_short(least[0]):
        return least[0], True
    if "." in text[:5]:
        return "day first", False
    return ("month first" if text.lower().rstrip(". ").endswith("m") else "day first"), True


def is_short(how):
    """Whether years of a format have two digits."""
    return how.startswith("short year")


def backwards(seconds):
    """How far time goes back from one record to the next, in all."""
    steps = np.diff(seconds[np.isfinite(seconds)])
    return float(-steps[steps < 0].sum())
