"""`twin quality`: how far the records of a port can be trusted, station by station and day by day."""

import sys

HELP = "how good the records in a store are, by station and day: repairs, clocks, what nobody saw"
PAGE = "quality.html"
TABLES = ("visits", "cases", "scores", "clocks", "repairs", "watched")  # of a Cleaned


def add_arguments(parser):
    from twin.commands.picturing import add_figures

    parser.add_argument("--store", metavar="PATH_OR_URL", help="where twin import has put the records")
    parser.add_argument("--out", metavar="DIR", help=f"write {PAGE} and the tables there")
    add_figures(parser)


def run(args):
    from twin.commands.answers import hand_over

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


def cleaned_store(args, since=None, until=None):
    """The store that is meant, and its records cleaned, between two times in seconds where they are given."""
    import math

    from twin.commands import Refusal
    from twin.observed.cleaning import NothingTrueError, clean_store
    from twin.observed.store.store import open_store

    if args.store is None:
        raise Refusal("--store", "says where the records are: a file that twin import has made, or a URL")
    store = open_store(args.store)
    bar = Bar(sum(row.events for row in store.imports()))
    begin, end = (-math.inf if since is None else since), (math.inf if until is None else until)
    try:
        return store, clean_store(store, begin, end, tell=bar)
    except NothingTrueError as nothing:
        raise Refusal(args.store, str(nothing)) from None
    finally:
        bar.end()


class Bar:
    """A bar over the events of a store on standard error, where that is a terminal."""

    def __init__(self, events):
        from tqdm import tqdm

        how = {"unit": " events", "unit_scale": True, "leave": False, "file": sys.stderr}
        self.bar = tqdm(total=events, desc="cleaning", disable=not sys.stderr.isatty(), **how)

    def __call__(self, events):
        self.bar.update(max(events - self.bar.n, 0))

    def end(self):
        self.bar.close()


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
    from twin.commands.answers import records
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
    from twin.commands.answers import table
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
            parts.append(f"{block.caption}\n{table(block.headings, block.rows, left=left)}")
    return "\n\n".join(parts)


def written(args, cleaned, store):
    """The page and the tables as files, and the figures of the page, whichever are asked for; their paths."""
    from pathlib import Path

    from twin.commands.answers import put_whole
    from twin.commands.picturing import put_figures
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


def window_of(args, store):
    """(begin, end) in seconds of the days of --from and --to by the port's clock; None where none is said."""
    from datetime import date, datetime, timedelta
    from zoneinfo import ZoneInfo

    from twin.commands import Refusal

    found = []
    for option, text, more in (("--from", args.since, 0), ("--to", args.until, 1)):
        try:
            day = date.fromisoformat(text) + timedelta(more) if text else None
        except ValueError:
            raise Refusal(f"{option} {text}", "is no day; write one as 2026-03-02") from None
        clock = ZoneInfo(store.zone)
        found.append(day and datetime(day.year, day.month, day.day, tzinfo=clock).timestamp())
    if None not in found and found[0] >= found[1]:
        raise Refusal(f"--to {args.until}", f"comes before --from {args.since}")
    return found
