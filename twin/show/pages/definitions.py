"""What each alternative is: the values that differ from the port as it is, and where they are from."""

from twin.show.blocks import Missing, Section, Table, Words
from twin.show.text import say

WIDEST = 60  # letters of a value in a table


def page(given):
    """One table for all alternatives of the last comparison, differences only."""
    lang, title = given.lang, say("Scenario definitions", given.lang)
    answer = given.studies.get("compare")
    if answer is None or "changes" not in answer.tables:
        because = say("what alternatives change was not kept; run: {command}", lang)
        said = because.format(command="twin compare layout=… base A B A+B")
        return Section("definitions", title, (Missing(title, said),))
    changes = answer.tables["changes"]
    rows = tuple(_row(row) for row in changes.itertuples(index=False))
    text = say("{n} values differ in {m} alternatives; all others are those of the port as it is.", lang)
    said = text.format(n=len(changes), m=changes["scenario"].nunique())
    headings = tuple(say(text, lang) for text in ("alternative", "value", "before", "now", "from"))
    caption = say("What each alternative changes, differences only.", lang)
    note = say("Values longer than a line are cut; twin diff tells them in full.", lang)
    table = Table(caption, headings, rows, note=note, name="T17_scenarios")
    return Section("definitions", title, (Words(said), table))


def _row(row):
    """A value before and now, and what stands behind its bar now."""
    (before, _), (now, origin) = (_parted(text) for text in (row.before, row.after))
    return row.scenario, row.path, before, now, origin


def _parted(text):
    """(value, origin); a thing or a list of steps is told whole, with the bars inside it."""
    if not text or text[0] in "{[":
        return _short(text), ""
    value, _, origin = text.partition("|")
    return _short(value.strip()), origin.strip()


def _short(text):
    text = text or "–"
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
