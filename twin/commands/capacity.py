"""`twin capacity`: the largest flow with a target met, what binds there, and until when it lasts."""

from twin.commands import Refusal
from twin.commands.again import keep_answer
from twin.commands.answers import captioned, hand_over, note, plain, records, table
from twin.commands.asking import add_run_options, measuring_for
from twin.commands.shown import in_both, names_of
from twin.commands.words import BASE, composed, is_combination, said_of, words_of

HELP = "the largest flow with a target met: twin capacity layout=PORT --target 'p95 coal_truck <= 60'"

PARTS = ("curve", "flood", "binding", "tracks")
WHOLE = 100.0  # percent


def add_arguments(parser):
    add_run_options(parser)
    parser.add_argument("--target", metavar="LINE", help="what must be met: 'p95 truck <= 60'")
    parser.add_argument("--of", default="", metavar="FLOWS", help="flows that become larger [all]")
    parser.add_argument("--confidence", type=float, default=95.0, metavar="PERCENT", help="of intervals [95]")
    parser.add_argument("--within", default="1 %", metavar="PERCENT", help="how near one wants to be [1 %%]")
    parser.add_argument(
        "--replications", type=int, default=64, metavar="N", help="of a flow, at most [64]; at least 2"
    )
    parser.add_argument("--growth", metavar="RATE", help="of the flows a year: '8 %%/y'")
    parser.add_argument("--from", dest="start", type=float, metavar="YEAR", help="of today's demand")
    parser.add_argument(
        "--envelope", nargs="+", default=(), metavar="FLOWS", help="what several carry at once: a b:0.8:1.6"
    )
    parser.add_argument(
        "--so-far", metavar="FILE.jsonl", help="write each flow that was looked at, as a line of JSON"
    )
    parser.add_argument("--parts", default=",".join(PARTS), help=f"what else is told [{','.join(PARTS)}]")


def run(args):
    from twin.study.carrying.points import quiet

    combinations, line = questions(args)
    scenarios = composed(combinations)
    found = {}
    for name, scenario in scenarios.items():
        asked = asked_of(args, scenario, line, parts_of(args, len(scenarios)))
        looked = looking(args.so_far, name, asked) if args.so_far else quiet
        found[name] = asked, answer_of(args, scenario, (asked, looked), measuring_for(args))
        keep_it(args, scenario, (line, asked), found[name][1])
    if len(found) > 1:
        return tell_several(args, scenarios, line, found)
    return tell_one(args, next(iter(scenarios.values())), line, next(iter(found.values())))


def questions(args):
    """({name: words of a port}, the target): combinations of scenarios as named or as an experiment asks."""
    from twin.config import experiment_question

    others = [word for word in args.words if not is_combination(word)]
    named = said_of(others, "experiment")
    asked = experiment_question(named) if named else {}
    line = args.target or (asked.get("target") if asked.get("asks", "capacity") == "capacity" else None)
    if not line:
        raise Refusal("twin capacity", "say what must be met, as --target 'p95 truck <= 60'")
    combinations = {
        word: () if word == BASE else word.split("+") for word in args.words if is_combination(word)
    }
    if not combinations and asked.get("asks") == "capacity":
        combinations = {BASE: ()} | asked["scenarios"]
    combinations = combinations or {BASE: ()}
    return {name: words_of(others, levers) for name, levers in combinations.items()}, str(line)


def parts_of(args, number):
    """What is told beside the capacity; of several scenarios only that."""
    parts = tuple(part for part in args.parts.split(",") if part)
    strange = next((part for part in parts if part not in PARTS), None)
    if strange:
        raise Refusal(f"--parts {args.parts}", f"there is no part {strange}; there is {', '.join(PARTS)}")
    return parts if number == 1 else ()


def asked_of(args, scenario, line, parts):
    """The question in the words of the study; all that is wrong with it is said at once."""
    from twin.study.carrying.asked import Asked
    from twin.study.carrying.curve import growth_of
    from twin.study.carrying.envelope import groups_of
    from twin.study.carrying.scaling import flows_named
    from twin.study.target import target_of
    from twin.study.together import together

    said = {}
    with together() as gather:
        with gather():
            said["target"] = target_of(line)
        with gather():
            said["flows"] = flows_named(scenario, [name for name in args.of.split(",") if name])
        with gather():
            said["search"] = search_of(args)
        with gather():
            said["growth"] = growth_of(args.growth) if args.growth else float("nan")
        with gather():
            said["groups"] = groups_of(scenario, args.envelope) if args.envelope else ()
    start = scenario.experiment.start.year if args.start is None else args.start
    return Asked(**said, start=float(start), parts=parts)


