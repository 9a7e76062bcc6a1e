"""The tables of a report as CSV and Parquet, with a codebook that says what each column means."""

from io import BytesIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from twin.results.dictionary import BETTER, ENTITY, LEVEL, USE, VISIT
from twin.show.forms.codebook import COLUMN_UNITS, meaning
from twin.show.forms.columns import columns_of, tables_of
from twin.show.text import LANGUAGES, word

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a text begins that a spreadsheet would compute
CODEBOOK = ("table", "column", "type", "unit", *(f"meaning_{lang}" for lang in LANGUAGES))


def as_frames(document):
    """{file: bytes} tidy tables in data/, the tables of the report in tables/, and two codebooks."""
    files, code = {}, []
    for name, frame in tidy(document.given):
        files |= _files(f"data/{name}", frame)
        code += [_code(f"data/{name}", frame, column) for column in frame.columns]
    for name, _, table in tables_of(document):
        columns = columns_of(table, document.lang)
        frame = pd.DataFrame({column.heading: list(column.cells) for column in columns})
        files |= _files(f"tables/{name}", frame)
        code += [_code_as_said(f"tables/{name}", column, table, document.lang) for column in columns]
    files |= _files("codebook", pd.DataFrame(code, columns=list(CODEBOOK)))
    files |= _files("measures", _measures())
    return files


def tidy(given):
    """(name, frame) of the summary, the comparison, the preview, and the answers of studies."""
    yield from given.summary.tables().items()
    if given.comparison is not None:
        yield "differences", given.comparison
    if given.preview is not None:
        yield "preview_places", given.preview.stations
        yield "preview_hours", given.preview.hours
    for kind, answer in given.studies.items():
        for name, frame in answer.tables.items():
            yield f"{kind}_{name}", frame


def _files(name, frame):
    plain = _plain(frame)
    table = pa.Table.from_pandas(plain, preserve_index=False).replace_schema_metadata(None)
    file = BytesIO()
    pq.write_table(table, file, compression="zstd", version="2.6")
    text = plain.map(_no_formula).to_csv(index=False, lineterminator="\n")
    return {f"{name}.csv": text.encode("utf-8-sig"), f"{name}.parquet": file.getvalue()}


def _plain(frame):
    """Texts are texts, whatever a column of mixed things had."""
    mixed = [name for name in frame.columns if frame[name].dtype == object]
    return frame.assign(**{name: frame[name].map(_text) for name in mixed})


def _text(cell):
    missing = cell is None or (isinstance(cell, float) and pd.isna(cell))
    return None if missing else str(cell)


def _no_formula(cell):
    """A spreadsheet that opens a CSV computes what begins like a formula; an apostrophe keeps it a text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _code(table, frame, column):
    name = str(column)
    said = (meaning(name, lang, table.rpartition("/")[2]) for lang in LANGUAGES)
    return table, name, str(_plain(frame)[column].dtype), COLUMN_UNITS.get(name, ""), *said


def _code_as_said(table, column, block, lang):
    """A column of a table of the report is in one language: its heading, and whose it is."""
    said = f"{column.heading} · {block.caption}"
    return (
        table,
        column.heading,
        "float64" if column.is_number else "str",
        column.unit,
        *(said if each == lang else "" for each in LANGUAGES),
    )


def _measures():
    """Every measure, its unit, which way is better, and what it is called."""
    units = {each.name: each.unit for each in (*ENTITY, *VISIT, *LEVEL, *USE)}
    rows = [
        (name, units[name], better, *(word(name, lang) for lang in LANGUAGES))
        for name, better in BETTER.items()
    ]
    return pd.DataFrame(rows, columns=["measure", "unit", "better", *(f"meaning_{x}" for x in LANGUAGES)])
