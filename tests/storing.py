"""Small logs, and stores made of them."""

from twin.observed.reading.opening import sources
from twin.observed.store.importing import Door, bring_in
from twin.observed.store.store import store_for

HEAD = "msg_id,device_id,seq,station,event_type,event_time,received_time,plate,plate_conf,weight_kg"


def message(number, **other):
    """One message of a device, as a line: the minutes of 2 March 2026 count it, others may be said."""
    said = {
        "msg_id": f"m{number}", "device_id": f"gate-{number % 2 + 1}", "seq": number, "station": "gate",
        "event_type": ("arrive", "start", "end")[number % 3],
        "event_time": f"2026-03-02T{number // 60 % 24:02}:{number % 60:02}:00Z",
        "received_time": f"2026-03-02T{number // 60 % 24:02}:{number % 60:02}:02Z",
        "plate": f"AB{1000 + number // 3}CD", "plate_conf": 0.9, "weight_kg": 30000,
    }  # fmt: skip
    return ",".join(str(value) for value in (said | other).values())


def log(path, lines, head=HEAD, encoding="utf-8"):
    """A file with lines."""
    path.write_bytes(("\n".join([head, *lines]) + "\n").encode(encoding))
    return path


def book(path, sheets):
    """A workbook with sheets of rows; times in it are such as a spreadsheet has."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def stored(place, *files, door=None, zone=None):
    """What became of each file in a store, and the events of the store."""
    door = door or Door()
    store = store_for(place, zone, key=door.key)
    door = door._replace(zone=store.zone)
    done = [bring_in(store, source, door) for source in sources([str(file) for file in files])]
    return done, store.events()
