"""Each command on a small port in an empty folder: what it prints, what it writes, and how it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from shutil import copyfile
from types import SimpleNamespace

import pytest
from answering import answer
from examples import ROOT

from twin.cli import INTERRUPTED, REFUSED, main
from twin.commands import NAMES
from twin.commands.telling import headline
from twin.config import compose
from twin.study import oracles

PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=3"]


def test_help_names_every_command(capsys):
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(f"\n  {name} " in printed for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert "--json" in capsys.readouterr().out


def test_an_unknown_command_is_refused_with_the_nearest_one(capsys):
    assert main(["rum"]) == REFUSED
    assert "did you mean run?" in capsys.readouterr().err


def test_an_unknown_option_is_refused_in_the_same_form(capsys):
    assert main(["run", "--fast"]) == REFUSED
    assert capsys.readouterr().err.startswith("twin run\n    ")


def test_all_faults_of_a_scenario_are_said_at_once(folder, capsys):
    wrong = ["layout.stations.gate.servers=0", "layout.stations.bench.servers=two"]
    assert main(["check", "layout=little_gate", *wrong]) == REFUSED
    said = capsys.readouterr()
    assert "layout.stations.gate.servers" in said.err and "layout.stations.bench.servers" in said.err
    assert said.out == ""


def test_findings_with_one_way_out_tell_it_once(folder, capsys):
    assert main(["check", "layout=little_gate", "--all", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert said.count("neither a source nor a range") > 1 == said.count("write value | source")


@pytest.mark.parametrize("warm_up, told", [("6 h", True), ("0 s", False)])
def test_the_head_of_a_run_tells_what_is_not_measured(warm_up, told, folder):
    scenario = compose(["layout=little_gate", f"experiment.warm_up={warm_up}"])
    head = headline(scenario, SimpleNamespace(replications=20, is_new=True), "en")
    assert ("without the first 6\u00a0h" in head) == told


def test_faults_are_told_to_programs_too(folder, capsys):
    code, told = answer(capsys, "check", "layout=little_gait")
    assert code == REFUSED
    assert "did you mean little_gate?" in told["faults"][0]["text"]


def test_list_tells_the_users_own_port_first_and_those_that_are_shipped(folder, capsys):
    code, told = answer(capsys, "list", "layouts")
    origin = {one["name"]: one["origin"] for one in told["layouts"]}
    assert code == 0
    assert origin["little_gate"] == "here" and origin["ganqimaodu_road"] == "shipped"


def test_check_tells_what_the_port_has(folder, capsys):
    code, told = answer(capsys, "check", "layout=little_gate")
    assert code == 0
    assert told["has"]["stations"] == 2


def test_year_writes_design_days_that_run_as_peaks(folder, capsys):
    words = ["layout=little_gate", "experiment=one_day"]
    code, told = answer(capsys, "year", *words, "experiment.horizon=14 d", "--write")
    assert code == 0
    assert [one["name"] for one in told["design"]] == ["day_p95", "hour_30", "hour_100"]
    assert told["figures"]["K30"] == told["figures"]["hour_30"] / told["figures"]["aadt"]
    assert [Path(file).exists() for file in told["files"]] == [True] * 3
    code, ran = answer(capsys, "run", *words, "peak=day_p95", "--no-report")
    came = [row["mean"] for row in ran["kpis"] if (row["scope"], row["measure"]) == ("port", "arrived")]
    assert (code, came) == (0, [told["design"][0]["came"]])
    assert main(["year", *words, "--write"]) == REFUSED
    assert "add --force to write over it" in capsys.readouterr().err


def test_year_wants_a_port(folder, capsys):
    assert main(["year"]) == REFUSED
    assert "name the port" in capsys.readouterr().err


def test_preview_counts_visits_before_any_run(folder, capsys):
    code, told = answer(capsys, "preview", "layout=little_gate", "experiment=one_day")
    visits = {row["station"]: row["visits_per_day"] for row in told["stations"] if row["kind"] == "station"}
    assert code == 0
    assert visits == pytest.approx({"gate": 400.0, "bench": 48.0})


def test_a_run_without_visits_tells_the_same_means_and_no_causes(folder, capsys):
    told, known = (answer(capsys, "run", *PORT, word)[1] for word in ("--aggregate", "--no-report"))
    assert told["outputs"] != known["outputs"]
    assert told["why"] == [] and told["report"] is None
    mean = {
        name: [row["mean"] for row in one["kpis"] if row["measure"] == "time_in_port_mean"]
        for name, one in (("told", told), ("known", known))
    }
    assert mean["told"] == pytest.approx(mean["known"], rel=1e-9)


def test_a_run_is_kept_and_found_again(folder, capsys):
    code, first = answer(capsys, "run", *PORT, "--no-report")
    assert code == 0 and Path(first["outputs"], "manifest.json").is_file()
    again = answer(capsys, "run", *PORT, "--no-report")[1]
    assert again == first
    other = answer(capsys, "run", *PORT, "--no-report", "experiment.seed=2")[1]
    assert other["outputs"] != first["outputs"]


def test_a_run_says_its_numbers_its_bottleneck_its_ledger_and_what_is_next(folder, capsys):
    assert main(["run", *PORT, "--no-report", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert all(word in printed for word in ("truck", "bottleneck", "assumed", "outputs/", "next: twin why"))


def test_both_engines_give_the_same_numbers(folder, capsys):
    kernel, reference = (
        answer(capsys, "run", *PORT, "--no-report", "--engine", engine)[1]
        for engine in ("kernel", "reference")
    )
    assert kernel["kpis"] == reference["kpis"]


def test_why_shares_sum_to_one(folder, capsys):
    code, told = answer(capsys, "why", *PORT)
    assert code == 0
    assert sum(row["share"] for row in told["why"]) == pytest.approx(1.0)


def test_levers_tells_of_each_scenario_what_it_does_or_why_it_does_not_apply(folder, capsys):
    code, told = answer(capsys, "levers", *PORT, "quick_gate", "agv")
    assert code == 0
    quick, agv = told["cells"]
    assert (quick["lever"], quick["port"], quick["reason"], quick["own"]) == (
        "quick_gate", "little_gate", "", None,
    )  # fmt: skip
    assert quick["time"]["name"] == "trucks_in" and quick["time"]["value"] < 0
    assert agv["time"] is None and "has no station that does agv_gate" in agv["reason"]


def test_levers_writes_a_page_with_a_row_a_lever_and_a_column_a_port(folder, capsys):
    assert main(["levers", *PORT, "quick_gate", "agv", "--markdown", "page.md"]) == 0
    page = Path("page.md").read_text("utf-8")
    assert "| task | lever | `little_gate` |" in page
    assert page.count("\n| ") == 4 and "| does not apply |" in page
    assert "- `agv` on little_gate: the port has no station that does agv_gate" in page
    assert capsys.readouterr().out.startswith("page.md")


def test_levers_refuses_a_scenario_that_is_not_there(folder, capsys):
    code, told = answer(capsys, "levers", *PORT, "quick_gait")
    assert code == REFUSED and "did you mean quick_gate?" in told["faults"][0]["text"]


def test_compare_holds_each_combination_against_the_base(folder, capsys):
    code, told = answer(capsys, "compare", *PORT, "base", "quick_gate", "scenario.quick_gate.with.more=2")
    assert code == 0
    assert list(told["scenarios"]) == ["base", "quick_gate"]
    waits = [row for row in told["differences"] if (row["scope"], row["measure"]) == ("port", "wait_mean")]
    assert all(row["difference"] < 0 for row in waits)


def test_compare_takes_a_sweep(folder, capsys):
    code, told = answer(capsys, "compare", *PORT, "layout.stations.bench.servers=3,4")
    assert code == 0
    assert list(told["scenarios"]) == ["layout.stations.bench.servers=3", "layout.stations.bench.servers=4"]


def test_diff_tells_what_a_scenario_changes(folder, capsys):
    code, told = answer(capsys, "diff", "layout=little_gate", "base", "quick_gate")
    changed = {one["path"]: one["after"] for one in told["differences"]["quick_gate"]}
    assert code == 0
    assert set(changed) == {"layout.stations.gate.service_time", "layout.stations.bench.servers"}


def test_edit_writes_a_scenario_that_can_be_named(folder, capsys):
    code, told = answer(capsys, "edit", "third_lane", "layout=little_gate", "layout.stations.gate.servers+=1")
    assert code == 0 and Path(told["file"]).is_file()
    changed = answer(capsys, "diff", "layout=little_gate", "third_lane")[1]["differences"]["third_lane"]
    assert [one["path"] for one in changed] == ["layout.stations.gate.servers"]


def test_an_edit_can_put_a_new_thing_among_others(folder, capsys):
    night = "+layout.pools.night_crew={agency: operator, size: 2}"
    assert main(["edit", "with_nights", PORT[0], night]) == 0
    assert "add:" in (folder / "scenarios" / "with_nights.yaml").read_text(encoding="utf-8")
    pools = compose([PORT[0], "scenario=with_nights"]).layout.pools
    assert pools == compose([PORT[0], night]).layout.pools and "night_crew" in pools
    assert main(["check", PORT[0], "scenario=with_nights", night]) == 2
    assert "is there already" in capsys.readouterr().err


def test_an_edit_that_is_refused_leaves_nothing_behind(folder, capsys):
    assert main(["edit", "bad", "layout=little_gate", "layout.stations.gait.servers+=1"]) == REFUSED
    assert sorted(path.name for path in Path("scenarios").iterdir()) == ["quick_gate.yaml"]
    assert main(["edit", "quick_gate", "layout=little_gate", "layout.stations.gate.servers=9"]) == REFUSED
    assert "bench" in Path("scenarios/quick_gate.yaml").read_text()


@pytest.mark.slow
def test_verify_says_that_the_engines_agree(folder, capsys, monkeypatch, tmp_path):
    # A few of the oracles: that all of them hold is proved where the engines are.
    few = tmp_path / "few"
    few.mkdir()
    for name in ("a06", "f02", "g01", "p03"):
        copyfile(oracles.shipped() / f"{name}.yaml", few / f"{name}.yaml")
    monkeypatch.setattr(oracles, "shipped", lambda: few)
    code, told = answer(capsys, "verify", *PORT, "--models", "10")
    assert code == 0 and told["holds"]
    assert told["oracles"]["passed"] == told["oracles"]["tried"] > 10
    assert told["models"] == 10 and any(told["constructs"].values()) and told["versions"]["numba"]


@pytest.mark.slow
def test_report_is_one_page_in_either_language(folder, capsys):
    for lang, title in (("en", '<html lang="en"'), ("zh", '<html lang="zh')):
        code, told = answer(capsys, "report", *PORT, "--no-3d", "--lang", lang)
        assert code == 0
        assert title in Path(told["report"]).read_text(encoding="utf-8")


def test_doctor_finds_what_is_needed(folder, capsys):
    code, told = answer(capsys, "doctor", "--no-graphics")
    assert code == 0
    assert not [finding for finding in told["findings"] if finding["state"] == "missing"]


@pytest.mark.slow
def test_an_interrupt_keeps_what_has_ended_and_nothing_half_written(folder):
    many = [word for word in PORT if "replications" not in word] + ["experiment.replications=50000"]
    command = [sys.executable, "-m", "twin", "run", *many]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    # Started in the background, tests may have been told to ignore it, and so would what they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        command, cwd=folder, env=surroundings, stderr=subprocess.PIPE, start_new_session=True
    )
    begun = time.monotonic()
    while not list(folder.glob("outputs/*/parts/*/*.part")) and time.monotonic() - begun < 120:
        time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[1].decode()
    assert running.returncode == INTERRUPTED
    assert "interrupted; what had ended is kept" in said
    assert list(folder.glob("outputs/*/parts/*/*.part"))
    assert not list(folder.glob("outputs/*/*/manifest.json"))
