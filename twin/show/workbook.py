"""The workbook of a tender: ten sheets, live formulas that carry their values, and never a user's formula.

Money is reckoned again in the workbook: the sheet of flows has each year's costs and gains as numbers, the
sheet of worth discounts them by a cell that can be changed. Every formula has its value beside it, so that a
reader who does not recalculate sees the same numbers. The same tables give the same bytes.
"""

import io
import math
from datetime import datetime
from typing import NamedTuple

from twin.show.text import say, word
from twin.study.procurement.money import irr

CREATED = datetime(2000, 1, 1)  # of every workbook: the same tables, the same bytes
SHEETS = (
    "offers", "claims", "screening", "simulated", "flows", "worth", "stress", "regret", "acceptance", "notes",
)  # fmt: skip
WIDTH, WIDEST_PIXELS = 14, 420
A4 = 9  # as spreadsheets count sizes of paper
THOUSANDS = 10_000
COST_ITEMS = ("purchase", "upkeep", "crew", "energy", "residual")
LARGEST_NUMBER = 1e300


class Sheet(NamedTuple):
    """A sheet that is written row by row."""

    sheet: object
    formats: dict
    lang: str

    def row(self, number, values, style=None):
        """Texts as texts, numbers as numbers, what is no number as nothing."""
        for column, value in enumerate(values):
            self.cell(number, column, value, style)

    def cell(self, row, column, value, style=None):
        """One cell; a text that looks like a formula or an address stays a text."""
        how = self.formats[style] if style else None
        if isinstance(value, bool):
            said = say("yes", self.lang) if value else say("no", self.lang)
            self.sheet.write_string(row, column, said, how)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, how)
        elif hasattr(value, "__float__"):
            number = float(value)
            if math.isfinite(number) and abs(number) < LARGEST_NUMBER:
                self.sheet.write_number(row, column, number, how or self.formats[shape_of(number)])
            elif math.isinf(number):
                self.sheet.write_string(row, column, say("never", self.lang), how)

    def formula(self, row, column, text, value, style="number"):
        """A formula with the value that it has now."""
        shown = float(value) if math.isfinite(value) else ""
        self.sheet.write_formula(row, column, text, self.formats[style], shown)


def shape_of(number):
    """The format in which a number without one is read best; the value behind it stays whole."""
    if number == round(number):
        return "money" if abs(number) >= THOUSANDS else "whole"  # a year has no comma
    return "money" if abs(number) >= THOUSANDS else "number" if abs(number) >= 10 else "small"


def workbook(tables, lang, *, discount):
    """The bytes of the workbook; `discount` is the rate that the money was reckoned with."""
    import xlsxwriter

    file = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": say("tender", lang), "created": CREATED})
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "number": book.add_format({"num_format": "#,##0.00"}),
        "money": book.add_format({"num_format": "#,##0"}),
        "whole": book.add_format({"num_format": "0"}),
        "small": book.add_format({"num_format": "0.0000"}),
        "share": book.add_format({"num_format": "0.00%"}),
        "input": book.add_format({"num_format": "0.00%", "bg_color": "#FFF2CC", "border": 1}),
        "note": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    for name in SHEETS:
        own = Sheet(book.add_worksheet(say(f"sheet_{name}", lang)), formats, lang)
        own.sheet.freeze_panes(1, 1)
        own.sheet.set_column(0, 0, 30)
        own.sheet.set_column(1, 24, WIDTH)
        if name == "worth":
            _worth(own, tables, discount)
        elif name == "flows":
            _flows(own, tables)
        elif name == "regret":
            _regret(own, tables)
        else:
            _plain_sheet(own, tables, name)
            own.sheet.autofit(WIDEST_PIXELS)
        on_paper(own.sheet)
    book.close()
    return file.getvalue()


