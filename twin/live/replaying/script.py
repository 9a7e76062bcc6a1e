"""What is played back: the messages of a log in the order in which the server had them."""

import json
from typing import NamedTuple

import numpy as np
import pyarrow as pa

RUBBISH = -1  # the number of a message that is no record of the log
RUBBISH_BODY = b"\x00\xff{not a message"


class Script(NamedTuple):
    """Messages by when they are sent, in seconds of the log; each is a record, or some raw bytes."""

    times: np.ndarray  # [message] never falls
    records: np.ndarray  # [message] number of its record, or RUBBISH
    table: pa.Table  # [record] as texts
    raw: dict[int, bytes]  # number of a record -> what stands there, where that is none
    where: tuple[str | None, str | None]  # columns of station and device

    def items(self, begin, end):
        """The Items of the messages from one number to before another."""
        records = self.records[begin:end]
        rows = self.table.take(pa.array(np.maximum(records, 0))).to_pylist()
        return [self.item(record, row) for record, row in zip(records.tolist(), rows, strict=True)]

    def item(self, record, row):
        raw = RUBBISH_BODY if record == RUBBISH else self.raw.get(record)
        if raw is not None:
            return Item({}, raw, ("unknown", "unknown"))
        fields = {name: value for name, value in row.items() if value not in (None, "")}
        return Item(fields, None, tuple(str(fields.get(column) or "unknown") for column in self.where))


class Item(NamedTuple):
    """One message: the fields of a record, or bytes that are none; and the station and device it is of."""

    fields: dict[str, str]
    raw: bytes | None
    where: tuple[str, str]

    @property
    def body(self):
        if self.raw is not None:
            return self.raw
        return json.dumps(self.fields, ensure_ascii=False).encode("utf-8", "replace")


def between(script, since, until):
    """The messages of a Script from one time of the log to before another."""
    first, last = np.searchsorted(script.times, (since, until))
    return script._replace(times=script.times[first:last], records=script.records[first:last])
