"""How `twin compare` finds its answer: which runs, how many replications, and what is made of them."""

from twin.commands import Refusal, ranks
from twin.commands.again import keep_answer
from twin.commands.answers import records
from twin.commands.asking import measuring_for, summary_for, tell_stage
from twin.commands.costs import costs_of_scenarios
from twin.commands.drawing import draw_difference
from twin.commands.ranks import MEASURES
from twin.commands.shown import air_of, in_both, names_of, queues_of
from twin.commands.words import BASE, composed, is_combination, questions, words_of

SELECTED_BY = 5  # replications that are run at a time where a selection asks for the next


def sort_out(args):
    """Words that came behind --factorial go where words belong."""
    if args.factorial:
        levers = [word for word in args.factorial if "=" not in word]
        args.words = [*args.words, *(word for word in args.factorial if "=" in word)]
        args.factorial = levers
    ways = [name for name in ("precision", "half_width", "indifference") if getattr(args, name)]
    if len(ways) > 1:
        said = " and ".join(f"--{name.replace('_', '-')}" for name in ways)
        raise Refusal(said, "each says how many replications there are; give one")
    if args.map and not args.map.endswith((".svg", ".png")):
        raise Refusal(f"--map {args.map}", "a map is drawn to a file that ends in .svg or .png")
    if args.factorial and args.indifference:
        raise Refusal("--indifference", "drops runs on the way, and --factorial needs all; leave one out")


def plan_of(args):
    """The Design of the levers of --factorial; None without it."""
    from twin.study.selecting.factorial import design

    if not args.factorial:
        return None
    try:
        return design(args.factorial, args.runs)
    except ValueError as error:
        raise Refusal("--factorial", str(error)) from None


def questions_of(args, plan):
    """{name: words of one run}, the base first."""
    if plan is not None:
        named = [word for word in args.words if is_combination(word)]
        if named:
            raise Refusal(" ".join(named), "--factorial names the levers itself; leave these words out")
        return {"+".join(run) or BASE: words_of(args.words, run) for run in plan.runs()}
    asked = questions(args.words)
    if len(asked) < 2:
        raise Refusal("twin compare", "name scenarios to hold against the port as it is: base A B A+B")
    return asked


def words_for_report(args, asked):
    """The words by which a report finds the answer: those of the command, or of the base alone."""
    return next(iter(asked.values())) if args.factorial or args.indifference else args.words


def target_for(args):
    """The Target that decides."""
    from twin.study.target import target_of

    return target_of(args.target or MEASURES[0])


def compared(args, asked, plan):
    """(answer, text) of scenarios that are all run, with the ranks, the pairs and the effects."""
    from twin.study.selecting.weighed import weighed

    target, base = target_for(args), next(iter(asked))
    scenarios = composed(asked)
    refuse_other_luck(scenarios)
    reached = precision_of(args, scenarios, target)
    if reached:
        asked = {name: with_replications(words, reached.replications) for name, words in asked.items()}
    run, kept, differences = compared_with(args, asked)
    summaries = {name: one.summary for name, one in kept.items()}
    found = in_words(weighed, summaries, target)
    tables = tables_of(found, differences, in_words(effects_of, plan, summaries, target))
    tables |= changes_of(asked, scenarios)
    question = question_of(args, target, found) | ({"design": design_of(plan)} if plan else {})
    transients = transients_of(run, summaries) if args.steady else {}
    told = ranks.Told(base, target, found, tables, question, reached, transients)
    more = {
        "kept": str(keep_answer(args, scenarios[base], "compare", question, tables)),
        "map": map_of(args, scenarios),
        "scenarios": {
            name: {"levers": list(scenarios[name].levers), "outputs": str(one.path)}
            for name, one in kept.items()
        },
    }
    more |= beside(run, summaries) | {"told": in_both(lambda lang: ranks.blocks_of(told, lang))}
    return ranks.answer_of(told) | more, ranks.text_of(told, args.lang)


def compared_with(args, asked):
    """(scenarios, kept results, differences to the first), each by the name of its question."""
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


def beside(scenarios, summaries):
    """What else programs show of each scenario: causes of waiting, queues over the day, air, cost, names."""
    return {
        "why": {name: records(one.why) for name, one in summaries.items()},
        "queues": {name: queues_of(one) for name, one in summaries.items()},
        "air": {name: air_of(scenarios[name], one) for name, one in summaries.items()},
        "costs": costs_of_scenarios(scenarios),
        "names": names_of(*scenarios.values()),
    }


def in_words(made, *given):
    """What a function makes; what it refuses is said as the command refuses."""
    try:
        return made(*given)
    except ValueError as error:
        raise Refusal("twin compare", str(error)) from None


