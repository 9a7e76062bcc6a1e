"""What a shift leader can switch on during the day, and the port in which the rule is followed."""

from functools import reduce, singledispatch
from typing import NamedTuple

from twin.model.checks import faults_of
from twin.model.dates import Hours
from twin.model.errors import ScenarioError
from twin.model.frozen import FrozenDict
from twin.model.policy import Opening
from twin.model.roster import Shift
from twin.model.scenario import nowhere
from twin.study.changing import with_things

OF_LANES = ("lane_rule", "jockeys")  # words that one line before the lanes gives no meaning
CALLED = "called"  # the shift that a rule adds
NOT_OURS = ("neighbour", "operator")  # whose people a shift leader cannot send


class Lanes(NamedTuple):
    """One more lane of a station opens at a queue, and all but the fewest close when it is short."""

    thing: str
    fewest: int
    open_at: int
    close_at: int
    most: int  # so many at most are open; above what is on duty now they are called


class People(NamedTuple):
    """So many more of a pool from a time of day on, until its last shift ends."""

    thing: str
    extra: int
    begins: int  # seconds of the day
    until: int
    watch: str  # the station whose queue decides


class Longer(NamedTuple):
    """Calendars and the last shifts beside them end later; at `begins` the queue at `watch` decides."""

    thing: str  # the calendar that ends last
    calendars: tuple
    pools: tuple
    later: int  # seconds
    begins: int
    watch: str


class Lever(NamedTuple):
    """A lever that is used on such a day; it is composed elsewhere."""

    thing: str


class Together(NamedTuple):
    """Several rules on one day."""

    rules: tuple
    thing: str = "together"


@singledispatch
def followed(rule, scenario):
    """The scenario in which a rule is followed; what cannot be is refused as any scenario is."""
    raise TypeError(f"{type(rule).__name__} is no rule of a playbook")


@followed.register
def _(rule: Lanes, scenario):
    opening = Opening.model_construct(
        fewest=rule.fewest,
        open_at_queue=rule.open_at,
        open_at_wait=None,
        close_at_queue=rule.close_at,
        most=rule.most,
    )
    return _checked(_with_lanes(scenario, rule, opening))


@followed.register
def _(rule: People, scenario):
    hours = (Hours(rule.begins, rule.until),)
    shift = Shift.model_construct(hours=hours, size=rule.extra, **_days_of(scenario, rule.thing))
    shifts = {**scenario.roster.shifts[rule.thing], CALLED: shift}
    return _checked(with_things(scenario, "roster", "shifts", {rule.thing: FrozenDict(shifts)}))


@followed.register
def _(rule: Longer, scenario):
    calendars = {name: _later(scenario.roster.calendars[name], rule.later) for name in rule.calendars}
    shifts = {name: _last_later(scenario.roster.shifts[name], rule.later) for name in rule.pools}
    changed = with_things(scenario, "roster", "calendars", calendars)
    return _checked(with_things(changed, "roster", "shifts", shifts))


@followed.register
def _(rule: Together, scenario):
    return reduce(lambda port, one: followed(one, port), rule.rules, scenario)


def reference(rule, scenario):
    """The port as it is, to hold the rule against: for lanes that had a queue each, with one line for all.

    Else what one line gains would be told as a gain of the rule.
    """
    if isinstance(rule, Together):
        return reduce(lambda port, one: reference(one, port), rule.rules, scenario)
    if isinstance(rule, Lanes) and scenario.layout.stations[rule.thing].queue == "lanes":
        one_line = _in_one_line(scenario.layout.stations[rule.thing])
        return with_things(scenario, "layout", "stations", {rule.thing: one_line})
    return scenario


def changes_of(rule, scenario):
    """The changes of a lever that makes a rule of lanes, as a scenario's file has them."""
    station = scenario.layout.stations[rule.thing]
    path = f"layout.stations.{rule.thing}"
    changes = [{"set": {f"{path}.queue": "one"}}] if station.queue == "lanes" else []
    if rule.most > station.count:
        changes.append({"set": {f"{path}.servers": str(rule.most)}})
    for name, shift in scenario.roster.shifts.get(rule.thing, {}).items():
        if shift.size < rule.most:
            changes.append({"set": {f"roster.shifts.{rule.thing}.{name}.size": str(rule.most)}})
    said = {
        "fewest": rule.fewest,
        "open_at_queue": rule.open_at,
        "close_at_queue": rule.close_at,
        "most": rule.most,
    }
    texts = {word: str(value) for word, value in said.items()}
    if rule.thing in scenario.policy.opening:
        return [*changes, *({"set": {f"policy.opening.{rule.thing}.{w}": t}} for w, t in texts.items())]
    return [*changes, {"add": {"policy": {"opening": {rule.thing: texts}}}}]


def _with_lanes(scenario, rule, opening):
    """One line, as many servers as may be called, each shift with all of them at hand."""
    station = _in_one_line(scenario.layout.stations[rule.thing])
    if rule.most > station.count:
        station = station.model_copy(update={"servers": rule.most})
    changed = with_things(scenario, "layout", "stations", {rule.thing: station})
    changed = with_things(changed, "policy", "opening", {rule.thing: opening})
    own = scenario.roster.shifts.get(rule.thing)
    if not own:
        return changed
    called = {
        name: shift.model_copy(update={"size": max(shift.size, rule.most)}) for name, shift in own.items()
    }
    return with_things(changed, "roster", "shifts", {rule.thing: FrozenDict(called)})


def _in_one_line(station):
    if station.queue != "lanes":
        return station
    plain = {word: type(station).model_fields[word].default for word in OF_LANES}
    return station.model_copy(update={"queue": "one", **plain})


def _days_of(scenario, pool):
    """The days, holidays and time zone of a pool's first shift."""
    first = next(iter(scenario.roster.shifts[pool].values()))
    return {word: getattr(first, word) for word in ("days", "closed", "time_zone", "label", "note")}


def _later(calendar, seconds):
    """A calendar whose last hours end later."""
    *before, last = sorted(calendar.hours, key=lambda hours: hours.end)
    return calendar.model_copy(update={"hours": (*before, Hours(last.start, last.end + seconds))})


def _last_later(shifts, seconds):
    """Shifts of which those that end last end later."""
    end = max(hours.end for shift in shifts.values() for hours in shift.hours)
    return FrozenDict({
        name: _later(shift, seconds) if max(hours.end for hours in shift.hours) == end else shift
        for name, shift in shifts.items()
    })  # fmt: skip


def _checked(scenario):
    if wrong := faults_of(scenario, nowhere):
        raise ScenarioError(wrong)
    return scenario
