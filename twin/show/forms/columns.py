"""The columns of a table of the report as numbers and texts, for those who count on with them."""

import math
from typing import NamedTuple

from twin.show.text import say
from twin.show.written import NO_NUMBER, Written, decimals

# Units that one column is brought to, and how many of it each of them is.
ONE_UNIT = {
    "min": {"s": 1 / 60, "min": 1.0, "h": 60.0, "d": 1440.0},
    "t": {"kg": 0.001, "t": 1.0, "kt": 1000.0},
}


class Column(NamedTuple):
    """A heading and its cells: numbers with nan for none, or texts; `places` are decimals worth showing."""

    heading: str
    cells: tuple
    is_number: bool
    unit: str = ""
    places: tuple = ()


def columns_of(table, lang):
    """The columns of a table: a number with an interval is three, one whose unit changes has it beside it."""
    found = []
    for place, heading in enumerate(table.headings):
        cells = [row[place] for row in table.rows]
        written = [cell for cell in cells if isinstance(cell, Written)]
        others = [cell for cell in cells if not isinstance(cell, Written) and cell not in ("", NO_NUMBER)]
        if written and not others:
            found += _numbers(str(heading), cells, lang)
        else:
            found.append(Column(str(heading), tuple(str(cell) for cell in cells), False))
    return _told_apart(found)


def _numbers(heading, cells, lang):
    """The columns of one that has numbers."""
    units = list(dict.fromkeys(cell.unit for cell in cells if isinstance(cell, Written)))
    one = next((each for each in ONE_UNIT if len(units) > 1 and set(units) <= set(ONE_UNIT[each])), "")
    factors = ONE_UNIT.get(one, {})
    unit = one or (units[0] if len(units) == 1 else "")
    name = f"{heading} ({say(unit, lang)})" if unit and not heading.endswith(")") else heading
    mean, low, high = (_part(cells, part, factors) for part in ("mean", "low", "high"))
    places = tuple(decimals((far - near) / 2, m) for m, near, far in zip(mean, low, high, strict=True))
    columns = [Column(name, mean, True, unit, places)]
    for ends, said in ((low, say("low end", lang)), (high, say("high end", lang))):
        if any(math.isfinite(end) for end in ends):
            columns.append(Column(f"{name}, {said}", ends, True, unit, places))
    if len(units) > 1 and not one:
        said = tuple(say(cell.unit, lang) if isinstance(cell, Written) else "" for cell in cells)
        columns.append(Column(f"{heading}, {say('unit', lang)}", said, False))
    return columns


def _part(cells, part, factors):
    """One of the three numbers of every cell, nan where there is none."""
    return tuple(
        float(getattr(cell, part)) * factors.get(cell.unit, 1.0) if isinstance(cell, Written) else math.nan
        for cell in cells
    )


def _told_apart(columns):
    """Columns of one name with a number behind it."""
    seen, out = {}, []
    for column in columns:
        seen[column.heading] = seen.get(column.heading, 0) + 1
        count = seen[column.heading]
        out.append(column._replace(heading=f"{column.heading} {count}") if count > 1 else column)
    return out


def tables_of(document):
    """(name, section, Table) of every table, in order; the names are those of files, each once."""
    seen = {}
    for section in document.sections:
        for block in section.blocks:
            if block.block == "table":
                name = block.name or section.name
                seen[name] = seen.get(name, 0) + 1
                yield name if seen[name] == 1 else f"{name}_{seen[name]}", section, block
