"""What columns are by what stands in them beside each other, where their names do not say it."""

from itertools import combinations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from twin.observed.mapping.fitting import BY_ROWS, MOST_CLASSES, MOST_STATIONS, name_fit
from twin.observed.mapping.looks import CHECKED
from twin.observed.mapping.map import AT, OTHER_FORM, RECEIVED, TIMES, VISIT_TIMES, VISITS
from twin.observed.mapping.numbers import is_text
from twin.observed.mapping.times import read_times

NAMED = 0.3  # a column's name below which a field goes to it only where nothing else can be meant
FEWEST = 9  # records by which one time is seen to follow another
IN_TURN = 0.98  # of the records have their times in turn, or say the same of the same
AT_ONCE = 5.0  # seconds below which a second time is usually when a server heard of the first
LONG = 6 * 3600.0  # seconds beyond which a second time is usually of something else
ALIKE, WAITED = 0.2, 300.0  # where so many times are alike and some so far apart, there were waits
MOST_TIMES = 6  # columns of times among which three are looked for
OFTEN = 1.5  # records of one truck, by which it may be seen what is always said of it
SURE = 0.5  # of what is told by the rows alone
IDENTITIES = ("plate", "case", "tag", "declaration")
UNNAMED = {1: (), 2: ("started", "ended"), 3: ("arrived", "started", "ended")}


def by_rows(form, found, looks, piece):
    """A form and what was found in it, with what rows tell: times of a visit in turn, and places."""
    turn = in_turn([look for look in looks if may_be_time(look)], piece)
    if "kind" not in found and len(turn) > 1 and not is_told(form, found):
        form, found = VISITS, times_in_turn(found, turn)
    return form, with_places(found, looks, piece)


def may_be_time(look):
    """Whether a column has times with which a visit may begin or end."""
    return look.times > 0.5 and not look.is_date and name_fit(look.name, RECEIVED) < NAMED


def is_told(form, found):
    """Whether names say which times there are: those of a visit, or a time and when it was received."""
    said = {name for name, (look, _) in found.items() if name in TIMES and name_fit(look.name, name) >= NAMED}
    return said >= {AT, RECEIVED} or form == VISITS and said >= set(VISIT_TIMES.values())


def in_turn(looks, piece):
    """The looks of times that follow each other in the rows, in their order."""
    read = [(look, seconds_of(look, piece)) for look in looks[:MOST_TIMES]]
    read = [(look, at) for look, at in read if np.isfinite(at).any()]
    read.sort(key=lambda one: np.nanmean(one[1]))
    turn = []
    for look, at in read:
        if not turn or follows(turn[-1][1], at):
            turn.append((look, at))
    return [look for look, _ in turn]


def seconds_of(look, piece):
    """The times of a column, as its look reads them."""
    parts = [piece.columns[name].slice(0, CHECKED) for name in look.columns]
    column = parts[0]
    if len(parts) > 1:
        column = pc.binary_join_element_wise(*(part.cast(pa.string()) for part in parts), " ")
    return read_times(column, look.format, "UTC").seconds


def follows(before, after):
    """Whether one time of a record is that of a later step than another, and not when it was heard of."""
    gap = (after - before)[np.isfinite(before) & np.isfinite(after)]
    if len(gap) < FEWEST or (gap >= 0).mean() < IN_TURN or np.median(gap) > LONG:
        return False
    return np.median(gap) >= AT_ONCE or (gap == 0).mean() >= ALIKE and gap.max() >= WAITED


def times_in_turn(found, turn):
    """What was found, with the times of a visit given to columns in turn, as far as their names agree."""
    number = min(len(turn), len(VISIT_TIMES))
    fields = tuple(VISIT_TIMES.values())
    pairs = [
        dict(zip(names, columns, strict=True))
        for columns in combinations(turn, number)
        for names in combinations(fields, number)
    ]
    best = max(pairs, key=lambda pair: sum(agreement(look, name, number) for name, look in pair.items()))
    kept = {
        name: one
        for name, one in found.items()
        if name not in OTHER_FORM[VISITS] and (name not in TIMES or name_fit(one[0].name, name) >= NAMED)
        if not any(one[0] is look for look in best.values())
    }
    return kept | {name: (look, because(look, name, found)) for name, look in best.items()}


def because(look, field, found):
    """Why a time is that of a field, and how surely: as it was found there, else by the rows."""
    return found[field][1] if field in found and found[field][0] is look else (SURE, BY_ROWS)


def agreement(look, field, number):
    """How much speaks for a time of a visit: its name, against those of others, and what is usual."""
    others = max(name_fit(look.name, name) for name in VISIT_TIMES.values() if name != field)
    mine = name_fit(look.name, field)
    return mine - (others if mine < NAMED else 0.0) + 0.1 * (field in UNNAMED[number])


def with_places(found, looks, piece):
    """What was found, with a class, a station and its servers among the columns that are left."""
    used = {id(look) for look, _ in found.values()}
    left = [look for look in looks if may_be_name(look) and id(look) not in used]
    named = [found[name][0] for name in IDENTITIES if name in found]
    who = next((look for look in named if look.repeats > OFTEN), None)
    if who is None or not left:
        return found
    of_who = [look for look in left if tells(who, look, piece)]
    if "cls" not in found and (classes := [look for look in of_who if look.distinct <= MOST_CLASSES]):
        found = found | {"cls": (classes[0], (SURE, BY_ROWS))}
    return with_station(found, [look for look in left if not any(look is one for one in of_who)], piece)


def may_be_name(look):
    """Whether a column may say where something was, or of what kind: a few words, said again and again."""
    return (
        2 <= look.distinct <= MOST_STATIONS and look.repeats > 3 and look.filled > 0.9
        and look.numbers < 0.5 and look.times < 0.5 and look.kinds < 0.5
    )  # fmt: skip


def with_station(found, left, piece):
    """What was found, with a station that servers tell, and servers that tell a station."""
    if "station" not in found:
        finer = [found["device"][0]] if "device" in found else left
        pairs = [(one, two) for one in left for two in finer if is_within(two, one, piece)]
        single = [(one, None) for one in left if "device" not in found]
        for station, device in [*pairs, *single][:1]:
            found = found | {"station": (station, (SURE, BY_ROWS))}
            left = [] if device is None else [device]
    if "station" in found and "device" not in found:
        finer = [look for look in left if is_within(look, found["station"][0], piece)]
        found = found | ({"device": (finer[0], (SURE, BY_ROWS))} if finer else {})
    return found


def is_within(server, station, piece):
    """Whether a column has the servers of the stations of another."""
    return station.distinct < server.distinct and tells(server, station, piece)


def tells(one, two, piece):
    """Whether what stands in one column nearly always says what stands in another."""
    a, b = (codes_of(piece.columns[look.name]) for look in (one, two))
    both = (a >= 0) & (b >= 0)
    if not both.any():
        return False
    pairs, number = np.unique(np.stack([a[both], b[both]]), axis=1, return_counts=True)
    most = np.zeros(a.max() + 1, np.int64)
    np.maximum.at(most, pairs[0], number)
    return most.sum() >= IN_TURN * both.sum()


def codes_of(column):
    """A number for each value of the first records of a column, -1 where nothing is said."""
    text = column.slice(0, CHECKED * 5)
    text = text if is_text(text) else text.cast(pa.string())
    coded = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text).dictionary_encode()
    return np.asarray(coded.indices.fill_null(-1), np.int64)
