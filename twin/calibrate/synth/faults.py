"""The faults of devices: what a file of faults says, and what is so without one."""

from dataclasses import asdict, dataclass, field, fields, replace

import numpy as np
import yaml

from twin.model.errors import Fault, ScenarioError, unknown

LONGEST = 100_000  # characters of a file of faults
NONE = "none"
MOST_SKEW = 180  # seconds that a clock is wrong by, where a file does not say which

# Words of a mapping: its numbers, with the bounds of each. Shares of one are from 0 to 1.
SHARE, ANY, NOT_NEGATIVE = (0.0, 1.0), (-np.inf, np.inf), (0.0, np.inf)
_WANTED = {SHARE: "a number from 0 to 1", ANY: "a number", NOT_NEGATIVE: "a number from 0 on"}
_PARTS = {
    "lost": {"start": SHARE, "end": SHARE, "exit_both": SHARE},
    "duplicates": {"share": SHARE, "same_msg_id": SHARE},
    "plate": {"unread": SHARE, "misread": SHARE, "typo_at_documents": SHARE, "rfid_share": SHARE},
    "late": {"mean_s": NOT_NEGATIVE, "store_and_forward_share": SHARE, "store_and_forward_min": NOT_NEGATIVE},
    "outage": {"from_day": NOT_NEGATIVE, "hours": NOT_NEGATIVE},
    "hand_entered": {"rounded_to_min": NOT_NEGATIVE, "share": SHARE},
    "timezone_bug": {"days": NOT_NEGATIVE, "shift_min": ANY},
}
_BY_DEVICE = ("clock_skew_s", "clock_drift_s_per_day", "clock_reset_day")
_NAMED = {"timezone_bug": "device", "outage": "station", "hand_entered": "station"}
_PAIRS = ("store_and_forward_min", "days")  # numbers that come as [least, most]


@dataclass(frozen=True)
class Faults:
    """What is wrong with the devices; the defaults are assumptions, in the size of what ports tell of."""

    clock_skew_s: dict = field(default_factory=dict)  # device: seconds ahead of the true time
    clock_drift_s_per_day: dict = field(default_factory=dict)
    clock_reset_day: dict = field(default_factory=dict)  # the day at which it is set to its skew again
    timezone_bug: dict = field(default_factory=dict)  # device, days: [...], shift_min
    lost: dict = field(default_factory=lambda: {"start": 0.02, "end": 0.03, "exit_both": 0.02})
    duplicates: dict = field(default_factory=lambda: {"share": 0.02, "same_msg_id": 0.7})
    plate: dict = field(
        default_factory=lambda: {
            "unread": 0.03, "misread": 0.05, "typo_at_documents": 0.005, "rfid_share": 0.6,
        }
    )  # fmt: skip
    late: dict = field(
        default_factory=lambda: {
            "mean_s": 2.0, "store_and_forward_share": 0.03, "store_and_forward_min": [10, 60],
        }
    )  # fmt: skip
    outage: dict = field(default_factory=dict)  # station, from_day, hours
    hand_entered: dict = field(default_factory=dict)  # station, rounded_to_min, share
    rubbish: float = 0.001


def no_faults():
    """Devices that are right, always heard and never late; plates are all that they know."""
    empty = {word.name: {} for word in fields(Faults) if word.name != "rubbish"}
    return Faults(**empty, rubbish=0.0)


