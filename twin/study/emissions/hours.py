"""Where the hours of each class go: outside, queueing, held, blocked, in service, driving."""

import numpy as np
import pandas as pd

HOUR = 3600.0
PARTS = ("outside", "queue", "held", "blocked", "service", "driving")
DELAY = PARTS[:4]  # what would not be if nobody had to wait; the rest is the bound without delay
KINDS = ("vehicle", "person", "train", "wagon", "container")  # whose hours are worth something to somebody
IN_LINE = ("station", "link", "zone")  # where one waits in a line that moves up; elsewhere one is parked


def hours(scenario, summary):
    """[cls, part, replication, hours] of the classes of KINDS.

    The stay of a class is split so that it adds up: what it waited outside and blocked is measured of the
    class, the rest of its waiting goes to lines and to the rest by what places measured; driving is the links
    it came to at their speed, and service what is left of the stay.
    """
    tables = summary.replications
    own = tables[tables["scope"] == "class"]
    frames = [
        _of_class(scenario, tables, own[own["name"] == name], name)
        for name, cls in scenario.layout.classes.items()
        if cls.kind in KINDS and (own["name"] == name).any()
    ]
    columns = ["cls", "part", "replication", "hours"]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


def _of_class(scenario, tables, own, name):
    """The rows of one class."""
    wide = own.pivot(index="replication", columns="measure", values="value").sort_index()
    came = _column(wide, "arrived")
    waited = came * _column(wide, "wait_mean")
    outside, blocked = (came * _column(wide, f"{part}_mean") for part in ("outside", "blocked"))
    rest = np.maximum(waited - outside - blocked, 0.0)
    places = tables[(tables["cls"] == name) & (tables["scope"] != "class")]
    in_line = _share_in_line(places, wide.index)
    stay = np.maximum(came * _column(wide, "time_in_port_mean") - waited, 0.0)
    driving = np.minimum(_driven(scenario, places, wide.index), stay)
    seconds = {
        "outside": outside,
        "queue": rest * in_line,
        "held": rest * (1 - in_line),
        "blocked": blocked,
        "service": stay - driving,
        "driving": driving,
    }
    frames = [
        pd.DataFrame({"cls": name, "part": part, "replication": wide.index, "hours": seconds[part] / HOUR})
        for part in PARTS
    ]
    return pd.concat(frames)


def _column(wide, measure):
    """[replication] a measure, 0 where nobody has it."""
    return np.nan_to_num(wide[measure].to_numpy(float)) if measure in wide else np.zeros(len(wide))


def _share_in_line(places, numbers):
    """[replication] how much of what was waited at places was waited in lines; 1 where nothing was."""
    wide = places[places["measure"].isin(["arrived", "wait_mean"])].pivot_table(
        index=["scope", "name", "replication"], columns="measure", values="value"
    )
    if "wait_mean" not in wide or "arrived" not in wide:
        return np.ones(len(numbers))
    waited = (wide["arrived"] * wide["wait_mean"]).fillna(0.0).reset_index(name="waited")
    line = waited[waited["scope"].isin(IN_LINE)].groupby("replication")["waited"].sum()
    every = waited.groupby("replication")["waited"].sum()
    line, every = (part.reindex(numbers, fill_value=0.0).to_numpy() for part in (line, every))
    return np.where(every > 0, line / np.where(every > 0, every, 1.0), 1.0)


def _driven(scenario, places, numbers):
    """[replication] seconds at the speed of the links."""
    ways = places[(places["scope"] == "link") & (places["measure"] == "arrived")]
    taken = ways["name"].map({name: link.travel_time for name, link in scenario.layout.links.items()})
    seconds = (ways["value"].astype(float) * taken.astype(float)).groupby(ways["replication"]).sum()
    return seconds.reindex(numbers, fill_value=0.0).to_numpy(float)
