"""The fan of a forecast shows its bands, its mean and what a change does."""

import numpy as np
import pandas as pd

from twin.show.charts.fan import demand_fan, fan_chart

LEVELS = pd.DataFrame(
    {
        "time": [0.0, 600.0, 1200.0] * 2,
        "station": [""] * 3 + ["gate"] * 3,
        "measure": ["number"] * 3 + ["queue"] * 3,
        "mean": [9.0, 10.0, 12.0, 0.0, 0.1, 0.2],
        "low90": [9.0, 7.0, 6.0, 0.0, 0.0, 0.0],
        "low50": [9.0, 8.0, 9.0, 0.0, 0.0, 0.0],
        "high50": [9.0, 11.0, 14.0, 0.0, 0.0, 0.0],
        "high90": [9.0, 14.0, 19.0, 0.0, 0.0, 0.5],
    }
)
TITLES = {("", "number"): "in the port", ("gate", "queue"): "gate"}


def drawn(levels=LEVELS):
    return fan_chart(levels, "en", start="2026-03-18 07:30", titles=TITLES).axes


def test_a_panel_has_its_mean_and_two_bands_that_begin_at_now():
    port, gate = drawn()
    assert [port.get_title(loc="left") or port.get_title(), len(port.collections)] == ["in the port", 2]
    assert port.lines[0].get_ydata().tolist() == [9.0, 10.0, 12.0]
    wide = port.collections[0].get_paths()[0].vertices
    assert (wide[:, 1].min(), wide[:, 1].max()) == (6.0, 19.0) and set(wide[wide[:, 0] == 0, 1]) == {9.0}
    assert gate.get_ylim() == (0.0, 1.0)  # a small queue does not look large


def test_a_change_is_another_line():
    port, _ = drawn(LEVELS.assign(other=np.arange(6.0)))
    assert port.lines[1].get_ydata().tolist() == [0.0, 1.0, 2.0]
    assert [text.get_text() for text in port.figure.legends[0].get_texts()][-1] == "mean with the change"


HOURS = pd.DataFrame({"name": "coal", "hour": range(3), "mean": [1.0, 6.0, 2.0]}).assign(
    low90=[0.0, 2.0, 0.0], low50=[0.0, 4.0, 1.0], high50=[2.0, 8.0, 3.0], high90=[3.0, 11.0, 5.0]
)
DAYS = {"coal": np.array([[1.0, 7.0, np.nan], [0.0, 5.0, 2.0]])}


def profile(**more):
    (axis,) = demand_fan(HOURS, "en", start="2026-03-18 00:00", titles={"coal": "coal"}, **more).axes
    return axis, [text.get_text() for text in axis.figure.legends[0].get_texts()]


def test_demand_has_its_profile_two_bands_and_its_peak():
    axis, said = profile()
    assert len(axis.collections) == 2 and said == [
        "90 % of days",
        "50 % of days",
        "profile, mean",
        "peak hour",
    ]
    assert axis.lines[0].get_ydata().tolist() == [1.0, 6.0, 2.0, 2.0]  # the last hour has an end
    assert (axis.lines[1].get_xdata().tolist(), axis.lines[1].get_ydata().tolist()) == ([90.0], [6.0])
    assert axis.get_xlim() == (0.0, 180.0) and axis.texts[0].get_text() == "peak hour 6"


def test_recorded_days_are_thin_lines_with_gaps_where_nobody_looked():
    axis, said = profile(recorded=DAYS)
    first, second = axis.lines[:2]
    assert first.get_ydata()[:2].tolist() == [1.0, 7.0] and np.isnan(first.get_ydata()[2:]).all()
    assert second.get_ydata().tolist() == [0.0, 5.0, 2.0, 2.0]
    assert max(first.get_linewidth(), second.get_linewidth()) < 0.5 and said.count("a recorded day") == 1
