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


def meaning(column, lang):
    """What a column means; one that is not known here is read as its name."""
    return say(MEANINGS[column], lang) if column in MEANINGS else word(column, lang)
