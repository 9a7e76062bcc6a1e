"""`twin compare`: scenarios against the port as it is and against each other, under the same luck."""

HELP = "compare scenarios under the same luck: twin compare layout=PORT base A B A+B"

# One row a measure of the whole port; the first decides unless a target says otherwise.
MEASURES = ("wait_mean", "wait_p95", "time_in_port_mean", "finished", "blocked_mean", "outside_mean")
MISSED = "missed_"  # and what is missed of each threat that the port has a control of
ALARMS = "false_alarms"
BASE = "base"


def add_arguments(parser):
    from twin.commands.asking import add_run_options, at_least_one

    add_run_options(parser)
    add = parser.add_argument
    add("--target", metavar="T", help='what decides, with or without a bound: "p95 coal_truck <= 60"')
    add(
        "--precision",
        metavar="P",
        help='replications by which differences are known to within "5 %%" of the base, or "2 min"',
    )
    add("--half-width", metavar="W", help='the same, in the unit of what decides: "2 min"')
    add(
        "--most", type=at_least_one, default=1000, metavar="N", help="replications that these may take (1000)"
    )
    add("--factorial", nargs="+", metavar="LEVER", help="what each lever does, and what they do together")
    add(
        "--runs",
        type=at_least_one,
        default=32,
        metavar="N",
        help="sets of levers that --factorial may run (32)",
    )
    add(
        "--indifference",
        metavar="D",
        help='select the best only, dropping others early: a difference of "1 min"',
    )
    add("--steady", action="store_true", help="ask of the long run: is the warm-up long enough?")
    add("--map", metavar="FILE", help="draw what the first scenario changes to FILE.svg or .png")


def run(args):
    from twin.commands import weighing
    from twin.commands.answers import hand_over

    weighing.sort_out(args)
    plan = weighing.plan_of(args)
    asked = weighing.questions_of(args, plan)
    if args.indifference:
        answer, text = weighing.selected(args, asked)
    else:
        answer, text = weighing.compared(args, asked, plan)
    hand_over(args, answer, text, ("report", weighing.words_for_report(args, asked)))
    return 0


def questions(words):
    """{name: words of one run}, the base first: combinations as named, an experiment's, or a sweep's."""
    from twin.config import sweep

    others = [word for word in words if not is_combination(word)]
    named = [word for word in words if is_combination(word)]
    refuse_twice(named)
    combinations = {word: () if word == BASE else tuple(word.split("+")) for word in named}
    combinations = combinations or combinations_of_experiment(others)
    if not combinations:
        runs = sweep(others)
        return {" ".join(word for word in run if word not in others) or BASE: run for run in runs}
    if len(combinations) == 1:
        combinations = {BASE: ()} | combinations
    return {name: words_of(others, levers) for name, levers in combinations.items()}


def refuse_twice(named):
    """Refuses the same levers under one name or two: they would be held against themselves."""
    from twin.commands import Refusal

    seen = {}
    for word in named:
        levers = frozenset(word.split("+"))
        if levers in seen:
            raise Refusal(word, f"is named twice, as {seen[levers]} and as {word}; leave one out")
        seen[levers] = word


def combinations_of_experiment(words):
    """What the experiment among the words compares, the port as it is first."""
    from twin.config import experiment_question

    named = next((word.partition("=")[2] for word in words if word.startswith("experiment=")), None)
    asked = experiment_question(named)["scenarios"] if named else {}
    return {BASE: ()} | {name: tuple(levers) for name, levers in asked.items()} if asked else {}


def words_of(words, levers):
    """The words of one combination: scenario= stays in each, a knob goes to those that have its lever."""
    said = [word for word in words if word.startswith("scenario=")]
    stay = [name for word in said for name in word.partition("=")[2].strip("[]").replace("+", ",").split(",")]
    every = [*stay, *(name for name in levers if name not in stay)]
    own = [word for word in words if word not in said and not is_knob_of_another(word, every)]
    return [*own, *([f"scenario=[{','.join(every)}]"] if every else [])]


def compared_with(args, asked):
    """(scenarios, kept results, differences to the first), each by the name of its question."""
    from twin.commands.asking import summary_for, tell_stage
    from twin.results.paired import compare

    scenarios = composed(asked)
    refuse_other_luck(scenarios)
    kept = {}
    for number, (name, scenario) in enumerate(scenarios.items(), 1):
        tell_stage(number, len(scenarios), name)
        kept[name] = summary_for(args, scenario)
    return scenarios, kept, compare({name: each.summary for name, each in kept.items()})


def refuse_other_luck(scenarios):
    """Refuses scenarios that do not share the luck and the time of the first, all at once."""
    from twin.model.errors import ScenarioError
    from twin.study.whatif import different_luck

    if faults := different_luck(scenarios):
        raise ScenarioError(faults)


def composed(asked):
    """{name: Scenario}; all refusals are raised together."""
    from twin.config import compose
    from twin.model.errors import ScenarioError

    scenarios, faults = {}, []
    for name, words in asked.items():
        try:
            scenarios[name] = compose(words)
        except ScenarioError as error:
            faults += [fault for fault in error.faults if fault not in faults]
    if faults:
        raise ScenarioError(faults)
    return scenarios


def is_combination(word):
    return "=" not in word and not word.startswith("~")


def is_knob_of_another(word, levers):
    """Whether a word sets a knob of a lever that is not among these."""
    parts = word.split("=")[0].split(".")
    named = [lever.rpartition(".")[2] for lever in levers]  # gan.agv is agv at one port of a network
    return len(parts) > 2 and parts[0] == "scenario" and parts[1] not in named


def differences(compared, name, lang):
    """A row a measure of one scenario against the base."""
    from twin.commands.answers import table
    from twin.show.text import say

    part = compared[
        (compared["scenario"] == name) & (compared["scope"] == "port") & (compared["cls"] == "all")
    ]
    found = {row.measure: row for row in part.itertuples(index=False)}
    missed = [measure for measure in found if measure.startswith(MISSED)]
    rows = [row_of(found[measure], lang) for measure in (*MEASURES, *missed, ALARMS) if measure in found]
    against = next(iter(found.values())).against
    headings = (f"{name} – {against}", against, name, say("difference", lang), say("verdict", lang))
    return table(headings, rows)


def row_of(row, lang):
    from twin.show.text import word
    from twin.show.written import estimate, scale_for, with_unit

    scale = scale_for([row.base_mean, row.mean], row.unit)

    def said(value):
        return with_unit(f"{value * scale.factor:,.4g}", scale.unit, lang)

    difference = with_unit(estimate(row.difference, row.low, row.high, scale), scale.unit, lang)
    return word(row.measure, lang), said(row.base_mean), said(row.mean), difference, word(row.verdict, lang)
