"""`twin compare`: scenarios against the port as it is, under the same luck."""

HELP = "compare scenarios under the same luck: twin compare layout=PORT base A B A+B"

# One row a measure of the whole port; the first decides the sentence.
MEASURES = ("wait_mean", "wait_p95", "time_in_port_mean", "finished", "blocked_mean", "outside_mean")
BASE = "base"


def add_arguments(parser):
    from twin.commands.asking import add_run_options

    add_run_options(parser)


def run(args):
    from twin.commands.answers import hand_over, next_command, records
    from twin.commands.asking import summary_for
    from twin.results.paired import compare

    combinations, words = sorted_words(args.words)
    scenarios = composed(combinations, words)
    kept = {name: summary_for(args, scenario) for name, scenario in scenarios.items()}
    compared = compare({name: each.summary for name, each in kept.items()})
    answer = {
        "base": next(iter(kept)),
        "scenarios": {
            name: {"levers": list(scenarios[name].levers), "outputs": str(kept[name].path)} for name in kept
        },
        "differences": records(compared),
    }
    text = "\n\n".join(differences(compared, name, args.lang) for name in list(kept)[1:])
    best = best_of(compared, kept)
    last = f"twin report {' '.join(words)}" + (
        f" scenario=[{','.join(scenarios[best].levers)}]" if best else ""
    )
    hand_over(args, answer, text + next_command(last))
    return 0


def sorted_words(words):
    """({name: levers} in the order said, the other words): a word without = is a combination, as A or A+B."""
    from twin.commands import Refusal

    combinations = {
        word: () if word == BASE else tuple(word.split("+")) for word in words if is_combination(word)
    }
    others = [word for word in words if not is_combination(word)]
    if not combinations:
        return {}, others
    if len(combinations) == 1:
        combinations = {BASE: ()} | combinations
    if any(word.startswith("scenario=") for word in others):
        raise Refusal(
            "twin compare", "scenarios are named without scenario=: twin compare layout=PORT base A A+B"
        )
    if len(combinations) < 2:
        raise Refusal(
            "twin compare", "there is only the base; name scenarios to hold against it: base A B A+B"
        )
    return combinations, others


def is_combination(word):
    return "=" not in word and not word.startswith("~")


def composed(combinations, words):
    """{name: Scenario}; knobs of a lever go only to combinations that have it. All refusals are raised together."""
    from twin.config import compose
    from twin.model.errors import ScenarioError

    scenarios, faults = {}, []
    for name, levers in combinations.items():
        own = [word for word in words if not is_knob_of_another(word, levers)]
        try:
            scenarios[name] = compose([*own, *([f"scenario=[{','.join(levers)}]"] if levers else [])])
        except ScenarioError as error:
            faults += [fault for fault in error.faults if fault not in faults]
    if faults:
        raise ScenarioError(faults)
    return scenarios


def is_knob_of_another(word, levers):
    """Whether a word sets a knob of a lever that is not among these."""
    parts = word.split("=")[0].split(".")
    return len(parts) > 2 and parts[0] == "scenario" and parts[1] not in levers


def differences(compared, name, lang):
    """A sentence, and a row a measure, of one scenario against the base."""
    from twin.commands.answers import table
    from twin.show.text import say, word

    part = compared[
        (compared["scenario"] == name) & (compared["scope"] == "port") & (compared["cls"] == "all")
    ]
    found = {row.measure: row for row in part.itertuples(index=False)}
    rows = [row_of(found[measure], lang) for measure in MEASURES if measure in found]
    against = next(iter(found.values())).against
    headings = (f"{name} – {against}", against, name, say("difference", lang), say("verdict", lang))
    headings = (headings[0], *(word(heading, lang) for heading in headings[1:]))
    return table(headings, rows)


def row_of(row, lang):
    from twin.show.text import word
    from twin.show.written import estimate, scale_for, with_unit

    scale = scale_for([row.base_mean, row.mean], row.unit)

    def said(value):
        return with_unit(f"{value * scale.factor:,.4g}", scale.unit, lang)

    difference = with_unit(estimate(row.difference, row.low, row.high, scale), scale.unit, lang)
    return word(row.measure, lang), said(row.base_mean), said(row.mean), difference, word(row.verdict, lang)


def best_of(compared, kept):
    """The scenario that shortens the mean wait most, among those that clearly do; None if none does."""
    from twin.results.paired import headline

    better = headline(compared)
    better = better[better["verdict"] == "better"]
    return None if better.empty else better.sort_values("difference", kind="stable").iloc[0]["scenario"]
