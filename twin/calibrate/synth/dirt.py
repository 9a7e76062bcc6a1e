"""True messages with the faults of devices laid over them, in the order in which a server hears them."""

import numpy as np
import pandas as pd

from twin.calibrate.synth.devices import DIGITS, END, LETTERS, START
from twin.calibrate.visited import DAY

MINUTE = 60.0
ALIKE = {"O": "0", "B": "8", "I": "1", "S": "5", "Z": "2", "G": "6"}  # what a camera takes for another
ALIKE |= {digit: letter for letter, digit in ALIKE.items()}
ALIKE_SHARE = 0.7  # of misread plates, where one of these is in it; the rest are any other letter
CERTAIN = 0.99  # what a device says that takes the plate from elsewhere
WORST_CAMERA = 0.55  # the least a camera says of a plate that it has read
REPEATED_AFTER = 30.0  # seconds on average until a message comes again
STRANGE = "???"
RUBBISH = ("station", "event_type", "device_id", "event_time", "test")  # what is wrong in a rubbish row
FAR_TIMES = (-27_532_800.0, 2_072_409_600.0)  # seconds since 1970: long before, far ahead


def dirtied(messages, faults, epoch, rng):
    """[message] event_time and received_time in seconds since 1970, in order of receipt."""
    out = _tags(messages, faults.plate, rng)
    out = _plates(out, faults.plate, rng)
    out["device_id"], out["event_type"] = out["device"], out["kind"]
    out["msg_id"] = out["number"]
    true = _by_hand(out, faults.hand_entered, rng)
    out["event_time"] = epoch + true + offsets(out["device"], out["time"].to_numpy(), faults)
    out["received_time"] = epoch + out["time"] + _late(len(out), faults.late, rng)
    out = out[~_lost(out, faults, rng)].reset_index(drop=True)
    out = _rubbish(_repeated(out, faults.duplicates, rng), faults.rubbish, rng)
    return out.sort_values(["received_time", "msg_id"], kind="stable", ignore_index=True)


def offsets(device, time, faults):
    """[message] seconds that the clock of a device is ahead."""
    day = time / DAY
    skew = device.map(faults.clock_skew_s).fillna(0.0).to_numpy(float)
    drift = device.map(faults.clock_drift_s_per_day).fillna(0.0).to_numpy(float)
    reset = device.map(faults.clock_reset_day).fillna(0.0).to_numpy(float)
    out = skew + drift * np.where(day >= reset, day - reset, day)
    zoned = faults.timezone_bug
    if zoned:
        is_wrong = (device == zoned["device"]).to_numpy() & np.isin(day.astype(int), zoned["days"])
        out = out + np.where(is_wrong, MINUTE * zoned["shift_min"], 0.0)
    return out


def _tags(messages, plate, rng):
    """Some trucks carry a tag, which those read that read no papers."""
    cases = int(messages["case"].max()) + 1 if len(messages) else 0
    has = rng.random(cases) < plate.get("rfid_share", 0.0)
    code = np.array([f"E2{number:010X}" for number in rng.integers(16**10, size=cases)], object)
    truck = messages["case"].to_numpy()
    return messages.assign(rfid=np.where(messages["tagged"].to_numpy() & has[truck], code[truck], ""))


def _plates(out, plate, rng):
    """What cameras and clerks make of a plate, and how sure they say they are."""
    u, n, camera = rng.random(len(out)), len(out), out["camera"].to_numpy()
    unread, misread = plate.get("unread", 0.0), plate.get("misread", 0.0)
    typo = out["typed"].to_numpy() & (rng.random(n) < plate.get("typo_at_documents", 0.0))
    is_wrong = typo | camera & (u >= unread) & (u < unread + misread)
    is_gone = camera & (u < unread)
    read = out["plate"].to_numpy(object).copy()
    read[is_wrong] = [_misread(one, rng) for one in read[is_wrong]]
    read[is_gone] = ""
    sure = np.where(camera, 1 - rng.gamma(2.0, 0.03, n), CERTAIN)
    sure = np.where(camera & is_wrong, WORST_CAMERA + (0.95 - WORST_CAMERA) * rng.random(n), sure)
    sure = np.where(is_gone, 0.0, np.clip(sure, WORST_CAMERA, 1.0))
    return out.assign(plate=read, plate_conf=np.where(is_gone, 0.0, np.where(camera, sure, CERTAIN)).round(3))


