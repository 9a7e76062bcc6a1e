"""Axes that read the same on every chart: the clock, panels, an empty figure."""

from datetime import datetime, timedelta

from twin.show.style import STYLE, new_figure
from twin.show.text import say

DAY = 24 * 60  # minutes
SHORT = 3  # letters
PANEL = 1.15  # inches: the height of one panel of several
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def clock_axis(axis, last_minute, start, lang):
    """Ticks at whole hours of the clock up to a day and a half, at midnights beyond."""
    begin = datetime.fromisoformat(str(start))
    into_day = begin.hour * 60 + begin.minute + begin.second / 60
    if last_minute <= 1.5 * DAY:
        step = 120 if last_minute > 600 else 60
        first = (-into_day) % step
        minutes = [first + step * i for i in range(int((last_minute - first) // step) + 1)]
        texts = [f"{int((into_day + m) // 60) % 24:02d}:00" for m in minutes]
        axis.set_xlabel(say("time of day", lang))
    else:
        days = int((into_day + last_minute) // DAY) + 1
        every = 1 + days // 12
        minutes = [
            DAY * i - into_day for i in range(0, days + 1, every) if 0 <= DAY * i - into_day <= last_minute
        ]
        texts = [_day_text(begin + timedelta(minutes=m), lang) for m in minutes]
        axis.set_xlabel(say("day, at midnight", lang))
    axis.set_xticks(minutes, texts)
    axis.set_xlim(0, max(last_minute, 1.0))  # of one instant: a minute


def _day_text(moment, lang):
    return f"{say(WEEKDAYS[moment.weekday()], lang)}\n{moment.month:02d}-{moment.day:02d}"


def panels(count, height=PANEL):
    """A figure of panels one below the other that share the x axis."""
    figure = new_figure(height * count + 0.75)
    axes = figure.subplots(count, 1, sharex=True, squeeze=False)[:, 0]
    return figure, list(axes)


def name_values(figure, axes, texts):
    """What the values of panels are: once for all where it is the same, as a low panel has no room for it."""
    if len(axes) > 1 and len(set(texts)) == 1:
        short = len(texts[0]) <= SHORT  # a unit, which is read upright
        figure.supylabel(texts[0], fontsize=9, rotation="horizontal" if short else "vertical")
        return
    for axis, text in zip(axes, texts, strict=True):
        axis.set_ylabel(text)


def legend_below(figure, axis, columns=4):
    """One legend for the whole figure, under it, where it covers no data."""
    handles, texts = axis.get_legend_handles_labels()
    return figure.legend(handles, texts, loc="outside lower center", ncols=columns)


def quiet_grid(axis, direction):
    """Grid lines across the values only."""
    axis.grid(False)
    axis.grid(True, axis=direction, color=STYLE.grid)
