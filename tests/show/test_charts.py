"""The charts hold the numbers they were given, and nothing else."""

import frames
import matplotlib as mpl
import numpy as np
import pytest

from twin.show import charts
from twin.show.reading import REST, with_rest
from twin.show.style import STYLE, as_png, as_svg

AT = {"start": frames.START, "names": {"h986": "H986"}}


def lines(axis, label):
    return next(line for line in axis.get_lines() if line.get_label() == label)


def test_n_curves_draw_arrivals_above_departures_for_every_flow():
    curves = frames.curves()
    figure = charts.n_curves(curves, "en", start=frames.START)
    first, second = figure.axes
    coal = curves[curves["flow"] == "coal_in"]
    assert np.array_equal(lines(first, "arrived").get_ydata(), coal["arrived"])
    assert np.array_equal(lines(first, "left").get_ydata(), coal["left"])
    assert [first.get_title(loc="left"), second.get_title(loc="left")] == ["coal in", "copper in"]


def test_a_queue_has_its_band_and_its_storage():
    queues = frames.queues()
    first, second = charts.queue_chart(queues, "en", **AT).axes
    assert np.array_equal(
        lines(first, "queue, mean").get_ydata(), queues["mean"][queues["station"] == "border_gate"]
    )
    assert set(lines(first, "storage").get_ydata()) == {60.0}
    top = max(path.vertices[:, 1].max() for path in first.collections[0].get_paths())
    assert top == pytest.approx(queues["high"][queues["station"] == "border_gate"].max())
    assert "storage" not in [line.get_label() for line in second.get_lines()]  # it has no limit


def test_a_storage_far_above_the_queue_is_said_in_words():
    queues = frames.queues(places=("border_gate",)).assign(storage=5000.0)
    (axis,) = charts.queue_chart(queues, "en", **AT).axes
    assert [text.get_text() for text in axis.texts] == ["storage 5,000"]


def test_the_clock_names_hours_of_a_day_and_days_of_a_week():
    day = charts.queue_chart(frames.queues(), "en", **AT).axes[-1]
    week = charts.queue_chart(frames.queues(days=7), "en", **AT).axes[-1]
    assert [tick.get_text() for tick in day.get_xticklabels()][:3] == ["08:00", "10:00", "12:00"]
    assert [tick.get_text() for tick in week.get_xticklabels()][0] == "Tue\n03-03"


def test_hourly_waits_stand_over_their_hour_in_minutes():
    hourly = frames.hourly()
    (axis,) = charts.hourly_waits(hourly, "en", **AT).axes
    assert [bar.get_height() for bar in axis.patches] == pytest.approx(list(hourly["wait_mean"] / 60))
    assert [bar.get_x() for bar in axis.patches] == pytest.approx(list(hourly["hour"] * 60))
    assert axis.get_ylabel() == "min"


def test_the_shares_of_a_station_fill_its_bar():
    (axis,) = charts.utilisation_chart(frames.utilisation(), "en").axes
    ends = {}
    for bar in axis.patches:
        ends[round(bar.get_y(), 3)] = bar.get_x() + bar.get_width()
    assert list(ends.values()) == pytest.approx([100.0] * 3)


def test_every_cause_begins_where_the_one_before_ends():
    why = frames.why()
    (axis,) = charts.why_chart(why, "en").axes
    *causes, whole = axis.patches
    assert [bar.get_x() for bar in causes[1:]] == pytest.approx(
        [b.get_x() + b.get_width() for b in causes[:-1]]
    )
    assert whole.get_width() == pytest.approx(why["minutes"].sum() / 1440)  # days


def test_causes_that_are_not_shown_are_shown_together():
    shown = with_rest(frames.why(), 2)
    assert list(shown["cause"]) == ["service", "hours", REST]
    assert shown["minutes"].sum() == frames.why()["minutes"].sum()
    (axis,) = charts.why_chart(shown, "en").axes
    assert [tick.get_text() for tick in axis.get_yticklabels()][2:] == ["all other causes", "all waiting"]


def test_half_wait_longer_than_the_median():
    waits = frames.waits()
    (axis,) = charts.exceedance_chart(waits, "en").axes
    line = axis.containers[0].lines[0]
    assert list(line.get_ydata()) == [50.0, 15.0, 5.0]
    assert list(line.get_xdata()) == pytest.approx([30.0, 66.0, 105.0])


def test_a_difference_wears_its_verdict_and_measures_of_one_unit_share_a_panel():
    figure = charts.difference_chart(frames.differences(), "en", texts=list("abcd"))
    assert [len(axis.containers) for axis in figure.axes] == [2, 1, 1]
    drawn = [box.lines[0] for axis in figure.axes for box in axis.containers]
    assert [mark.get_marker() for mark in drawn] == ["o", "D", "o", "s"]
    assert drawn[0].get_xdata()[0] == pytest.approx(-7.0)  # minutes


def test_demand_stands_against_capacity():
    hours = frames.expected_hours()
    (axis,) = charts.demand_chart(hours, "en", **AT).axes
    assert [bar.get_height() for bar in axis.patches[:24]] == list(hours["work_hours"])
    assert list(axis.patches[24].get_data().values) == list(hours["open_server_hours"])


def test_the_same_chart_has_the_same_bytes():
    svg = [as_svg(charts.why_chart(frames.why(), "zh"), "why") for _ in range(2)]
    assert svg[0] == svg[1]
    assert "<dc:date>" not in svg[0]
    assert len({as_png(charts.why_chart(frames.why(), "zh"), dpi=50) for _ in range(2)}) == 1


def test_ids_of_a_figure_carry_its_name():
    svg = as_svg(charts.why_chart(frames.why(), "en"), "first")
    assert 'id="first-' in svg
    assert 'id="figure_1"' not in svg


def test_the_users_settings_change_no_figure():
    plain = as_svg(charts.why_chart(frames.why(), "en"), "why")
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "black", "svg.hashsalt": None}):
        changed = as_svg(charts.why_chart(frames.why(), "en"), "why")
    assert changed == plain


def lightness(colour):
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_shares_are_told_apart_in_grey():
    values = sorted(lightness(colour) for colour, _ in STYLE.use.values())
    assert min(np.diff(values)) > 0.02
    hatched = {part for part, (_, hatch) in STYLE.use.items() if hatch}
    assert hatched == {"blocked", "off_shift"}


def test_all_letters_of_a_chinese_chart_are_in_its_fonts(recwarn):
    as_svg(charts.queue_chart(frames.queues(), "zh", start=frames.START, names={"h986": "大型机检"}), "queue")
    assert not [str(warning.message) for warning in recwarn if "missing from font" in str(warning.message)]
