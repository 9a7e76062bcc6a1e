"""`twin calibrate`: the parameters of a port from its own records, and the port they make."""

import math
from pathlib import Path

from twin.commands import add_words
from twin.commands.answers import captioned, hand_over, put_whole
from twin.commands.bars import bar
from twin.commands.picturing import add_figures, put_figures
from twin.commands.recording import add_store, cleaned_store, midnight, names_in
from twin.commands.simulating import add_simulation, gaps_filled, values_laid

HELP = "a port's parameters from its own records: twin calibrate --store PATH_OR_URL --out DIR"
NAME = "calibrated"


def add_arguments(parser):
    add_words(parser)
    add_store(parser)
    parser.add_argument("--out", default="calibrated", metavar="DIR", help="where files go [calibrated]")
    parser.add_argument("--name", default=NAME, help="what the port or scenario is called [calibrated]")
    parser.add_argument(
        "--from", dest="since", metavar="DATE", help="leave out what began before: 2026-03-02"
    )
    parser.add_argument("--to", dest="until", metavar="DATE", help="leave out what began from this day on")
    parser.add_argument("--holdout", metavar="TIME", help="keep the end for twin validate: 7d")
    parser.add_argument("--holidays", metavar="DATE,DATE", help="days that are neither weekday nor weekend")
    parser.add_argument("--map", metavar="FILE", help="names of the records and of the layout, as YAML")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of what is tested by chance [1]")
    add_simulation(parser)
    add_figures(parser)


def run(args):
    from twin.calibrate.arrivals.days import recorded_days
    from twin.calibrate.assuming.assuming import assumptions, lacking
    from twin.calibrate.calibrating import PARTS, calibrate

    asked = asked_for(args)
    scenario = scenario_of(args)
    cleaned = window_of(cleaned_store(args)[1], asked)
    with bar(PARTS, unit="part") as shown:

        def watch(part):
            shown.set_description(part)
            shown.update()

        fit = calibrate(cleaned, seed=args.seed, holidays=asked["holidays"], watch=watch)
    more = {}
    if args.by_simulation and not scenario:
        fit, more = gaps_filled(args, fit, cleaned)
    without = () if scenario else tuple(lacking(fit))
    files, left = port_files(args, fit, scenario) if not without else ({}, ())
    days = recorded_days(cleaned, holidays=asked["holidays"])
    paths = written(args, fit, {**files, **more}, days)
    if args.by_simulation and scenario:
        fit, more = values_laid(args, fit, cleaned, files)
        paths = written(args, fit, {**files, **more}, days)
    answer = {
        "store": args.store, "cases": fit.kpi.cases, "window": list(fit.window), "digest": fit.digest,
        "verdicts": verdicts(fit), "lacking": list(without),
        "changes": list(fit.notes), "without_place": list(left),
        "assumed": [each._asdict() for each in assumptions(fit)] if not scenario else [],
        "files": [str(path) for path in paths],
    }  # fmt: skip
    hand_over_fit(args, fit, answer)
    return 0


def asked_for(args):
    """The window, the holdout and the holidays, read and checked; all faults are raised at once."""
    from datetime import date

    from twin.model.units import DURATION, read
    from twin.study.together import together

    asked = {}
    with together() as gather:
        with gather("--from", args.since):
            asked["from"] = date.fromisoformat(args.since) if args.since else None
        with gather("--to", args.until):
            asked["to"] = date.fromisoformat(args.until) if args.until else None
        with gather("--holdout", args.holdout):
            asked["holdout"] = float(read(args.holdout, DURATION)) if args.holdout else 0.0
        with gather("--holidays", args.holidays):
            asked["holidays"] = dates(args.holidays) if args.holidays else ()
    return asked


def dates(text):
    """Dates between commas, as texts."""
    from datetime import date

    return tuple(str(date.fromisoformat(each.strip())) for each in text.split(","))


def scenario_of(args):
    """The Scenario that words name, None without words."""
    from twin.config import compose

    return compose(args.words) if args.words else None