def search_of(args):
    """The Search that the options say."""
    from twin.model.errors import Fault, ScenarioError
    from twin.model.units import SHARE, read
    from twin.study.carrying.rooting import Search

    faults = []
    if not 50 <= args.confidence < WHOLE:
        text = "is in percent, from 50 to below 100; write e.g. 95"
        faults.append(Fault("confidence", f"{args.confidence:g}", text))
    if args.replications < 2:
        text = "is too few to tell luck from the port; 2 are needed, 16 are good"
        faults.append(Fault("replications", str(args.replications), text))
    try:
        within = float(read(args.within, SHARE))
        if not within > 0:
            raise ValueError("not above 0 %")
    except ValueError as error:
        faults.append(Fault("within", args.within, f"is {error}; write e.g. '1 %'"))
    if faults:
        raise ScenarioError(faults)
    near = min(Search().near, args.replications)
    how = {"within": within, "first": min(Search().first, near), "near": near, "most": args.replications}
    return Search(confidence=args.confidence / WHOLE, **how)


def looking(path, name, asked):
    """What writes each flow that was looked at into a file: the level of the target with its interval."""
    import json

    from twin.results.intervals import mean_intervals
    from twin.study.target import short_of

    target = asked.target

    def looked(multiplier, level):
        row = {"scenario": name, "multiplier": multiplier, "unit": target.unit, "bound": target.bound}
        row |= {"met": False, "replications": 0, "mean": None, "low": None, "high": None}
        if level is not None:
            mean, low, high, _ = mean_intervals(level, asked.search.confidence)
            row |= {"met": bool(short_of(target, mean) <= 0), "replications": len(level)}
            row |= {"mean": mean, "low": low, "high": high}
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(plain(row)) + "\n")

    return looked


def answer_of(args, scenario, question, measured):
    """The Carrying, with what is looked at now told on standard error."""
    from twin.show.text import say
    from twin.study.carrying.asked import carrying

    asked, looked = question

    def tell(part):
        note(say(TOLD[part], args.lang))

    return carrying(scenario, asked, measured=measured, tell=tell, looked=looked)


TOLD = {
    "capacity": "looking for the largest flow with the target met",
    "curve": "the curve of flow and delay",
    "flood": "more comes than can pass",
    "binding": "what holds it up, and what would next",
    "tracks": "how full the tracks are",
    "envelope": "several flows at once",
}


def keep_it(args, scenario, question, found):
    """Keeps the answer for a report to find."""
    line, asked = question
    said = {
        "target": line,
        "flows": list(asked.flows),
        "confidence": asked.search.confidence,
        "growth": args.growth or "",
        "from": asked.start,
        "envelope": list(args.envelope),
        "missing": found.missing,
        "unit": asked.target.unit,
        "kind": found.capacity.kind,
        "replications": found.capacity.replications,
    }
    keep_answer(args, scenario, "capacity", said, found.tables)


def tell_one(args, scenario, line, answer):
    """The answer about one port in sentences and tables."""
    from twin.study.answered import answers

    asked, found = answer
    kept = answers(scenario, folder=args.outputs)["capacity"]
    text = as_text(scenario, kept, args.lang)
    tables = {name: records(frame) for name, frame in found.tables.items()}
    told = {"target": line, "flows": asked.flows, "capacity": plain_capacity(found), "missing": found.missing}
    told |= {"names": names_of(scenario), "told": in_both(lambda lang: blocks_of(scenario, kept, lang))}
    hand_over(args, told | {"tables": tables}, text, ("report", args.words))
    return 0


def as_text(scenario, answer, lang):
    """The sentences of the answer, then its tables, then why there is no more."""
    told = []
    for each in blocks_of(scenario, answer, lang):
        told.append(each if isinstance(each, str) else captioned(each))
        told += [each.note] if getattr(each, "note", "") else []
    return "\n\n".join(told)


def blocks_of(scenario, answer, lang):
    """A text of all sentences, the tables, then a text for each part that is missing."""
    from twin.show.pages.carrying import PARTS as TITLES
    from twin.show.pages.carrying import sentences, tables_of
    from twin.show.text import say

    yield " ".join(sentences(answer.question, answer.tables, lang))
    yield from tables_of(scenario, answer, lang)
    for part, reason in answer.question["missing"].items():
        yield f"{say(TITLES[part], lang)}: {say(reason, lang)}"


def plain_capacity(found):
    """The Capacity in words that JSON has."""
    return found.capacity._asdict() | {
        "stuck": {f"{at:g}": said for at, said in found.capacity.stuck.items()}
    }


def tell_several(args, scenarios, line, found):
    """The capacities of several scenarios side by side."""
    from twin.show.pages.carrying import capacity_row
    from twin.show.text import say

    headings = ("scenario", "times today's flow", "a day", "in the fullest hour", "v/c today")

    def beside(lang):
        rows = [(name, *capacity_row(answer.tables["capacity"], lang)) for name, (_, answer) in found.items()]
        return [say(heading, lang) for heading in headings], rows

    text = table(*beside(args.lang))
    told = {
        name: {"capacity": plain_capacity(answer), "table": records(answer.tables["capacity"])}
        for name, (_, answer) in found.items()
    }
    best = max(found, key=lambda name: found[name][1].capacity.low)
    words = [word for word in args.words if not is_combination(word)]
    after = ("capacity", [*words, best, "--target", line])
    answer = {"target": line, "scenarios": told, "told": in_both(lambda lang: [beside(lang)])}
    hand_over(args, answer, text, after)
    return 0
