"""What one event of a port's records is: something that a device saw of a vehicle at a station."""

import pandas as pd

ARRIVE, START, END = "arrive", "start", "end"
KINDS = (ARRIVE, START, END)  # joins the queue, is served from now on, has been served
NO_NUMBER = -1  # of a message that its device did not number

# Columns of the events that a store gives, in order of `row`. Times are float64 seconds since the Unix epoch,
# UTC; nan, and NA of texts, is what the records do not say.
COLUMNS = {
    "row": "int64",  # rises; the store's own
    "source": "category",  # name of the file or table
    "message": "str",
    "device": "category",
    "seq": "int64",  # the device's number of the message, or NO_NUMBER
    "case": "str",  # of the journey, where the log itself names it
    "station": "category",
    "kind": "category",  # of KINDS
    "at": "float64",  # by the clock of the device
    "received": "float64",  # by the clock of the server
    "plate": "str",
    "sureness": "float64",  # of the plate, 0 to 1
    "tag": "str",
    "declaration": "str",
    "weight": "float64",  # kg
    "cls": "category",
}
TEXTS = tuple(name for name, dtype in COLUMNS.items() if dtype == "str")
CODED = ("device", "station", "cls")  # few values, many rows
PERSONAL = ("plate", "tag", "declaration", "case")  # who crossed the border, when


def empty():
    """Events that are none, with their columns."""
    frame = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS.items()})
    frame["kind"] = frame["kind"].cat.set_categories(KINDS)
    return frame
