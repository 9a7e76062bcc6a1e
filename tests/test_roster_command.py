"""`twin roster` on the small port: lanes, shifts, a lever that does the same, and what it refuses."""

import numpy as np
from answering import answer, refusal

from twin.cli import main
from twin.config import compose
from twin.plan.compile import compile_plan
from twin.study.answered import answers
from twin.study.rostering.writing import with_roster

PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=3"]
LONG = ["--promise", "P(wait > 20 min) <= 40 %"]


def test_a_roster_is_written_as_a_lever_that_does_the_same(folder, capsys):
    words = ["--station", "bench,gate", "--target", "wait_mean <= 600", "--write", "by_load"]
    code, told = answer(capsys, "roster", *PORT, *words)
    assert code == 0
    assert {row["crew"] for row in told["hours"]} == {"officers", "gate"}
    assert told["check"] == "target" and told["file"] == "scenarios/by_load.yaml"
    base, changed = compose(PORT), compose([*PORT, "scenario=by_load"])
    lanes = {name: changed.roster.shifts[name] for name in ("gate", "officers")}
    again = with_roster(base, day_of_hours(base), {name: by_hour(shifts) for name, shifts in lanes.items()})
    assert compile_plan(again).arrays.calendar.tobytes() == compile_plan(changed).arrays.calendar.tobytes()
    paid = {row["crew"]: row["paid"] for row in told["hours"]}
    shown = {row["crew"]: 0.0 for row in told["shifts"]}
    for row in told["shifts"]:
        shown[row["crew"]] += row["hours"]
    assert shown == paid
    outcome = {(row["measure"], row["name"]): row for row in told["outcome"]}
    assert outcome["wait_mean", ""]["replications"] == 3


def day_of_hours(scenario):
    from twin.study.rostering.day import day_of

    return day_of(scenario, 3600.0)


def by_hour(shifts):
    """[hour] how many are on duty by shifts of whole hours."""
    out = np.zeros(24, int)
    for shift in shifts.values():
        for hours in shift.hours:
            out[np.arange(hours.start // 3600, hours.end // 3600) % 24] += shift.size
    return out


def test_the_roster_is_kept_for_a_report_and_ends_with_the_next_command(folder, capsys):
    assert main(["roster", *PORT, "--station", "gate", *LONG, "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "班次" in out and out.splitlines()[-1].startswith("下一步")
    kept = answers(compose(PORT))["roster"]
    assert kept.question["promise"] == LONG[1]
    assert set(kept.tables) == {"lanes", "shifts", "hours", "outcome"}
    assert len(kept.tables["lanes"]) == 24


def test_the_page_shows_the_lanes_and_says_what_is_assumed(folder, capsys):
    from types import SimpleNamespace

    from twin.show.pages.roster import page

    main(["roster", *PORT, "--station", "gate", *LONG, "--per", "30 min", "--lang", "en"])
    capsys.readouterr()
    scenario = compose(PORT)
    for lang in ("en", "zh"):
        section = page(SimpleNamespace(scenario=scenario, lang=lang, studies=answers(scenario)))
        kinds = [block.block for block in section.blocks]
        assert kinds.count("table") == 4 and kinds.count("picture") == 1
    section = page(SimpleNamespace(scenario=scenario, lang="en", studies={}))
    assert section.blocks[0].block == "missing" and "twin roster" in section.blocks[0].because
    assert len(answers(scenario)["roster"].tables["lanes"]) == 48


def test_without_a_station_the_fullest_is_named(folder, capsys):
    assert "--station bench" in refusal(capsys, "roster", *PORT)


def test_all_that_is_wrong_is_said_at_once(folder, capsys):
    words = ["--station", "gate", "--promise", "soon", "--per", "7 h", "--target", "p95 truck"]
    told = refusal(capsys, "roster", *PORT, *words, "--shifts", "none.yaml")
    for text in ("no promise; write", "a whole number of slots", "has no bound", "there is no such file"):
        assert text in told


def test_a_promise_that_the_lanes_there_are_cannot_keep_is_refused(folder, capsys):
    told = refusal(capsys, "roster", *PORT, "--station", "gate", "--promise", "P(wait) <= 1 %")
    assert "layout.stations.gate.servers" in told and "are needed at 08:00" in told


def test_a_night_that_no_shift_covers_is_refused(folder, capsys):
    (folder / "shifts.yaml").write_text('late: {starts: "14:00", length: 8 h}\n', encoding="utf-8")
    told = refusal(capsys, "roster", *PORT, "--station", "gate", *LONG, "--shifts", "shifts.yaml")
    assert "no shift covers 08:00, 09:00" in told


def test_a_scenario_is_not_written_over(folder, capsys):
    told = refusal(capsys, "roster", *PORT, "--station", "gate", *LONG, "--write", "quick_gate")
    assert "is there already" in told
