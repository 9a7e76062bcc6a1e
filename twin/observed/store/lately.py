"""What came into a store lately: by when it was received, since clocks of devices may say anything."""

import pandas as pd
import sqlalchemy as sql

from twin.observed.event import empty
from twin.observed.store.tables import EVENTS, NAMES

HEARD = sql.func.coalesce(EVENTS.c.received, EVENTS.c.at)


def last_events(store, number):
    """The events that were kept last, in order of `row`."""
    frames = [
        frame for frame, _ in store.asked(sql.select(EVENTS).order_by(EVENTS.c.row.desc()).limit(number))
    ]
    return pd.concat(frames, ignore_index=True).iloc[::-1] if frames else empty()


def last_heard(store):
    """Pairs of the name of a device, None of those without one, and when it was heard last."""
    question = sql.select(NAMES.c.name, sql.func.max(HEARD))
    question = question.select_from(EVENTS.outerjoin(NAMES, EVENTS.c.device == NAMES.c.id))
    with store.connect() as connection:
        return connection.execute(question.group_by(NAMES.c.name)).all()


def parts_since(store, second):
    """Frames of the events that were received from a second on, in order of `row`."""
    return (
        frame for frame, _ in store.asked(sql.select(EVENTS).where(HEARD >= second).order_by(EVENTS.c.row))
    )
