"""A port that was recorded and calibrated is judged on days it has not seen, and its changes are told."""

import json

import logged
import pytest
from answering import answer, refusal

from twin.calibrate.synth import log as logs
from twin.calibrate.synth import truth
from twin.cli import main

DAYS, CHANGED, SEED = 12, 7, 3
BEGIN = 1_772_409_600.0  # 2026-03-02 00:00 UTC
SLOW = {"service_time": "gamma mean 14 min cv 35 %"}
FEW, FEWEST = (["--replications", number] for number in ("9", "3"))


@pytest.fixture(scope="module", autouse=True)
def few_other_replications():
    """Nobody asks here for shares that are counted over many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(truth, "COUNTED", 1)
        yield


def imported(folder, made):
    """A store of the visits of a log."""
    log = folder / "log.csv.gz"
    log.write_bytes(logs.clean_files(made)["log.csv.gz"])
    assert main(["import", str(log), "--store", str(folder / "port.db"), "--json"]) == 0
    return str(folder / "port.db")


@pytest.fixture(scope="module")
def steady(tmp_path_factory):
    """A folder with the records of a port, and a fit that is the port itself, made from its first days."""
    folder = tmp_path_factory.mktemp("steady")
    store = imported(folder, logs.made(logged.scenario(days=DAYS, seed=SEED), DAYS))
    logged.written(folder / "fit")
    data = {"begins": BEGIN, "ends": BEGIN + 9 * 86400.0}
    scan = {"kind": "service_mean", "station": "scanner", "cls": "*", "key": "gamma", "n": 40}
    told = {"data": data, "parameters": [scan | {"value": 570.0, "low": 300.0, "high": 1083.0}]}
    (folder / "fit" / "fit.json").write_text(json.dumps(told), encoding="utf-8")
    return folder, ["--store", store, "--fit", str(folder / "fit")]


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    slower = logs.Change(CHANGED, "scanner", logged.scenario(days=DAYS, seed=SEED, scanner=SLOW))
    folder = tmp_path_factory.mktemp("changed")
    return imported(folder, logs.made(logged.scenario(days=DAYS, seed=SEED), DAYS, slower))


def test_the_port_itself_holds_on_the_days_that_its_fit_has_not_seen(steady, capsys):
    folder, words = steady
    code, told = answer(capsys, "validate", *words, *FEW)
    assert (code, told["verdict"], told["days"]) == (0, "holds", 3)
    assert not told["seen_by_the_fit"] and told["replications"] == 9
    assert [one["name"] for one in told["distances"]][0] == "n_gram" and told["forecasts"]
    page = (folder / "fit" / "validation.html").read_text(encoding="utf-8")
    assert "<svg" in page


def test_the_page_and_the_lines_are_in_either_language(steady, capsys):
    folder, words = steady
    main(["validate", *words, *FEWEST, "--lang", "zh"])
    assert "基线为两个模拟样本之间的平均距离" in (folder / "fit" / "validation.html").read_text("utf-8")
    assert "为基线倍数" in capsys.readouterr().out
    main(["validate", *words, *FEWEST, "--lang", "en", "--holdout", "5d"])
    said = capsys.readouterr().out
    assert "times the floor" in said and "the fit has seen some of these days" in said


def test_what_the_fit_leaves_open_is_told_beside_luck(steady, capsys):
    _, words = steady
    _, told = answer(capsys, "validate", *words, *FEWEST, "--draws", "8")
    doubts = {one["measure"]: one for one in told["doubts"]}
    assert set(doubts) == {"arrivals_a_day", "time_in_port", "wait"}
    assert doubts["time_in_port"]["share"][0] > 0.3 > doubts["arrivals_a_day"]["share"][0]


def test_a_port_that_is_another_does_not_hold(steady, tmp_path, capsys):
    folder, words = steady
    logged.written(tmp_path, volume="640/d", scanner=SLOW)
    (tmp_path / "fit.json").write_bytes((folder / "fit" / "fit.json").read_bytes())
    code, told = answer(capsys, "validate", *words[:2], "--fit", str(tmp_path), *FEWEST)
    assert code == 1 and told["verdict"] in ("differs", "refused") and "n_gram" in told["why"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--holdout", "40d"], "are more than the 12 whole days of the record"),
        (["--holdout", "5h"], "is no number of whole days; write e.g. 7d"),
        (["--replications", "2"], "2 are too few for a floor"),
        (["--fit", "nowhere"], "twin calibrate --out nowhere makes it"),
    ],
)
def test_what_cannot_be_judged_is_refused(steady, capsys, more, said):
    _, words = steady
    assert said in refusal(capsys, "validate", *words, *more)


def test_a_fit_that_is_none_and_a_folder_of_two_ports_are_refused(steady, tmp_path, capsys):
    _, words = steady
    (tmp_path / "fit.json").write_text("[]", encoding="utf-8")
    assert "is no fit of twin calibrate" in refusal(capsys, "validate", *words[:2], "--fit", str(tmp_path))
    (tmp_path / "fit.json").write_text('{"data": {"begins": 0, "ends": 0}}', encoding="utf-8")
    assert "has 0 ports; name one" in refusal(capsys, "validate", *words[:2], "--fit", str(tmp_path))


def test_a_change_is_told_with_its_day_and_the_refit_after_it(changed, capsys):
    code, told = answer(capsys, "drift", "--store", changed)
    (one,) = [each for each in told["changes"] if each["kind"] == "service"]
    assert code == 0 and one["station"] == "scanner" and told["days"] == DAYS
    assert one["day"] in ("2026-03-08", "2026-03-09", "2026-03-10") and one["after"] > 1.2 * one["before"]
    assert main(["drift", "--store", changed, "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "scanner" in said and "min" in said
    assert f"next: twin calibrate --store {changed} --from {told['refit_from']}" in said


def test_a_port_that_stayed_as_it_was_has_no_change(steady, capsys):
    _, words = steady
    code, told = answer(capsys, "drift", *words[:2])
    assert code == 0 and told["changes"] == [] and told["refit_from"] is None
    code, told = answer(capsys, "drift", *words[:2], "--to", "2026-03-05")
    assert told["looked_at"] == 0
    assert "is no date; write e.g." in refusal(capsys, "drift", *words[:2], "--from", "March")
    assert "is to be above 0 % and below 100 %" in refusal(capsys, "drift", *words[:2], "--risk", "0%")
