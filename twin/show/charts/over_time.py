"""What grows and shrinks over the day: curves, queues, demand."""

import numpy as np

from twin.show.charts.axes import clock_axis, legend_below, name_values, panels
from twin.show.style import STYLE, styled
from twin.show.text import say, word


@styled
def n_curves(curves, lang, *, start, names=None):
    """Cumulative arrivals and departures of every flow; the area between them is time spent in the port.

    `curves`: flow, minute, arrived, left. `names`: what the flows are called.
    """
    flows = list(dict.fromkeys(curves["flow"]))
    figure, axes = panels(len(flows))
    for axis, flow in zip(axes, flows, strict=True):
        rows = curves[curves["flow"] == flow]
        minute = rows["minute"].to_numpy()
        axis.fill_between(
            minute,
            rows["left"],
            rows["arrived"],
            color=STYLE.delay,
            linewidth=0,
            label=say("time in port", lang),
        )
        axis.plot(minute, rows["arrived"], color=STYLE.main, label=say("arrived", lang))
        axis.plot(
            minute, rows["left"], color=STYLE.second, linestyle=STYLE.dashes[1], label=say("left", lang)
        )
        axis.set_title((names or {}).get(flow) or word(flow, lang))
        axis.set_ylim(bottom=0)
    name_values(figure, axes, [say("entities, cumulative", lang)] * len(axes))
    clock_axis(axes[-1], float(curves["minute"].max()), start, lang)
    legend_below(figure, axes[0])
    return figure


@styled
def queue_chart(queues, lang, *, start, names=None):
    """The queue of every place over the day with its band, against the storage before it.

    `queues`: station, unit, minute, mean, low, high, storage.
    """
    places = list(dict.fromkeys(queues["station"]))
    figure, axes = panels(len(places))
    for axis, place in zip(axes, places, strict=True):
        rows = queues[queues["station"] == place]
        minute = rows["minute"].to_numpy()
        axis.fill_between(
            minute,
            rows["low"],
            rows["high"],
            color=STYLE.main,
            alpha=0.25,
            linewidth=0,
            label=say("95 % interval", lang),
        )
        axis.plot(minute, rows["mean"], color=STYLE.main, label=say("queue, mean", lang))
        _storage_line(axis, float(rows["storage"].iloc[0]), float(rows[["mean", "high"]].max().max()), lang)
        axis.set_title((names or {}).get(place) or word(place, lang))
        axis.set_ylim(bottom=0)
    units = queues.drop_duplicates("station")["unit"]
    name_values(figure, axes, [say(unit, lang) for unit in units])
    clock_axis(axes[-1], float(queues["minute"].max()), start, lang)
    legend_below(figure, max(axes, key=lambda axis: len(axis.get_legend_handles_labels()[0])))
    return figure


def _storage_line(axis, storage, highest, lang):
    """The storage in words, and as a line: but ten times the queue would flatten it."""
    if not np.isfinite(storage):
        return
    axis.text(
        1, 1.02, f"{say('storage', lang)} {storage:,.0f}",
        transform=axis.transAxes, ha="right", va="bottom", color=STYLE.limit, fontsize=8,
    )  # fmt: skip
    if storage <= 10 * max(highest, 1.0):
        axis.axhline(storage, color=STYLE.limit, linestyle=STYLE.dashes[1], label=say("storage", lang))


@styled
def demand_chart(hours, lang, *, start, names=None):
    """The work that comes to every place in each hour, against its open server-hours, before any run.

    `hours`: station, hour (from the start), work_hours and open_server_hours.
    """
    stations = list(dict.fromkeys(hours["station"]))
    figure, axes = panels(len(stations))
    for axis, station in zip(axes, stations, strict=True):
        rows = hours[hours["station"] == station]
        minute = rows["hour"].to_numpy() * 60.0
        axis.bar(
            minute,
            rows["work_hours"],
            width=54,
            align="edge",
            color=STYLE.use["starved"][0],
            edgecolor=STYLE.main,
            linewidth=0.6,
            label=say("expected work", lang),
        )
        offered = rows["open_server_hours"].to_numpy()
        axis.stairs(
            np.where(np.isfinite(offered), offered, np.nan),
            np.append(minute, minute[-1] + 60),
            color=STYLE.limit,
            linestyle=STYLE.dashes[1],
            linewidth=1.4,
            baseline=None,
            label=say("nominal capacity", lang),
        )
        axis.set_title((names or {}).get(station) or word(station, lang))
        axis.set_ylim(bottom=0)
    name_values(figure, axes, [say("server-hours per hour", lang)] * len(axes))
    clock_axis(axes[-1], float(hours["hour"].max()) * 60 + 60, start, lang)
    legend_below(figure, axes[0])
    return figure
