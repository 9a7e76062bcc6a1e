"""EPCIS 2.0 (GS1) as JSON: one ObjectEvent for each event."""

import json
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from twin.observed.exporting.rows import rows_of, text_of

CONTEXT = [
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"twin": "https://porttwin.example/epcis/"},
]
STEPS = {"arrive": "arriving", "start": "inspecting", "end": "departing"}  # of the Core Business Vocabulary
WHO = ("plate", "tag", "case")


def write(store, file):
    """Writes the events of a store; gives their number."""
    head = {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": text_of(store.span()[1]),
    }
    file.write(f'{dumped(head)[:-1]}, "epcisBody": {{"eventList": ['.encode())
    number, clock = 0, ZoneInfo(store.zone)
    for frame in store.parts():
        for row in rows_of(frame):
            file.write((b",\n" if number else b"\n") + dumped(event(row, clock)).encode())
            number += 1
    file.write(b"]}}\n")
    return number


def event(row, clock):
    """One event in the words of the standard."""
    told = {
        "type": "ObjectEvent",
        "eventTime": row["at"],
        "eventTimeZoneOffset": offset(row["at"], clock),
        "epcList": [name(field, row[field]) for field in WHO if field in row],
        "action": "OBSERVE",
        "bizStep": STEPS[row["kind"]],
        "twin:kind": row["kind"],
    }
    if "received" in row:
        told["recordTime"] = row["received"]
    if "device" in row:
        told["readPoint"] = {"id": name("device", row["device"])}
    if "station" in row:
        told["bizLocation"] = {"id": name("station", row["station"])}
    if "declaration" in row:
        told["bizTransactionList"] = [{"bizTransaction": name("declaration", row["declaration"])}]
    if "weight" in row:
        told["sensorElementList"] = [
            {"sensorReport": [{"type": "Mass", "value": row["weight"], "uom": "KGM"}]}
        ]
    known = {f"twin:{field}": row[field] for field in ("message", "sureness", "cls") if field in row}
    return told | known


def offset(at, clock):
    """How far the clock of the port was ahead of UTC, as +08:00."""
    ahead = datetime.fromisoformat(at).astimezone(clock).strftime("%z")
    return f"{ahead[:3]}:{ahead[3:5]}"


def name(field, value):
    """A name that is unique in the world, as a URN."""
    return f"urn:porttwin:{field}:{quote(value, safe='')}"


def dumped(tree):
    return json.dumps(tree, ensure_ascii=False, allow_nan=False)
