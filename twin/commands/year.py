"""`twin year`: a year of arrivals, and the hours and days of it that a port is built for."""

from pathlib import Path

from twin.commands import Refusal, add_words
from twin.commands.answers import hand_over, table
from twin.commands.asking import tell_if_compiling
from twin.commands.words import said_of

HELP = "a year of arrivals, by month, and its design days: the 30th and 100th highest hour, the busy day"


def add_arguments(parser):
    add_words(parser)
    parser.add_argument(
        "--write", action="store_true", help="write the design days as peaks, layouts/demand/PORT/*.yaml"
    )
    parser.add_argument("--force", action="store_true", help="write over peaks of these names")


def run(args):
    from twin.config import compose, names
    from twin.plan.compile import compile_plan
    from twin.study.design import arrivals_of, design_days, design_figures

    layout = said_of(args.words, "layout")
    if not layout:
        raise Refusal("twin year", "name the port: twin year layout=ganqimaodu_road")
    said = " ".join(args.words)
    words = list(args.words)
    if "peak=" not in said and "year" in names("peaks", layout):
        words.append("peak=year")
    if "experiment=" not in said:
        words.append("experiment=one_year")
    scenario = compose(words)
    tell_if_compiling()
    came = arrivals_of(compile_plan(scenario))
    days = design_days(came)
    files = _write(args, scenario, layout, came, days) if args.write else []
    answer = {
        "scenario": scenario.name,
        "start": str(scenario.experiment.start),
        "months": _months(scenario, came),
        "design": [_told(scenario, one) for one in days],
        "figures": design_figures(came.sum(axis=0)),
        "files": [str(file) for file in files],
    }
    text = _as_text(scenario, came, days, args.lang)
    text += "".join(f"\n{file}" for file in files)
    after = ("run", [f"layout={layout}", "peak=day_p95"]) if files else ("year", [*args.words, "--write"])
    hand_over(args, answer, text, after)
    return 0


def _months(scenario, came):
    """{month: {flow: arrivals}} of the run, by the port's calendar."""
    from datetime import timedelta

    found = {}
    for day in range(came.shape[1]):
        month = f"{scenario.experiment.start + timedelta(days=day):%Y-%m}"
        row = found.setdefault(month, dict.fromkeys(scenario.layout.flows, 0))
        for number, flow in enumerate(scenario.layout.flows):
            row[flow] += int(came[number, day].sum())
    return found


def _months_table(scenario, came, lang):
    from twin.show.text import say
    from twin.show.words import place_names
    from twin.show.written import plain

    names = place_names(scenario, lang, "flow")
    coming = [flow for number, flow in enumerate(scenario.layout.flows) if came[number].any()]
    headings = [say("month", lang), *(names[flow] for flow in coming)]
    rows = [
        (month, *(plain(row[flow], 0) for flow in coming)) for month, row in _months(scenario, came).items()
    ]
    return table(headings, rows)


def _days_table(scenario, days, lang):
    from twin.show.text import say
    from twin.show.written import plain

    rows = []
    for one in days:
        told = _told(scenario, one)
        hour = "–" if told["hour"] is None else f"{told['hour']:02d}–{told['hour'] + 1:02d} h"
        rows.append((one.name, told["date"], hour, plain(one.came, 0)))
    headings = ("design day", "date", "hour", "arrivals")
    return table([say(heading, lang) for heading in headings], rows, left=3) if rows else ""


def _as_text(scenario, came, days, lang):
    parts = _months_table(scenario, came, lang), _days_table(scenario, days, lang), _figures(came, lang)
    return "\n\n".join(filter(None, parts))


def _figures(came, lang):
    """The average day, and what share of it the design hours are."""
    from twin.show.text import say
    from twin.show.written import plain, share
    from twin.study.design import DESIGN_HOURS, design_figures

    found = design_figures(came.sum(axis=0))
    text = say("average day {aadt}; of it come in the design hour {hour}: {share}", lang)
    lines = [
        text.format(aadt=plain(found["aadt"]), hour=f"hour_{rank}", share=share(found[f"K{rank}"]))
        for rank in DESIGN_HOURS
        if f"K{rank}" in found
    ]
    return "\n".join(lines)


def _told(scenario, one):
    from datetime import timedelta

    date = (scenario.experiment.start + timedelta(days=one.day)).date()
    return {"name": one.name, "date": str(date), "hour": None if one.hour < 0 else one.hour, "came": one.came}


def _write(args, scenario, layout, came, days):
    from twin.config import write_peak
    from twin.study.design import as_a_peak

    folder = Path("layouts") / "demand" / layout
    there = [folder / f"{one.name}.yaml" for one in days if (folder / f"{one.name}.yaml").exists()]
    if there and not args.force:
        raise Refusal("twin year --write", f"{there[0]} is there already; add --force to write over it")
    return [write_peak(folder / f"{one.name}.yaml", as_a_peak(scenario, came, one)) for one in days]
