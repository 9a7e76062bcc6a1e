"""From what comes to lanes, checked and mended until a promise or target is kept, and to shifts."""

from typing import NamedTuple

import numpy as np

from twin.study.kept import measures_of
from twin.study.rostering.aimed import lanes_for_target
from twin.study.rostering.covering import Cover, covered
from twin.study.rostering.promised import lanes_for_promise
from twin.study.rostering.setting import Setting, opened, people_of, setting_of
from twin.study.rostering.writing import with_roster
from twin.study.together import together


class Roster(NamedTuple):
    """Lanes by station, Covers by crew, the port with them, and how the check came out."""

    setting: Setting
    lanes: dict
    needed: dict  # by crew: [slot] people
    covers: dict[str, Cover]
    proposed: object  # Scenario
    check: str  # exact, simulated or target
    shares: dict  # [slot] that wait longer than promised, with the lanes; empty for a target
    steps: int  # lanes that the check added or took


def rostered(scenario, asked, *, measured=measures_of):
    """The Roster of a scenario for what is asked."""
    setting = setting_of(scenario, asked)
    lanes, shares, check, steps = {}, {}, "target", 0
    if asked.promise is not None:
        lanes, shares, check, steps = lanes_for_promise(setting, asked)
    if asked.target is not None:
        kept, more = lanes_for_target(setting, asked, measured)
        lanes = {name: np.maximum(level, lanes.get(name, 0)) for name, level in kept.items()}
        steps += more
    covers = _covers(setting, lanes, asked)
    proposed = with_roster(scenario, setting.day, levels_of(setting, covers))
    return Roster(setting, lanes, people_of(setting, lanes), covers, proposed, check, shares, steps)


def levels_of(setting, covers):
    """{station or pool: [slot] numbers} that a roster writes: people of a pool, lanes of a station."""
    return {crew: opened(setting, crew, cover.staff) for crew, cover in covers.items()}


def _covers(setting, lanes, asked):
    """{crew: Cover}; all refusals are raised together."""
    out = {}
    with together() as gather:
        for crew, people in people_of(setting, lanes).items():
            with gather():
                out[crew] = covered(crew, people, asked.shifts, day=setting.day)
    return out
