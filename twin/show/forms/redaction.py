"""What a reader may not be told is taken out of the data before any page is written.

commercial   prices, upkeep, vendors and all that is counted in money
personal     as well: rosters of fewer than five, from which a person could be known, and free remarks
public       as well: names of offers, staffing of security posts, selection and detection
"""

import re
import shlex
from dataclasses import replace

from twin.model.frozen import FrozenDict
from twin.results.dictionary import DETECTION, USE
from twin.show.forms.blinding import COSTS, KIND, blinded
from twin.show.forms.hiding import Hidden

LEVELS = ("none", "commercial", "personal", "public")
FEW = 5  # on a shift: fewer could be known by name
NO_SECURITY = ("operator", "neighbour")  # agencies whose posts are none of security
# [level] studies that are withheld as a whole, pages that are, and what hidden values and columns are about.
STUDIES = {"commercial": ("roadmap",), "personal": ("roster",), "public": ("procure", "playbook")}
PATHS = ("path", "factor", "parameter")  # columns whose rows about something hidden are left out one by one
PAGES = {"public": ("security",)}
PAGES_OF = {
    "procure": ("procurement",),
    "capacity": ("carrying",),
    "compare": ("alternatives", "definitions"),
}  # others by their kind
MONEY_WORDS = "price|upkeep|cost|payback|capex|opex|vendor|supplier|budget|money|currency|residual"
SHORT_WORDS = r"(?<![a-z])(?:npv|irr|bcr|tco)(?![a-z])"
SEEING_WORDS = r"detect|false_alarm|missed|found_|checked_|selected|(?:^|\.)(?:fails|alarm)(?:\.|$)"
STAFF_WORDS = r"(?:^|\.)shifts\.|pools\..*size|policy\.(?:shares|channels)"
VALUES = {"commercial": f"{MONEY_WORDS}|{SHORT_WORDS}", "public": f"{SEEING_WORDS}|{STAFF_WORDS}"}
SEEN = frozenset(measure.name for measure in DETECTION)
USED = frozenset(measure.name for measure in USE)
VENDORS = re.compile(r"vendor|supplier|brand|manufacturer|bidder", re.IGNORECASE)
OFFERS = re.compile(r"^(offer|offers|option|name|alternative|best|choice)$", re.IGNORECASE)


def levels_up_to(level):
    """A level and those below it: each hides what the lower ones do."""
    return LEVELS[1 : LEVELS.index(level) + 1]


def told(given, level):
    """(ReportInput without what the level hides, the Hidden that texts are held against)."""
    levels = levels_up_to(level)
    if not levels:
        return given, None
    hidden = Hidden(_names(given, levels), "commercial" in levels)
    pattern = pattern_of(levels)
    studies = {kind: kept for kind, each in given.studies.items() if (kept := _study(each, levels, hidden))}
    hushed = [kind for kind in given.studies if kind not in studies]
    withheld = {page for kind in hushed for page in PAGES_OF.get(kind, (kind,))}
    withheld |= {COSTS} if KIND in studies else set()
    changes = {
        "level": level,
        "withheld": frozenset(withheld | {page for each in levels for page in PAGES.get(each, ())}),
        "scenario": _scenario(given.scenario, levels, pattern, hidden),
        "studies": studies,
        "manifest": _manifest(given.manifest, pattern, hidden),
    }
    if "personal" in levels:
        changes["passage"] = _without_few(given)
    if "public" in levels:
        changes |= {
            "summary": _unseen(given),
            "comparison": _rows(given.comparison),
            "preview": _without_pools(given.preview),
            "passage": _without_posts(replace(given, passage=changes["passage"])),
        }
    if changes.get("comparison", given.comparison) is not None:
        changes["comparison"] = hidden.frame(changes.get("comparison", given.comparison))
    return replace(given, **changes), hidden


def pattern_of(levels):
    """What paths and columns the levels hide."""
    return re.compile("|".join(VALUES[level] for level in levels if level in VALUES), re.IGNORECASE)


def _names(given, levels):
    """Names of vendors and, for the public, of offers, as the answers of studies have them."""
    found = set()
    for answer in given.studies.values():
        for frame in answer.tables.values():
            for column in frame.select_dtypes(include=["object", "string"]).columns:
                offers = "public" in levels and answer.kind == "procure" and OFFERS.search(str(column))
                if offers or VENDORS.search(str(column)):
                    found |= {str(cell) for cell in frame[column].dropna().unique()}
    return {name for name in found if len(name.strip()) > 2}


def _study(answer, levels, hidden):
    """An answer as far as it may be told; None where the whole is withheld."""
    if any(answer.kind in STUDIES.get(level, ()) for level in levels):
        return None
    if answer.kind == KIND:
        part = blinded(answer)
        tables = {name: hidden.frame(frame) for name, frame in part.tables.items()}
        return part._replace(tables=tables) if tables else None
    pattern, tables = pattern_of(levels), {}
    for name, frame in answer.tables.items():
        rows = _without_paths(_rows(frame) if "public" in levels else frame, pattern)
        if rows.empty and len(frame):
            return None
        if any(pattern.search(str(column)) for column in rows.columns) or _speaks_of(rows, pattern):
            return None
        tables[name] = hidden.frame(rows)
    question = hidden.tree(answer.question)
    said = " ".join(str(text) for text in leaves(question))
    return None if pattern.search(said) else answer._replace(tables=tables, question=question)


