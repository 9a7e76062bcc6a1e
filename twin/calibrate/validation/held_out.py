"""The days of a record that a calibration has not seen, and those before them."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from twin.calibrate.drift.drifting import whole_days
from twin.calibrate.validation.sample import BEFORE, DAY, recorded
from twin.model.dates import zone as zone_of
from twin.model.errors import Fault, ScenarioError

USUAL = 7  # days that are judged where the fit has seen all


class HeldOut(NamedTuple):
    """What is judged: the sample, what was recorded before it, and when it begins."""

    record: object  # Sample
    earlier: object  # Sample, None without a whole day
    begin: float  # seconds since 1970, a midnight of the port's clock
    is_seen: bool  # whether the fit has seen some of it

    def start(self, zone):
        """When a run begins, as the words of an experiment say it, on the clock of a zone."""
        moment = datetime.fromtimestamp(self.begin, UTC).astimezone(zone_of(zone)) - timedelta(BEFORE)
        return f"{moment:%Y-%m-%d %H:%M}"


def held_out(cleaned, fitted, days=None):
    """The HeldOut of a Cleaned: so many last days, else all whole ones since the fit's last second."""
    whole = whole_days(cleaned.span, cleaned.zone)
    since = _first_unseen(whole, fitted[1])
    if days is None:
        first = since if since < whole.number else max(whole.number - USUAL, 0)
    else:
        first = whole.number - days
    if whole.number < 1 or first < 0:
        text = f"are more than the {whole.number} whole days of the record; ask for fewer"
        raise ScenarioError([Fault("--holdout", f"{days or USUAL} d", text)])
    begin = whole.begin + first * DAY
    record = recorded(cleaned.visits, begin, whole.number - first, (whole.weekday + first) % 7)
    earlier = recorded(cleaned.visits, whole.begin, first, whole.weekday) if first else None
    return HeldOut(record, earlier, begin, first < since)


def _first_unseen(whole, end):
    """The first day that begins after the fit's last second; the number of days where there is none."""
    unseen = [day for day in range(whole.number) if whole.begin + day * DAY >= end - 1.0]
    return unseen[0] if unseen else whole.number
