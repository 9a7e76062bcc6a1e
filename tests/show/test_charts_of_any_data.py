"""Charts as a class: none fails, whatever data there are; no words stand upon others, no looks are alike."""

import math
import pkgutil
from importlib import import_module
from itertools import combinations

import numpy as np
import pytest
from any_charts import CHARTS
from any_data import Made
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgba
from matplotlib.text import Text

from twin.show import charts

NEVER_NAN = {
    "shares.why_chart",
    "stored.levels_chart",
    "waited.distribution_chart",
}  # by what they are made of
SLACK = 2.0  # pixels, of 100 an inch
APART = 10.0  # of CIELAB: told apart at a glance
# Charts with a panel a thing; pages give them four.
PANELS = {
    "calibration.arrivals_fitted", "calibration.quantiles_fitted", "fan.demand_fan", "fan.fan_chart",
    "over_time.demand_chart", "over_time.n_curves", "over_time.queue_chart", "passage.staircase_chart",
    "roster.roster_chart", "stored.levels_chart", "waited.distribution_chart", "waits.hourly_waits",
}  # fmt: skip
MOST_PANELS = 4
ALL = pytest.mark.parametrize("chart", sorted(CHARTS))


def charts_there():
    """Every function of twin/show/charts that is drawn in the style, as MODULE.FUNCTION."""
    found = set()
    for each in pkgutil.iter_modules(charts.__path__):
        module = import_module(f"twin.show.charts.{each.name}")
        own = [one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__]
        found |= {f"{each.name}.{one.__name__}" for one in own if hasattr(one, "__wrapped__")}
    return found


def test_every_chart_is_drawn_here_over_made_up_data():
    assert set(CHARTS) == charts_there()


@ALL
@pytest.mark.parametrize("number", (0, 1, 40))
def test_no_chart_fails_with_nothing_one_point_or_forty_things(chart, number):
    names = tuple(f"thing {i}" for i in range(min(number, MOST_PANELS) if chart in PANELS else number))
    assert CHARTS[chart](Made(names, points=1)).get_size_inches()[1] > 0


@ALL
@settings(max_examples=1)
@given(st.integers(1, 2), st.integers(1, 30), st.sampled_from((0.0, 1e-9, 7.0, 1e9)))
@example(1, 3, math.nan)
def test_no_chart_fails_whatever_its_values_are(chart, things, points, value):
    if chart not in NEVER_NAN or not math.isnan(value):
        CHARTS[chart](Made(("long", "b")[:things], points, value))


def seen(figure):
    """(words, box in pixels) of all texts that are drawn: not of ticks outside of what is shown."""
    figure.draw_without_rendering()
    unseen = set()
    for axis in (each for axes in figure.axes for each in (axes.xaxis, axes.yaxis)):
        low, high = sorted(axis.get_view_interval())
        width = 1e-6 * (high - low)
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
            if not low - width <= tick.get_loc() <= high + width or not axis.get_visible():
                unseen |= {tick.label1, tick.label2}
    texts = [each for each in figure.findobj(Text) if each.get_visible() and each.get_text().strip()]
    return [(each.get_text(), each.get_window_extent()) for each in texts if each not in unseen]


@ALL
def test_no_words_stand_upon_others_or_beyond_the_sheet(chart):
    figure = CHARTS[chart](Made(("long", "b"), points=24))
    drawn = seen(figure)
    upon = [
        (one, other)
        for (one, a), (other, b) in combinations(drawn, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > SLACK and min(a.y1, b.y1) - max(a.y0, b.y0) > SLACK
    ]
    assert not upon
    sheet = figure.bbox
    beyond = [
        text
        for text, box in drawn
        if min(box.x0, box.y0) < -SLACK or box.x1 > sheet.x1 + SLACK or box.y1 > sheet.y1 + SLACK
    ]
    assert not beyond


def look_of(handle):
    """(colour on paper, the other signs) of what a legend shows."""
    one = handle[0] if isinstance(handle, tuple) else handle
    if hasattr(one, "get_marker"):
        colour, signs = one.get_color(), (one.get_linestyle(), one._unscaled_dash_pattern, one.get_marker())
        return on_paper(colour, one.get_alpha()), ("line", *map(str, signs))
    if hasattr(one, "get_segments"):
        return on_paper(np.ravel(one.get_edgecolor())[:4], None), ("stroke",)
    face = np.ravel(one.get_facecolor())[:4]
    return on_paper(face, None), ("area", str(one.get_hatch()), str(one.get_linestyle()))


def on_paper(colour, alpha):
    """Red, green and blue of a colour that shines through on white."""
    *rgb, opaque = to_rgba(colour)
    opaque = opaque if alpha is None else alpha
    return np.array(rgb) * opaque + 1.0 - opaque


# What those see who lack a cone, in linear light: Machado, Oliveira and Fernandes 2009 (IEEE Transactions on
# Visualization and Computer Graphics 15), Table 1, severity 1.0.
EYES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])  # sRGB, D65


def lab(colour, eyes):
    """CIELAB of what such eyes see of an sRGB colour."""
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    x, y, z = TO_XYZ @ np.clip(np.array(EYES[eyes]) @ linear, 0.0, 1.0) / TO_XYZ.sum(axis=1)
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def told_apart(figure):
    """What a legend shows, each word once: of the axes that say most, else of the legend itself."""
    said = [dict(zip(*axis.get_legend_handles_labels()[::-1], strict=True)) for axis in figure.axes]
    most = max(said, key=len, default={})
    return list(most.values()) or [each for legend in figure.legends for each in legend.legend_handles]


@ALL
def test_what_a_legend_tells_apart_is_told_apart_by_all_eyes_and_in_grey(chart):
    handles = told_apart(CHARTS[chart](Made(("a", "b") if chart in PANELS else tuple("abcdef"), points=6)))
    alike = [
        (eyes, one, other)
        for (one, signs), (other, others) in combinations(map(look_of, handles), 2)
        if signs == others
        for eyes in EYES
        if np.linalg.norm(lab(one, eyes) - lab(other, eyes)) < APART
    ]
    assert not alike