def by_default(port, days, seed):
    """The faults of a port of which no file says any: which devices have them is drawn."""
    rng = np.random.default_rng([seed, 1])
    inner = [name for name in port.devices if port.station_of[name] not in port.entries]
    inner = list(rng.permutation(inner or list(port.devices)))
    skewed, zoned = inner[:3], inner[3:4] or inner[:1]
    drifting = skewed[-1:]
    signs = rng.choice([-1, 1], len(skewed)) * rng.integers(30, MOST_SKEW, len(skewed))
    day = max(days // 2, 0)
    return Faults(
        clock_skew_s={str(name): int(skew) for name, skew in zip(skewed, signs, strict=True)},
        clock_drift_s_per_day={str(name): 5.0 for name in drifting},
        clock_reset_day={str(name): max(days // 3, 1) for name in drifting},
        timezone_bug={"device": str(zoned[0]), "days": [day, day + 1], "shift_min": -60} if zoned else {},
        outage={"station": port.entries[0], "from_day": round(0.7 * days, 1), "hours": 3},
        hand_entered={"station": port.by_hand, "rounded_to_min": 5, "share": 0.3} if port.by_hand else {},
    )


def read_faults(text, port, otherwise):
    """The Faults that a file's text says; words that it leaves out are as `otherwise`."""
    said = _mapping(text)
    known = [word.name for word in fields(Faults)]
    faults = [Fault(str(word), "", unknown("fault", word, known)) for word in said if word not in known]
    changes = {}
    for word, value in said.items():
        if word in known:
            changes[word], wrong = _read(word, value, asdict(otherwise)[word], port)
            faults += wrong
    if faults:
        raise ScenarioError(faults)
    return replace(otherwise, **changes)


def _mapping(text):
    if len(text) > LONGEST:
        raise ScenarioError([Fault("--faults", "", f"the file is longer than {LONGEST:,} characters")])
    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ScenarioError([Fault("--faults", "", f"the file is no YAML: {error}")]) from None
    if said is None:
        return {}
    if not isinstance(said, dict):
        example = "fault: value belongs here, e.g. rubbish: 0.002"
        raise ScenarioError([Fault("--faults", str(said)[:60], example)])
    return said


def _read(word, value, before, port):
    """(value, faults) of one word of the file."""
    if value in (NONE, None):
        return (0.0 if word == "rubbish" else {}), []
    if word == "rubbish":
        return value, _number(word, value, SHARE)
    if not isinstance(value, dict):
        return before, [Fault(word, str(value), "wants its parts, as {share: 0.02}, or none")]
    if word in _BY_DEVICE:
        bounds = ANY if word != "clock_reset_day" else NOT_NEGATIVE
        wrong = [each for name in value for each in _device(word, name, port)]
        for name, number in value.items():
            wrong += _number(f"{word}.{name}", number, bounds)
        return {str(name): number for name, number in value.items()}, wrong
    return {**before, **value}, [*_parts(word, value), *_whole(word, {**before, **value}, port)]


def _parts(word, value):
    faults = []
    for part, number in value.items():
        if part == _NAMED.get(word):
            continue
        if part not in _PARTS[word]:
            there = [*_PARTS[word], *([_NAMED[word]] if word in _NAMED else [])]
            faults.append(Fault(f"{word}.{part}", "", unknown("part", part, there)))
            continue
        numbers = number if part in _PAIRS and isinstance(number, list) else [number]
        if part == "store_and_forward_min" and len(numbers) != 2:
            faults.append(Fault(f"{word}.{part}", str(number), "is the least and the most, as [10, 60]"))
            continue
        faults += [each for one in numbers for each in _number(f"{word}.{part}", one, _PARTS[word][part])]
    return faults


def _whole(word, value, port):
    """Whether a fault with a place has one that is there, and all its parts."""
    named = _NAMED.get(word)
    if named is None:
        return []
    missing = [part for part in (named, *_PARTS[word]) if part not in value]
    if missing:
        text = "is not said; say it, or write none for the fault"
        return [Fault(f"{word}.{part}", "", text) for part in missing]
    if named == "device":
        return _device(word, value[named], port)
    there = list(dict.fromkeys(port.station_of.values()))
    name = value[named]
    return [] if name in there else [Fault(f"{word}.station", "", unknown("station", name, there))]


def _device(word, name, port):
    there = list(port.devices)
    return [] if name in there else [Fault(f"{word}.{name}", "", unknown("device", name, there))]


def _number(path, value, bounds):
    low, high = bounds
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and low <= value <= high:
        return []
    return [Fault(path, str(value), f"is not {_WANTED[bounds]}")]
