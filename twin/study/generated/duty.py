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
    if not count(station) or late or apart or not one_in(dice, 4):
        return {}
    fewest = between(dice, 1, 3)
    out = {"fewest": fewest, "most": between(dice, fewest, 4)}
    if str(station.get("waiting_room", "")).endswith(" m") or not one_in(dice, 3):
        out["timeout"] = fixed(dice, least=1)
    return {"batch": out}


def smaller_batches(stations, comers):
    """Batches that wait for the fewest for ever get no more than there are to come."""
    for station in stations.values():
        batch = station.get("batch", {})
        if batch and "timeout" not in batch:
            batch["fewest"] = min(batch["fewest"], comers)
