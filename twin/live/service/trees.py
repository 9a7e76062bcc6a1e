"""The present, a forecast and an alert as trees of JSON, as they are given out."""

import math
from datetime import UTC, datetime

from twin.live.alerts.sight import RED
from twin.live.service.digest import digest_of
from twin.model.dates import zone
from twin.observed.store.journal import finite

FORM = 1  # of these trees; a field may be added, none is renamed under the same number


def state_tree(sight):
    """Who is how many where, by station and device."""
    present = sight.present
    stations = [
        {**row, "light": _light(sight, row["station"])} for row in present.stations.to_dict("records")
    ]
    return finite({
        "form": FORM, "at": present.at, "heard": present.heard, "digest": digest_of(present),
        "number": {"mean": present.number, "low": present.number_low, "high": present.number_high},
        "stations": stations, "devices": present.devices.to_dict("records"),
        "down": [one._asdict() for one in present.down],
    })  # fmt: skip


def _light(sight, station):
    light = sight.lights.get(station)
    return None if light is None else {"colour": light.colour, "reasons": list(light.reasons)}


def inside_tree(present):
    """Everybody who is inside, as far as is known."""
    return finite({"form": FORM, "at": present.at, "inside": present.inside.to_dict("records")})


def history_tree(port, hours):
    """The levels of the last hours, and how many came and left since midnight."""
    at = port.sight.present.at
    return finite({
        "form": FORM, "at": at, "levels": port.history.since(at - 3600.0 * hours), "today": port.passed(),
    })  # fmt: skip


def about_tree(port):
    """What hardly changes: clock, names of stations, and the limits beyond which somebody is told."""
    settings = port.settings
    limits = [
        {"name": name, "when": rule.when, "station": rule.station, "measure": rule.measure,
         "limit": rule.limit.amount}
        for name, rule in settings.alerts.items() if rule.limit is not None
    ]  # fmt: skip
    stations = [{"station": name, **label} for name, label in port.parts.names.items()]
    return {
        "form": FORM, "zone": port.zone, "offset": offset_of(port), "clock": settings.clock,
        "pulse": settings.pulse, "every": settings.every, "ahead": settings.ahead,
        "forecasts": port.parts.ahead is not None, "stations": stations, "limits": limits,
    }  # fmt: skip


def offset_of(port):
    """Seconds that the port's clock is before UTC at what it takes for now."""
    at = port.sight.present.at if port.sight is not None else port.now()
    if not math.isfinite(at):
        return None  # nobody has said anything yet
    return datetime.fromtimestamp(at, UTC).astimezone(zone(port.zone)).utcoffset().total_seconds()


def forecast_tree(forecast, lights):
    """What comes, with its bands; of stations whose light is red there is no answer, but that they are."""
    declined = sorted(name for name, light in lights.items() if light.colour == RED)
    table = forecast.table[~forecast.table["station"].isin(declined)]
    return finite({
        "form": FORM, "at": forecast.at, "step": forecast.step, "ahead": forecast.ahead,
        "futures": forecast.futures, "what_if": list(forecast.what_if),
        "declined": declined, "table": table.to_dict("records"),
    })  # fmt: skip


def alert_tree(alert):
    """One alert; each help has the change, its effect on the measure and the 90 % interval of that."""
    helps = [dict(zip(("change", "effect", "low", "high"), one, strict=True)) for one in alert.helps]
    return finite({**alert._asdict(), "helps": helps})


def listed_tree(listed):
    """An alert as it stands, with who knows of it and until when it is muted."""
    mark = listed.acknowledged
    return finite({
        **alert_tree(listed.alert), "acknowledged": None if mark is None else mark._asdict(),
        "muted_until": listed.muted_until,
    })  # fmt: skip
