"""Messages as devices send them, batches of them, and stores that took them in."""

import json
import math

from storing import HEAD, message

from twin.live.intake.intake import Intake, Terms
from twin.live.records import Batch, Message
from twin.observed.mapping.map import read_text
from twin.observed.store.importing import Door
from twin.observed.store.store import store_for

MAP = read_text(
    """
fields:
  at: event_time
  received: received_time
  station: station
  device: device_id
  seq: seq
  kind: event_type
  message: msg_id
  plate: plate
  sureness: plate_conf
  weight: weight_kg
""",
    "MAP",
)
TERMS = Terms(Door(MAP))


def body(number, **other):
    """The body of one message: the record that `storing.message` is, as JSON."""
    fields = dict(zip(HEAD.split(","), message(number, **other).split(","), strict=True))
    return json.dumps({name: value for name, value in fields.items() if value}).encode()


def batch(bodies, cursor="", heard=math.nan):
    return Batch(tuple(Message(one, None, heard) for one in bodies), cursor)


def intake(place, terms=TERMS, name="feed"):
    return Intake(store_for(place), name, terms)


def kept_rows(place):
    """The events of a store but for their numbers, in order."""
    events = store_for(place).events().drop(columns=["row", "source"])
    rows = events.astype(str).sort_values(list(events.columns))
    return rows.reset_index(drop=True)
