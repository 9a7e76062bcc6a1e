"""The days of a log, by the clock of its port."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

HOUR = 3600.0


def midnights(window, zone):
    """Seconds at which the days of a window begin, and at which the last one ends."""
    clock = ZoneInfo(zone)
    day = datetime.fromtimestamp(window[0], clock).date()
    last = datetime.fromtimestamp(window[1], clock).date()
    count = (last - day).days + 2
    begins = (day + timedelta(number) for number in range(count))
    return np.array([datetime(each.year, each.month, each.day, tzinfo=clock).timestamp() for each in begins])


def ahead(when, zone):
    """Seconds that the port's clock is ahead of UTC at a time."""
    return datetime.fromtimestamp(when, ZoneInfo(zone)).utcoffset().total_seconds()
