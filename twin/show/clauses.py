"""The acceptance of a machine as text for a contract: what is tested, how often, and what passes."""

import math

from twin.show.blocks import Table
from twin.show.procured import headings, value_in
from twin.show.text import label, say, word
from twin.show.words import NO_CLASSES
from twin.show.written import plain, share

# What a contract says of each test.
CLAUSES = {
    "cycle": (
        "Over {trials} in a row the mean time from one to the next, service and moving up, is {limit}."
    ),
    "detection": (
        "Of {trials} with a hidden test piece, shown in random order to operators who do not "
        "know which, {limit}."
    ),
    "false_alarm": "Of {trials} without a test piece, {limit}.",
    "mtbf": "Over {trials} of work, those of all machines added up, {limit}.",
    "availability": (
        "Until {trials} have been seen, the availability, mean time up over mean times up and"
        " down, is {limit}."
    ),
    "sequential": (
        "Detection may be tested vehicle by vehicle instead: after n vehicles accept at "
        "{slope} n - {accept} misses or fewer, reject at {slope} n + {reject} or more, else "
        "go on, at most {most}; as promised it takes about {mean}."
    ),
}


def acceptance_table(tables, lang):
    """The tests with the risks of both sides."""
    rows = []
    for row in tables["acceptance"].itertuples(index=False):
        because = getattr(row, "because", None)
        if isinstance(because, str) and because:
            rows.append((_tested(row.quality, lang), *[""] * 3, say(because, lang), "", "", ""))
            continue
        unit = _unit(row.quality)
        rows.append((
            _tested(row.quality, lang), value_in(row.good, unit, lang), value_in(row.bad, unit, lang),
            trials(row, lang), limit(row, lang), share(row.vendor_risk), share(row.buyer_risk),
            say(row.law, lang),
        ))  # fmt: skip
    heads = headings(
        lang, "quality", "promised", "refused", "length of the test", "passes", "risk of the vendor",
        "risk of the buyer", "law",
    )  # fmt: skip
    note = say(
        "The vendor's risk: a machine as promised is rejected. The buyer's: one of a refused level is taken.",
        lang,
    )
    caption = say("Acceptance of {offer}.", lang).format(offer=tables["acceptance"]["offer"].iloc[0])
    return Table(caption, heads, tuple(rows), numbers=(1, 2, 5, 6), note=note)


def _tested(quality, lang):
    """What is counted: of detection the share that is missed."""
    return say("share missed", lang) if quality == "detection" else word(quality, lang)


def _unit(quality):
    return {"cycle": "s", "mtbf": "s"}.get(quality, "share")


def trials(row, lang):
    """How long a test is, in what is counted."""
    if row.counted == "seconds":
        return f"{plain(row.trials / 3600, 0)} {say('machine hours', lang)}"
    return f"{plain(row.trials, 0)} {say(row.counted, lang)}"


def limit(row, lang):
    """What passes."""
    if row.unit == "share":
        return say("at least {value}", lang).format(value=f"{row.limit:.2%}")
    value = f"{row.limit:.1f} s" if row.unit == "s" else f"{plain(row.limit, 0)} {say(row.unit, lang)}"
    return say("at most {value}", lang).format(value=value)


def clauses(tables, lang, classes=NO_CLASSES):
    """Draft clauses, one sentence each; they want a lawyer, and say so. `classes` are those of the layout."""
    table = tables["acceptance"]
    texts = [say("Draft, to be reviewed by those who know the law of contracts.", lang)]
    for row in table.itertuples(index=False):
        if not (isinstance(row.counted, str) and math.isfinite(row.trials)):
            continue
        text = say(CLAUSES[row.quality], lang)
        texts.append(text.format(trials=trials(row, lang), limit=limit(row, lang)))
    mix = tables.get("acceptance_mix")
    if mix is not None and len(mix):
        each = mix.itertuples(index=False)
        parts = ", ".join(f"{label(row.cls, classes, lang)} {share(row.share)}" for row in each)
        texts.append(
            say("The vehicles of the tests are mixed as those that come: {mix}.", lang).format(mix=parts)
        )
    if "sequential" in tables:
        texts.append(_sequential(tables["sequential"].iloc[0], lang))
    return texts


def _sequential(row, lang):
    draft = CLAUSES["sequential"]
    numbers = {
        "slope": f"{row['slope']:.4f}",
        "accept": f"{row['accept']:.2f}",
        "reject": f"{row['reject']:.2f}",
    }
    return say(draft, lang).format(
        **numbers, most=plain(row["most"], 0), mean=plain(row["trials_if_good"], 0)
    )
