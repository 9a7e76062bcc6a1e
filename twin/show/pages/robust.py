"""Alternatives over several peaks: regret, expected level, and who is the best where."""

from twin.show.blocks import Section, Table, Words, drawn
from twin.show.charts.robust import regret_chart
from twin.show.pages.evidence import unasked
from twin.show.peaks import peak_names
from twin.show.text import say, word
from twin.show.written import estimate, scale_for, share, with_unit

KIND = "robust"


def page(given):
    """The answer in sentences, one figure and two tables, from the answer that was kept."""
    lang, title = given.lang, say("Robust over peaks", given.lang)
    answer = given.studies.get(KIND)
    if answer is None:
        return Section(KIND, title, (unasked(KIND, lang),))
    lead, *rest = sentences(answer.question, answer.tables, lang)
    tables = tables_of(answer.question, answer.tables, lang)
    blocks = (Words(lead, "lead"), *(Words(text) for text in rest), _picture(answer, lang), *tables)
    return Section(KIND, title, blocks)


def sentences(question, tables, lang):
    """Who has the least regret, and how that stands beside the best on average."""
    table, unit = tables["choices"], question["unit"]
    first, average = table.iloc[0], _best_on_average(table)
    text = say("The least regret has {name}: its largest is {regret}, on the peak {peak}.", lang)
    peak = peak_names(question, lang)[first["worst_peak"]]
    told = [text.format(name=first["alternative"], regret=_regret(first, unit, lang), peak=peak)]
    if average == first["alternative"]:
        told.append(say("It is the best by the weighted mean of all peaks as well.", lang))
    else:
        text = say("By the weighted mean of all peaks {name} is the best.", lang)
        told.append(text.format(name=average))
    if not question["weights_said"]:
        told.append(say("No weights were said, so all peaks count alike: that is assumed.", lang))
    return told


def _best_on_average(table):
    """The alternative of the least expected regret, which is the one of the best weighted level."""
    return table.loc[table["expected_regret"].idxmin(), "alternative"]


def tables_of(question, tables, lang):
    """The table of levels and regret by peak, and the one of the choice."""
    return (_by_peak(question, tables["regret"], lang), _choice(question, tables["choices"], lang))


def _by_peak(question, regret, lang):
    unit = question["unit"]
    scale = scale_for(regret["mean"], unit)
    names = peak_names(question, lang)
    headings = ("peak", "weight", "alternative", "level", "regret", "standing", "chance to be the best")
    rows = tuple(
        (
            names[row.peak],
            share(row.weight),
            row.alternative,
            with_unit(estimate(row.mean, row.low, row.high, scale), scale.unit, lang),
            with_unit(estimate(row.regret, row.regret_low, row.regret_high, scale), scale.unit, lang),
            word(row.standing, lang),
            share(row.chance),
        )
        for row in regret.itertuples(index=False)
    )
    caption = say("{target} of each alternative on each peak, and how far it is from the best there.", lang)
    note = say(
        "Regret has the interval of the difference to the best of the others, for all alternatives at once; "
        "the best is told only where it is proven, under the same luck on all sides.",
        lang,
    )
    heads = tuple(say(text, lang) for text in headings)
    return Table(caption.format(target=question["target"]), heads, rows, numbers=(1, 3, 4, 6), note=note)


def _choice(question, table, lang):
    unit = question["unit"]
    scale = scale_for(table["expected"], unit)
    names = peak_names(question, lang)
    headings = ("alternative", "weighted mean", "expected regret", "largest regret", "on the peak", "best on")
    rows = tuple(
        (
            row.alternative,
            with_unit(estimate(row.expected, row.low, row.high, scale), scale.unit, lang),
            _alone(row.expected_regret, unit, lang),
            _regret(row._asdict(), unit, lang),
            names[row.worst_peak],
            say(", ", lang).join(names[peak] for peak in row.best_by.split(", ") if peak) or "–",
        )
        for row in table.itertuples(index=False)
    )
    caption = say("The choice: the least of the largest regrets first.", lang)
    note = say(
        "Expected regret is a weighted sum of differences of means, so it has no interval of its own.", lang
    )
    return Table(caption, tuple(say(text, lang) for text in headings), rows, numbers=(1, 2, 3), note=note)


def _regret(row, unit, lang):
    scale = scale_for([row["max_regret"]], unit)
    return with_unit(estimate(row["max_regret"], row["max_low"], row["max_high"], scale), scale.unit, lang)


def _alone(value, unit, lang):
    scale = scale_for([value], unit)
    return with_unit(f"{value * scale.factor:,.3g}", scale.unit, lang)


def _picture(answer, lang):
    regret = answer.tables["regret"]
    names = peak_names(answer.question, lang)
    figure = regret_chart(regret, lang, unit=answer.question["unit"], names=names)
    caption = say("How far each alternative is from the best of every peak, with intervals.", lang)
    return drawn("regret", figure, caption, say("Dots right of zero, one panel a peak", lang))
