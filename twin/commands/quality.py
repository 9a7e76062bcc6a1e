"""`twin quality`: how far the records of a port can be trusted, station by station and day by day."""

from twin.commands.answers import captioned, hand_over, put_whole, records
from twin.commands.picturing import add_figures, put_figures
from twin.commands.recording import cleaned_store

HELP = "how good the records in a store are, by station and day: repairs, clocks, what nobody saw"
PAGE = "quality.html"
TABLES = ("visits", "cases", "scores", "clocks", "repairs", "watched")  # of a Cleaned


def add_arguments(parser):
    parser.add_argument("--store", metavar="PATH_OR_URL", help="where twin import has put the records")
    parser.add_argument("--out", metavar="DIR", help=f"write {PAGE} and the tables there")
    add_figures(parser)


def run(args):
    store, cleaned = cleaned_store(args)
    refused = [(field, reason, number) for field, reason, _, number in store.reasons()]
    twice = sum(row.duplicates for row in store.imports())
    answer = told(cleaned, store) | {"duplicates_at_the_door": twice}
    answer["refused"] = [{"field": field, "reason": why, "number": n} for field, why, n in refused]
    text = text_of(args, cleaned, (store.place, at_the_door(refused, twice, args.lang)))
    if args.out or args.figures:
        answer["files"] = written(args, cleaned, (store.place, at_the_door(refused, twice, args.lang)))
        text += "".join(f"\n  {path}" for path in answer["files"])
    hand_over(args, answer, text, ("calibrate", ["--store", args.store, "--out", "fit"]))
    return 0


def at_the_door(refused, twice, lang):
    """What the store refused, in words, with its number."""
    from twin.show.text import say

    text = say("refused at the door: {reason}", lang)
    rows = [
        (text.format(reason=f"{say(field, lang)} {say(reason, lang)}".strip()), number)
        for field, reason, number in refused
    ]
    return [*rows, (say("duplicate, kept aside at the door", lang), twice)]


def told(cleaned, store):
    """The answer for programs."""
    from twin.show.quality import blind_rows, mean_score, station_rows

    return {
        "store": store.place,
        "zone": cleaned.zone,
        "span": list(cleaned.span),
        "score": mean_score(cleaned.scores),
        "stated": cleaned.stated,
        "stations": [
            {"station": station, "events": events, "score": score, "parts": parts}
            for station, events, score, parts in station_rows(cleaned)
        ],
        "days": records(cleaned.scores),
        "clocks": records(cleaned.clocks),
        "repairs": {what: int(n) for what, n in cleaned.repairs["what"].value_counts().items() if n},
        "blind": [row._asdict() for row in blind_rows(cleaned)],
    }


def text_of(args, cleaned, store):
    """The answer for people: a sentence, and the tables of the page."""
    from twin.show import quality

    lang = args.lang
    tables = [
        quality.stations_table(cleaned, lang),
        quality.clocks_table(cleaned, lang),
        quality.repairs_table(cleaned, store[1], lang),
        *quality.unseen_tables(cleaned, lang),
    ]
    parts = [quality.lead(cleaned, lang)]
    for block in tables:
        if block.block == "missing":
            parts.append(f"{block.what} {block.because}")
        else:
            left = min(block.numbers, default=len(block.headings))
            parts.append(captioned(block, left=left))
    return "\n\n".join(parts)


def written(args, cleaned, store):
    """The page and the tables as files, and the figures of the page, whichever are asked for; their paths."""
    from pathlib import Path

    from twin.show.forms.page import as_html
    from twin.show.quality import quality_document

    document = quality_document(cleaned, store, args.lang)
    files = {}
    if args.out:
        files[PAGE] = as_html(document).encode("utf-8")
        files |= {f"{name}.parquet": getattr(cleaned, name).to_parquet(index=False) for name in TABLES}
    for name, content in files.items():
        put_whole(Path(args.out, name), content)
    return [str(path) for path in (*(Path(args.out, name) for name in files), *put_figures(args, document))]
