"""`twin report`: one page that carries everything it shows, in Chinese or English."""

from pathlib import Path

HELP = "one HTML file: the decision page, charts, the map, the causes, assumptions, how to run it again"


def add_arguments(parser):
    from twin.commands.asking import add_run_options

    add_run_options(parser)
    parser.add_argument("--to", metavar="FILE", help="where the page is written (beside the results)")
    parser.add_argument("--no-3d", action="store_true", help="leave out the picture in three dimensions")


def run(args):
    from twin.commands.answers import hand_over
    from twin.commands.asking import summary_for
    from twin.commands.compare import compared_with, composed, questions

    asked = questions(args.words)
    if len(asked) > 1:
        scenarios, found, comparison = compared_with(args, asked)
        scenario, kept = next(iter(scenarios.values())), next(iter(found.values()))
    else:
        scenario, comparison = next(iter(composed(asked).values())), None
        kept = summary_for(args, scenario)
    page = write_report(args, scenario, kept, comparison=comparison, with_still=not args.no_3d)
    answer = {"scenario": scenario.name, "report": str(page), "outputs": str(kept.path)}
    hand_over(args, answer, str(page), ("verify", next(iter(asked.values()))))
    return 0


def write_report(args, scenario, kept, *, comparison=None, with_still=False):
    """The page of a kept result, with a comparison and a 3D picture if there are any; gives its path."""
    import json

    from twin.commands.answers import put_whole
    from twin.plan.compile import compile_plan
    from twin.results.store import MANIFEST
    from twin.show.report import ReportInput, report
    from twin.study.answered import answers
    from twin.study.preview import preview_of

    manifest = json.loads((kept.path / MANIFEST).read_text(encoding="utf-8"))
    plan = compile_plan(scenario)
    given = ReportInput(
        scenario=scenario,
        plan=plan,
        summary=kept.summary,
        manifest=manifest | {"command": typed(args)},
        lang=args.lang,
        comparison=comparison,
        preview=preview_of(plan),
        still=still_of(scenario, kept.summary, args.lang) if with_still else None,
        studies=answers(scenario, folder=args.outputs),
    )
    page = Path(getattr(args, "to", None) or kept.path.parent / f"{kept.path.name}.{args.lang}.html")
    put_whole(page, report(given).encode())
    return page


def still_of(scenario, summary, lang):
    """The port in 3D at the minute when most wait."""
    from twin.show.map3d import take_still

    queues = summary.queues[summary.queues["kind"] == "station"]
    if queues.empty:
        return take_still(scenario, lang)
    worst = queues.groupby("minute")["mean"].sum().idxmax()
    then = queues[queues["minute"] == worst]
    return take_still(scenario, lang, waiting=dict(zip(then["station"], then["mean"], strict=True)))


def typed(args):
    """The line that makes the numbers again, as a shell takes it."""
    import shlex

    from twin.commands.compare import questions

    command = "compare" if len(questions(args.words)) > 1 else "run"
    return shlex.join(["twin", command, *args.words])
