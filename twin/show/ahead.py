"""A forecast in words, rows and a figure."""

from datetime import UTC, datetime

from twin.model.dates import zone
from twin.show.charts.fan import fan_chart
from twin.show.text import say
from twin.show.words import place_names
from twin.show.written import duration

COLUMNS = 6  # times of the table, at most
ALL = "*"
MEASURES = {"queue": "queue", "wait": "wait", "number": "in the port", "left": "leave in a step"}


def headline(forecast, port, lang):
    """From when, how far, and how many futures."""
    text = say("{start} + {length} · {n} futures; each number is the mean, with where 90 % of them lie", lang)
    start = f"{_clock(forecast, port):%Y-%m-%d %H:%M}"
    return text.format(start=start, length=duration(forecast.ahead, lang), n=f"{forecast.futures:,}")


def levels_table(forecast, port, lang):
    """(headings, rows): who queues at each station, and who is inside, at some times."""
    times = _times(forecast)
    headings = (say("queue", lang), *(_time_text(forecast, port, time) for time in times))
    rows = [
        (title, *(_level(forecast.table, key, time) for time in times))
        for key, title in titles_of(forecast, port, lang).items()
    ]
    return headings, rows


def titles_of(forecast, port, lang):
    """{(station, measure): title} of the queues in the order of the way, and the number inside."""
    names = place_names(port.scenario, lang)
    said = {port.said_station(name): names.get(name, name) for name in port.scenario.layout.stations}
    queues = forecast.table[forecast.table["measure"] == "queue"]
    there = set(queues["station"])
    out = {(station, "queue"): title for station, title in said.items() if station in there}
    return {("", "number"): say("in the port", lang)} | out


def _times(forecast):
    every = sorted(set(forecast.table["time"]))
    stride = max(1, -(-(len(every) - 1) // COLUMNS))
    return every[::stride]


def _level(table, key, time):
    station, measure = key
    row = table[
        (table["station"] == station)
        & (table["measure"] == measure)
        & (table["cls"] == ALL)
        & (table["time"] == time)
    ].iloc[0]
    return f"{row['mean']:.1f} [{row['low90']:.0f}, {row['high90']:.0f}]"


def _clock(forecast, port, time=0.0):
    here = zone(port.scenario.layout.about.time_zone)
    return datetime.fromtimestamp(forecast.at + time, UTC).astimezone(here)


def _time_text(forecast, port, time):
    return f"{_clock(forecast, port, time):%H:%M}"


def difference_headings(lang):
    texts = ("mean until the end", "as it is", "with the change", "difference")
    return tuple(say(text, lang) for text in texts)


def difference_rows(differences, port, lang):
    """A row a measure and station, those that change first."""
    names = place_names(port.scenario, lang)
    said = {port.said_station(name): names.get(name, name) for name in port.scenario.layout.stations}
    ordered = differences.dropna().sort_values("difference", key=abs, ascending=False, kind="stable")
    return [_difference(row, said, lang) for row in ordered.itertuples() if _is_seen(row)]


def _scale(row):
    """(factor, unit) in which a difference is written, with two decimals."""
    return (1 / 60.0, " min") if row.measure == "wait" else (1.0, "")


def _is_seen(row):
    return abs(row.difference * _scale(row)[0]) >= 0.005


def _difference(row, said, lang):
    factor, unit = _scale(row)
    name = f"{say(MEASURES[row.measure], lang)} {said.get(row.station, '')}".strip()
    values = [f"{value * factor:,.2f}{unit}" for value in (row.before, row.after)]
    low, high = row.low * factor, row.high * factor
    return name, *values, f"{row.difference * factor:+,.2f} [{low:+,.2f}, {high:+,.2f}]{unit}"


def fan_of(forecasts, port, lang):
    """The fan of the first Forecast, with the mean of the second where there is one."""
    first = forecasts[0]
    levels = first.table[first.table["cls"] == ALL]
    if len(forecasts) > 1:
        keys = ["time", "station", "cls", "measure"]
        other = forecasts[1].table[[*keys, "mean"]].rename(columns={"mean": "other"})
        levels = levels.merge(other, on=keys, how="left")
    start = f"{_clock(first, port):%Y-%m-%d %H:%M}"
    # Where not even one in twenty futures has a queue there is nothing to see.
    stands = levels.groupby(["station", "measure"])["high90"].max() > 0
    titles = {key: title for key, title in titles_of(first, port, lang).items() if stands.get(key, True)}
    return fan_chart(levels, lang, start=start, titles=titles)
