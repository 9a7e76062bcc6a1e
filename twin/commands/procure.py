"""`twin procure`: offers for one station, from the claims of vendors to the test at the gate."""

from pathlib import Path

from twin.commands import Refusal
from twin.commands.again import keep_answer
from twin.commands.answers import hand_over, note, put_whole, records, table
from twin.commands.asking import add_run_options, summary_for
from twin.commands.shown import in_both, names_of
from twin.commands.tendering import after, done, of_what

HELP = "offers for a station: screened, simulated, paid for, stressed, phased, with a test of acceptance"

ONLY = ("screen", "compare", "money", "stress", "mix", "acceptance")
# Options that say a word of the need, over what its file says.
OF_THE_NEED = ("station", "target", "budget", "how", "machines", "horizon", "discount", "growth")


def add_arguments(parser):
    add_run_options(parser)
    parser.add_argument("--station", metavar="NAME", help="whose machines are offered, as h986")
    parser.add_argument("--target", metavar="LINE", help="'p95 coal_truck <= 60' (minutes)")
    parser.add_argument("--budget", metavar="MONEY", help="'120 M CNY'")
    parser.add_argument("--how", choices=("replace", "add"), help="the machines that are there go, or stay")
    parser.add_argument("--machines", metavar="N", help="at most so many of one offer (3)")
    parser.add_argument("--horizon", metavar="YEARS", help="'15 y'")
    parser.add_argument("--discount", metavar="RATE", help="'8 %%/y'")
    parser.add_argument("--growth", metavar="RATE", help="of demand, '5 %%/y'")
    parser.add_argument("--need", metavar="FILE", help="the requirement and the prices, as YAML")
    parser.add_argument("--rate", action="append", default=[], metavar="EUR=7.8", help="CNY of one unit")
    parser.add_argument(
        "--basis", choices=("evidence", "claims"), default="evidence",
        help="reckon with tests where there are some, or with what vendors claim",
    )  # fmt: skip
    parser.add_argument("--only", choices=ONLY, help="one step and those that it needs")
    parser.add_argument("--workbook", metavar="FILE.xlsx", help="writes the tables with live formulas")
    parser.add_argument(
        "--template", metavar="FILE.csv",
        help="writes an example of offers to fill in; with --station a table for it, .csv or .xlsx",
    )  # fmt: skip


def run(args):
    if args.template:
        return _template(args)
    from twin.config.tender import Asked, file_of_offers, tender_of

    offers, words = file_of_offers(args.words)
    if offers is None:
        way = (
            "name one: twin procure offers.csv layout=…; twin procure --template offers.csv writes an example"
        )
        raise Refusal("twin procure", f"there is no file of offers among the words; {way}")
    book = _book_path(args)
    said = {word: getattr(args, word) for word in OF_THE_NEED}
    asked = Asked(offers, tuple(words), args.need, said, tuple(args.rate), args.basis)
    tender = tender_of(asked, _summaries(args))
    tables = _answered(args, tender)
    path = _keep(args, tender, tables, asked)
    if book:
        _write_book(book, tables, tender, args.lang)
    _tell(args, tables, (path, book), (tender, asked))
    return 0


def _summaries(args):
    return lambda scenario: summary_for(args, scenario)


def _answered(args, tender):
    """The tables of the steps asked for, each step told on standard error as it begins."""
    import sys

    from twin.show.text import word
    from twin.study.procurement.steps import STEPS, answer

    def watch(step):
        if sys.stderr.isatty():
            note(word(f"step_{step}", args.lang))

    return answer(tender, (args.only,) if args.only else STEPS, watch=watch)


def _keep(args, tender, tables, asked):
    """Where the answer is kept, for a report to find."""
    from twin.config.tender import digest

    target = tender.target
    question = {
        "words": list(asked.words),
        "offers": Path(asked.offers).name,
        "offers_digest": digest(asked.offers),
        "need_digest": digest(asked.need),
        "said": {word: text for word, text in asked.said.items() if text is not None},
        "rates": list(asked.rates),
        "basis": asked.basis,
        "only": args.only or "",
        "station": tender.ground.station,
        "measure": f"{target.measure} {target.name}".strip(),
        "bound": target.bound if target.bound == target.bound else None,
        "discount": tender.terms.discount,
    }
    return keep_answer(args, tender.ground.scenario, "procure", question, tables)


