"""`twin export`: the events of a store in a form that other programs read."""

from twin.commands.answers import hand_over

HELP = "events of a store as XES, OCEL 2.0, EPCIS 2.0, Parquet or CSV, for other programs"

FORMS = ("xes", "ocel", "epcis", "parquet", "csv")


def add_arguments(parser):
    parser.add_argument(
        "--store", required=True, metavar="PATH_OR_URL", help="where twin import kept the records"
    )
    parser.add_argument("--form", required=True, choices=FORMS, help="how they are written")
    parser.add_argument("--out", required=True, metavar="FILE", help="where to write them")


def run(args):
    from twin.observed.exporting.forms import export
    from twin.observed.store.store import open_store
    from twin.show.text import say

    store = open_store(args.store)
    number = export(store, args.form, args.out)
    answer = {"store": store.place, "form": args.form, "out": args.out, "events": number}
    text = say("{n} events written to {file}", args.lang).format(n=f"{number:,}", file=args.out)
    hand_over(args, answer, text, ("quality", ["--store", store.place]))
    return 0
