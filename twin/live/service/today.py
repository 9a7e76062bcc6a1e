"""How many came into the port and left it since midnight, hour by hour, as devices saw them."""

from datetime import UTC, datetime

from twin.model.dates import zone as zone_of

HOUR = 3600.0
HOURS = 26  # of a day, one hour longer than the longest that clocks are put back to


def passed_today(tracker, at, zone):
    """{since, came, left}: numbers by the hour from midnight of the port's clock until `at`."""
    here = datetime.fromtimestamp(at, UTC).astimezone(zone_of(zone))
    since = here.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    hours = min(int((at - since) // HOUR) + 1, HOURS)
    came, left = [0] * hours, [0] * hours
    tracker.refresh()
    entries = tracker.comings.used.entries
    for piece in (one for made in tracker.pieces.values() for one in made):
        if piece.first.station in entries:
            _count(came, piece.first.time - since)
        if piece.out:
            _count(left, piece.last.time - since)
    return {"since": since, "came": came, "left": left}


def _count(numbers, second):
    if 0.0 <= second < HOUR * len(numbers):
        numbers[int(second // HOUR)] += 1
