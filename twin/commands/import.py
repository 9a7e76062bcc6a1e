"""`twin import`: the port's own records into a store, each once, with all that could not be read."""

from twin.commands import Refusal
from twin.commands.answers import hand_over, put_whole, table
from twin.commands.bars import as_far, bar

HELP = "records of a port (CSV, XLSX, JSON, Parquet, XES, tables) into a store, by a map that is proposed"

AUTO = "auto"
SUFFIX = ".map.yaml"
NAMED = 3  # logs of which the same is told


def add_arguments(parser):
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="files, folders of them, or URLs of databases"
    )
    parser.add_argument(
        "--store", metavar="PATH_OR_URL", help="where to keep: a file, or postgresql://USER@HOST/NAME"
    )
    parser.add_argument(
        "--map",
        default=AUTO,
        metavar="MAP.yaml",
        help="which column is what; else the likely one is proposed",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="only propose: print the map, and write it to --map or beside the file",
    )
    parser.add_argument(
        "--zone", metavar="NAME", help="of times that name none, and of the port: Asia/Shanghai (UTC)"
    )
    parser.add_argument("--table", metavar="NAME", help="of a database or a workbook with several")
    parser.add_argument(
        "--pseudonymise",
        metavar="KEYFILE",
        help="keep no plate, tag, declaration or journey, but a keyed name of it",
    )


def run(args):
    from twin.observed.reading.opening import sources

    check_zone(args.zone)
    found = sources(args.files, args.table)
    if args.dry_run:
        return propose_only(args, found)
    if args.store is None:
        raise Refusal("--store", "says where the records are to be kept: a file such as records.db, or a URL")
    return bring(args, found)


def check_zone(zone):
    from twin.observed.mapping.map import is_zone

    if zone is not None and not is_zone(zone):
        raise Refusal(f"--zone {zone}", "is no name of a time zone; write one as Asia/Shanghai or UTC")


def bring(args, found):
    """Imports every source, and tells what became of each."""
    from twin.observed.mapping.map import read_map
    from twin.observed.mapping.zones import zone_of
    from twin.observed.pseudonyms import key_of
    from twin.observed.store.importing import Door, Maps, bring_in
    from twin.observed.store.store import store_for

    map_ = None if args.map == AUTO else read_map(args.map)
    key = key_of(args.pseudonymise) if args.pseudonymise else None
    done = []
    store = store_for(args.store, args.zone, key=key, new_zone=map_.zone if map_ else zone_of(found[0]))
    door = Door(map_, store.zone, key)
    maps = Maps()
    for source in found:
        with bar(source.size or None, desc=source.name, unit="B", unit_scale=True) as shown:
            done.append(bring_in(store, source, maps.door(door, source), as_far(shown)))
        if len(found) > 1:
            maps.learn(source, done[-1].map)
    answer = {
        "store": store.place,
        "zone": store.zone,
        "logs": [log_told(one) for one in done],
        "refused": [
            {"field": field, "reason": reason, "event_is_kept": is_kept, "number": number}
            for field, reason, is_kept, number in store.reasons()
        ],
        "span": store.span(),
    }
    hand_over(args, answer, text_of(args, answer, done), ("quality", ["--store", answer["store"]]))
    return 0


def log_told(one):
    """One log, for programs."""
    fields = {name: list(field.columns) or field.value for name, field in one.map.fields.items()}
    told = one._asdict() | {"form": one.map.form, "fields": fields, "left_out": list(one.map.left_out)}
    del told["map"]
    return told


def text_of(args, answer, done):
    """What was imported, as people read it."""
    from twin.show.text import say

    lang = args.lang
    headings = ("log", "form", "records", "events", "kept aside as duplicates", "records refused")
    rows = [
        (
            one.name,
            say(one.map.form, lang),
            *(f"{n:,}" for n in (one.records, one.events, one.duplicates, one.refused)),
        )
        for one in done
    ]
    parts = [table([say(heading, lang) for heading in headings], rows, left=2), *notes(answer, done, lang)]
    return "\n".join(parts)


