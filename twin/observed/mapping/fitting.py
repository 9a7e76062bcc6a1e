"""How well a column fits a field: by its name, and by what stands in it."""

from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np

from twin.observed.mapping.known_names import NAMES, parts, plain
from twin.observed.mapping.map import TIMES

ALIKE = 0.86  # of two names, below which they are not the same word misspelt
UNNAMED = "column_"  # and a number: the name of a column in a log without names
BY_NAME, BY_VALUES, BY_BOTH = "name", "values", "name and values"
BY_ROWS = "what stands in the other columns"
MOST_KINDS, MOST_STATIONS, MOST_DEVICES, MOST_CLASSES = 12, 80, 400, 40
LIGHTEST, HEAVIEST = 300.0, 120_000.0  # kg of what crosses a border on wheels
TONNES = 200.0  # a column of weights with none above this is in tonnes


def fit_of(look, field):
    """How well a column fits a field, 0 to 1, and why."""
    by_name, by_values = name_fit(look.name, field), value_fit(look, field)
    if by_values is None or not by_name and not by_values:
        return 0.0, ""
    if not by_values:
        return 0.9 * by_name, BY_NAME
    if not by_name:
        return 0.55 * by_values, BY_VALUES
    return min(1.0, 0.7 * by_name + 0.3 * by_values), BY_BOTH


@lru_cache(maxsize=1 << 16)
def name_fit(name, field):
    """How well a name of a column says the field."""
    said, words, best = plain(name), parts(name), 0.0
    for rank, known in enumerate(NAMES[field]):
        if said == known:
            return 1.0 - 0.01 * min(rank, 20)
        if known in words or len(known) > 4 and known in said or is_chinese(known) and known in said:
            best = max(best, 0.55 + 0.3 * len(known) / len(said))
        elif len(said) > 4 and are_alike(said, known):
            best = max(best, 0.7)
    return best


def are_alike(said, known):
    """Whether two names are one word misspelt."""
    pair = SequenceMatcher(None, said, known)
    return pair.real_quick_ratio() > ALIKE and pair.quick_ratio() > ALIKE and pair.ratio() > ALIKE


def is_chinese(word):
    return len(word) > 1 and word[0] > "\u4e00"


def value_fit(look, field):
    """How well values speak for a field: 0 if they say nothing, None if they speak against it."""
    if not look.filled:
        return 0.0
    if field in TIMES:
        return look.times if look.times > 0.5 and not is_number_like(look) else None
    if look.times > 0.9 and not is_number_like(look) and field not in ("message", "case"):
        return None
    return VALUE_FITS[field](look)


def is_number_like(look):
    """Whether a column that might be times is as well a column of numbers that are none."""
    return look.format == "" or look.numbers > 0.9 and look.format == "spreadsheet" and look.is_whole


def kind(look):
    if look.distinct > MOST_KINDS or look.kinds < 0.5 and look.hints < 0.9:
        return None
    return look.kinds if look.kinds >= 0.5 else 0.0


def station(look):
    if look.numbers > 0.95 and look.distinct > MOST_CLASSES or look.distinct > MOST_STATIONS:
        return None
    may_be = look.repeats > 3 and look.kinds < 0.5 and look.numbers < 0.5 and look.distinct > 1
    return 0.8 if may_be and look.name.startswith(UNNAMED) else 0.0


def device(look):
    return None if look.distinct > MOST_DEVICES or look.kinds > 0.8 else 0.0


def cls(look):
    return None if look.distinct > MOST_CLASSES or look.kinds > 0.8 else 0.0


def seq(look):
    return 0.5 if look.numbers > 0.95 and look.is_whole and look.low >= 0 else None


def case(look):
    return 0.3 if 1.2 < look.repeats < 60 and look.distinct > MOST_CLASSES and look.filled > 0.9 else 0.0


def message(look):
    return 0.3 if look.repeats < 1.2 else None


def plate(look):
    return look.plates if look.plates > 0.6 else (None if look.numbers > 0.95 and look.high < 1000 else 0.0)


def sureness(look):
    if look.numbers < 0.5 or not (look.low >= 0 and look.high <= 100):
        return None
    return 0.7 if look.high <= 1 and not look.is_whole else 0.0


def weight(look):
    if look.numbers < 0.5 or np.isnan(look.high) or look.high > HEAVIEST or look.low < 0:
        return None
    return 0.4 if look.high > LIGHTEST and look.filled < 1.0 else 0.0


def tag(look):
    return None if look.distinct < 3 and look.filled > 0.5 else 0.0


VALUE_FITS = {
    "kind": kind, "station": station, "device": device, "cls": cls, "seq": seq, "case": case,
    "message": message,
    "plate": plate, "sureness": sureness, "weight": weight, "tag": tag, "declaration": tag,
}  # fmt: skip
