"""`twin drift`: what of a recorded port changed, when, and by how much."""

from twin.commands.answers import hand_over, table
from twin.commands.recording import add_store, cleaned_store, second_of, share_for

HELP = "what changed while a port was recorded, when, and by how much: twin drift --store PATH_OR_URL"


def add_arguments(parser):
    add_store(parser)
    parser.add_argument("--from", dest="since", metavar="DATE", help="leave out what was before: 2026-03-02")
    parser.add_argument("--to", dest="until", metavar="DATE", help="leave out what was from this day on")
    parser.add_argument(
        "--risk",
        default="5%",
        metavar="SHARE",
        help="of records without a change that alarm all the same [5%%]",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of how days are shuffled [1]")


def run(args):
    from twin.calibrate.drift.drifting import drift
    from twin.show.drifted import headings, rows, sentences

    risk = share_for("--risk", args.risk)
    zone = zone_of_store(args)
    since, until = (second_of(f"--{n}", t, zone) for n, t in (("from", args.since), ("to", args.until)))
    _, cleaned = cleaned_store(args, since, until)
    found = drift(cleaned.visits, cleaned.span, cleaned.zone, risk=risk, seed=args.seed)
    lines = sentences(found, cleaned.zone, args.lang)
    if found.changes:
        lines += ["", table(headings(args.lang), rows(found, cleaned.zone, args.lang), left=3)]
    answer = {
        "store": args.store, "zone": cleaned.zone, "days": found.days, "looked_at": found.looked_at,
        "risk": risk, "refit_from": date_text(found.refit_from, cleaned.zone),
        "changes": [as_dict(change, cleaned.zone) for change in found.changes],
    }  # fmt: skip
    hand_over(args, answer, "\n".join(lines), after(args, answer))
    return 0


def zone_of_store(args):
    """The port's clock, by which dates are meant."""
    from twin.observed.store.store import open_store

    return open_store(args.store).zone


def after(args, answer):
    """A port that changed is fitted again to what came after."""
    more = ["--from", answer["refit_from"]] if answer["refit_from"] else []
    return "calibrate", ["--store", args.store, *more]


def as_dict(change, zone):
    days = {name: date_text(getattr(change, name), zone) for name in ("day", "earliest", "latest")}
    return change._asdict() | days


def date_text(second, zone):
    """The date of a second by the clock of a zone, None of no number."""
    from datetime import UTC, datetime

    from twin.model.dates import zone as zone_of

    if second != second:
        return None
    return f"{datetime.fromtimestamp(second, UTC).astimezone(zone_of(zone)):%Y-%m-%d}"
