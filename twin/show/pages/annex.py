"""All values and where each comes from."""

from twin.show.blocks import Missing, Section, Table
from twin.show.ledger import ranked
from twin.show.pages.model import ledger_headings, ledger_row
from twin.show.text import passage, say


def page(given):
    """The whole ledger, in the order of the files, and its sources."""
    lang = given.lang
    title = say("Annex: every value and its origin", lang)
    if not given.scenario.ledger:
        return Section(
            "annex",
            title,
            (Missing(say("Assumptions ledger", lang), say("the scenario keeps no ledger", lang)),),
        )
    order = {id(row): i for i, row in enumerate(given.scenario.ledger)}
    rows = sorted(ranked(given.scenario, given.summary.why), key=lambda each: order[id(each.row)])
    caption = say("The ledger: {n} values.", lang).format(n=len(rows))
    ledger = Table(
        caption,
        ledger_headings(lang, with_rank=False),
        tuple(ledger_row(e, lang, with_rank=False) for e in rows),
    )
    sources = getattr(given.scenario.layout, "sources", {})
    if not sources:
        return Section(
            "annex", title, (ledger, Missing(say("Sources", lang), say("the layout names none", lang)))
        )
    named = Table(
        say("Sources.", lang),
        (say("key", lang), say("source", lang)),
        tuple((key, passage(said, lang)) for key, said in sources.items()),
    )
    return Section("annex", title, (ledger, named))
