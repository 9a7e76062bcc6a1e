"""The port now and what comes, in rows and sentences for a terminal."""

import math
from datetime import UTC, datetime

from twin.model.dates import zone as zone_of
from twin.show.alerted import clock, lasting
from twin.show.text import say, word

BARS = "▁▂▃▄▅▆▇█"
HOUR = 3600.0
KEY_TIMES = (HOUR, 2 * HOUR)  # ahead, at which a forecast is told in numbers


def moment(at, zone):
    return f"{datetime.fromtimestamp(at, UTC).astimezone(zone_of(zone)):%Y-%m-%d %H:%M:%S}"


def headline(sight, zone, lang):
    """When it is, and how many are inside."""
    seen = sight.present
    text = say("{when}   {number} inside ({low} to {high})", lang)
    return text.format(
        when=moment(seen.at, zone), number=whole(seen.number), low=whole(seen.number_low),
        high=whole(seen.number_high),
    )  # fmt: skip


def station_headings(lang):
    return tuple(
        say(text, lang) for text in ("station", "in queue", "of them unseen", "served now", "lanes open",
                                     "devices up", "data age", "trust", "forecast")
    )  # fmt: skip


def station_rows(sight, lang):
    """A row a station."""
    return [_station(row, sight.lights.get(row.station), lang) for row in sight.present.stations.itertuples()]


def _station(row, light, lang):
    return (
        row.station,
        ranged(row.queue, row.queue_low, row.queue_high),
        whole(row.unseen) if row.unseen >= 0.5 else "",
        whole(row.serving),
        ranged(row.open, row.open_low, row.open_high),
        f"{row.up}/{row.devices}",
        lasting(row.age, lang),
        "—" if math.isnan(row.trust) else f"{row.trust:.0%}",
        word(f"light_{light.colour}", lang) if light else "",
    )


def forecast_rows(sight, lang):
    """A row a station: its queue ahead as bars and in numbers; none where that is not to be told."""
    forecast = sight.forecast
    table = forecast.table[forecast.table["cls"] == "*"]
    queues = dict(iter(table[table["measure"] == "queue"].groupby("station")))
    names = [name for name in sight.present.stations["station"] if name in queues]
    rows = [_ahead(name, queues[name], forecast, sight.lights.get(name), lang) for name in names]
    number = table[table["measure"] == "number"]
    if len(number):
        rows.append(_ahead(say("in the port", lang), number, forecast, sight.lights.get(""), lang))
    return rows


def _ahead(name, rows, forecast, light, lang):
    if light is not None and light.colour == "red":
        return (name, word("light_red", lang), *("" for _ in _key_times(forecast.ahead)))
    return (name, bars(rows), *_told(rows, forecast.ahead))


def forecast_headings(forecast, zone, lang):
    times = [clock(forecast.at + ahead, zone) for ahead in _key_times(forecast.ahead)]
    return (say("queue ahead", lang), say("median", lang), *times)


def _key_times(ahead):
    return [time for time in KEY_TIMES if time <= ahead] or [ahead]


def _told(rows, ahead):
    for time in _key_times(ahead):
        row = rows.iloc[(rows["time"] - time).abs().to_numpy().argmin()]
        yield ranged(row["median"], row["low90"], row["high90"])


def bars(rows, width=24):
    """Medians as bars, the highest is the highest of the 90 % bands."""
    values = rows.sort_values("time")["median"].to_numpy(float)
    top = max(float(rows["high90"].max()), 1.0)
    step = max(1, math.ceil(len(values) / width))
    heights = [max(values[k : k + step]) for k in range(0, len(values), step)]
    return "".join(BARS[min(int(max(each, 0.0) / top * len(BARS)), len(BARS) - 1)] for each in heights)


def ranged(value, low, high):
    """A number, with its interval where that is one."""
    if math.isnan(value):
        return "—"
    is_certain = not (whole(low) != whole(value) or whole(high) != whole(value))
    return whole(value) if is_certain else f"{whole(value)} ({whole(low)}–{whole(high)})"


def whole(value):
    return "—" if math.isnan(value) else f"{value:.0f}"


def queues_line(sight, lang):
    """The queues in one line."""
    rows = sight.present.stations.itertuples()
    return say(", ", lang).join(f"{row.station} {whole(row.queue)}" for row in rows)


def ahead_line(sight, zone, lang):
    """How many will be inside, "" as long as there is no forecast."""
    if sight.forecast is None:
        return ""
    table = sight.forecast.table
    rows = table[(table["cls"] == "*") & (table["measure"] == "number")]
    told = dict(zip(_key_times(sight.forecast.ahead), _told(rows, sight.forecast.ahead), strict=True))
    text = say("{when}: {number}", lang)
    times = [text.format(when=clock(sight.forecast.at + ahead, zone), number=n) for ahead, n in told.items()]
    return say(", ", lang).join(times)
