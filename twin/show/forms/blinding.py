"""What of a tender may be told where neither vendors nor money may be: the waiting, and the tests."""

import math

KIND = "procure"
COSTS = "costs"  # what is withheld of a tender of which the rest is told
TABLES = ("screening", "simulated", "kept", "ranking", "acceptance", "sequential", "acceptance_mix")
QUESTION = ("station", "measure", "bound")
OF_MONEY = ("budget", "dominated")  # checks that tell what an offer costs, or that another one costs less
WITHHELD = "withheld"
REMARKS = ("standing", "against")


def blinded(answer):
    """The answer of a tender without money, vendors and what they claim in free words."""
    tables = {name: frame for name, frame in answer.tables.items() if name in TABLES}
    if "screening" in tables:
        tables["screening"] = _screening(tables["screening"])
    question = {word: answer.question[word] for word in QUESTION if word in answer.question}
    return answer._replace(tables=tables, question=question)


def _screening(table):
    """The checks; one that is about money tells that it is there, and whether it was passed."""
    hidden = table["check"].isin(OF_MONEY)
    bare = {"check": WITHHELD, "value": math.nan, "limit": math.nan, "unit": "", **dict.fromkeys(REMARKS, "")}
    return table.assign(**{column: table[column].mask(hidden, said) for column, said in bare.items()})