def _book_path(args):
    if args.workbook and not args.workbook.lower().endswith(".xlsx"):
        raise Refusal("--workbook", f"{args.workbook} is no name of a workbook; write e.g. tender.xlsx")
    return args.workbook


def _write_book(path, tables, tender, lang):
    from twin.show.workbook import workbook

    put_whole(path, workbook(tables, lang, discount=tender.terms.discount))


def _tell(args, tables, files, about):
    """Hands over the answer; `about` is the tender and what was asked."""
    from functools import partial

    (path, book), (tender, asked) = files, about
    answer = {name: records(frame) for name, frame in tables.items()}
    answer["outputs"] = {"tables": str(path), "workbook": book or ""}
    answer["changes"] = _changes(tender, tables)
    answer |= {
        "names": names_of(tender.ground.scenario),
        "told": in_both(partial(_blocks, args, tables, tender)),
    }
    text = "" if args.json else _text(args, tables, files, about)
    hand_over(args, answer, text, after(args, asked, tables, ONLY))


def _changes(tender, tables):
    """The changes of a lever that is the machines of the decision; none where nothing is to be bought."""
    from twin.config.tender import changes_with
    from twin.study.procurement.steps import DO_NOT_BUY

    decided = tables["decision"].iloc[0] if "decision" in tables else None
    if decided is None or not decided["count"] or decided["advice"] == DO_NOT_BUY:
        return []
    offer = next(one for one in tender.offers if one.name == decided["offer"])
    return changes_with(tender, offer.key, int(decided["count"]))


def _text(args, tables, files, about):
    """What was done, the decision, the tables of what was asked, and where it is kept."""
    tender, given = about
    parts = _blocks(args, tables, tender, args.lang)
    parts.append("\n".join(str(each) for each in (of_what(given), *files) if each))
    return "\n\n".join(_plain(part) for part in parts)


def _blocks(args, tables, tender, lang):
    """The texts and tables of what was asked, what was done and the decision first."""
    from twin.show import advised, clauses, procured, purchases

    parts = [done(args, tables, ONLY, lang)]
    if "decision" in tables:
        parts.append("\n".join(advised.advice(tables, lang)))
    asked = [args.only] if args.only else list(ONLY)
    if "screen" in asked:
        parts += [procured.offers_table(tables, lang), *procured.screening_tables(tables, lang)]
    if "compare" in asked:
        parts += [procured.simulated_table(tables, lang), *procured.frontier_words(tables, lang)]
    if "money" in asked and len(tables["money"]):
        parts += [procured.money_table(tables, lang), procured.gains_table(tables, lang)]
    if "stress" in asked and "stress" in tables:
        parts += procured.stress_tables(tables, lang)
    if "mix" in asked and "plan" in tables:
        parts += purchases.plan_blocks(tables, lang)
    if "acceptance" in asked and "acceptance" in tables:
        draft = clauses.clauses(tables, lang, tender.ground.scenario.layout.classes)
        parts += [clauses.acceptance_table(tables, lang), "\n".join(draft)]
    return parts


def _plain(block):
    """A block as text for a terminal."""
    if isinstance(block, str):
        return block
    if block.block == "table":
        lines = [block.caption, table(block.headings, block.rows)]
        return "\n".join([*lines, block.note] if block.note else lines)
    return block.text


def _template(args):
    """Writes an example of offers, or a table for a station to be filled in, unless a file is there."""
    path = Path(args.template)
    if path.suffix.lower() not in (".csv", ".xlsx"):
        text = f"{path} is neither CSV nor XLSX; write e.g. --template offers.csv"
        raise Refusal("--template", text)
    if path.exists():
        raise Refusal("--template", f"{path} is there already; name another file, or move it away")
    put_whole(path, _to_fill_in(args, path.suffix.lower()))
    station = ["--station", args.station] if args.station else []
    hand_over(args, {"template": str(path)}, str(path), ("procure", [str(path), *args.words, *station]))
    return 0


def _to_fill_in(args, kind):
    """The bytes of the table: the example as CSV, else one for the station that is named."""
    from twin.config.offer_template import COLUMNS, TEMPLATE, models_for
    from twin.show.offer_sheet import as_csv, as_xlsx, lines_of

    if args.station:
        lines = lines_of(COLUMNS, models_for(args.words, args.station), args.lang)
        return as_xlsx(lines) if kind == ".xlsx" else as_csv(lines)
    if kind == ".xlsx":
        raise Refusal("--template", "is for one station as a workbook; add layout=… --station NAME")
    return TEMPLATE.encode("utf-8-sig")