def _misread(plate, rng):
    """A plate with one character taken for another."""
    doubtful = [i for i, letter in enumerate(plate) if letter in ALIKE]
    if doubtful and rng.random() < ALIKE_SHARE:
        i = int(rng.choice(doubtful))
        return plate[:i] + ALIKE[plate[i]] + plate[i + 1 :]
    i = int(rng.integers(len(plate)))
    letters = LETTERS if plate[i].isalpha() else DIGITS
    others = letters[letters != plate[i]]
    return plate[:i] + str(rng.choice(others)) + plate[i + 1 :]


def _by_hand(out, hand, rng):
    """[message] seconds, some of them rounded by who wrote them down."""
    time = out["time"].to_numpy()
    if not hand:
        return time
    step = MINUTE * hand["rounded_to_min"]
    is_rounded = (out["station"] == hand["station"]).to_numpy() & (rng.random(len(out)) < hand["share"])
    return np.where(is_rounded & (step > 0), np.round(time / max(step, 1e-9)) * step, time)


def _late(n, late, rng):
    """[message] seconds until the server hears of it."""
    if not late:
        return np.zeros(n)
    out = rng.exponential(max(late["mean_s"], 1e-9), n)
    stored = rng.random(n) < late["store_and_forward_share"]
    low, high = late["store_and_forward_min"]
    return np.where(stored, MINUTE * rng.uniform(low, high, n), out)


def _lost(out, faults, rng):
    """[message] whether nobody ever hears of it."""
    u, lost = rng.random(len(out)), faults.lost
    kind = out["kind"].to_numpy()
    gone = (kind == START) & (u < lost.get("start", 0.0)) | (kind == END) & (u < lost.get("end", 0.0))
    cases = int(out["case"].max()) + 1 if len(out) else 0
    unseen = rng.random(cases) < lost.get("exit_both", 0.0)
    gone |= unseen[out["case"].to_numpy()] & out["at_exit"].to_numpy()
    outage = faults.outage
    if outage:
        begin = DAY * outage["from_day"]
        within = out["time"].between(begin, begin + 3600 * outage["hours"], inclusive="left")
        gone |= (within & (out["station"] == outage["station"])).to_numpy()
    return gone


def _repeated(out, repeats, rng):
    """The messages with those that come twice, some under a new number."""
    if not repeats:
        return out
    again = out[rng.random(len(out)) < repeats["share"]].copy()
    is_new = rng.random(len(again)) >= repeats["same_msg_id"]
    number = int(out["msg_id"].max()) + 1 + np.arange(len(again)) if len(out) else again["msg_id"]
    again["msg_id"] = np.where(is_new, number, again["msg_id"])
    again["received_time"] += rng.exponential(REPEATED_AFTER, len(again))
    return pd.concat([out, again], ignore_index=True)


def _rubbish(out, share, rng):
    """Some rows say what is not: a field that is no name, a time far off, a test."""
    out["event_type"] = np.array(["arrive", "start", "end"], object)[out["event_type"].to_numpy(int)]
    is_wrong = np.flatnonzero(rng.random(len(out)) < share)
    how = rng.integers(len(RUBBISH), size=len(is_wrong))
    for number, what in enumerate(RUBBISH):
        rows = is_wrong[how == number]
        if what == "event_time":
            out.loc[rows, what] = rng.choice(FAR_TIMES, len(rows))
        elif what == "test":
            out.loc[rows, ["station", "device_id"]] = what
        else:
            out.loc[rows, what] = STRANGE
    return out
