"""Lanes with which a port keeps a target, by simulation: the loosest promise that does, then lanes less."""

import numpy as np

from twin.model.errors import Fault, ScenarioError
from twin.results.intervals import estimate
from twin.study.observing import observed
from twin.study.rostering.promise import Promise
from twin.study.rostering.setting import capped, first_lanes, with_lanes
from twin.study.target import short_of, target_of

LOOSEST, TIGHTEST, RUNGS = 0.98, 0.001, 24  # promises that are tried for a target
SERVED = 0.99  # of those who finish with all lanes open: so many are to finish with fewer
TAKES = 12  # lanes that are tried to be taken away


def lanes_for_target(setting, asked, measured):
    """(lanes, steps): the loosest promise by whose lanes the port keeps the target, then lanes less.

    As many are to finish as with all lanes open: those who still queue at the end have no wait that counts.
    """
    finished = []  # the first with all lanes open

    def keeps(lanes):
        scenario = with_lanes(setting, lanes)
        level = estimate(observed(scenario, asked.target, asked.numbers, measured=measured))
        side = level.high if asked.target.at_most else level.low
        sure = side if np.isfinite(side) else level.mean
        served = observed(scenario, target_of("finished"), asked.numbers, measured=measured).mean()
        finished.append(float(served))
        is_kept = short_of(asked.target, sure) <= 0 and served >= SERVED * finished[0]
        return bool(is_kept), level

    rungs = [capped(setting, first_lanes(setting, Promise(share))) for share in _promises()]
    rungs.append({name: np.where(load > 0, setting.most[name], 0) for name, load in setting.load.items()})
    kept, level = keeps(rungs[-1])
    if not kept:
        most = ", ".join(f"{name} {n}" for name, n in setting.most.items())
        text = (
            f"not kept even with all lanes open all day ({most}), where it is {_said(asked.target, level)}; "
            "add servers there, roster other stations too, or ask for less"
        )
        raise ScenarioError([Fault("target", _said(asked.target, asked.target.bound), text)])
    low, high = 0, len(rungs) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if keeps(rungs[middle])[0] else (middle + 1, high)
    return _thinned(setting, rungs[high], keeps)


def _said(target, level):
    """A level with its unit, times in minutes."""
    factor, unit = (1 / 60, "min") if target.unit == "s" else (1.0, target.unit)
    if isinstance(level, float):
        return f"{level * factor:.4g} {unit}"
    return f"{level.mean * factor:.4g} [{level.low * factor:.4g}, {level.high * factor:.4g}] {unit}"


def _promises():
    return np.geomspace(LOOSEST, TIGHTEST, RUNGS).tolist()


def _thinned(setting, lanes, keeps):
    """(lanes, how many were taken): one less where most are idle, as long as the target is kept."""
    spare = sorted(
        ((level - setting.load[name])[slot] / level[slot], name, int(slot))
        for name, level in lanes.items()
        for slot in np.flatnonzero(level > 1)
    )[::-1]
    taken = 0
    for _, name, slot in spare[:TAKES]:
        trial = {**lanes, name: lanes[name].copy()}
        trial[name][slot] -= 1
        if keeps(trial)[0]:
            lanes, taken = trial, taken + 1
    return lanes, taken
