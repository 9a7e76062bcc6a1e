"""The service in full: waits by stage and class, storage, levels of service, use, and the way through."""

from twin.show.blocks import Section, Table
from twin.show.pages.passing import passing_blocks
from twin.show.pages.results import note
from twin.show.reading import measure_rows
from twin.show.text import label, say, word
from twin.show.words import place_names
from twin.show.written import NO_NUMBER, Scale, estimate, measured, plain, share
from twin.study.service import OPTIMUM, PERSONS, grade, space_time, spillbacks, storages

WAITS = ("wait_mean", "wait_p50", "wait_p85", "wait_p95")
USE = ("busy", "blocked", "starved", "down", "off_shift")
GAUGE = ("gauge_change", "lifting", "unloading", "loading", "shunting", "technical_check")
QUARANTINE = ("holding", "treatment", "sampling", "analysis", "phytosanitary_check", "disinfection")
TRAINS = ("train", "wagon")


def page(given):
    """Tables and figures of the service."""
    blocks = (
        _stages(given),
        _use(given),
        _storage(given),
        *_levels(given),
        *_of_kind(given, GAUGE, TRAINS, "T15_trains"),
        *_of_kind(given, QUARANTINE, ("animal",), "T16_quarantine"),
        *passing_blocks(given),
    )
    return Section("service", say("Service by stage", given.lang), blocks)


def _stages(given):
    """Waits of every class at every station, over the time of the run."""
    lang, kpis = given.lang, given.summary.kpis
    names, classes = (place_names(given.scenario, lang, kind) for kind in ("station", "class"))
    chosen = kpis[(kpis["scope"] == "station") & (kpis["cls"] != "all")]
    found = {(row.name, row.cls, row.measure): row for row in chosen.itertuples(index=False)}
    rows = []
    for name, cls in dict.fromkeys((name, cls) for name, cls, _ in found):
        came = found.get((name, cls, "arrived"))
        if came is None or came.mean <= 0:
            continue
        cells = [found.get((name, cls, measure)) for measure in WAITS]
        told = [measured(cell, lang) if cell is not None else NO_NUMBER for cell in cells]
        row = (names.get(name, name), classes.get(cls, cls), measured(came, lang), *told)
        rows.append((_mean(cells[-1]), row))
    headings = [
        say("station", lang),
        say("class", lang),
        f"{word('arrived', lang)} ({say('entities', lang)})",
    ]
    headings += [word(measure, lang) for measure in WAITS]
    caption = say("Waits by station and class, over the whole time of the run, the longest first.", lang)
    numbers = tuple(range(2, len(headings)))
    table = Table(caption, tuple(headings), _largest_first(rows), numbers, note(given), name="T09_stages")
    return table._replace(paper=(0, 1, 2, 3, 6))


def _mean(cell):
    return cell.mean if cell is not None and cell.mean == cell.mean else 0.0


def _largest_first(rows):
    """Rows that came with a number each, in its order."""
    return tuple(row for _, row in sorted(rows, key=lambda each: each[0], reverse=True))


def _use(given):
    lang = given.lang
    use = given.summary.utilisation.sort_values("busy", ascending=False, kind="stable")
    names = place_names(given.scenario, lang)
    busy = measure_rows(given.summary.kpis, "station", ("busy",))
    rows = []
    for row in use.itertuples(index=False):
        known = busy.get((row.station, "busy"))
        first = measured(known, lang) if known is not None else share(row.busy)
        rest = (share(getattr(row, part)) for part in USE[1:])
        rows.append((names.get(row.station, row.station), plain(row.servers), first, *rest))
    headings = (say("station", lang), say("servers", lang), *(word(part, lang) for part in USE))
    text = say("The five shares sum to 100 %; those without interval are means.", lang)
    caption = say("Use of posts, scanners, docks and tracks, the busiest first.", lang)
    said = f"{note(given)} {text}"
    return Table(caption, headings, tuple(rows), tuple(range(1, 7)), note=said, name="T10_use")