def precision_of(args, scenarios, target):
    """The Precise of what --precision or --half-width ask; None without either."""
    from twin.study.observing import observed
    from twin.study.selecting.precision import half_width_of_share, precise

    if not args.precision and not args.half_width:
        return None
    first = next(iter(scenarios.values())).experiment.replications
    if not 2 <= first <= args.most:
        raise Refusal("experiment.replications", f"is {first}; a first look needs 2 to {args.most} (--most)")
    if args.precision and args.precision.strip().endswith("%"):
        wanted = half_width_of_share(share_of(args.precision))
    else:
        option = "--precision" if args.precision else "--half-width"
        width = bound_of(target, args.precision or args.half_width, option)
        wanted = lambda values: width  # noqa: E731
    measured = measuring_for(args)

    def levels(n):
        return [observed(one, target, range(n), measured=measured) for one in scenarios.values()]

    return in_words(lambda: precise(levels, first, wanted, most=args.most))


def share_of(text):
    """The share that --precision names."""
    from twin.model.units import SHARE, read

    try:
        share = float(read(text, SHARE))
    except ValueError as error:
        raise Refusal("--precision", f"{text} is {error}") from None
    if not share > 0:
        raise Refusal("--precision", f"is {text}; write a share above 0 %, e.g. '5 %'")
    return share


def bound_of(target, text, option):
    """A width above 0 in the unit of the target, as its bound would be written."""
    from twin.model.errors import ScenarioError
    from twin.study.target import target_of

    try:
        width = target_of(f"{target.measure} <= {text}").bound
    except ScenarioError as error:
        raise Refusal(option, error.faults[0].text) from None
    if not width > 0:
        raise Refusal(option, f"is {text}; write a width above 0, e.g. '2 min'")
    return width


def with_replications(words, n):
    """The words of a run with so many replications."""
    others = [word for word in words if not word.startswith("experiment.replications=")]
    return [*others, f"experiment.replications={n}"]


def tables_of(found, differences, effects):
    """{name: frame} of all that is kept and shown."""
    tables = {"differences": differences}
    if found:
        tables |= {"ranks": found.ranks, "pairs": found.pairs}
    return tables | ({"effects": effects} if effects is not None else {})


def effects_of(plan, summaries, target):
    """The frame of effects of a Design; None without one."""
    import numpy as np

    from twin.study.selecting.factorial import effects
    from twin.study.target import values

    if plan is None:
        return None
    return effects(plan, np.array([values(summary, target) for summary in summaries.values()]))


def design_of(plan):
    """How a Design is told: its runs, its resolution, what was set to the product of what."""
    whole = plan.resolution == float("inf")
    return {
        "runs": len(plan.has),
        "of": 2 ** len(plan.factors),
        "resolution": None if whole else int(plan.resolution),
        "generators": {name: list(word) for name, word in plan.generators.items()},
    }


def question_of(args, target, found):
    """What was asked, in words and numbers that JSON has."""
    from twin.study.target import as_tree

    said = {"words": list(args.words), "levers": list(args.factorial or ())}
    return said | as_tree(target) | {"left_out": found.left_out if found else 0}


def changes_of(asked, scenarios):
    """{name: frame} of what each scenario changes: value by value, and on the map."""
    import pandas as pd

    from twin.config import differences, tree
    from twin.show.changed import marks_of

    (base, words), *others = asked.items()
    before, rows, marks = tree(words), [], []
    for name, other in others:
        rows += [
            (name, one.path, one.before or "", one.after or "") for one in differences(before, tree(other))
        ]
        marks.append(marks_of(scenarios[base], scenarios[name]).assign(scenario=name))
    changes = pd.DataFrame(rows, columns=["scenario", "path", "before", "after"])
    return {"changes": changes, "marks": pd.concat(marks, ignore_index=True)}


def map_of(args, scenarios):
    """Draws what the first scenario after the base changes, where a file is asked for; gives its name."""
    if not args.map:
        return None
    before, after = list(scenarios.values())[:2]
    draw_difference(before, after, args.map, args.lang)
    return args.map


def transients_of(scenarios, summaries):
    """{name: Transient} of each run."""
    from twin.study.transient import transient_of

    return {name: transient_of(scenario, summaries[name]) for name, scenario in scenarios.items()}


def selected(args, asked):
    """(answer, text) of a selection that drops options on the way."""
    from twin.study.observing import observed
    from twin.study.selecting.ahead import ahead
    from twin.study.selecting.knockout import knock_out
    from twin.study.selecting.matched import better_of
    from twin.study.selecting.sequential import Rule

    target, scenarios = target_for(args), composed(asked)
    refuse_other_luck(scenarios)
    zone, measured = bound_of(target, args.indifference, "--indifference"), measuring_for(args)

    def sample(option, numbers):
        return observed(scenarios[option], target, numbers, measured=measured)

    rule = Rule(zone, better=better_of(target))
    found = in_words(knock_out, ahead(sample, SELECTED_BY), list(scenarios), rule)
    table = ranks.selection_table(found)
    question = question_of(args, target, None) | {"indifference": zone, "best": found.best}
    base = next(iter(scenarios.values()))
    path = keep_answer(args, base, "compare", question, {"selection": table})
    answer = {
        "best": found.best,
        "selection": table.to_dict("records"),
        "target": question,
        "kept": str(path),
    }
    return answer, ranks.selection_text(table, question, args.lang)
