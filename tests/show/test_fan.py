"""The fan of a forecast shows its bands, its mean and what a change does."""

import numpy as np
import pandas as pd

from twin.show.charts.fan import fan_chart

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