def notes(answer, done, lang):
    """What a reader should know of an import."""
    from twin.show.text import say

    for one in done:
        if one.was_whole:
            yield say("{name} was in the store already; nothing was added", lang).format(name=one.name)
        elif one.resumed:
            yield say("{name} went on behind line {line}", lang).format(name=one.name, line=one.resumed)
        if one.twice:
            text = say(
                "{n} times of {name} fall into an hour that the clock shows twice; the first was taken", lang
            )
            yield text.format(n=one.twice, name=one.name)
        yield from assumptions(one, lang)
    text = say("times of {name} that name no zone were read as {zone}; --zone says another", lang)
    for (zone,), names in alike(done, lambda one: (one.map.zone,) if one.is_local else ()):
        yield text.format(name=names, zone=zone)
    text = say("columns of {name} that are not read: {columns}", lang)
    for columns, names in alike(done, lambda one: one.map.left_out):
        yield text.format(name=names, columns=", ".join(columns))
    for field, reason, is_kept, number in map(dict.values, answer["refused"]):
        known = {"n": f"{number:,}", "field": field, "reason": say(reason, lang)}
        if is_kept:
            yield say("{n} events are kept without {field}: {reason}", lang).format(**known)
        else:
            yield say("{n} records refused: {field} {reason}", lang).format(**known)


def alike(done, what):
    """Pairs of what is the same of some logs, and the names of these; the first and the last of many."""
    groups = {}
    for one in done:
        if what(one):
            groups.setdefault(what(one), []).append(one.name)
    for same, names in groups.items():
        yield same, ", ".join(names) if len(names) <= NAMED else f"{names[0]} … {names[-1]}"


def assumptions(one, lang):
    """What a proposed map says of all records of a log, which nothing in it tells."""
    from twin.observed.mapping.proposing import USUAL
    from twin.show.text import say

    text = say("assumed of {name}: {field} is {value}; nothing in the log says it, a map can", lang)
    for name, field in one.map.fields.items():
        if field.because == USUAL:
            yield text.format(name=one.name, field=name, value=field.value)


def propose_only(args, found):
    """Prints the map that each source most likely has, and writes it down."""
    maps = [proposed(args, source) for source in found]
    written = [
        write_map(args, place, map_) for place, map_ in zip(map_places(args, found), maps, strict=True)
    ]
    answer = {
        "maps": [
            {"log": source.name, "map": str(path), **source.told, **map_tree(map_)}
            for source, map_, path in zip(found, maps, written, strict=True)
        ]
    }
    text = "\n\n".join(
        proposal_text(args, source, map_, path)
        for source, map_, path in zip(found, maps, written, strict=True)
    )
    after = ["--store", args.store or "records.db", "--map", str(written[0]), args.files[0]]
    hand_over(args, answer, text, ("import", after))
    return 0


def proposed(args, source):
    from twin.observed.mapping.proposing import propose

    first = next(source.pieces(0), None)
    if first is None:
        raise Refusal(source.name, "has no record: there is nothing to read")
    return propose(source.name, first, args.zone or "UTC")


def map_places(args, found):
    """Where each proposal is written: where --map says, else beside its file."""
    from pathlib import Path

    from twin.observed.store.places import is_url

    if args.map != AUTO:
        return [Path(args.map)] + [Path(f"{args.map}.{i + 1}") for i in range(1, len(found))]
    folder = Path() if is_url(args.files[0]) else Path(args.files[0])
    folder = folder if folder.is_dir() else folder.parent
    return [folder / (source.name.split(".")[0] + SUFFIX) for source in found]


def write_map(args, path, map_):
    """Writes a proposal; what somebody wrote there is not overwritten."""
    from twin.observed.mapping.map import written

    content = written(map_).encode("utf-8")
    if path.exists() and path.read_bytes() != content:
        raise Refusal(
            str(path), "is there already and says otherwise; name another file with --map, or remove it"
        )
    try:
        put_whole(path, content)
    except OSError as error:
        raise Refusal(str(path), f"cannot be written ({error.strerror}); name another with --map") from None
    return path


def map_tree(map_):
    import yaml

    from twin.observed.mapping.map import written

    return yaml.safe_load(written(map_))


def proposal_text(args, source, map_, path):
    """A proposal as people read it."""
    from twin.observed.mapping.proposing import BUT
    from twin.show.text import say

    lang = args.lang
    rows = [
        (
            name,
            " + ".join(field.columns) or f"= {field.value}",
            field.format,
            BUT.join(say(part, lang) for part in field.because.split(BUT)),
            f"{field.confidence:.0%}",
        )
        for name, field in map_.fields.items()
    ]
    headings = [
        say(heading, lang) for heading in ("field", "column", "written as", "because of", "confidence")
    ]
    head = f"{source.name} · {source.told['form']} · {say(map_.form, lang)} · {map_.zone}"
    parts = [head, table(headings, rows, left=4)]
    if map_.left_out:
        parts.append(say("columns of {name} that are not read: {columns}", lang).format(
            name=source.name, columns=", ".join(map_.left_out)
        ))  # fmt: skip
    parts.append(f"{say('map', lang)}: {path}")
    return "\n".join(parts)
