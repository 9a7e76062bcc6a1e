"""`twin replay`: a recorded log played back as the port's own systems would send it, at any speed."""

from twin.commands import Refusal
from twin.commands.answers import hand_over
from twin.commands.bars import bar
from twin.commands.recording import instant_of

HELP = "a recorded log or store played back to a broker, a web server, a table or a folder, at any speed"

REAL_TIME = 1.0


def add_arguments(parser):
    parser.add_argument("log", metavar="LOG", help="a file that twin import reads, or a store")
    parser.add_argument(
        "--to",
        required=True,
        metavar="ADDRESS",
        help="mqtt://HOST/TOPIC, http://HOST:8000/v1/messages, postgresql://USER@HOST/DATABASE?table=T, "
        "sqlite:FILE?table=T, folder:PATH",
    )
    parser.add_argument(
        "--speed", type=float, default=REAL_TIME, metavar="X",
        help="60: an hour in a minute; 0: as fast as it is taken [1]",
    )  # fmt: skip
    parser.add_argument("--from", dest="since", metavar="TIME", help="begin: 2026-03-02T08:00, or a day")
    parser.add_argument("--to-time", dest="until", metavar="TIME", help="end before this")
    parser.add_argument("--map", metavar="MAP.yaml", help="which column is what; else the likely one")
    parser.add_argument("--zone", metavar="NAME", help="of times that name none: Asia/Shanghai (UTC)")
    parser.add_argument("--table", metavar="NAME", help="of a database with several")
    parser.add_argument(
        "--faults", default="", metavar="LIST", help="lost=0.01,twice=0.05,late=0.02:3600,garbage=0.01"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another one is other faults [1]")
    parser.add_argument(
        "--resume", metavar="FILE", help="note there how far it is; the same line goes on from it"
    )


def run(args):
    import time

    from twin.live.replaying.playing import Place, play
    from twin.live.replaying.sinks import sink_of

    if not 0.0 <= args.speed < float("inf"):
        raise Refusal(f"--speed {args.speed}", "is how many times faster than the clock; 0: at once")
    script, digest = script_for(args)
    what = [digest, args.since, args.until, args.faults, args.seed]
    place = Place(args.resume, what) if args.resume else None
    begin = place.found() if place else 0
    sink, began = sink_of(args.to, script), time.monotonic()
    bar = Bar(script, begin, place)
    try:
        play(script, sink, args.speed, bar, begin)
    finally:
        bar.end()
        sink.close()
    told(args, script, begin, time.monotonic() - began)
    return 0


def script_for(args):
    """The messages that are asked for, and the digest of their log."""
    import math

    from twin.live.replaying.faults import with_faults
    from twin.live.replaying.logs import script_of
    from twin.live.replaying.script import between
    from twin.observed.mapping.map import is_zone, read_map

    if args.zone is not None and not is_zone(args.zone):
        raise Refusal(f"--zone {args.zone}", "is no name of a time zone; write one as Asia/Shanghai or UTC")
    map_ = read_map(args.map) if args.map else None
    script, map_, digest = script_of(args.log, map_, args.zone or "UTC", args.table)
    zone = args.zone or map_.zone
    since = -math.inf if args.since is None else instant_of("--from", args.since, zone)
    until = math.inf if args.until is None else instant_of("--to-time", args.until, zone)
    chosen = between(script, since, until)
    if not len(chosen.times):
        first, last = (shown(at) for at in script.times[[0, -1]])
        raise Refusal("--from", f"no message of {args.log} is between; it has those from {first} to {last}")
    return with_faults(chosen, args.faults, args.seed), digest


def shown(at):
    from datetime import UTC, datetime

    return datetime.fromtimestamp(float(at), UTC).isoformat(timespec="seconds")


class Bar:
    """How far a replay is: on standard error where that is a terminal, and in the note of `--resume`."""

    def __init__(self, script, begin, place):
        self.bar = bar(len(script.times), initial=begin, unit="message")
        self.script, self.place = script, place

    def __call__(self, sent):
        self.bar.update(sent - self.bar.n)
        self.bar.set_postfix_str(shown(self.script.times[sent - 1]), refresh=False)
        if self.place is not None:
            self.place(sent)

    def end(self):
        self.bar.close()
        if self.place is not None:
            self.place.note()


def told(args, script, begin, seconds):
    from twin.show.text import say

    first, last = (shown(at) for at in script.times[[0, -1]])
    sent = len(script.times) - begin
    answer = {"log": args.log, "to": args.to, "sent": sent, "before": begin, "seconds": seconds}
    answer |= {"from": first, "until": last}
    text = say("{n} messages of {first} to {last} sent in {seconds} s", args.lang).format(
        n=f"{sent:,}", first=first, last=last, seconds=f"{seconds:.1f}"
    )
    if begin:
        text += "\n" + say("{n} were sent before", args.lang).format(n=f"{begin:,}")
    hand_over(args, answer, text, ("live", ["--store", "live.db", "--feed", feed_at(args.to)]))


def feed_at(address):
    """The address under which what is sent to another is received."""
    kind, _, rest = address.partition("?")
    if kind.startswith("http"):
        return "post:"
    topic = kind.rstrip("/") + "/#" if kind.startswith("mqtt") and not kind.endswith("#") else kind
    return f"{topic}?{rest}" if rest else topic
