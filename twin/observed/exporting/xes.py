"""XES (IEEE 1849-2016): one trace a journey."""

from xml.sax.saxutils import quoteattr

from twin.observed.exporting.rows import rows_of

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<classifier name="Activity" keys="concept:name lifecycle:transition"/>
"""
LIFECYCLE = {"arrive": "schedule", "start": "start", "end": "complete"}  # the words of the standard
OWN = {
    "received": "date", "message": "string", "seq": "int", "plate": "string", "sureness": "float",
    "tag": "string", "declaration": "string", "weight": "float",
}  # fmt: skip
KEYS = {name: (kind, name) for name, kind in OWN.items()} | {
    "station": ("string", "concept:name"),
    "at": ("date", "time:timestamp"),
    "device": ("string", "org:resource"),
    "cls": ("string", "vehicle_class"),
}
NAMELESS = "-"  # the trace of events that belong to nobody who is known


def write(store, file):
    """Writes the events of a store as traces; gives their number."""
    file.write(HEAD.encode())
    number, current = 0, None
    for frame, names in store.parts_by_case():
        for row, name in zip(rows_of(frame), names, strict=True):
            if (name or NAMELESS) != current:
                file.write(b"</trace>\n" if current is not None else b"")
                current = name or NAMELESS
                file.write(f"<trace>\n{attribute('string', 'concept:name', current)}".encode())
            file.write(event(row).encode())
            number += 1
    file.write(b"</trace>\n</log>\n" if number else b"</log>\n")
    return number


def event(row):
    """One event as XML."""
    said = [attribute(*KEYS[name], value) for name, value in row.items() if name in KEYS and value != -1]
    said.append(attribute("string", "lifecycle:transition", LIFECYCLE[row["kind"]]))
    return f"<event>\n{''.join(said)}</event>\n"


def attribute(kind, key, value):
    return f"<{kind} key={quoteattr(key)} value={quoteattr(printable(str(value)))}/>\n"


def printable(text):
    """A text without the letters that XML cannot hold."""
    return text if text.isprintable() else "".join(c if c in "\t\n\r" or c >= " " else "\ufffd" for c in text)
