"""OCEL 2.0 as JSON: events that several objects have part in, as truck, declaration, station and device."""

import json

from twin.observed.exporting.rows import rows_of

OBJECTS = {
    "plate": "truck", "case": "journey", "tag": "tag", "declaration": "declaration", "station": "station",
    "device": "device",
}  # fmt: skip
ATTRIBUTES = {
    "received": "time",
    "sureness": "float",
    "weight": "float",
    "message": "string",
    "cls": "string",
}
NO_PLACE = "port"  # in the name of an event whose station is not said


def write(store, file):
    """Writes the events of a store and their objects; gives the number of events."""
    pairs = store.kinds_of_events()
    attributes = [{"name": name, "type": kind} for name, kind in ATTRIBUTES.items()]
    types = [{"name": type_name(*pair), "attributes": attributes} for pair in pairs]
    kinds = [{"name": name, "attributes": []} for name in OBJECTS.values()]
    file.write(f'{{"eventTypes": {dumped(types)},\n"objectTypes": {dumped(kinds)},\n"objects": ['.encode())
    between = b"\n"
    for field, kind in OBJECTS.items():
        for name in store.values_of(field):
            one = {"id": identity(field, name), "type": kind, "attributes": [], "relationships": []}
            file.write(between + dumped(one).encode())
            between = b",\n"
    file.write(b'],\n"events": [')
    number = 0
    for frame in store.parts():
        for row in rows_of(frame):
            file.write((b",\n" if number else b"\n") + dumped(event(row)).encode())
            number += 1
    file.write(b"]}\n")
    return number


def event(row):
    """One event, with the objects that have part in it."""
    return {
        "id": f"event:{row['row']}",
        "type": type_name(row.get("station"), row["kind"]),
        "time": row["at"],
        "attributes": [{"name": name, "value": row[name]} for name in ATTRIBUTES if name in row],
        "relationships": [
            {"objectId": identity(field, row[field]), "qualifier": kind}
            for field, kind in OBJECTS.items()
            if field in row
        ],
    }


def type_name(station, kind):
    return f"{station or NO_PLACE} {kind}"


def identity(field, name):
    return f"{OBJECTS[field]}:{name}"


def dumped(tree):
    return json.dumps(tree, ensure_ascii=False, allow_nan=False)
