"""What the columns of the tidy tables mean, in both languages."""

from twin.show.text import say, word

# Units of columns that have one unit in all rows; elsewhere the row has it in its column `unit`.
COLUMN_UNITS = {
    "minute": "min",
    "minutes": "min",
    "hour": "h",
    "wait_mean": "s",
    "wait_p95": "s",
    "share": "share",
    "busy": "share",
    "blocked": "share",
    "starved": "share",
    "down": "share",
    "off_shift": "share",
    "utilisation": "share",
    "work_hours": "h",
    "open_server_hours": "h",
    "visits_per_day": "1/d",
}
MEANINGS = {
    "scope": "what the row is about: port, flow, class, or a kind of place",
    "name": "its name in the files",
    "cls": "all, or the class of entity that is counted alone",
    "measure": "the measure, as in the table of measures",
    "unit": "unit of the numbers of the row",
    "mean": "mean over replications",
    "low": "lower end of the 95 % interval of the mean; empty with one replication",
    "high": "upper end of the 95 % interval of the mean; empty with one replication",
    "replications": "replications that have a value",
    "replication": "number of the replication: the same number is the same luck in every scenario",
    "value": "the value of one replication",
    "kind": "kind of place",
    "station": "name of the place in the files",
    "minute": "minutes from the start",
    "storage": "how much may stand there, in the unit of the row; empty without limit",
    "flow": "name of the flow in the files",
    "arrived": "how many have arrived",
    "left": "how many have left",
    "inside": "how many are inside at the end, over all replications",
    "hour": "hours from the start in which the place was asked for",
    "n": "how many came in the hour, mean over replications",
    "servers": "servers of the station",
    "cause": "kind of cause of the waiting",
    "minutes": "minutes of waiting a replication",
    "share": "share of the whole",
    "scenario": "the alternative",
    "against": "what it is held against",
    "base_mean": "mean of the base",
    "difference": "alternative minus base, pair by pair under the same luck",
    "p": "probability of so large a difference by luck alone",
    "verdict": "what the interval of the difference says",
    "visits_per_day": "expected visits a day",
    "work_hours": "expected hours of work",
    "open_server_hours": "hours of servers that are open",
    "utilisation": "expected work over open hours",
    "peak_hour_vc": "work over open hours in the fullest hour",
    "vc": "work over open hours in the hour",
    "visits": "expected visits in the hour",
}

MULTIPLIER = {
    "multiplier": "how many times today's flow",
    "factor": "how many times the capacity",
    "low": "lower end of the interval",
    "high": "upper end of the interval",
}
INDEX = {
    "path": "where the value stands in the files",
    "value": "the index itself: a level in the unit of the row, or a share of the variance",
    "low": "lower end of the interval; empty where there is none",
    "high": "upper end of the interval; empty where there is none",
    "verdict": "whether it is told from luck",
}
# What columns of studies mean where the same word means something else, or nothing, in other tables.
OF_TABLE = {
    "capacity_capacity": MULTIPLIER
    | {"value": "the number itself", "what": "which number of the capacity it is"},
    "capacity_curve": MULTIPLIER,
    "capacity_flood": MULTIPLIER,
    "capacity_envelope": MULTIPLIER
    | {
        "ray": "number of the direction in which the flows grow together",
        "group": "the flows that grow together",
        "kind": "whether the largest flow with the target met was found",
    },
    "capacity_flows": {
        "kind": "how the flow arrives, in the word of its file",
        "cap": "the most a day that its file allows",
        "per_day": "today, a day; empty where only runs tell it",
    },
    "sensitivity_tornado": {
        "path": "where the value stands in the files",
        "value": "the value as written",
        "low": "the lower end of its range",
        "high": "the upper end of its range",
        "base": "the level with all values as written",
        "at_low": "change of the level at the lower end of the range",
        "at_low_low": "lower end of the 95 % interval of that change",
        "at_low_high": "upper end of the 95 % interval of that change",
        "at_high": "change of the level at the upper end of the range",
        "at_high_low": "lower end of the 95 % interval of that change",
        "at_high_high": "upper end of the 95 % interval of that change",
        "swing": "the larger of both changes, without sign",
        "verdict": "whether it is told from luck",
        "note": "what stands in the way of an end of the range",
    },
    "sensitivity_indices": INDEX | {"method": "how the index was found", "index": "which index it is"},
    "sensitivity_split": {
        "part": "which part of the variance or of the level it is",
        "value": "the number itself",
        "low": INDEX["low"],
        "high": INDEX["high"],
        "points": "random points that have a level",
    },
    "sensitivity_value_of_information": INDEX
    | {"of": "what knowing the value would narrow or improve", "value": "what knowing the value is worth"},
    "sensitivity_passed": {
        "path": "where the value stands in the files",
        "reason": "why it was not varied, or not over all its range",
    },
}


def meaning(column, lang, table=""):
    """What a column means, in its table or in all; one that is not known here is read as its name."""
    known = MEANINGS | OF_TABLE.get(table, {})
    return say(known[column], lang) if column in known else word(column, lang)
