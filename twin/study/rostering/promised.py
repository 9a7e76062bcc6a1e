"""Lanes that keep a promise in every slot: one more where the check fails, one less where there is slack."""

import numpy as np

from twin.model.errors import Fault, ScenarioError
from twin.study.rostering.checking import exact_shares, is_markov, seen_shares
from twin.study.rostering.setting import first_lanes, with_lanes

MENDS = 40  # rounds of adding lanes where the check fails
TAKES = 12  # lanes that are tried to be taken away where there is slack


def lanes_for_promise(setting, asked):
    """(lanes, shares, check, steps): lanes that keep the promise in every slot."""
    lanes = first_lanes(setting, asked.promise)
    faults = [
        _too_many(setting, name, level) for name, level in lanes.items() if level.max() > setting.most[name]
    ]
    if faults:
        raise ScenarioError(faults)
    exact = not asked.promise.after and all(is_markov(setting.scenario, setting.plan, name) for name in lanes)

    def shares_of(lanes):
        if exact:
            return {name: exact_shares(setting.day, setting.demands[name], lanes[name]) for name in lanes}
        scenario = with_lanes(setting, lanes)
        return {
            name: seen_shares(scenario, setting.day, name, asked.promise, asked.numbers)[0] for name in lanes
        }

    lanes, shares, added = _mended(setting, lanes, shares_of, asked.promise)
    lanes, shares, taken = _slackened(setting, lanes, shares, check=(shares_of, asked.promise))
    return lanes, shares, "exact" if exact else "simulated", added + taken


def _mended(setting, lanes, shares_of, promise):
    """(lanes, shares, lanes added) with one lane more wherever the promise fails, until it is kept."""
    lanes, added = {name: level.copy() for name, level in lanes.items()}, 0
    for _ in range(MENDS):
        shares, more = shares_of(lanes), 0
        failing = {name: _failing(setting, name, shares[name], promise) for name in lanes}
        for name, slots in failing.items():
            for slot in slots:
                # Who waits in a slot may have been left by the one before it.
                room = [at for at in (slot, slot - 1) if lanes[name][at] < setting.most[name]]
                room = [at for at in room if at == slot or setting.load[name][at] > 0]
                if room:
                    lanes[name][room[0]] += 1
                    more += 1
        if not any(len(slots) for slots in failing.values()):
            return lanes, shares, added
        if not more:
            break
        added += more
    name, slots = max(failing.items(), key=lambda item: len(item[1]))
    worst = int(slots[np.argmax(shares[name][slots])])
    text = (
        f"cannot be kept: {shares[name][worst]:.0%} wait at {setting.day.clock(worst)} with "
        f"{lanes[name][worst]} of {setting.most[name]} lanes; add servers, promise less, or ask for a target"
    )
    raise ScenarioError([Fault(f"layout.stations.{name}.servers", str(setting.most[name]), text)])


def _failing(setting, name, shares, promise):
    """Slots in which more wait than promised, of those in which anybody comes to an open door."""
    is_there = (setting.load[name] > 0) & ~np.isnan(shares)
    return np.flatnonzero(is_there & (np.nan_to_num(shares) > promise.share + 1e-9))


def _slackened(setting, lanes, shares, *, check):
    """(lanes, shares, lanes taken): one lane less where fewest wait, as long as the promise is kept."""
    shares_of, promise = check
    taken, tries = 0, 0
    order = sorted(
        (float(np.nan_to_num(shares[name][slot])), name, int(slot))
        for name in lanes
        for slot in np.flatnonzero((lanes[name] > 1) & (np.nan_to_num(shares[name]) < promise.share / 2))
    )
    for _, name, slot in order[:TAKES]:
        trial = {**lanes, name: lanes[name].copy()}
        trial[name][slot] -= 1
        found = shares_of(trial)
        tries += 1
        if not any(len(_failing(setting, each, found[each], promise)) for each in lanes):
            lanes, shares, taken = trial, found, taken + 1
    return lanes, shares, taken


def _too_many(setting, name, level):
    slot = int(np.argmax(level))
    text = (
        f"{int(level[slot])} are needed at {setting.day.clock(slot)} by the load of that hour; "
        "add servers, or promise less"
    )
    return Fault(f"layout.stations.{name}.servers", str(setting.most[name]), text)