def on_paper(sheet):
    """A sheet is printed as wide as a page of A4 that lies on its side, with its first row on every page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&F&C&A&R&P / &N")


# The tables that stand on a sheet one below the other.
STAND_ON = {
    "offers": ("decision", "offers"),
    "claims": ("claims",),
    "screening": ("screening",),
    "simulated": ("kept", "ranking", "simulated"),
    "stress": ("stress", "switching"),
    "acceptance": ("acceptance", "sequential", "acceptance_mix", "plan", "plan_terms", "plan_runs"),
    "notes": ("figures", "gains", "runs"),
}


def _plain_sheet(own, tables, name):
    """Tables as they are, each under its headings; one that was not asked for says so."""
    row = 0
    for key in STAND_ON[name]:
        frame = tables.get(key)
        if frame is None:
            own.cell(
                row, 0, say("{table}: not asked for", own.lang).format(table=word(f"table_{key}", own.lang))
            )
            row += 2
            continue
        own.row(row, [word(f"column_{column}", own.lang) for column in frame.columns], "head")
        for values in frame.itertuples(index=False, name=None):
            row += 1
            own.row(row, [_said(value, own.lang) for value in values])
        row += 2


def _said(value, lang):
    """Code words in the reader's language; everything else as it is."""
    return say(value, lang) if isinstance(value, str) and value and len(value) < 40 else value


def _wide(tables):
    """{option: frame of year and items} of the flows, in order; empty where money was not asked for."""
    flows = tables.get("flows")
    if flows is None or flows.empty:
        return {}
    return {
        option: own.pivot(index="year", columns="item", values="amount")[list(dict.fromkeys(own["item"]))]
        for option, own in flows.groupby("option", sort=False)
    }


def _flows(own, tables):
    """Every option's years one below the other: items as numbers, their sums as formulas."""
    wide = _wide(tables)
    if not wide:
        own.cell(0, 0, say("{table}: not asked for", own.lang).format(table=word("table_flows", own.lang)))
        return
    items = list(next(iter(wide.values())).columns)
    heads = [say("option", own.lang), say("year", own.lang)]
    heads += [word(f"item_{item}", own.lang) for item in items]
    own.row(0, [*heads, say("net flow", own.lang), say("net flow so far", own.lang)], "head")
    row = 1
    for option, frame in wide.items():
        so_far = 0.0
        for position, (year, amounts) in enumerate(frame.iterrows()):
            own.cell(row, 0, option)
            own.cell(row, 1, int(year))
            _amounts(own, row, amounts)
            net = math.fsum(amounts)
            so_far = net if position == 0 else so_far + net
            last, total = _column(1 + len(items)), _column(2 + len(items))
            own.formula(row, 2 + len(items), f"=SUM(C{row + 1}:{last}{row + 1})", net, "money")
            above = "" if position == 0 else f"{_column(3 + len(items))}{row}+"
            own.formula(row, 3 + len(items), f"={above}{total}{row + 1}", so_far, "money")
            row += 1


def _amounts(own, row, amounts):
    for column, amount in enumerate(amounts, 2):
        own.cell(row, column, float(amount), "money")


def _worth(own, tables, discount):
    """The rate in a cell of its own, and what each option is worth by it."""
    wide = _wide(tables)
    own.cell(0, 0, say("discount rate a year", own.lang), "head")
    own.cell(0, 1, discount, "input")
    heads = (
        "option",
        "worth today",
        "cost over the horizon",
        "cost a year",
        "benefit and cost",
        "rate of return",
    )
    own.row(2, [say(text, own.lang) for text in heads], "head")
    flows = f"'{say('sheet_flows', own.lang)}'!"
    first, row = 2, 3
    for option, frame in wide.items():
        items = list(frame.columns)
        rows = (first, first + len(frame) - 1)
        own.cell(row, 0, option)
        _formulas(own, row, (frame, items, rows, flows), discount)
        first, row = first + len(frame), row + 1
    own.cell(row + 1, 0, say("workbook_worth_note", own.lang), "note")


