"""What the free words of a line mean: values, files of a port, and combinations of scenarios."""

from twin.commands import Refusal

BASE = "base"


def is_combination(word):
    """Whether a word names scenarios, as A+B does, and sets or removes nothing."""
    return "=" not in word and not word.startswith("~")


def said_of(words, group):
    """What the last word of a group says, '' where none does."""
    return next((w.partition("=")[2] for w in reversed(words) if w.startswith(f"{group}=")), "")


def without(words, group):
    """The words that say nothing of a group."""
    return [word for word in words if not word.startswith(f"{group}=")]


def scenarios_in(words):
    """The scenarios that words of scenario= name."""
    said = [word.partition("=")[2].strip("[]") for word in words if word.startswith("scenario=")]
    return [name for names in said for name in names.replace("+", ",").split(",") if name]


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
    seen = {}
    for word in named:
        levers = frozenset(word.split("+"))
        if levers in seen:
            raise Refusal(word, f"is named twice, as {seen[levers]} and as {word}; leave one out")
        seen[levers] = word


def combinations_of_experiment(words):
    """What the experiment among the words compares, the port as it is first."""
    from twin.config import experiment_question

    named = said_of(words, "experiment")
    asked = experiment_question(named)["scenarios"] if named else {}
    return {BASE: ()} | {name: tuple(levers) for name, levers in asked.items()} if asked else {}


def words_of(words, levers):
    """The words of one combination: scenario= stays in each, a knob goes to those that have its lever."""
    stay = scenarios_in(words)
    every = [*stay, *(name for name in levers if name not in stay)]
    own = [word for word in without(words, "scenario") if not is_knob_of_another(word, every)]
    return [*own, *([f"scenario=[{','.join(every)}]"] if every else [])]


def composed(asked):
    """{name: Scenario}; all refusals are raised together."""
    from twin.config import compose
    from twin.study.together import together

    scenarios = {}
    with together() as gather:
        for name, words in asked.items():
            with gather():
                scenarios[name] = compose(words)
    return scenarios


def is_knob_of_another(word, levers):
    """Whether a word sets a knob of a lever that is not among these."""
    parts = word.split("=")[0].split(".")
    named = [lever.rpartition(".")[2] for lever in levers]  # gan.agv is agv at one port of a network
    return len(parts) > 2 and parts[0] == "scenario" and parts[1] not in named
