"""What goes wrong on the way from a device to the server, put into a Script on purpose."""

import numpy as np

from twin.live.replaying.script import RUBBISH
from twin.model.errors import Fault, ScenarioError, listed, nearest

SOON, AN_HOUR = 1.0, 3600.0  # seconds


def lost(script, rng, share, _):
    """Some messages never come."""
    kept = rng.random(len(script.times)) >= share
    return script._replace(times=script.times[kept], records=script.records[kept])


def twice(script, rng, share, seconds):
    """Some messages come a second time."""
    again = rng.random(len(script.times)) < share
    return joined(script, script.times[again] + (seconds or SOON), script.records[again])


def late(script, rng, share, seconds):
    """Some messages come late, an hour where nothing is said."""
    held = rng.random(len(script.times)) < share
    return ordered(script, script.times + held * (seconds or AN_HOUR), script.records)


def garbage(script, rng, share, _):
    """Among the messages are some that are none."""
    beside = rng.random(len(script.times)) < share
    return joined(script, script.times[beside], np.full(beside.sum(), RUBBISH))


FAULTS = {"lost": lost, "twice": twice, "late": late, "garbage": garbage}


def with_faults(script, said, seed):
    """A Script with faults, as `twice=0.05,late=0.02:3600`: which, of what share, by how many seconds."""
    rng = np.random.default_rng(seed)
    for one in filter(None, said.split(",")):
        name, _, amount = one.partition("=")
        share, _, seconds = amount.partition(":")
        if name not in FAULTS:
            text = f"is no fault{nearest(name, FAULTS)}; there is {listed(FAULTS)}"
            raise ScenarioError([Fault("--faults", one, text)])
        script = FAULTS[name](script, rng, share_of(one, share), seconds_of(one, seconds))
    return script


def share_of(said, text):
    share = number_of(said, text)
    if not 0.0 <= share <= 1.0:
        raise ScenarioError([Fault("--faults", said, "a share is from 0 to 1, as in twice=0.05")])
    return share


def seconds_of(said, text):
    return number_of(said, text) if text else 0.0


def number_of(said, text):
    try:
        return float(text)
    except ValueError:
        text = "has no number; write it as twice=0.05, or late=0.02:3600"
        raise ScenarioError([Fault("--faults", said, text)]) from None


def joined(script, times, records):
    """A Script with more messages."""
    return ordered(script, np.concatenate((script.times, times)), np.concatenate((script.records, records)))


def ordered(script, times, records):
    order = np.argsort(times, kind="stable")
    return script._replace(times=times[order], records=records[order])