def _storage(given):
    """Every limited storage with the queue before it and how likely it is full once in a run."""
    lang, limits = given.lang, storages(given.summary)
    full = {(row.kind, row.name): row for row in spillbacks(given.summary).itertuples()}
    rows = []
    for (kind, name), (storage, unit) in limits.items():
        queue = "queue_metres" if kind == "link" else "queue"
        parts = tuple(f"{queue}_{part}" for part in ("mean", "p95", "max"))
        found = measure_rows(given.summary.kpis, kind, parts)
        if not found.get((name, parts[0])) and not full.get((kind, name)):
            continue
        cells = [found.get((name, part)) for part in parts]
        told = [
            estimate(cell.mean, max(cell.low, 0.0), cell.high, Scale(1.0, ""))
            if cell is not None
            else NO_NUMBER
            for cell in cells
        ]
        chance = full.get((kind, name))
        likely = NO_NUMBER
        if chance is not None:
            likely = estimate(chance.probability, chance.low, chance.high, Scale(100.0, "%"))
        named = place_names(given.scenario, lang, kind).get(name, name)
        row = (named, word(kind, lang), say(unit, lang), plain(storage, 0), *told, likely)
        rows.append((0.0 if chance is None else chance.probability, row))
    headings = (
        "place", "kind", "unit", "storage", "queue, mean", "queue, 95th percentile over time", "queue, most",
        "full at some time (%)",
    )  # fmt: skip
    text = say(
        "The median over time is not kept. Full at some time: share of replications in which somebody stood "
        "outside because the storage was full, with its exact 95 % interval.",
        lang,
    )
    caption = say("Queues against storage, the likeliest to be full first.", lang)
    heads = tuple(say(each, lang) for each in headings)
    return Table(
        caption, heads, _largest_first(rows), (3, 4, 5, 6, 7), f"{note(given)} {text}", name="T11_storage",
        paper=(0, 2, 3, 5, 7),
    )  # fmt: skip


def _levels(given):
    """Letters by delay of every class at every station, and the classes of halls by wait and space."""
    lang, scenario, kpis = given.lang, given.scenario, given.summary.kpis
    names = place_names(scenario, lang)
    chosen = kpis[(kpis["scope"] == "station") & (kpis["measure"] == "wait_p85") & (kpis["cls"] != "all")]
    crowd = measure_rows(kpis, "station", ("crowding_p95",))
    waits = measure_rows(kpis, "station", ("wait_p95",))
    rows = []
    for row in chosen.itertuples(index=False):
        person = scenario.layout.classes[row.cls].kind in PERSONS
        station = scenario.layout.stations[row.name]
        dense, wait = crowd.get((row.name, "crowding_p95")), waits.get((row.name, "wait_p95"))
        hall = ""
        if person and dense is not None and wait is not None:
            hall = space_time(station.does, wait.mean, dense.mean)
        letters = [grade(max(each, 0.0), person) for each in (row.mean, row.low, row.high) if each == each]
        spread = f" [{min(letters)}–{max(letters)}]" if len(set(letters)) > 1 else ""
        whose = names.get(row.name, row.name), label(row.cls, scenario.layout.classes, lang)
        told = (*whose, measured(row, lang), f"{letters[0]}{spread}", say(hall, lang) or "–")
        rows.append((row.mean, told))
    halls = any(row[-1] != "–" for _, row in rows)
    headings = [say(each, lang) for each in ("station", "class")]
    headings += [word("wait_p85", lang), say("level by delay", lang)]
    headings += [say("class by wait and space", lang)] if halls else []
    text = say(
        "Level by delay: A to 5, B to 10, C to 20, D to 30, E to 60 minutes, F beyond, of the "
        "85th-percentile wait of a person, four times as long for vehicles; a scale assumed for this "
        "report, in no standard.",
        lang,
    )
    if halls:
        text += " " + _space_note(lang)
    caption = say("Level of service, the longest waits first.", lang)
    told = tuple(row[: len(headings)] for row in _largest_first(rows))
    return [Table(caption, tuple(headings), told, (2,), note=text, name="T12_levels")]


def _space_note(lang):
    text = say(
        "Wait and space: the optimum of IATA's ADRM for {does}, as third parties publish it; hold it "
        "against a licensed copy.",
        lang,
    )
    return text.format(does=say(", ", lang).join(word(each, lang) for each in OPTIMUM))


def _of_kind(given, does, kinds, name):
    """What stations of some kinds of work carried, where the port has classes of a kind."""
    lang, layout = given.lang, given.scenario.layout
    if not any(each.kind in kinds for each in layout.classes.values()):
        return []
    names = place_names(given.scenario, lang)
    measures = ("finished", "throughput_per_hour", "wait_mean", "wait_p95", "gave_up")
    found = measure_rows(given.summary.kpis, "station", measures)
    rows = []
    for station, each in layout.stations.items():
        if each.does in does and (station, "finished") in found:
            cells = [found.get((station, measure)) for measure in measures]
            told = [measured(cell, lang) if cell is not None else NO_NUMBER for cell in cells]
            rows.append((names.get(station, station), word(each.does, lang), *told))
    captions = {
        "T15_trains": say("Work on trains by method: how much passed, and how long it waited.", lang),
        "T16_quarantine": say("Quarantine: how much passed, how long it waited, who was not taken in.", lang),
    }
    headings = (say("station", lang), say("does", lang), *(word(measure, lang) for measure in measures))
    return [Table(captions[name], headings, tuple(rows), (2, 3, 4, 5, 6), note=note(given), name=name)]
