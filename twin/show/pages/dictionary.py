"""What every measure is, in one place and before any result."""

from twin.results.dictionary import ENTITY, LEVEL, USE, VISIT
from twin.show.blocks import Section, Table
from twin.show.text import say, word

# By the beginning of a measure's name; the longest that fits says it.
DEFINED = {
    "arrived": "entities that came in the time that is measured",
    "finished": "entities that left, or services that ended, in the time that is measured",
    "inside_at_end": "entities that are still inside when the run ends; their times so far are counted",
    "tonnes_in": "load of those who finished, on leaving",
    "throughput_per_hour": "finished over the hours that are measured",
    "same_day_share": "share of arrivals that left on the day on which they came, by the port's clock",
    "time_in_port": "from arrival to leaving, or to the end of the run for those still inside",
    "wait": "from asking for a place to the start of service there, summed over all places of an entity",
    "wait_share_above_30min": "share of those who waited more than 30 minutes",
    "blocked": "share of server time, or time, in which one who was served had nowhere to go",
    "outside": "time at doors at which one holds no place in the port; a part of the wait",
    "door_mean": "time at the door of a place, before its queue",
    "release_time": "from the arrival of the whole to the end of its part, such as a lot or a document",
    "checked": "expected share that went through a control that looks for the threat",
    "found": "expected share found of those who carry the threat",
    "missed": "expected share missed of those who carry the threat",
    "false_alarms": "expected alarms of those who carry nothing",
    "gave_up": "entities that left unserved",
    "queue": "entities that stand or wait at a place, over time",
    "queue_metres": "metres that they take",
    "door_queue": "entities outside a place whose storage is full",
    "spillback_share": "share of time in which somebody stands outside because the storage is full",
    "crowding": "persons on a square metre, over time",
    "busy": "share of server time that serves, moving up included",
    "starved": "share of server time that is on duty and has nobody to serve",
    "down": "share of server time that is broken down",
    "off_shift": "share of server time outside the hours of duty",
}


def definition(measure):
    """The definition of a measure, as it stands in the code."""
    fitting = [start for start in DEFINED if measure == start or measure.startswith(f"{start}_")]
    return DEFINED[max(fitting, key=len)]


def page(given):
    """All measures that this run has."""
    lang = given.lang
    there = set(given.summary.kpis["measure"])
    rows = []
    for scope, measures in (("port and flows", ENTITY), ("places", (*VISIT, *LEVEL)), ("servers", USE)):
        for each in measures:
            if each.name in there:
                said = say(definition(each.name), lang)
                better = word(each.better, lang)
                rows.append(
                    (say(scope, lang), word(each.name, lang), each.name, say(each.unit, lang), better, said)
                )
    headings = ("of", "measure", "name in the files", "unit", "better", "definition")
    caption = say("Dictionary of measures: percentiles are over entities, intervals over replications.", lang)
    table = Table(caption, tuple(say(each, lang) for each in headings), tuple(rows), name="KPI_dictionary")
    return Section("dictionary", say("Dictionary of measures", lang), (table,))
