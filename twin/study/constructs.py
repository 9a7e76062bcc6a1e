"""Which constructs of the language a port uses, and how many pairs of them have met in one port."""

from collections import Counter
from itertools import combinations

# Construct: what stands in the tree, as "word" or "word: value".
SIGNS = {
    "waiting room of entities": ("waiting_room: 0", "waiting_room: 1", "waiting_room: 2", "waiting_room: 5"),
    "waiting room of metres": ("waiting_room: m",),
    "priority": ("discipline: priority",),
    "priority of flows": tuple(f"flow{flow}: {level}" for flow in range(3) for level in range(3)),
    "urgent": ("urgent: 1",),
    "preemptive": ("discipline: preemptive",),
    "last come": ("discipline: last_come",),
    "shortest service": ("discipline: shortest_service",),
    "earliest due": ("discipline: earliest_due",),
    "promise": ("promise",),
    "lanes": ("queue: lanes",),
    "reserved lanes": ("reserved",),
    "unlimited servers": ("servers: unlimited",),
    "equipment": ("model", "servers"),
    "move-up": ("move_up",),
    "tasks in turn": ("tasks_run: one_after_another",),
    "tasks side by side": ("tasks_run: side_by_side",),
    "needs": ("needs",),
    "batch": ("batch",),
    "opening by queue": ("open_at_queue",),
    "opening by wait": ("open_at_wait",),
    "hours, finish": ("end_of_shift: finish",),
    "hours, pause": ("end_of_shift: pause",),
    "hours, hand over": ("end_of_shift: hand_over",),
    "breakdown, calendar": ("clock: calendar",),
    "breakdown, operating": ("clock: operating",),
    "breakdown, repeat": ("after: repeat",),
    "breakdown, goes back": ("after: goes_back",),
    "shifts of a pool": ("crew",),
    "shifts of a station": ("early",),
    "crew": ("sent for",),
    "degraded": ("degraded",),
    "condition": ("depends_on",),
    "condition that stops": ("pace: 0 %",),
    "condition in short": ("lasts",),
    "chances of states": ("turns",),
    "stock": ("fills",),
    "stock with mark": ("only_when",),
    "links": ("links",),
    "links with storage": ("storage: m",),
    "zone": ("travel",),
    "branch": ("branch",),
    "branch with cases": ("cases",),
    "choose": ("choose",),
    "least work": ("choose: least_work", "lane_rule: least_work"),
    "preference": ("choose: preference", "lane_rule: preference"),
    "jockeys": ("jockeys",),
    "giving up": ("gives_up_after",),
    "turning away": ("if_full",),
    "fork": ("fork",),
    "join": ("join",),
    "join k of n": ("need",),
    "split, the whole waits": ("until: all",),
    "split, the whole ends": ("parent: ends",),
    "split by size": ("count: size",),
    "gather into a new whole": ("full_at",),
    "gather, full by mass": ("mass",),
    "gather, timeout": ("fewest",),
    "gather, cut off by a slot": ("cut_off",),
    "gather by attribute": ("by",),
    "gather, topped up": ("top_up",),
    "match": ("match",),
    "match of three": ("third",),
    "match when": ("when",),
    "match of the same": ("same",),
    "match given up": ("match given up",),
    "hand over": ("hand_over",),
    "seize": ("seize",),
    "units that come back later": ("comes_back",),
    "cleaning": ("cleaning",),
    "reusable stock": ("reusable",),
    "bounded stock": ("most",),
    "enough units": ("enough",),
    "units that move": ("mover",),
    "quota": ("wait for quota",),
    "slot": ("wait for slot",),
    "opening": ("wait for day", "wait for late"),
    "permission from arrival": ("counted_from: arrival",),
    "permission from asking": ("counted_from: asking",),
    "mark waited for": ("wait for done",),
    "again": ("again",),
    "set": ("set",),
    "part": ("do",),
    "every": ("arrives: every",),
    "recorded": ("arrives: recorded",),
    "recorded service": ("service",),
    "fleet": ("arrives: fleet",),
    "profile": ("arrives: profile",),
    "profile of points": ("profile: curve",),
    "waiting at opening": ("waiting_at_opening",),
    "timetable": ("arrives: timetable",),
    "cap of a day": ("cap",),
    "appointments": ("arrives: appointments",),
    "states of a flow": ("arrives: states",),
    "platoons": ("platoon",),
    "there at the start": ("at_start",),
    "seen in a queue": ("seen",),
    "seen at a server": ("doing: served",),
    "seen blocked": ("doing: blocked",),
}

WAITED = ("quota", "slot", "day", "late", "permission", "done")  # what things to wait for are called


def constructs(tree):
    """The names of the constructs in a raw tree."""
    there = set(_signs(tree))
    return {name for name, signs in SIGNS.items() if there & set(signs)}


def _signs(node):
    """Every word of a tree that has something in it, and every word with its value."""
    if isinstance(node, dict):
        if "match" in node and "gives_up_after" in node:
            yield "match given up"
        for word, value in node.items():
            yield from _signs(value)
            if isinstance(value, dict | list) and not value:
                continue
            yield _word(word, value)
            if not isinstance(value, dict | list):
                yield f"{word}: {'m' if str(value).endswith(' m') else value}"
    elif isinstance(node, list):
        for value in node:
            yield from _signs(value)


def _word(word, value):
    """Words that stand for several things, or for none of their own."""
    if value == "enough":
        return value
    if word == "then":
        return "turns" if isinstance(value, dict) else "then"
    if word == "crew" and "hours" not in value:
        return "sent for"
    if word == "servers":
        return "servers" if isinstance(value, dict) else ""
    named = isinstance(value, str) and value.rstrip("0123456789") in WAITED
    return f"wait for {value.rstrip('0123456789')}" if word == "wait" and named else word


def coverage(found):
    """({construct: models}, pairs that met in one model, pairs there are) of a list of sets."""
    counted = Counter(name for one in found for name in one)
    met = {pair for one in found for pair in combinations(sorted(one), 2)}
    n = len(SIGNS)
    return {name: counted.get(name, 0) for name in SIGNS}, len(met), n * (n - 1) // 2
