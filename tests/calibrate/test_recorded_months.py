"""Two recorded months, brought in and calibrated, hold every bar that their own counts hold."""

import json
from pathlib import Path

import pytest
from answering import answer
from recovery import CLEAN, DIRTY, LOGS, missed, truth_of

# Of the clean month 3 % more empty trucks came than its rates say: 4808 where 4668 were to be expected, 2.0
# standard deviations of chance. Whoever counts right misses these two bars.
BY_LUCK = ("arrivals by hour empty", "arrivals of a week empty")


def calibrated(folder, capsys, log):
    assert answer(capsys, "import", str(LOGS / f"{log}.csv.gz"), "--store", "records.db")[0] == 0
    code, told = answer(capsys, "calibrate", "--store", "records.db", "--out", "out")
    assert code == 0 and not told["lacking"]
    return json.loads(Path("out/fit.json").read_text(encoding="utf-8"))


@pytest.mark.prove
def test_a_month_of_complete_visits(folder, capsys):
    fit = calibrated(folder, capsys, "port_a_clean")
    lines = missed(fit, truth_of("port_a_clean"), CLEAN)
    assert not [line for line in lines if not line.startswith(BY_LUCK)]


@pytest.mark.slow
def test_a_month_of_devices_with_every_fault(folder, capsys):
    fit = calibrated(folder, capsys, "port_b_devices")
    assert not missed(fit, truth_of("port_b_devices"), DIRTY)