def window_of(cleaned, asked):
    """The part of a Cleaned that is fitted: from a day to a day, without what is kept for validation."""
    from twin.calibrate.window import between

    since, until = asked["from"], asked["to"]
    since = -math.inf if since is None else midnight(since, cleaned.zone)
    until = min(math.inf if until is None else midnight(until, cleaned.zone), cleaned.span[1] + 1.0)
    if asked["holdout"]:
        until = kept_back(cleaned, until, asked["holdout"])
    return between(cleaned, since, until)


def kept_back(cleaned, until, seconds):
    """Where the end begins that is left for validation: at a midnight, if it is whole days."""
    from twin.calibrate.drift.drifting import whole_days
    from twin.calibrate.validation.sample import DAY

    whole = whole_days((cleaned.span[0], min(until, cleaned.span[1])), cleaned.zone)
    days, rest = divmod(seconds, DAY)
    if rest or days >= whole.number:
        return until - seconds
    return whole.begin + (whole.number - days) * DAY


def port_files(args, fit, scenario):
    """({path: content}, what found no place): the port's files, or the scenario over a layout."""
    from twin.config.writing import as_text

    if scenario is None:
        from twin.calibrate.port.texts import trees_of

        trees = trees_of(fit, args.name)
        places = {"layout": f"layouts/{args.name}.yaml", "experiment": f"experiments/{args.name}_week.yaml"}
        paths = {part: places.get(part, f"layouts/{part}/{args.name}.yaml") for part in trees}
        return {paths[part]: as_text(tree) for part, tree in trees.items()}, ()
    from twin.calibrate.overlay.laying import accepted, overlay_of
    from twin.config.trying import Trial

    trial = Trial(args.words)
    overlay = accepted(
        overlay_of(fit, scenario, names_in(args.map)), lambda changes: trial.scenario(args.name, changes)
    )
    body = {"label": args.name.replace("_", " "), "changes": overlay.changes}
    return {f"scenarios/{args.name}.yaml": as_text({args.name: body})}, overlay.left


def written(args, fit, files, days):
    """Writes all files, each whole; the port is kept only if it composes. The paths."""
    from twin.calibrate.fit_file import as_text
    from twin.config import compose
    from twin.show.calibrated import document_of
    from twin.show.forms.page import as_html

    out = Path(args.out)
    document = document_of(fit, args.lang, days)
    contents = {**files, "fit.json": as_text(fit), "report.html": as_html(document)}
    for name, text in contents.items():
        put_whole(out / name, text.encode())
    if f"layouts/{args.name}.yaml" in files:
        compose([f"layout={args.name}", f"experiment={args.name}_week"], out)
    return [*(out / name for name in contents), *put_figures(args, document)]


def verdicts(fit):
    """How many parameters have each verdict."""
    counts = {}
    for parameter in fit.parameters:
        counts[parameter.verdict] = counts.get(parameter.verdict, 0) + 1
    return counts


def hand_over_fit(args, fit, answer):
    """Prints the tables of the fit, what is lacking, and the files."""
    from twin.show.calibrated import assumed_table, kinds_table, reason, services_table
    from twin.show.text import say

    tables = [kinds_table(fit, args.lang), services_table(fit, args.lang)]
    tables += [assumed_table(fit, args.lang)] if answer["assumed"] else []
    lines = [captioned(each) + "\n" for each in tables]
    if answer["lacking"]:
        text = say("No port is written, since the records do not tell: {what}", args.lang)
        lines.append(text.format(what="; ".join(reason(why, args.lang) for why in answer["lacking"])) + "\n")
    lines += [reason(why, args.lang) for why in (*answer["changes"], *answer["without_place"])]
    lines += answer["files"]
    if answer["lacking"]:
        after = ("quality", ["--store", args.store])
    elif args.words:
        after = ("run", [*args.words, f"scenario={args.name}"])
    else:
        after = ("run", [f"layout={args.name}", f"experiment={args.name}_week"])
    if not answer["lacking"] and Path(args.out).resolve() != Path.cwd():
        text = say("go to {folder} first: twin reads the files of the folder it is called in", args.lang)
        lines += ["", text.format(folder=args.out)]
    hand_over(args, answer, "\n".join(lines), after)
