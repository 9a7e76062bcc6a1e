"""What to buy in which year as a reader sees it: the plan, its budget, and its years run again."""

from twin.show.blocks import Table, Words
from twin.show.procured import headings, interval_in, millions, scale_of, value_in
from twin.show.text import say
from twin.show.written import plain, share

# What is said of the load that a plan is sized for: found by simulation, or assumed.
SIZED = {
    True: ("Years are sized for a load of {load}, the highest at which a simulated option keeps the target."),
    False: ("No simulated option keeps the target; years are sized for the usual load of {load}, assumed."),
}


def plan_blocks(tables, lang):
    """What to buy in which year, and the plan's years run again."""
    plan, terms = tables["plan"], tables["plan_terms"].iloc[0]
    bought = plan[plan["bought"] > 0]
    rows = tuple(
        (plain(row.year, 0), row.offer, plain(row.bought, 0), millions(row.spent),
         plain(row.capacity_per_hour, 1), plain(row.wanted_per_hour, 1))
        for row in bought.itertuples(index=False)
    )  # fmt: skip
    heads = headings(
        lang,
        "year",
        "offer",
        "bought",
        "spent, M CNY",
        "capacity, vehicles an hour",
        "wanted, vehicles an hour",
    )
    note = say(SIZED[bool(terms["load_is_found"])], lang).format(load=share(terms["load"]))
    yield Table(
        say("What to buy when, at the least cost of today.", lang), heads, rows, (0, 2, 3, 4, 5), note
    )
    if terms["years_short"]:
        text = say("In {years} years the budget and the place do not allow enough machines.", lang)
        yield Words(text.format(years=int(terms["years_short"])), "warning")
        yield from _enough(terms, lang)
    runs = tables["plan_runs"]
    rows = tuple(
        (plain(row["year"], 0), row["machines"], interval_in(row, scale_of(runs, row["unit"]), lang),
         say("no", lang) if row["short"] > 0 else say("yes", lang))
        for _, row in runs.iterrows()
    )  # fmt: skip
    heads = headings(lang, "years from today", "machines", "target's measure", "keeps the target")
    yield Table(say("The plan run again on the day asked about.", lang), heads, rows, (0, 2))


def _enough(terms, lang):
    """The budget with which fewer years would be short, where there is one."""
    if terms["years_short_without_budget"] < terms["years_short"]:
        text = say(
            "Without the limit of the budget the cheapest plan spends {money} in the "
            "first {years} years; the budget is {budget}.",
            lang,
        )
        money, budget = (value_in(terms[word], "CNY", lang) for word in ("budget_enough", "budget"))
        yield Words(text.format(money=money, years=int(terms["budget_years"]), budget=budget), "warning")
