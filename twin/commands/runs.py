"""`twin runs`: what is kept of earlier runs, whether it is whole, and what of it may go."""

from twin.commands import Refusal
from twin.commands.answers import hand_over, table

HELP = "what is kept of earlier runs, whether it is intact, how much room it takes; --clean frees some"

ALL, PARTS = "all", "parts"
MEGABYTE = 1e6


def add_arguments(parser):
    parser.add_argument("words", nargs="*", metavar="name", help="only of these: folders below outputs")
    parser.add_argument("--outputs", default="outputs", metavar="FOLDER", help="where results are kept")
    parser.add_argument(
        "--clean",
        nargs="?",
        const=PARTS,
        choices=(PARTS, ALL),
        help="remove parts of which results are made and what is damaged; `all` removes everything",
    )


def run(args):
    from twin.study.running.shelf import clean, found, may_go

    there = chosen(found(args.outputs), args.words)
    going = [one for one in there if args.clean == ALL or may_go(one)]
    freed = clean(going) if args.clean else 0
    answer = {
        "outputs": args.outputs,
        "runs": [told(one) for one in there],
        "cleaned": [str(one.path) for one in going] if args.clean else [],
        "freed": freed,
        "would_be_freed": 0 if args.clean else sum(one.bytes for one in going),
    }
    text = "\n\n".join(filter(None, [listing(there, args.lang), closing(args, going, freed)]))
    hand_over(args, answer, text, ("runs", ["--clean"]) if going and not args.clean else ("list", []))
    return 0


def chosen(there, names):
    """What is kept of the named folders; a name that has nothing is refused."""
    from twin.model.errors import listed, nearest

    have = list(dict.fromkeys(one.scenario for one in there))
    for name in names:
        if name not in have:
            text = f"nothing is kept of it{nearest(name, have)}; there is {listed(have) or 'nothing at all'}"
            raise Refusal(f"twin runs {name}", text)
    return [one for one in there if not names or one.scenario in names]


def told(one):
    """One thing that is kept, for programs."""
    from datetime import UTC, datetime

    when = datetime.fromtimestamp(one.when, UTC).isoformat(timespec="seconds")
    return one._asdict() | {"when": when, "path": str(one.path)}


def listing(there, lang):
    """A row for each thing that is kept."""
    from datetime import datetime

    from twin.show.text import say, word

    rows = [
        (
            one.scenario,
            word(one.kind, lang),
            one.key if one.key else one.path.name,
            word(one.state, lang),
            f"{datetime.fromtimestamp(one.when):%Y-%m-%d %H:%M}",
            replications(one),
            f"{one.bytes / MEGABYTE:,.2f}",
        )
        for one in there
    ]
    headings = ("kept of", "kind", "key of the result", "state", "when", "replications", "MB")
    return table([say(heading, lang) for heading in headings], rows, left=4) if rows else ""


def replications(one):
    if one.replications < one.asked:
        return f"{one.replications} / {one.asked}"
    return str(one.replications) if one.replications else ""


def closing(args, going, freed):
    """What was freed, or what would be."""
    from twin.show.text import say

    size = sum(one.bytes for one in going) / MEGABYTE
    if args.clean:
        text = say("removed {n}, which freed {size} MB", args.lang)
        return text.format(n=len(going), size=f"{freed / MEGABYTE:,.2f}")
    if not going:
        return say("nothing is left over, nothing is damaged", args.lang)
    text = say("--clean would remove {n} and free {size} MB; results stay", args.lang)
    return text.format(n=len(going), size=f"{size:,.2f}")
