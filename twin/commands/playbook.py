"""`twin playbook`: the trigger table of a shift leader, found by simulation."""

from twin.commands import Refusal
from twin.commands.again import keep_answer
from twin.commands.answers import captioned, hand_over, note, records
from twin.commands.asking import add_run_options, runs_bar
from twin.commands.own_levers import add_writing, refuse_to_write_over, write
from twin.commands.peaks import add_peaks, labels_of, over_peaks, peaks_of
from twin.commands.shown import in_both
from twin.commands.words import is_combination, words_of

HELP = "what a shift leader switches on and when: lanes by the queue, people called, hours kept longer"


def add_arguments(parser):
    add_run_options(parser)
    add_peaks(parser)
    parser.add_argument(
        "--spare", action="append", default=[], metavar="STATION=1", help="lanes that could be called"
    )
    parser.add_argument(
        "--try", dest="tried", default="", metavar="A,B", help="levers to try as rules of a day"
    )
    parser.add_argument(
        "--signs", type=float, default=None, metavar="METRES", help="between signs at a queue [40]"
    )
    add_writing(parser, "the rules of lanes")


def run(args):
    from twin.study.emissions.factors import factors_of

    refuse_to_write_over("playbook --write", args.write, args.force)
    spacing, peaks, factors = spacing_of(args), peaks_of(args, "playbook"), factors_of()
    words, levers = port_and_levers(args)
    scenarios = over_peaks({"": words, **levers}, peaks)
    port = {peak: scenarios[peak, ""] for peak in peaks}
    first = port[peaks[0]]
    spare = spare_of(args, first)
    book = found(
        args,
        (port, {name: {peak: scenarios[peak, name] for peak in peaks} for name in levers}),
        spare,
        factors,
    )
    question = {
        "words": list(args.words), "peaks": peaks, "labels": labels_of(words, peaks), "spare": spare,
        "tried": book.tried, "signs": spacing, "replications": first.experiment.replications,
    }  # fmt: skip
    tables = {"rules": book.rules, "effects": book.effects}
    for base in port.values():
        keep_answer(args, base, "playbook", question, tables)
    changes = changes_for(book, first)
    file = written(args, changes, words)
    answer = question | {"rules": records(book.rules), "effects": records(book.effects)}
    answer |= {"file": file, "changes": changes}
    answer["told"] = in_both(lambda lang: blocks_of(first, question, tables, lang))
    text = as_text(first, question, tables, args.lang) + (f"\n\n{file}" if file else "")
    after = ("compare", [*words, "base", args.write]) if file else ("report", words)
    hand_over(args, answer, text, after)
    return 0


def as_text(scenario, question, tables, lang):
    """The playbook for a terminal: the rules, their effects, and what was judged beside them."""
    return "\n\n".join(
        each if isinstance(each, str) else captioned(each)
        for each in blocks_of(scenario, question, tables, lang)
    )


def blocks_of(scenario, question, tables, lang):
    """The lead, the rules, the tables of what they do, and how they were found."""
    from twin.show.pages import playbook as page
    from twin.show.text import say

    rules = tables["rules"]
    told = list(page.rules_told(scenario, question, rules, lang)) or [say(page.NONE, lang)]
    yield page.lead(rules, question, lang)
    yield "\n".join(f"{i}. {text}" for i, text in enumerate(told, 1))
    if len(rules):
        yield page.table_of(scenario, question, tables["effects"], rules, lang)
        yield from page.others(scenario, rules, lang)
    yield page.how(lang)


def found(args, scenarios, spare, factors):
    """The Playbook, with a bar on the way."""
    from twin.study.kept import study_of
    from twin.study.levels import Levels
    from twin.study.playbook.days import days_file
    from twin.study.playbook.search import Ask, playbook

    port, levers = scenarios
    first = next(iter(port.values()))
    many, levels = first.experiment.replications, Levels(days_file(study_of(first, args.outputs), factors))
    with runs_bar(args.engine) as watch:
        return playbook(Ask(port, factors, spare, levers, many, args.engine, watch(None), levels))


def port_and_levers(args):
    """(words of the port, {lever: words with it}); A+B among the words are the design that is meant."""
    designs = [word for word in args.words if is_combination(word)]
    if len(designs) > 1:
        text = "a playbook is for one design: name its levers as A+B, and those to try as --try C,D"
        raise Refusal(f"twin playbook {' '.join(designs)}", text)
    others = [word for word in args.words if word not in designs]
    own = [lever for word in designs for lever in word.split("+") if lever != "base"]
    tried = [name.strip() for name in args.tried.split(",") if name.strip()]
    return words_of(others, own), {name: words_of(others, [*own, name]) for name in dict.fromkeys(tried)}


def spare_of(args, scenario):
    """{station: lanes that could be called}; all that is wrong is refused at once."""
    from twin.model.errors import Fault, ScenarioError, unknown

    spare, faults = {}, []
    for said in args.spare:
        name, _, number = said.partition("=")
        if name not in scenario.layout.stations:
            faults.append(Fault("--spare", "", unknown("station", name, list(scenario.layout.stations))))
        elif not number.isdecimal() or int(number) < 1:
            faults.append(Fault("--spare", said, f"say how many lanes could be called, as --spare {name}=1"))
        else:
            spare[name] = int(number)
    if faults:
        raise ScenarioError(faults)
    return spare


def spacing_of(args):
    """Metres between the signs beside a queue."""
    from twin.study.playbook.signs import SPACING

    if args.signs is None:
        return SPACING
    if not 0 < args.signs < float("inf"):
        raise Refusal(f"--signs {args.signs:g}", "signs are more than 0 m apart, as in --signs 50")
    return args.signs


def changes_for(book, scenario):
    """The changes of the lever that has the rules of lanes that are told."""
    from twin.study.playbook.rules import Lanes, changes_of
    from twin.study.playbook.search import TOLD

    told = [
        rule for rule, standing in zip(book.said, book.rules["standing"], strict=True) if standing == TOLD
    ]
    return [change for rule in told if isinstance(rule, Lanes) for change in changes_of(rule, scenario)]


def written(args, changes, words):
    """The file of the scenario that makes these changes; '' where none is written."""
    from twin.show.text import say

    if not args.write:
        return ""
    if not changes:
        note(say("no rule of lanes is told, so no scenario is written", args.lang))
        return ""
    return str(write(args.write, changes, words))
