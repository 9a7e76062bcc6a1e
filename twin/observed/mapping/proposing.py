"""The map that a log most likely has, from what its columns are called and what stands in them."""

import re

import numpy as np
from scipy.optimize import linear_sum_assignment

from twin.model.errors import Fault, ScenarioError, listed
from twin.observed.event import END
from twin.observed.mapping.fitting import BY_VALUES, TONNES, fit_of, name_fit
from twin.observed.mapping.known_names import kind_within, plain
from twin.observed.mapping.looks import look_at
from twin.observed.mapping.map import (
    AT,
    FIELDS,
    MESSAGES,
    OTHER_FORM,
    RECEIVED,
    TIMES,
    VISIT_TIMES,
    VISITS,
    Field,
    Map,
)
from twin.observed.mapping.numbers import POINT
from twin.observed.mapping.relating import NAMED, by_rows

ENOUGH = 0.4  # a fit below which a column is left out
CLOCKED = "the only date goes with it"
IN_ORDER = "order of the times"
USUAL = "assumed: nothing in the log says it"
BUT = "; "  # between why a column is taken and what speaks against it
TURNED = "day, month and year may be the other way round"
LANES = set("lane laneid booth counter window server resource 通道 通道号 车道 车道号 窗口".split())
STATION = "port"  # of a log of one place that neither it nor its name tells


def propose(name, piece, zone):
    """The Map of a log, of which a piece is known; one without a time is refused."""
    if not len(piece.lines) and piece.bad:
        text = f"has no record that can be read among its first {len(piece.bad)}: {piece.bad[0].reason}"
        raise ScenarioError([Fault(name, "", text)])
    looks = [look_at(column, values) for column, values in piece.columns.items()]
    looks = clocks_joined(looks)
    if not any(look.format for look in looks):
        there = listed(look.name for look in looks) or "no column at all"
        text = f"has no column of times among {there}; say with --map which it is, if there is one"
        raise ScenarioError([Fault(name, "", text)])
    tried = [(form, assigned(looks, form)) for form in (MESSAGES, VISITS)]
    form, found = max(tried, key=lambda one: worth(*one))
    form, found = by_rows(form, found, looks, piece)
    fields = {name: field_of(name, look, why) for name, (look, why) in found.items()}
    complete(form, fields, place_of(name))
    used = {column for field in fields.values() for column in field.columns}
    left = tuple(column for column in piece.columns if column not in used)
    return Map(form, zone, fields, left)


def clocks_joined(looks):
    """Looks in which each time of day has the only date there is."""
    dates = [look for look in looks if look.is_date]
    clocks = [look for look in looks if look.is_clock or look.is_bare_clock and says_time(look.name)]
    if len(dates) != 1 or not clocks:
        return looks
    how = {"format": dates[0].format, "times": 1.0, "is_clock": False}
    dated = {clock.name: clock._replace(**how, columns=(dates[0].name, clock.name)) for clock in clocks}
    return [dated.get(look.name, look) for look in looks if look is not dates[0]]


def assigned(looks, form):
    """The column of each field in a form: the columns go to fields so that they fit best in all."""
    fields = [field for field in FIELDS if field not in OTHER_FORM[form]]
    fits = [[fit_of(look, field) for field in fields] for look in looks]
    worths = np.array([[worth for worth, _ in row] for row in fits])
    worths[worths < ENOUGH] = 0.0
    rows, columns = linear_sum_assignment(worths**2, maximize=True)  # one sure fit is worth two doubtful ones
    found = {
        fields[j]: (looks[i], fits[i][j])
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
        if worths[i, j] > 0
    }
    return by_order(with_times_named(found), looks, form)


def with_times_named(found):
    """What was found, without what only looks like a time where others are called so."""
    times = {name: because for name, (_, (_, because)) in found.items() if name in TIMES}
    if set(times.values()) <= {BY_VALUES}:
        return found
    return {name: one for name, one in found.items() if times.get(name) != BY_VALUES}


def by_order(found, looks, form):
    """Times whose names say nothing, in the order in which they stand."""
    names = [AT, RECEIVED] if form == MESSAGES else list(VISIT_TIMES.values())
    unnamed = [look for look in looks if look.format and look.times > 0.5 and not says_time(look.name)]
    if any(name in found and says_time(found[name][0].name) for name in names) or not unnamed:
        return found
    kept = {name: one for name, one in found.items() if name not in names}
    wanted = names if len(unnamed) > 2 or form == MESSAGES else names[1:]
    taken = {id(one[0]) for one in kept.values()}
    free = [look for look in unnamed if id(look) not in taken]
    return kept | {name: (look, (0.5, IN_ORDER)) for name, look in zip(wanted, free, strict=False)}


def says_time(name):
    """Whether the name of a column says which time it is."""
    return any(name_fit(name, field) >= NAMED for field in TIMES)


def worth(form, found):
    """How much speaks for a form."""
    if form == VISITS and sum(name in found for name in VISIT_TIMES.values()) < 2:
        return 0.0
    if form == MESSAGES and AT not in found:
        return 0.0
    return sum(confidence for _, (confidence, _) in found.values())


def field_of(name, look, why):
    """The Field of a column."""
    confidence, because = why
    because = CLOCKED if len(look.columns) > 1 else because
    said = {
        "confidence": round(confidence * (0.7 if look.is_guess and name in TIMES else 1.0), 2),
        "because": because,
    }
    if name in TIMES:
        said["format"] = look.format
        if look.is_guess:
            said["because"] = f"{because}{BUT}{TURNED}"
    if name in ("weight", "sureness", "seq"):
        said["decimal"] = look.decimal if name != "seq" else POINT
    if name == "sureness" and look.high > 1:
        said["scale"] = 0.01
    if name == "weight" and look.high <= TONNES:
        said["scale"] = 1000.0
    if name == "kind":
        known = [(value, kind_within(value)) for value in look.values]
        said["values"] = tuple(sorted((value, kind) for value, kind in known if kind))
    return Field(columns=look.columns, **said)


def place_of(name):
    """What a log of one place is called, by the name of its file without numbers and dates."""
    words = [word for word in re.split(r"[\W\d_]+", name.split(".")[0]) if word]
    return "_".join(words) or STATION


def complete(form, fields, place):
    """Gives a value to what a map needs and no column says."""
    if form == MESSAGES and "kind" not in fields:
        fields["kind"] = Field(value=kind_by(fields[AT]), confidence=0.5, because=USUAL)
    if "station" not in fields and is_of_one_place(fields.get("device"), place):
        fields["station"] = Field(value=place, confidence=0.5, because=USUAL)


def is_of_one_place(device, place):
    """Whether a log that names no station is of one: it has no devices, or lanes of what it is named."""
    return device is None or place != STATION and plain(device.columns[-1]) in LANES


def kind_by(field):
    """The kind of the only time of an event: what its column's name says, else the end of what was done."""
    best = {kind: name_fit(field.columns[-1], name) for kind, name in VISIT_TIMES.items()}
    kind = max(best, key=best.get)
    return kind if best[kind] >= NAMED else END
