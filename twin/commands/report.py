"""`twin report`: the report of a port for its readers, as a page, a book, sheets, tables or figures."""

from pathlib import Path

from twin.commands import Refusal
from twin.commands.answers import hand_over, put_whole
from twin.commands.asking import add_run_options, summary_for
from twin.commands.weighing import compared_with
from twin.commands.words import composed, questions

HELP = "the report: decision page, charts, map, causes, assumptions; as HTML, PDF, XLSX, CSV or figures"
FORMS = ("html", "pdf", "xlsx", "csv", "figures")
ALL = "all"
AUDIENCES = ("planner", "procurement", "research")
LEVELS = ("none", "commercial", "personal", "public")
ONE_FILE = ("html", "pdf", "xlsx")  # the other forms are folders


def add_arguments(parser):
    add_run_options(parser)
    parser.add_argument(
        "--for", dest="audience", choices=AUDIENCES, default="research", help="who reads it (research: all)"
    )
    parser.add_argument("--form", choices=(*FORMS, ALL), default="html", help="what is written")
    parser.add_argument(
        "--redact",
        choices=LEVELS,
        default="none",
        help="what is withheld: prices and vendors; small rosters as well; posts, offers, detection as well",
    )
    parser.add_argument("--to", metavar="PLACE", help="the file, or the folder of many (beside the results)")
    parser.add_argument("--no-3d", action="store_true", help="leave out the picture in three dimensions")


def run(args):
    asked = questions(args.words)
    if len(asked) > 1:
        scenarios, found, comparison = compared_with(args, asked)
        scenario, kept = next(iter(scenarios.values())), next(iter(found.values()))
    else:
        scenario, comparison = next(iter(composed(asked).values())), None
        kept = summary_for(args, scenario)
    given = given_of(args, scenario, kept, comparison)
    if not args.no_3d:
        given = with_still(given)
        if len(asked) > 1:
            given = with_pair(given, scenarios, found)
    places = write_forms(given, kept, args)
    answer = {
        "scenario": scenario.name,
        "report": str(places[0]),
        "reports": [str(place) for place in places],
        "outputs": str(kept.path),
    }
    hand_over(args, answer, "\n".join(map(str, places)), ("verify", next(iter(asked.values()))))
    return 0


def write_report(args, scenario, kept):
    """The page of a kept result, for all readers; gives its path."""
    from twin.show.report import report

    page = kept.path.parent / f"{kept.path.name}.{args.lang}.html"
    put_whole(page, report(given_of(args, scenario, kept, None)).encode())
    return page


def given_of(args, scenario, kept, comparison):
    """All that a report says of a kept result and of what was asked about its scenario."""
    import json

    from twin.config import list_names
    from twin.model.record import Label
    from twin.plan.compile import compile_plan
    from twin.results.store import MANIFEST
    from twin.show.report import ReportInput
    from twin.study.answered import answers
    from twin.study.passage import passage
    from twin.study.preview import preview_of

    manifest = json.loads((kept.path / MANIFEST).read_text(encoding="utf-8"))
    plan = compile_plan(scenario)
    return ReportInput(
        scenario=scenario,
        plan=plan,
        summary=kept.summary,
        manifest=manifest | {"command": typed(args)},
        lang=args.lang,
        comparison=comparison,
        preview=preview_of(plan),
        passage=passage(scenario, plan),
        studies=answers(scenario, folder=args.outputs),
        levers={one.name: Label(one.label_zh, one.label_en) for one in list_names("scenarios")},
    )


def with_still(given):
    """The same with the picture in three dimensions."""
    from dataclasses import replace

    return replace(given, still=still_of(given.scenario, given.summary, given.lang))


def write_forms(given, kept, args):
    """Writes the forms that were asked for; gives their places, a file or a folder each."""
    from dataclasses import replace

    from twin.show.forms import files_of
    from twin.show.report import document_of

    document = document_of(replace(given, audience=args.audience, level=args.redact))
    forms = FORMS if args.form == ALL else (args.form,)
    places = []
    for form in forms:
        place = place_of(form, kept, args)
        try:
            put_form(place, form, files_of(document, form), is_own=args.to is None)
        except OSError as error:
            text = f"cannot be written ({error.strerror}); name another place with --to"
            raise Refusal(str(place), text) from None
        places.append(place)
    return places


def place_of(form, kept, args):
    """Where a form goes: beside the results, or where it was said."""
    about = [args.lang, *([args.audience] if args.audience != "research" else [])]
    about += [args.redact] if args.redact != "none" else []
    if args.to is None:
        return kept.path.parent / ".".join([kept.path.name, *about, form])
    if args.form != ALL:
        return Path(args.to)
    return Path(args.to) / (f"report.{form}" if form in ONE_FILE else form)


def put_form(place, form, files, *, is_own):
    """Writes the one file of a form, or its folder, whole: nothing of an older report stays in it."""
    if form in ONE_FILE:
        put_whole(place, next(iter(files.values())))
        return
    there = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    others = sorted(there - set(files))
    if others and not is_own:
        text = f"has files of something else ({', '.join(others[:3])}); name an empty folder with --to"
        raise Refusal(str(place), text)
    for name in others:
        (place / name).unlink()
    for name, content in files.items():
        put_whole(place / name, content)


def still_of(scenario, summary, lang):
    """The port in 3D at the minute when most wait, and from near where they do."""
    from twin.show.map3d import View, near, take_still
    from twin.show.scene import waiting_scene

    layout = scenario.layout
    if not layout.places:
        return take_still(scenario, lang, None)
    waiting = waiting_in(summary, worst_minute(summary))
    scene = waiting_scene(scenario, waiting)
    there = {name: many for name, many in waiting.items() if layout.stations[name].at in layout.places}
    if not any(there.values()):
        return take_still(scenario, lang, scene)
    place = layout.stations[max(there, key=there.get)].at
    return take_still(scenario, lang, scene, View(), near(layout.places[place][:2], scene.scale))


def with_pair(given, scenarios, found):
    """The same with the port before and after the first alternative, at the worst minute before it."""
    from dataclasses import replace

    from twin.show.pair3d import Side, take_pair
    from twin.show.scene import waiting_scene
    from twin.show.titled import title_of

    minute, sides = worst_minute(next(iter(found.values())).summary), []
    for name in list(scenarios)[:2]:
        if scenarios[name].layout.places:
            scene = waiting_scene(scenarios[name], waiting_in(found[name].summary, minute))
        else:
            scene = None
        sides.append(Side(scenarios[name], scene, title_of(name, given.levers, given.lang)))
    return replace(given, pair=take_pair(*sides, given.lang))


def waiting_in(summary, minute):
    """{station: how many wait} in a minute, nobody without one."""
    queues = summary.queues[(summary.queues["kind"] == "station") & (summary.queues["minute"] == minute)]
    return dict(zip(queues["station"], queues["mean"], strict=True))


def worst_minute(summary):
    """The minute in which most wait; None where nobody can."""
    queues = summary.queues[summary.queues["kind"] == "station"]
    return None if queues.empty else queues.groupby("minute")["mean"].sum().idxmax()


def typed(args):
    """The line that makes the numbers again, as a shell takes it."""
    import shlex

    command = "compare" if len(questions(args.words)) > 1 else "run"
    return shlex.join(["twin", command, *args.words])