def leaves(tree):
    """All that stands at the ends of a tree of dicts and lists, and the keys on the way."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield key
            yield from leaves(value)
    elif isinstance(tree, (list, tuple)):
        for value in tree:
            yield from leaves(value)
    else:
        yield tree


def _without_paths(frame, pattern):
    """A table without the rows of values that are hidden."""
    for column in frame.columns.intersection(list(PATHS)):
        frame = frame[~frame[column].astype(str).str.contains(pattern)]
    return frame.reset_index(drop=True)


def _speaks_of(frame, pattern):
    """Whether a cell is about what is hidden."""
    texts = frame.select_dtypes(include=["object", "string"])
    return bool(texts.map(lambda cell: isinstance(cell, str) and bool(pattern.search(cell))).to_numpy().any())


def _rows(frame):
    """A table without the measures of detection."""
    if frame is None or "measure" not in frame.columns:
        return frame
    return frame[~frame["measure"].isin(SEEN)].reset_index(drop=True)


def _unseen(given):
    """Results without detection, nor the use of posts of security, which tells how they are staffed."""
    summary, posts = given.summary, _posts(given.scenario)
    kpis, replications = (
        rows[~((rows["scope"] == "station") & rows["name"].isin(posts) & rows["measure"].isin(USED))]
        for rows in (_rows(summary.kpis), _rows(summary.replications))
    )
    use = summary.utilisation[~summary.utilisation["station"].isin(posts)]
    tables = {"kpis": kpis, "replications": replications, "utilisation": use}
    return replace(summary, **{name: each.reset_index(drop=True) for name, each in tables.items()})


def _without_few(given):
    """What there is of pools over time, but for those whose shifts are of few: their size would be seen."""
    if given.passage is None:
        return None
    shifts = given.scenario.roster.shifts.items()
    few = {name for name, each in shifts if any(shift.size < FEW for shift in each.values())}
    levels = given.passage.levels
    hidden = (levels["kind"] == "pool") & levels["name"].isin(few)
    return given.passage._replace(levels=levels[~hidden].reset_index(drop=True))


def _without_posts(given):
    """Ways through the port, and the use by the hour of those that are no posts of security."""
    if given.passage is None:
        return None
    use, levels, posts = given.passage.use, given.passage.levels, _posts(given.scenario)
    pools = given.scenario.layout.pools.items()
    crews = {name for name, each in pools if each.agency not in NO_SECURITY}
    hidden = levels["name"].isin(crews) & (levels["kind"] == "pool")
    hidden |= levels["name"].isin(posts) & (levels["kind"] == "station")
    return given.passage._replace(
        use=use[~use["station"].isin(posts)].reset_index(drop=True),
        levels=levels[~hidden].reset_index(drop=True),
    )


def _posts(scenario):
    """Stations of the agencies of security."""
    stations = scenario.layout.stations.items()
    return {name for name, each in stations if each.agency not in NO_SECURITY}


def _without_pools(preview):
    """Open hours of a pool are its staffing."""
    if preview is None:
        return None
    stations, hours = (each[each["kind"] != "pool"] for each in (preview.stations, preview.hours))
    return preview._replace(stations=stations.reset_index(drop=True), hours=hours.reset_index(drop=True))


def _scenario(scenario, levels, pattern, hidden):
    """The scenario without values that are hidden, nor the rows of the ledger about them."""
    bare = {"price": None, "upkeep": None, "life": None}
    unseen = {"detection": None, "false_alarm": None, "alarm": None, "fails": None}
    public = "public" in levels
    equipment = {
        name: each.model_copy(update=bare | ({"detection": None, "false_alarm": None} if public else {}))
        for name, each in scenario.equipment.items()
    }
    layout, roster = scenario.layout, scenario.roster
    if public:
        stations = {name: each.model_copy(update=unseen) for name, each in layout.stations.items()}
        pools = {
            name: each.model_copy(update={} if each.agency in NO_SECURITY else {"size": None})
            for name, each in layout.pools.items()
        }
        layout = layout.model_copy(update={"stations": FrozenDict(stations), "pools": FrozenDict(pools)})
    if "personal" in levels:
        roster = roster.model_copy(update={"shifts": FrozenDict(_shifts(scenario, public))})
    sources = {key: hidden.text(str(said)) for key, said in layout.sources.items()}
    layout = layout.model_copy(update={"sources": FrozenDict(sources)})
    ledger = tuple(_ledger(scenario.ledger, pattern, hidden, "personal" in levels))
    return replace(scenario, layout=layout, roster=roster, equipment=FrozenDict(equipment), ledger=ledger)


def _shifts(scenario, public):
    """Shifts that may be told: of many, and for the public of no post of security."""
    layout, out = scenario.layout, {}
    for name, shifts in scenario.roster.shifts.items():
        thing = layout.pools.get(name) or layout.stations.get(name)
        if public and getattr(thing, "agency", "customs") not in NO_SECURITY:
            continue
        several = {key: shift for key, shift in shifts.items() if shift.size >= FEW}
        if several:
            out[name] = FrozenDict(several)
    return out


def _ledger(ledger, pattern, hidden, personal):
    """Rows that may be told; an origin in free words is withheld where it might be about a person."""
    for row in ledger:
        if pattern.search(row.path) or (personal and row.path.startswith("roster.shifts")):
            continue
        free = personal and row.kind in ("remark", "command line")
        text = hidden.word if free else hidden.text(row.text)
        yield row._replace(value=hidden.text(row.value), text=text)


def _manifest(manifest, pattern, hidden):
    """What was run without the tree of the scenario; words that set what is hidden are blotted out."""
    words = shlex.split(str(manifest.get("command", "")))
    line = " ".join(hidden.word if pattern.search(word) else shlex.quote(hidden.text(word)) for word in words)
    kept = {key: value for key, value in manifest.items() if key not in ("scenario", "command")}
    return kept | ({"command": line} if manifest.get("command") else {})
