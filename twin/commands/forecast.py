"""`twin forecast`: what comes of a port as its records say that it stood at an instant."""

from twin.commands import Refusal, add_words
from twin.commands.answers import hand_over, put_whole, records, table
from twin.commands.asking import at_least_one
from twin.commands.recording import add_store, instant_of

HELP = "the next hours from where records say the port stood: twin forecast layout=PORT --store S --at T"
LAST = 1000  # events that were kept last, of which one was received last


def add_arguments(parser):
    add_words(parser)
    add_store(parser)
    add = parser.add_argument
    add(
        "--fit", metavar="DIR", help="of twin calibrate: with its port, what it knows and what it leaves open"
    )
    add("--at", metavar="TIME", help="by the port's clock: 2026-03-20T14:00 [when something was last heard]")
    add("--ahead", default="2 h", metavar="TIME", help="how far [2 h]")
    add("--step", default="5 min", metavar="TIME", help="from one time of the table to the next [5 min]")
    add("--futures", type=at_least_one, default=200, metavar="N", help="that are drawn [200]")
    add("--seed", type=int, default=1, metavar="N", help="the same one gives the same numbers [1]")
    add(
        "--what-if",
        action="append",
        default=[],
        metavar="CHANGE",
        help='"open 1 more at scanner from 16:00 to 18:00", "close 2 at documents", or a word as '
        "layout.stations.scanner.servers=3; several together are one change",
    )
    add("--figure", metavar="FILE", help="draw it to FILE.svg or .png")


def run(args):
    asked, model = asked_for(args), model_asked(args)
    port = model.port
    worlds, asked = from_records(args, model, asked)
    told, differences = forecasts(args, port, worlds, asked)
    files = [drawn] if (drawn := draw(args, port, told)) else []
    text = texts(args, port, told, differences)
    answer = {
        "at": asked.at, "ahead": asked.ahead, "step": asked.step, "futures": asked.futures,
        "what_if": args.what_if, "inside": len(worlds[0].cls), "files": files, **tables(told, differences),
    }  # fmt: skip
    hand_over(args, answer, "\n\n".join([*text, *files]), ("drift", ["--store", args.store]))
    return 0


def model_asked(args):
    """The Model of the live service: what words and --fit say; refuses to forecast no port."""
    from twin.commands.living import model_of

    model = model_of(args.words, args.fit)
    if model.port is None:
        raise Refusal("layout", "no port is named; write layout=NAME, or --fit DIR of twin calibrate")
    return model


def asked_for(args):
    """The Asked of the options, of which all that cannot be read is said at once; `at` is still to come."""
    from twin.live.forecast.forecasting import Asked
    from twin.model.units import DURATION, read
    from twin.study.together import together

    with together() as gather:
        with gather("--ahead", args.ahead):
            ahead = float(read(args.ahead, DURATION))
        with gather("--step", args.step):
            step = float(read(args.step, DURATION))
        with gather("--figure", args.figure):
            if args.figure and not args.figure.endswith((".svg", ".png")):
                raise ValueError("is drawn to a file that ends in .svg or .png")
    return Asked(0.0, ahead, step, args.futures, args.seed)


def from_records(args, model, asked):
    """(worlds, Asked with its instant and who came lately) by what was received until then."""
    from twin.live.service.standing import looked_back, standing_at
    from twin.live.state.tracker import Tracker
    from twin.model.live import Live
    from twin.observed.store.lately import last_events
    from twin.observed.store.store import open_store

    store, tracker = open_store(args.store), Tracker(model.known)
    if args.at is None:
        at = float(heard(last_events(store, LAST)).max())
    else:
        at = instant_of("--at", args.at, model.port.scenario.layout.about.time_zone)
    for events in heard_until(store, at, looked_back(Live().history)):
        tracker.take(events)
    return standing_at(tracker, at, asked)


def heard_until(store, at, seconds):
    """Frames of what was received in so many seconds until an instant; refuses an instant without any."""
    from datetime import UTC, datetime

    from twin.observed.store.lately import parts_since

    found = False
    for events in parts_since(store, at - seconds):
        events = events[heard(events) <= at]
        found = found or len(events) > 0
        yield events
    if not found:
        span = " to ".join(f"{datetime.fromtimestamp(time, UTC):%Y-%m-%dT%H:%MZ}" for time in store.span())
        raise Refusal("--at", f"nothing was received in the two days before; the records are of {span}")


def heard(events):
    """[event] when it was received; its own time where that is not recorded."""
    return events["received"].fillna(events["at"])


def forecasts(args, port, worlds, asked):
    """([Forecast as things are, and with the change], differences under the same luck or None)."""
    from twin.live.forecast.differing import differences
    from twin.live.forecast.forecasting import counts, told

    before = counts(port, worlds, asked)
    if not args.what_if:
        return [told(port, asked, before)], None
    changed = asked._replace(what_if=tuple(args.what_if))
    after = counts(port, worlds, changed)
    return [told(port, asked, before), told(port, changed, after)], differences(port, before, after)


def texts(args, port, told, differences):
    """The table of levels; with a change another one, and what it does."""
    from twin.show.ahead import difference_headings, difference_rows, headline, levels_table

    out = [headline(told[0], port, args.lang), table(*levels_table(told[0], port, args.lang))]
    if differences is not None:
        out += [", ".join(args.what_if), table(*levels_table(told[1], port, args.lang))]
        rows = difference_rows(differences, port, args.lang)
        out.append(table(difference_headings(args.lang), rows))
    return out


def tables(told, differences):
    """The tables of the answer."""
    names = ("table", "table_with_change")
    out = {name: records(one.table) for name, one in zip(names, told, strict=False)}
    return out if differences is None else out | {"differences": records(differences)}


def draw(args, port, told):
    """Draws the fan where a file is named, and gives its path."""
    from pathlib import Path

    from twin.show.ahead import fan_of
    from twin.show.style import as_png, as_svg

    if not args.figure:
        return None
    figure = fan_of(told, port, args.lang)
    svg = Path(args.figure).suffix == ".svg"
    put_whole(args.figure, as_svg(figure, "forecast").encode() if svg else as_png(figure))
    return args.figure
