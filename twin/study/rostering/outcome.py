"""A roster as tables: lanes by slot, shifts, hours of each crew, and the wait now and then."""

import numpy as np
import pandas as pd

from twin.results.intervals import estimate, paired
from twin.results.summary import summarise
from twin.study.rostering.setting import now_hours, opened
from twin.study.target import target_of, values

MEASURES = ("wait_mean", "wait_p95")
FINISHED = "finished"  # of the whole port: who still queues at the end has no wait that counts


def tables_of(roster, asked, *, measured):
    """{lanes, shifts, hours, outcome: frame} of a Roster."""
    return {
        "lanes": lanes_table(roster),
        "shifts": shifts_table(roster),
        "hours": hours_table(roster),
        "outcome": outcome(roster, asked, measured=measured),
    }


def lanes_table(roster):
    """[station, slot] what comes, the load, lanes now, needed and covered, and the share that waits."""
    setting, rows = roster.setting, []
    for name, lanes in roster.lanes.items():
        crew, each = setting.crews[name]
        covered = opened(setting, name, roster.covers[name].staff) if crew == name else lanes
        shares = roster.shares.get(name, np.full(setting.day.slots, np.nan))
        for slot in range(setting.day.slots):
            rows.append(
                {
                    "station": name,
                    "slot": slot,
                    "clock": setting.day.clock(slot),
                    "arrivals_per_hour": setting.coming[name][slot],
                    "load": setting.load[name][slot],
                    "now": int(setting.now[name][slot]),
                    "lanes": int(lanes[slot]),
                    "covered": int(covered[slot]),
                    "people_a_lane": each,
                    "share_waiting": shares[slot] if setting.load[name][slot] > 0 else np.nan,
                }
            )
    return pd.DataFrame(rows)


def shifts_table(roster):
    """[duty] how many people of a crew work which shift, from when, with which break."""
    return pd.DataFrame(
        [
            {
                "crew": crew,
                "shift": duty.shift,
                "starts": _clock(duty.start),
                "ends": _clock(duty.start + duty.length),
                "rest": f"{_clock(duty.rest_at)}-{_clock(duty.rest_at + duty.rest)}" if duty.rest else "",
                "people": duty.people,
                "hours": duty.people * duty.length / 3600.0,
            }
            for crew, cover in roster.covers.items()
            for duty in cover.duties
        ],
        columns=["crew", "shift", "starts", "ends", "rest", "people", "hours"],
    )


def hours_table(roster):
    """[crew] staff-hours a day: on duty now, needed by the lanes, paid on the shifts, and their cost."""
    per = roster.setting.day.per / 3600.0
    return pd.DataFrame(
        [
            {
                "crew": crew,
                "now": now_hours(roster.setting, crew),
                "needed": float(roster.needed[crew].sum() * per),
                "paid": cover.hours,
                "cost": cover.cost,
                "people": sum(duty.people for duty in cover.duties),
                "gap": cover.gap,
            }
            for crew, cover in roster.covers.items()
        ]
    )


def outcome(roster, asked, *, measured):
    """[measure] the level now and with the roster, and the difference pair by pair, with intervals."""
    both = [
        summarise(*measured(scenario, asked.numbers))
        for scenario in (roster.setting.scenario, roster.proposed)
    ]
    targets = [asked.target] if asked.target else []
    targets += [target_of(measure) for measure in (*MEASURES, FINISHED)]
    targets += [target_of(f"{measure} of {name}") for name in asked.stations for measure in MEASURES]
    rows = []
    for target in dict.fromkeys((each._replace(bound=float("nan")) for each in targets), None):
        now, then = (_levels(summary, target, len(asked.numbers)) for summary in both)
        change, before, after = paired(now, then), estimate(now), estimate(then)
        rows.append(
            {
                "measure": target.measure, "name": target.name, "unit": target.unit,
                "now": before.mean, "now_low": before.low, "now_high": before.high,
                "then": after.mean, "then_low": after.low, "then_high": after.high,
                "difference": change.mean, "low": change.low, "high": change.high,
                "replications": change.replications,
            }
        )  # fmt: skip
    return pd.DataFrame(rows).drop_duplicates(["measure", "name"]).reset_index(drop=True)


def _levels(summary, target, number):
    """[replication] the level of a target, nan where the luck brought nobody to the place."""
    rows = summary.replications
    if target.name and not ((rows["measure"] == target.measure) & (rows["name"] == target.name)).any():
        return np.full(number, np.nan)
    return values(summary, target)


def _clock(seconds):
    minutes = round(seconds / 60) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
