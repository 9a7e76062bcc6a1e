"""Numbers of servers of the records, by the hour, at the stations of a layout."""

from collections.abc import Mapping

import numpy as np

from twin.calibrate.overlay.matching import Part
from twin.calibrate.port.roster import WHO, most_of, shifts_of
from twin.calibrate.why import Why

SOURCE = f"records, {WHO}"


def rosters_laid(fit, scenario, names):
    """A Part for each station whose number of servers is known, or why it has none."""
    for station, name in names.stations.items():
        servers = [made for made in fit.servers if made.station == station]
        if not servers:
            yield Why("{station}: too few starts were seen for a number of servers", station=station)
        elif isinstance(scenario.layout.stations[name].servers, Mapping):
            yield Why("servers of {station}: the layout says them by model", station=station)
        else:
            yield roster_of(name, servers, scenario.roster.shifts.get(name, {}))


def roster_of(name, servers, old):
    """The Part of one station: its number, and its shifts where the number changes."""
    number = np.concatenate([made.number for made in servers])
    path = f"layout.stations.{name}.servers"
    changes = [{"set": {path: most_of(servers, SOURCE)}}]
    if len(set(number)) < 2:
        sizes = {f"roster.shifts.{name}.{shift}.size": most_of(servers, SOURCE) for shift in old}
        return Part(path, (*changes, *([{"set": sizes}] if sizes else [])))
    same = len(servers) < 2 or (servers[0].number == servers[1].number).all()
    new = {
        f"records_{shift}": fields
        for made in (servers[:1] if same else servers)
        for shift, fields in shifts_of(made, same, SOURCE)
    }
    changes += [{"remove": f"roster.shifts.{name}.{shift}"} for shift in old]
    changes.append({"add": {"roster": {"shifts": {name: new}}}})
    return Part(path, tuple(changes))
