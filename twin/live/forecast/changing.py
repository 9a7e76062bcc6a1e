"""What if from now on: words of the language, and short ones that open and close servers for a while."""

import re
from dataclasses import replace
from typing import NamedTuple

from twin.live.forecast.duty import FOREVER, added, duty_of, with_duty
from twin.live.forecast.port import plan_from, second_of
from twin.model.errors import Fault, ScenarioError, nearest
from twin.model.frozen import FrozenDict

_SHORT = re.compile(
    r"(open|close) +(\d{1,3})(?: +more)? +at +(\S.*?)"
    r"(?: +from +(\d\d?:\d\d))?(?: +(?:to|until) +(\d\d?:\d\d))?",
    re.IGNORECASE,
)
_WAY_OUT = "write: open 1 more at scanner from 16:00 to 18:00, or close 1 at scanner, or a word as of compare"


class Opened(NamedTuple):
    """So many more servers of a station, below 0 fewer, from a second until another."""

    station: str
    number: int
    since: float = 0.0
    until: float = FOREVER


def changed_plan(port, at, seconds, what_if):
    """The Plan of the port from an instant on, with all changes."""
    short = [opened(port, at, text) for text in what_if if _is_short(text)]
    words = words_of(what_if)
    scenario = port.scenario
    if words:
        scenario = _in_words(port, words)
    plan = plan_from(scenario, at, seconds)
    return _with_opened(scenario, plan, (at, seconds), short) if short else plan


def words_of(what_if):
    """The changes in words of the language, without the short ones."""
    return tuple(text for text in what_if if not _is_short(text))


def read_short(text):
    """(open or close, number, station, from, until) of a short text; None of what is none."""
    said = _SHORT.fullmatch(text.strip())
    return None if said is None else (said[1].lower(), *said.groups()[1:])


def opened(port, at, text):
    """The Opened that a short text says; refuses what it does not understand."""
    said = read_short(text)
    if said is None:
        raise ScenarioError([Fault("what-if", text, f"is not understood; {_WAY_OUT}")])
    verb, number, name, since, until = said
    station = port.station(name)
    if station is None:
        told = f"there is no station {name}{nearest(name, port.stations)}; {_WAY_OUT}"
        raise ScenarioError([Fault("what-if", text, told)])
    sign = 1 if verb == "open" else -1
    begin = _second(port, at, since, text) if since else 0.0
    end = _second(port, at, until, text) if until else FOREVER
    return Opened(station, sign * int(number), begin if begin < end else 0.0, end)  # it has begun already


def _is_short(text):
    return text.strip().lower().startswith(("open ", "close "))


def _second(port, at, clock, text):
    hour, minute = map(int, clock.split(":"))
    if hour > 24 or minute > 59:
        raise ScenarioError([Fault("what-if", text, f"{clock} is no time of day; {_WAY_OUT}")])
    return second_of(port.scenario, at, 3600.0 * hour + 60.0 * minute)


def _in_words(port, words):
    """The scenario with changes in words of the language."""
    if port.changed is None:
        text = f"nobody is there to read it; {_WAY_OUT.partition(', or a word')[0]}"
        raise ScenarioError([Fault("what-if", " ".join(words), text)])
    return port.changed(words)


def _with_opened(scenario, plan, when, short):
    """The plan whose stations have as many servers as the changes need, and the duty that they say."""
    duty = {}
    for change in short:
        before = duty.get(change.station) or duty_of(plan.arrays, place_of(plan, change.station))
        duty[change.station] = added(before, change.number, change.since, change.until)
    stations = dict(scenario.layout.stations)
    for name, times in duty.items():
        stations[name] = _with_servers(stations[name], max(servers for _, servers in times))
    layout = scenario.layout.model_copy(update={"stations": FrozenDict(stations)})
    wider = plan_from(replace(scenario, layout=layout), *when)
    arrays = wider.arrays
    for name, times in duty.items():
        arrays = with_duty(arrays, place_of(wider, name), times)
    return replace(wider, arrays=arrays)


def _with_servers(station, most):
    """The station with at least so many servers; more of its first model where it has several."""
    missing = int(most - station.count)
    if missing <= 0:
        return station
    if isinstance(station.servers, dict):
        first = next(iter(station.servers))
        servers = {**station.servers, first: station.servers[first] + missing}
        return station.model_copy(update={"servers": FrozenDict(servers)})
    return station.model_copy(update={"servers": station.servers + missing})


def place_of(plan, name):
    """The index of a station in a plan; refuses one that has a queue for each server."""
    for index, point in enumerate(plan.names.points):
        if point.kind == "station" and point.name == name and point.lane < 0:
            return index
    text = "has a queue for each server or is met by nobody; its servers are not opened and closed by number"
    raise ScenarioError([Fault("what-if", name, text)])
