"""How a step of a tender is told: what was done with which files, and which command comes after it."""

import math
from pathlib import Path

BOOK = "tender.xlsx"


def done(args, tables, steps, lang):
    """What was done: which step of how many, with how many options, replications and offers."""
    from twin.show.text import say, word

    offers, options = (len(tables["offers"]), tables["screening"]["option"].nunique())
    if args.only is None:
        first = say("All {n} steps of the tender.", lang).format(n=len(steps))
    else:
        text = say("Step {i} of {n}: {step}.", lang)
        number = steps.index(args.only) + 1
        first = text.format(i=number, n=len(steps), step=word(f"step_{args.only}", lang))
    text = say("{options} options of {offers} offers were looked at.", lang)
    said = [first, text.format(options=options, offers=offers)]
    if "simulated" in tables:
        runs = int(tables["simulated"]["replications"].max())
        text = say("The day was simulated {n} times with each that was left, under the same luck.", lang)
        said.append(text.format(n=runs))
    return " ".join(said)


def of_what(asked):
    """Each file that was read with the digest by which it can be known again."""
    from twin.config.tender import digest

    files = [path for path in (asked.offers, asked.need) if path]
    return "\n".join(f"{Path(path).name} {digest(path)}" for path in files)


def after(args, asked, tables, steps):
    """(command, words) of what is useful now: the next step, then the whole as a workbook, then a report.

    Where the budget keeps all out it is the same step with the least that is enough.
    """
    from twin.study.procurement.screening import cheapest_beyond

    first = cheapest_beyond(tables["screening"])
    if first is not None:
        enough = {**asked.said, "budget": f"{math.ceil(first['value'])} CNY"}
        only = ["--only", args.only] if args.only else []
        return "procure", [asked.offers, *asked.words, *options_of(args, asked._replace(said=enough)), *only]
    if args.only is None:
        return "report", [*asked.words, "--for", "procurement"]
    following = steps[steps.index(args.only) + 1 :]
    last = ["--only", following[0]] if following else ["--workbook", BOOK]
    return "procure", [asked.offers, *asked.words, *options_of(args, asked), *last]


def options_of(args, asked):
    """The options with which the same question is asked again."""
    said = {f"--{word}": text for word, text in asked.said.items() if text is not None}
    said |= {"--need": asked.need} if asked.need else {}
    said |= {"--basis": asked.basis} if asked.basis != "evidence" else {}
    said |= {"--outputs": args.outputs} if args.outputs != "outputs" else {}
    flat = [text for pair in said.items() for text in pair]
    return [*flat, *(text for rate in asked.rates for text in ("--rate", rate))]
