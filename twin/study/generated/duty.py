"""Random rules of who is on duty, and of how many are served at once."""

from twin.study.generated.dice import between, fixed, one_in, pick

SHIFTS = ("early", "late")


def shifts(dice, stations, hours):
    """Servers on duty by hours, of a few stations; two shifts that overlap never are more than there are."""
    out = {}
    for name, station in stations.items():
        there = count(station)
        if not there or not one_in(dice, 5):
            continue
        sizes = [between(dice, 0, there)]
        if one_in(dice, 2):
            sizes.append(there - sizes[0])
        if "hours" not in station:
            station["end_of_shift"] = pick(dice, ["finish", "pause"])
        out[name] = {
            shift: {"hours": hours(dice), "size": size} for shift, size in zip(SHIFTS, sizes, strict=False)
        }
    return out


def count(station):
    """The servers of a station, 0 where they are not counted."""
    servers = station["servers"]
    if servers == "unlimited":
        return 0
    return sum(servers.values()) if isinstance(servers, dict) else servers


def batch(dice, port, station):
    """How many a server serves at once, where it may be several."""
    late = any({"comes_back", "cleaning"} & set(port.pools[pool]) for pool in station.get("needs", ()))
    apart = {"fills", "discipline"} & set(station) or station.get("end_of_shift") == "hand_over"
    apart = apart or "goes_back" in afters(port, station)
    if not count(station) or late or apart or not one_in(dice, 4):
        return {}
    fewest = between(dice, 1, 3)
    out = {"fewest": fewest, "most": between(dice, fewest, 4)}
    if str(station.get("waiting_room", "")).endswith(" m") or not one_in(dice, 3):
        out["timeout"] = fixed(dice, least=1)
    return {"batch": out}


def afters(port, station):
    """What becomes of the services that breakdowns of its servers stop."""
    servers = station["servers"] if isinstance(station["servers"], dict) else [station.get("model")]
    models = [port.equipment.get(model, {}) for model in servers]
    return {one["breakdown"]["after"] for one in (station, *models) if "breakdown" in one}


def smaller_batches(stations, comers):
    """Batches that wait for the fewest for ever get no more than there are to come."""
    for station in stations.values():
        batch = station.get("batch", {})
        if batch and "timeout" not in batch:
            batch["fewest"] = min(batch["fewest"], comers)


def openings(dice, stations):
    """Rules of opening of a few stations."""
    out = {}
    for name, station in stations.items():
        there = count(station)
        if not there or "queue" in station or not one_in(dice, 4):
            continue
        fewest = between(dice, 1, there)
        out[name] = {"fewest": fewest, "most": between(dice, fewest, there)}
        queue = between(dice, 1, 3)
        if _waiting(station) < queue or one_in(dice, 2):
            out[name] |= {"open_at_wait": fixed(dice, least=1), "close_at_queue": dice.choose(3)}
        else:
            out[name] |= {"open_at_queue": queue, "close_at_queue": dice.choose(queue)}
    return out


def _waiting(station):
    """How many may wait, in metres as many as one likes."""
    room = station.get("waiting_room", "m")
    return int(room) if room.isdigit() else 1 << 20
