"""Random rules of who is on duty: shifts of stations."""

from twin.study.generated.dice import between, one_in, pick

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
