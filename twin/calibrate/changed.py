"""Parameters that had one value before a day and another one after it: one number for both is refused."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from twin.calibrate.drift.drifting import drift
from twin.calibrate.drift.series import ARRIVALS, CAPACITY, SERVERS, SERVICE, SHARE
from twin.calibrate.fit import ALL, CALIBRATED, REFUSED
from twin.calibrate.why import Why

# The parameters of a fit that a change of a kind makes two of.
OF = {
    ARRIVALS: ("arrival_rate", "arrivals_a_day"),
    SERVICE: ("service_mean", "service_cv"),
    SERVERS: ("servers",),
    CAPACITY: (),  # by what it changed is told by the others
    SHARE: ("share",),
}


def judged(parameters, cleaned, seed):
    """(Parameters, notes): those that changed within the records are refused, and each change is told."""
    found = drift(cleaned.visits, cleaned.span, cleaned.zone, seed=seed).changes
    notes = tuple(told(change, cleaned.zone) for change in found)
    return tuple(refused(parameter, found, cleaned.zone) for parameter in parameters), notes


def refused(parameter, changes, zone):
    """The parameter, with the verdict that the changes leave it."""
    for change in changes:
        if parameter.verdict == CALIBRATED and is_of(parameter, change):
            return parameter._replace(verdict=REFUSED, why=told(change, zone))
    return parameter


def is_of(parameter, change):
    return (
        parameter.kind in OF[change.kind]
        and parameter.station == change.station
        and change.cls in ("", ALL, parameter.cls)
        and (change.kind != SHARE or parameter.key == change.key)
    )


def told(change, zone):
    """One change in a sentence, with the way out."""
    day = f"{datetime.fromtimestamp(change.day, UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d}"
    of = " ".join(part for part in (change.station, change.cls, change.key) if part)
    return Why(
        "{kind} {of} changed on {day} from {before} to {after}: fit what came after apart, with --from {day}",
        kind=change.kind, of=of, day=day, before=f"{change.before:.4g}",
        after=f"{change.after:.4g} {change.unit}".rstrip(),
    )  # fmt: skip
