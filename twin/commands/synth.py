"""`twin synth`: a log as a port's own devices would write it, with the truth beside it."""

from twin.commands import Refusal, add_words
from twin.commands.answers import hand_over, put_whole
from twin.commands.asking import at_least_one

HELP = "a log of a port as its devices would write it, with the truth: twin synth layout=PORT --out DIR"
FORMS = ("clean", "devices")
NO_FAULTS = "none"


def add_arguments(parser):
    add_words(parser)
    parser.add_argument("--days", type=at_least_one, default=28, metavar="N", help="of arrivals [28]")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another one is another log [1]")
    parser.add_argument("--form", choices=FORMS, default=FORMS[0], help="visits, or messages of devices")
    parser.add_argument(
        "--faults", metavar="FILE", help="of the devices: a YAML file, or none; without it they are drawn"
    )
    parser.add_argument(
        "--change", metavar="DAY:WORD", help="who comes from this day on meets it: 14:scenario=agv"
    )
    parser.add_argument(
        "--privacy", type=at_least_one, metavar="K", help="to share: no class and route of fewer journeys"
    )
    parser.add_argument("--out", default="synth", metavar="DIR", help="where the log is written [synth]")


def run(args):
    from pathlib import Path

    from twin.calibrate.synth import log as logs
    from twin.show.text import say

    faults, change = faults_of(args), change_of(args)
    log, private = as_asked(args, logs.made(composed(args, ()), args.days, change))
    files = logs.device_files(log, faults) if args.form == logs.DEVICES else logs.clean_files(log)
    if private:
        files["log.privacy.json"] = logs.as_json(private)
    paths = [Path(args.out) / name for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        put_whole(path, content)
    cases = log.truth["kpi"]["cases"]
    answer = {"scenario": log.scenario.name, "cases": cases, "visits": len(log.visits), "form": args.form}
    answer |= {"files": [str(path) for path in paths], "kpi": log.truth["kpi"]}
    text = say("{cases} cases with {visits} visits in {days} days", args.lang)
    text = text.format(cases=cases, visits=len(log.visits), days=args.days)
    text += f"\n{told(private, args.lang)}" if private else ""
    text += "".join(f"\n  {path}" for path in paths)
    answer |= {"privacy": private} if private else {}
    hand_over(args, answer, text, ("import", [str(paths[0]), "--store", f"{args.out}/store.db"]))
    return 0


def as_asked(args, log):
    """(log, what it cost): as it is, or with nobody in it whose class and route are rarer than --privacy."""
    from twin.calibrate.synth import truth
    from twin.calibrate.synth.shared import shared

    if args.privacy is None:
        return log, {}
    visits, report = shared(log.visits, args.privacy)
    if not len(visits):
        most = "no class and route has so many journeys; ask for fewer, or for more --days"
        raise Refusal("--privacy", f"{args.privacy} leaves nobody: {most}")
    return log._replace(visits=visits, truth=log.truth | {"kpi": truth.kpi(visits)}), report


def told(report, lang):
    """What privacy cost, and what is still to be told from the log, in a line."""
    from twin.show.text import say
    from twin.show.written import share

    text = say(
        "each class and route is that of {k} journeys or more: {without} told without class, {out} left out; "
        "routes are {routes} alike; class, route and hour of arrival single out {before} of journeys before, "
        "{after} now", lang,
    )  # fmt: skip
    hour = report["privacy"]["singled_out_by_class_route_and_hour"]
    found = {when: share(hour[when]) for when in ("before", "after")}
    routes = share(report["similarity"]["routes"])
    return text.format(
        k=report["k"], without=report["without_class"], out=report["left_out"], routes=routes, **found
    )


def composed(args, more):
    """The scenario of the words from midnight on; a day longer than the log, to see all to their end."""
    from twin.config import compose

    horizon = f"experiment.horizon={args.days + 1} d"
    fixed = [horizon, f"experiment.seed={args.seed}", "experiment.warm_up=0 s"]
    scenario = compose([*args.words, *more, *fixed])
    midnight = scenario.experiment.start.replace(hour=0, minute=0, second=0)
    if midnight == scenario.experiment.start:
        return scenario
    return compose([*args.words, *more, *fixed, f"experiment.start={midnight:%Y-%m-%d %H:%M}"])


def change_of(args):
    """The Change of --change, None without."""
    from twin.calibrate.synth.log import Change

    if args.change is None:
        return None
    day, colon, word = args.change.partition(":")
    if not (colon and day.isdecimal() and 0 < int(day) < args.days and "=" in word):
        text = f"is a day from 1 to {args.days - 1} and a word, as 14:layout.stations.scan.servers=3"
        raise Refusal("--change", f"{args.change} is no change; it {text}")
    return Change(int(day), word, composed(args, [word]))


def faults_of(args):
    """The function of (port, drawn faults) that the file says, None where there is none."""
    from pathlib import Path

    from twin.calibrate.synth.faults import no_faults, read_faults

    if args.faults is None:
        return None
    if args.form == FORMS[0]:
        raise Refusal("--faults", "are those of devices; ask for --form devices, or leave it out")
    if args.faults == NO_FAULTS:
        return lambda port, drawn: no_faults()
    try:
        text = Path(args.faults).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("--faults", f"{args.faults} cannot be read: {error}") from None
    return lambda port, drawn: read_faults(text, port, drawn)
