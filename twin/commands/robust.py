"""`twin robust`: alternatives over several peaks, and what an outage in a peak does to each."""

from twin.commands import Refusal
from twin.commands.again import keep_answer
from twin.commands.answers import captioned, hand_over, records
from twin.commands.asking import add_run_options, measuring_for
from twin.commands.peaks import add_peaks, labels_of, over_peaks, peaks_of
from twin.commands.shown import in_both
from twin.commands.words import questions

HELP = "which alternative one regrets least over several peaks, and how each takes an outage of a station"
TARGET = "time_in_port_mean"


def add_arguments(parser):
    add_run_options(parser)
    add_peaks(parser)
    parser.add_argument("--weights", metavar="3,1", help="how much each peak counts; else all alike")
    parser.add_argument(
        "--target", metavar="LINE", default=TARGET, help="what is regretted: 'p95 truck <= 60'"
    )
    parser.add_argument("--outage", metavar="STATION", help="a station that stands still instead")
    parser.add_argument(
        "--from", dest="begins", default="10:00", metavar="TIME", help="of the outage [10:00]"
    )
    parser.add_argument("--for", dest="lasts", default="2 h", metavar="SPAN", help="of the outage [2 h]")


def run(args):
    weights = numbers(args.weights)
    asked = questions(args.words)
    peaks = peaks_of(args, "robust")
    scenarios = over_peaks(asked, peaks)
    if args.outage:
        return tell_outage(args, scenarios, list(asked))
    return tell_regret(args, scenarios, weights, list(asked))


def numbers(text):
    """The numbers of a list, None where nothing is said."""
    if text is None:
        return None
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise Refusal(f"--weights {text}", "weights are numbers with commas between, as 3,1,1") from None


def tell_regret(args, scenarios, weights, names):
    from twin.show.pages.robust import sentences, tables_of
    from twin.study.observing import observed
    from twin.study.robust.regret import choices, regret_table, weights_of
    from twin.study.target import target_of

    if len(names) < 2:
        raise Refusal("twin robust", "name alternatives to hold against the port as it is: base A B A+B")
    peaks = list(dict.fromkeys(peak for peak, _ in scenarios))
    weighing, target = weights_of(peaks, weights), target_of(args.target)
    measured = measuring_for(args)
    levels = {peak: {} for peak in peaks}
    for (peak, name), scenario in scenarios.items():
        many = range(scenario.experiment.replications)
        levels[peak][name] = observed(scenario, target, many, measured=measured)
    regret = regret_table(levels, weighing, less_is_better=target.at_most)
    best = choices(levels, regret, weighing, less_is_better=target.at_most)
    question = {
        "words": list(args.words), "alternatives": names, "peaks": peaks, "weights": weighing,
        "labels": labels_of(args.words, peaks),
        "weights_said": weights is not None, "target": args.target, "unit": target.unit,
    }  # fmt: skip
    tables = {"regret": regret, "choices": best}
    for base in bases(scenarios):
        keep_answer(args, base, "robust", question, tables)
    answer = question | {"regret": records(regret), "choices": records(best)}
    answer["told"] = in_both(
        lambda lang: [*sentences(question, tables, lang), *tables_of(question, tables, lang)]
    )
    text = as_text(tables_of(question, tables, args.lang), sentences(question, tables, args.lang))
    hand_over(args, answer, text, ("robust", [*args.words, "--outage", first_station(scenarios)]))
    return 0


def tell_outage(args, scenarios, names):
    from twin.show.pages.resilience import sentences, tables_of
    from twin.show.text import label
    from twin.study.robust.resilience import curves, effects

    struck = with_outages(args, scenarios)
    measured = measuring_for(args)
    shocks = {key: shock(args.outage, scenarios[key], *struck[key], measured) for key in scenarios}
    tables = {"effects": effects(shocks), "curves": curves(shocks)}
    peaks = list(dict.fromkeys(peak for peak, _ in scenarios))
    first = next(iter(scenarios.values()))
    question = {
        "words": list(args.words), "alternatives": names, "peaks": peaks, "station": args.outage,
        "labels": labels_of(args.words, peaks),
        "from": args.begins, "for": args.lasts, "span": list(next(iter(struck.values()))[1]),
        "start": first.experiment.start.isoformat(),
    }  # fmt: skip
    for base in bases(scenarios):
        keep_answer(args, base, "resilience", question, tables)
    answer = question | {"effects": records(tables["effects"])}
    answer["told"] = in_both(lambda lang: outage_told(question, tables, first.layout.stations, lang))
    called = label(args.outage, first.layout.stations, args.lang)
    text = as_text(
        tables_of(question, tables, args.lang, called), sentences(question, tables, args.lang, called)
    )
    hand_over(args, answer, text, ("report", list(args.words)))
    return 0


def outage_told(question, tables, stations, lang):
    """The sentences and tables about an outage of the station that the question names."""
    from twin.show.pages.resilience import sentences, tables_of
    from twin.show.text import label

    called = label(question["station"], stations, lang)
    return [*sentences(question, tables, lang, called), *tables_of(question, tables, lang, called)]


def as_text(tables, sentences):
    """Tables under their captions, then the sentences."""
    told = [captioned(each, left=2) for each in tables]
    return "\n\n".join([*told, *sentences])


def with_outages(args, scenarios):
    """{key: (scenario with the outage, its span)}; all refusals are raised together."""
    from twin.study.robust.outage import span_of, with_outage
    from twin.study.together import together

    found = {}
    with together() as gather:
        for key, scenario in scenarios.items():
            span = 0.0, 60.0  # with which the station can be tried where the outage itself cannot be
            with gather():
                span = span_of(scenario, args.begins, args.lasts)
            with gather():
                found[key] = with_outage(scenario, args.outage, span), span
    return found


def shock(station, calm, struck, span, measured):
    """The Shock of a scenario and its twin with the outage, over all its replications."""
    from twin.study.robust.resilience import levels_of, shock_of

    many = range(calm.experiment.replications)
    return shock_of(*(levels_of(*measured(one, many), station) for one in (calm, struck)), span)


def bases(scenarios):
    """The port as it is on each peak: what a report is about."""
    first = {}
    for (peak, _), scenario in scenarios.items():
        first.setdefault(peak, scenario)
    return list(first.values())


def first_station(scenarios):
    """The name of a station that could stand still."""
    return next(iter(next(iter(scenarios.values())).layout.stations))
