"""What controls see: who is scanned and examined, what is expected to be found and missed."""

from twin.model.serving import kinds_of_server
from twin.show.blocks import Missing, Section, Table
from twin.show.pages.alternatives import comparison_of
from twin.show.pages.frontier import WAIT, frontier_pictures, of_comparison
from twin.show.pages.results import detection, note
from twin.show.text import label, say, word
from twin.show.words import place_names
from twin.show.written import measured, share

CONTROLS = (
    "scan", "image_review", "examination", "search", "verification", "body_check", "bag_scan",
    "document_check", "identity_check", "radiation_check", "health_check", "temperature_check",
    "phytosanitary_check", "analysis", "trace_check", "patrol", "watch",
)  # fmt: skip

DETECTION_AND_DELAY = "What is missed against what is waited"


def page(given):
    """Controls with what they find, how many went through them, and the expected outcome."""
    lang = given.lang
    found = detection(given)
    because = say("no control of this port says what it finds", lang)
    outcome = found or [Missing(say("Security and detection", lang), because)]
    blocks = (_controls(given), *_selection(given), *outcome, *_frontiers(given))
    return Section("security", say("Security and detection", lang), blocks)


def _frontiers(given):
    """What alternatives miss against what they let wait; nothing at a level that hides what is missed."""
    comparison, lang = comparison_of(given), given.lang
    if comparison is None:
        return [Missing(say(DETECTION_AND_DELAY, lang), say("no alternative was run beside this one", lang))]
    table = of_comparison(comparison)
    names = {option: option for option in dict.fromkeys(table["option"])}
    pictures = frontier_pictures(table, lang, names=names, stem="frontier")
    return pictures or [Missing(say(DETECTION_AND_DELAY, lang), _no_frontier(given, table))]


def _no_frontier(given, table):
    """Why there is no picture of alternatives."""
    if given.level == "public":
        return say("it is withheld from this reader (--redact {level})", given.lang).format(level=given.level)
    if set(table["measure"]) <= {WAIT}:
        return say("no control of this port says what it finds", given.lang)
    return say("one alternative is best in both, or all miss as much", given.lang)


def _controls(given):
    lang, scenario = given.lang, given.scenario
    names, kpis = place_names(scenario, lang), given.summary.kpis
    chosen = kpis[(kpis["scope"] == "station") & (kpis["cls"] == "all") & (kpis["measure"] == "finished")]
    done = {row.name: row for row in chosen.itertuples(index=False)}
    rows = []
    for name, station in scenario.layout.stations.items():
        if station.does not in CONTROLS:
            continue
        detects, wrong = _rates(scenario, station)
        passed = measured(done[name], lang) if name in done else "–"
        threats = say(", ", lang).join(word(threat, lang) for threat in station.detects or ()) or "–"
        rows.append((names.get(name, name), word(station.does, lang), passed, threats, detects, wrong))
    title = say("Controls", lang)
    if not rows:
        return Missing(title, say("the port has no controls", lang))
    headings = ("station", "does", "checked (entities)", "looks for", "detection", "false alarm")
    caption = say("Controls: how many they checked and what is said of them.", lang)
    text = say("Detection and false alarms are given or assumed for a station or its model.", lang)
    heads = tuple(say(each, lang) for each in headings)
    return Table(caption, heads, tuple(rows), (2, 4, 5), note=f"{note(given)} {text}", name="T22_controls")


def _rates(scenario, station):
    """Detection and false alarms as said: the station's own, else those of its models."""
    out = []
    for what in ("detection", "false_alarm"):
        own = getattr(station, what)
        models = [scenario.equipment[m] for m in kinds_of_server(station) if m in scenario.equipment]
        said = [own] if own is not None else [getattr(model, what) for model in models]
        known = list(dict.fromkeys(value for value in said if value is not None))
        out.append(share(known[0]) if len(known) == 1 else "; ".join(map(share, known)) or "–")
    return out


def _selection(given):
    """Shares by which entities are selected, as the policy says them."""
    lang, policy = given.lang, given.scenario.policy
    if given.level == "public":
        return []
    rows = []
    for name, value in policy.shares.items():
        by_class = value.items() if hasattr(value, "items") else [("all", value)]
        rows += [(word(name, lang), _who(given, cls), share(each)) for cls, each in by_class]
    for name, outcomes in policy.channels.items():
        rows += [(word(name, lang), word(outcome, lang), share(each)) for outcome, each in outcomes.items()]
    if not rows:
        return []
    headings = ("rule", "who", "share")
    caption = say("Selection: shares of the policy, given or assumed.", lang)
    return [
        Table(caption, tuple(say(each, lang) for each in headings), tuple(rows), (2,), name="T22_selection")
    ]


def _who(given, cls):
    return say("all", given.lang) if cls == "all" else label(cls, given.scenario.layout.classes, given.lang)
