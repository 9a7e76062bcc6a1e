"""What each alternative is: the values that differ from the port as it is, and where they are from."""

from twin.show.blocks import Missing, Section, Table, Words
from twin.show.text import say
from twin.show.written import plain

WIDEST = 60  # letters of a value in a table


def page(given):
    """Two tables for all alternatives of the last comparison: their numbers, and the differences."""
    lang, title = given.lang, say("Scenario definitions", given.lang)
    answer = given.studies.get("compare")
    if answer is None or "changes" not in answer.tables:
        because = say("what alternatives change was not kept; run: {command}", lang)
        said = because.format(command="twin compare layout=… base A B A+B")
        return Section("definitions", title, (Missing(title, said),))
    changes = answer.tables["changes"]
    names = list(dict.fromkeys(changes["scenario"]))
    text = say("{n} values differ in {m} alternatives; all others are those of the port as it is.", lang)
    said = text.format(n=changes["path"].nunique(), m=len(names))
    return Section("definitions", title, (Words(said), _alternatives(given, changes), _values(changes, lang)))


def _alternatives(given, changes):
    """The numbers by which the alternatives are called, and how a command line writes them."""
    lang, counts = given.lang, changes["scenario"].value_counts(sort=False)
    rows = tuple(
        (plain(number), name, given.written.get(name, name), plain(int(counts[name])))
        for number, name in enumerate(counts.index, 1)
    )
    headings = tuple(say(text, lang) for text in ("no.", "alternative", "in a command", "values that differ"))
    caption = say("The alternatives, by number.", lang)
    return Table(caption, headings, rows, numbers=(0, 3), name="T17_alternatives")


def _values(changes, lang):
    """A row a value and what becomes of it, with the alternatives that do so, as most are shared."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(changes["scenario"]), 1)}
    shared = {}
    for row in changes.itertuples(index=False):
        shared.setdefault((row.path, row.before, row.after), []).append(numbers[row.scenario])
    rows = tuple(
        (path, *_became(before, after), _spans(found)) for (path, before, after), found in shared.items()
    )
    headings = tuple(say(text, lang) for text in ("value", "before", "now", "from", "in alternatives"))
    caption = say("What each alternative changes, differences only.", lang)
    note = say("Values longer than a line are cut; twin diff tells them in full.", lang)
    return Table(caption, headings, rows, note=note, name="T17_scenarios")


def _spans(numbers):
    """Numbers in a row as one span.

    >>> _spans([1, 2, 3, 5])
    '1–3, 5'
    """
    spans = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)


def _became(before, after):
    """A value before and now, and what stands behind its bar now."""
    (old, _), (new, origin) = _parted(before), _parted(after)
    return old, new, origin


def _parted(text):
    """(value, origin); a thing or a list of steps is told whole, with the bars inside it."""
    if not text or text[0] in "{[":
        return _short(text), ""
    value, _, origin = text.partition("|")
    return _short(value.strip()), origin.strip()


def _short(text):
    text = text or "–"
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