def _formulas(own, row, given, discount):
    """Worth, cost, cost a year, ratio and internal rate of one option, each with its value."""
    frame, items, (begin, end), flows = given
    net = _column(2 + len(items))

    def value(columns):
        """A sum of discounted columns, today's undiscounted: NPV() of Excel discounts from the first on."""
        parts = [f"{flows}{c}{begin}+NPV($B$1,{flows}{c}{begin + 1}:{c}{end})" for c in columns]
        return "+".join(parts)

    worth = {item: _npv(discount, frame[item]) for item in items}
    costs = [item for item in items if item in COST_ITEMS]
    gains = [item for item in items if item not in COST_ITEMS]
    letter = {item: _column(2 + i) for i, item in enumerate(items)}
    cost = -math.fsum(worth[item] for item in costs)
    own.formula(row, 1, f"={value([net])}", math.fsum(worth.values()), "money")
    own.formula(row, 2, f"=-({value([letter[i] for i in costs])})", cost, "money")
    years = len(frame) - 1
    a_year = cost * discount / (1 - (1 + discount) ** -years) if discount else cost / years
    own.formula(row, 3, f"=IF($B$1=0,C{row + 1}/{years},-PMT($B$1,{years},C{row + 1}))", a_year, "money")
    gained = math.fsum(worth[item] for item in gains)
    ratio = gained / cost if cost > 0 else math.nan
    own.formula(row, 4, f'=IF(C{row + 1}>0,({value([letter[i] for i in gains])})/C{row + 1},"")', ratio)
    rate = irr(frame.sum(axis=1).to_numpy())
    if math.isfinite(rate):
        guess = f"{rate:.6f}"
        own.formula(row, 5, f"=IRR({flows}{net}{begin}:{net}{end},{guess})", rate, "share")


def _npv(rate, amounts):
    return math.fsum(float(amount) * (1 + rate) ** -year for year, amount in enumerate(amounts))


def _regret(own, tables):
    """Worth by state as numbers; the best of each state, regrets and their largest as formulas."""
    stress = tables.get("stress")
    if stress is None:
        own.cell(0, 0, say("{table}: not asked for", own.lang).format(table=word("table_regret", own.lang)))
        return
    wide = stress.pivot(index="state", columns="option", values="npv")
    states, options = (list(dict.fromkeys(stress[column])) for column in ("state", "option"))
    weights = stress.drop_duplicates("state").set_index("state")["weight"]
    n = len(options)
    best, regret = 2 + n, 3 + n
    heads = [say("state", own.lang), say("weight", own.lang), *options, say("best of the state", own.lang)]
    own.row(0, [*heads, *(say("regret: {option}", own.lang).format(option=o) for o in options)], "head")
    for row, state in enumerate(states, 1):
        values = [float(wide.loc[state, option]) for option in options]
        own.cell(row, 0, word(f"state_{state}", own.lang))
        own.cell(row, 1, float(weights[state]))
        for i, value in enumerate(values):
            own.cell(row, 2 + i, value, "money")
        range_ = f"{_column(2)}{row + 1}:{_column(1 + n)}{row + 1}"
        own.formula(row, best, f"=MAX({range_})", max(values), "money")
        for i, value in enumerate(values):
            text = f"={_column(best)}{row + 1}-{_column(2 + i)}{row + 1}"
            own.formula(row, regret + i, text, max(values) - value, "money")
    _regret_sums(own, wide, (states, options, weights))


def _regret_sums(own, wide, given):
    """The largest and the expected regret below the states."""
    states, options, weights = given
    n, last = len(options), len(states) + 1
    row = len(states) + 2
    own.cell(row, 0, say("largest regret", own.lang), "head")
    own.cell(row + 1, 0, say("expected regret", own.lang), "head")
    best = wide.loc[states].max(axis=1)
    for i, option in enumerate(options):
        lost = best - wide.loc[states, option]
        column = _column(3 + n + i)
        own.formula(row, 3 + n + i, f"=MAX({column}2:{column}{last})", float(lost.max()), "money")
        weight = weights[states]
        expected = math.fsum(lost * weight) / float(weight.sum())
        text = f"=SUMPRODUCT({column}2:{column}{last},$B$2:$B${last})/SUM($B$2:$B${last})"
        own.formula(row + 1, 3 + n + i, text, expected, "money")


def _column(number):
    """The letters of a column counted from 0."""
    text, number = "", number + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
