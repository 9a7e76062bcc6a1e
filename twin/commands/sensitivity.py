"""`twin sensitivity`: which assumptions the answer depends on, and which to measure first."""

import math
from typing import Any, NamedTuple

from twin.commands import add_words
from twin.commands.again import keep_answer
from twin.commands.answers import hand_over, records
from twin.commands.asking import at_least_one, until
from twin.commands.sensing import answered, blocks_of, text_of
from twin.commands.shown import in_both
from twin.commands.words import BASE, is_combination, said_of, words_of

HELP = "which assumptions an answer depends on, and which to measure first: twin sensitivity layout=PORT"
TARGET = "wait_mean"


def add_arguments(parser):
    from twin.study.sensitivity import METHODS

    add_words(parser)
    parser.add_argument("--outputs", default="outputs", metavar="FOLDER", help="where results are kept")
    parser.add_argument("--method", choices=METHODS, default=METHODS[0], help="all: tornado, morris, sample")
    parser.add_argument("--target", default=TARGET, help="a measure, of what: 'p95 coal_truck <= 60'")
    parser.add_argument("--n", type=int, metavar="N", help="random points, of sobol a power of two [128]")
    parser.add_argument("--trajectories", type=int, metavar="R", help="of the elementary effects [4]")
    parser.add_argument("--replications", type=int, metavar="R", help="at each end of a range [4]")
    parser.add_argument("--top", type=int, metavar="K", help="rows that are told [20], inputs of sobol [10]")
    parser.add_argument("--inputs", metavar="PATH,PATH", help="these values, or all below a path")
    parser.add_argument("--spread", metavar="SHARE", help="vary values without a range too, e.g. 20%%")
    parser.add_argument("--groups", action="store_true", help="values of one station, link … move together")
    parser.add_argument("--decide", nargs="+", metavar="A", help="scenarios to choose between: base A A+B")
    parser.add_argument(
        "--charge", nargs="+", metavar="A=X", help="what A has to be worth, in the target's unit"
    )
    parser.add_argument("--workers", type=at_least_one, metavar="N", help="points at once [as many as cores]")
    parser.add_argument(
        "--max-time", dest="until", type=until, default=math.inf, metavar="TIME",
        help="run no longer than this, as in 10min; what has ended is kept",
    )  # fmt: skip


def run(args):
    asked = asked_for(args)
    scenario, tables, said = answered(args, asked)
    question = {**asked.question, "partial": said["partial"]}
    path = keep_answer(args, scenario, "sensitivity", question, tables)
    answer = {**question, **said, "outputs": str(path), **{n: records(table) for n, table in tables.items()}}
    answer["told"] = in_both(lambda lang: blocks_of(args, tables, said, lang))
    hand_over(args, answer, text_of(args, tables, said), ("report", asked.words))
    return 0


class Asked(NamedTuple):
    """What the words and options ask, read and checked."""

    words: list
    target: Any  # study.target.Target
    sizes: Any  # study.sensitivity.study.Sizes
    chosen: tuple  # paths of inputs; none: all
    spread: float | None  # of values without a range
    until: float  # time.monotonic() at which it ends
    decide: dict  # [scenario] words
    charge: dict  # [scenario] what it has to be worth
    question: dict


def asked_for(args):
    """The Asked of the options; all that is wrong is refused at once."""
    from twin.study.target import target_of
    from twin.study.together import together

    target, decide = None, {}
    with together() as gather:
        with gather():
            target = target_of(args.target)
        with gather():
            sizes = sizes_of(args)
        with gather():
            no_combinations(args.words)
        with gather():
            spread = share_of(args.spread)
        with gather():
            decide = decisions_of(args)
        with gather():
            charge = charges_of(args.charge, decide, target)
    chosen = tuple(filter(None, (args.inputs or "").split(",")))
    question = {
        "target": args.target, "method": args.method, **sizes._asdict(), "inputs": list(chosen),
        "spread": spread, "groups": args.groups, "decide": list(decide), "charge": charge,
    }  # fmt: skip
    words = [word for word in args.words if not is_combination(word)]
    return Asked(words, target, sizes, chosen, spread, args.until, decide, charge, question)


def no_combinations(words):
    """Names of scenarios without a word are meant for --decide."""
    from twin.model.errors import Fault, ScenarioError

    faults = [
        Fault(word, "", f"is no word=value; scenario={word} varies that port, --decide base {word} compares")
        for word in words
        if is_combination(word)
    ]
    if faults:
        raise ScenarioError(faults)


def sizes_of(args):
    """The Sizes that are asked for, each large enough to tell anything."""
    from twin.model.errors import Fault, ScenarioError
    from twin.study.sensitivity import SOBOL, knowing, morris, sobol
    from twin.study.sensitivity.study import Sizes

    given = {name: getattr(args, name) for name in ("n", "trajectories", "replications", "top")}
    sizes = Sizes()._replace(**{name: value for name, value in given.items() if value is not None})
    fewest = {"n": knowing.FEWEST, "trajectories": morris.FEWEST, "replications": 2, "top": 1}
    faults = [
        Fault(f"--{name}", str(getattr(sizes, name)), f"{least} or more are needed to tell anything")
        for name, least in fewest.items()
        if getattr(sizes, name) < least
    ]
    if args.method == SOBOL and sizes.n >= sobol.FEWEST and sizes.n & (sizes.n - 1):
        near = 2 ** round(math.log2(sizes.n))
        faults.append(Fault("--n", str(sizes.n), f"is no power of two, as Sobol's points want; write {near}"))
    if faults:
        raise ScenarioError(faults)
    return sizes


def share_of(said):
    """A share such as 20% as a number, None where nothing is said."""
    from twin.model.errors import Fault, ScenarioError
    from twin.model.units import SHARE, read

    if said is None:
        return None
    try:
        share = float(read(said, SHARE))
    except ValueError as error:
        raise ScenarioError([Fault("--spread", said, str(error))]) from None
    if not 0 < share < 1:
        raise ScenarioError([Fault("--spread", said, "is above 0 % and below 100 %")])
    return share


def decisions_of(args):
    """{name: words} of the scenarios to choose between."""
    named = [name for said in args.decide or () for name in said.split(",") if name]
    words = [word for word in args.words if not is_combination(word)]
    named = named or choice_of_experiment(words)
    return {name: words_of(words, () if name == BASE else tuple(name.split("+"))) for name in named}


def choice_of_experiment(words):
    """The scenarios of an experiment that asks for sensitivity: what is to be decided, the base first."""
    from twin.config import experiment_question

    named = said_of(words, "experiment")
    asked = experiment_question(named) if named else {}
    if asked.get("asks") != "sensitivity" or not asked["scenarios"]:
        return []
    return [BASE, *("+".join(levers) for levers in asked["scenarios"].values())]


def charges_of(said, decide, target):
    """{scenario: what it has to be worth} in the target's own unit; a bare number of a time is minutes."""
    from twin.model.errors import Fault, ScenarioError, unknown
    from twin.study.target import target_of

    charges, faults = {}, []
    if decide and len(decide) < 2:
        faults.append(
            Fault("--decide", ", ".join(decide), "names one scenario; a choice is between two or more")
        )
    for one in said or ():
        name, _, amount = one.partition("=")
        if name not in decide:
            faults.append(Fault("--charge", one, unknown("scenario of --decide", name, list(decide))))
            continue
        try:
            charges[name] = target_of(f"{target.measure} <= {amount}").bound if target else 0.0
        except ScenarioError as error:
            faults += [Fault("--charge", one, each.text) for each in error.faults]
    if faults:
        raise ScenarioError(faults)
    return charges
