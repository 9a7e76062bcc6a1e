"""`twin roster`: how many lanes are to be open when, and which shifts give them."""

from twin.commands import Refusal
from twin.commands.again import keep_answer
from twin.commands.answers import captioned, hand_over, records
from twin.commands.asking import add_run_options, measuring_for
from twin.commands.own_levers import add_writing, refuse_to_write_over, write
from twin.commands.shown import in_both

HELP = "lanes and shifts over the day that keep a promise: twin roster layout=PORT --station NAME"
PROMISE = "P(wait) <= 20 %"  # assumed, where neither a promise nor a target is said


def add_arguments(parser):
    add_run_options(parser)
    parser.add_argument("--station", metavar="A,B", help="whose lanes are to be rostered")
    parser.add_argument("--target", metavar="LINE", help="what the port is to keep: 'p95 truck <= 30'")
    parser.add_argument(
        "--promise", metavar="LINE", help="what each slot is to keep: 'P(wait > 10 min) <= 5 %%'"
    )
    parser.add_argument("--per", default="1 h", metavar="SPAN", help="length of a slot [1 h], or 30 min")
    parser.add_argument("--shifts", metavar="FILE", help="the shifts that people can be given, as YAML")
    add_writing(parser, "the roster")


def run(args):
    from twin.config import compose
    from twin.show.pages.roster import sentences
    from twin.show.words import place_names
    from twin.study.rostering.outcome import tables_of
    from twin.study.rostering.planning import rostered

    refuse_to_write_over("roster --write", args.write, args.force)
    scenario = compose(args.words)
    asked = asked_for(args, scenario)
    measured = measuring_for(args)
    roster = rostered(scenario, asked, measured=measured)
    tables = tables_of(roster, asked, measured=measured)
    question = question_of(args, asked, roster)
    keep_answer(args, scenario, "roster", question, tables)
    changes = changes_for(roster)
    file = write(args.write, changes, args.words, args.write.replace("_", " ")) if args.write else None
    answer = question | {name: records(table) for name, table in tables.items()} | {"changes": changes}
    answer |= {"file": str(file)} if file else {}
    answer["told"] = in_both(lambda lang: blocks_of(scenario, question, tables, lang))
    names = place_names(scenario, args.lang)
    told = sentences(question, tables, args.lang, names)
    text = "\n\n".join([*as_texts(tables, args.lang, names), *told, *([str(file)] if file else [])])
    words = [word for word in args.words if not word.startswith("~")]
    if file:
        hand_over(args, answer, text, ("compare", [*words, "base", args.write]))
    else:
        hand_over(args, answer, text, ("roster", [*args.words, *said(args), "--write", "my_roster"]))
    return 0


def asked_for(args, scenario):
    """The Asked of a command line; all that is wrong is refused at once."""
    from twin.model.units import DURATION, read
    from twin.study.rostering.promise import promise_of
    from twin.study.rostering.setting import Asked
    from twin.study.rostering.shifts import USUAL, shifts_in
    from twin.study.target import target_of
    from twin.study.together import together

    if not args.station:
        raise Refusal("twin roster", f"say whose lanes: --station {busiest(scenario)}")
    said = args.promise or (None if args.target else PROMISE)
    with together() as gather:
        with gather("--per", args.per):
            per = slot_of(float(read(args.per, DURATION)))
        with gather("--shifts", args.shifts):
            shifts = shifts_in(args.shifts) if args.shifts else USUAL
        with gather("--promise", said):
            promise = promise_of(said) if said else None
        with gather("--target", args.target):
            target = bounded(target_of(args.target)) if args.target else None
    stations = tuple(dict.fromkeys(name.strip() for name in args.station.split(",") if name.strip()))
    return Asked(stations, promise, target, per, shifts, tuple(range(scenario.experiment.replications)))


def bounded(target):
    """A target that has a bound to keep."""
    if target.bound != target.bound:
        raise ValueError("has no bound to keep; write e.g. 'p95 truck <= 30'")
    return target


def slot_of(seconds):
    """The length of a slot, of which a whole number makes a day."""
    if not 300 <= seconds <= 86400 or 86400 % seconds:
        raise ValueError("a day is to have a whole number of slots of 5 min at least; say 30 min or 1 h")
    return seconds


def busiest(scenario):
    """The station whose fullest hour is the fullest, of those that can be rostered."""
    from twin.study.preview import preview

    table = preview(scenario).stations
    mine = table[(table["kind"] == "station") & table["station"].isin(list(scenario.layout.stations))]
    finite = mine[mine["open_server_hours"] < float("inf")]
    return str(finite.sort_values("peak_hour_vc", ascending=False)["station"].iloc[0]) if len(finite) else "?"


def question_of(args, asked, roster):
    """What was asked and how it was checked, in words that JSON has."""
    return {
        "words": list(args.words),
        "stations": list(asked.stations),
        "promise": (args.promise or ("" if args.target else PROMISE)),
        "promise_assumed": not args.promise and not args.target,
        "target": args.target or "",
        "per": args.per,
        "shifts": args.shifts,
        "check": roster.check,
        "mended": roster.steps,
    }


def blocks_of(scenario, question, tables, lang):
    """The sentences, then the tables of the page."""
    from twin.show.pages.roster import sentences, tables_of
    from twin.show.words import place_names

    names = place_names(scenario, lang)
    return [*sentences(question, tables, lang, names), *tables_of(tables, lang, names)]


def as_texts(tables, lang, names):
    """The tables of the page under their captions."""
    from twin.show.pages.roster import tables_of

    return [captioned(each, left=2) for each in tables_of(tables, lang, names)]


def said(args):
    """The options that make the same question again."""
    options = (("--station", args.station), ("--target", args.target), ("--promise", args.promise))
    options += (("--shifts", args.shifts), ("--per", args.per if args.per != "1 h" else None))
    return [part for name, value in options if value for part in (name, value)]


def changes_for(roster):
    """The changes of the lever that does what the roster says."""
    from twin.study.rostering.planning import levels_of
    from twin.study.rostering.writing import changes_of

    setting = roster.setting
    return changes_of(setting.scenario, setting.day, levels_of(setting, roster.covers))
