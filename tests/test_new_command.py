"""`twin new` begins a port that runs at once, and `twin check` tells what of it is still another's."""

from pathlib import Path

import pytest
from answering import answer, refusal
from networks import shipped_ports

from twin.cli import main
from twin.config import compose, names
from twin.model import yaml_text

pytestmark = pytest.mark.usefixtures("folder")
SHIPPED = shipped_ports()


def begun(capsys, *words):
    return answer(capsys, "new", "my_port", "--from", "little_gate", *words)


def files():
    return sorted(path.as_posix() for path in Path().rglob("my_port*") if path.is_file())


def test_a_new_port_has_files_of_its_own_and_runs_at_once(capsys):
    code, told = begun(capsys)
    assert code == 0 and sorted(told["files"]) == files() and len(files()) == 4
    one_day = ["experiment=one_day", "experiment.replications=2", "--no-report"]
    own, other = (answer(capsys, "run", f"layout={name}", *one_day)[1] for name in ("my_port", "little_gate"))
    assert [row["mean"] for row in own["kpis"]] == [row["mean"] for row in other["kpis"]]


SOME = SHIPPED[::4]  # the others are proven: they take three seconds each


@pytest.mark.slow
@pytest.mark.parametrize(
    "source", [pytest.param(name, marks=() if name in SOME else pytest.mark.prove) for name in SHIPPED]
)
def test_any_shipped_port_can_be_begun_from_and_says_the_same(source, capsys):
    code, told = answer(capsys, "new", "my_port", "--from", source)
    assert code == 0
    assert names("peaks", "my_port") == names("peaks", source)
    own, other = (compose([f"layout={name}"]) for name in ("my_port", source))
    assert own.demand == other.demand and own.roster == other.roster and own.policy == other.policy
    assert own.layout.model_copy(update={"about": other.layout.about}) == other.layout
    whose = {row.kind for row in own.ledger if not row.path.startswith("equipment.")}
    assert whose == {"taken over"}


def test_every_value_keeps_the_origin_that_it_has_there(capsys):
    begun(capsys)
    own, other = (
        {row.path: row for row in compose([f"layout={name}"]).ledger} for name in ("my_port", "little_gate")
    )
    length = own["layout.links.in.length"]
    assert (length.kind, length.text) == ("taken over", "S1")
    gate = own["layout.stations.gate.service_time"]
    assert (gate.kind, gate.low, gate.high) == ("taken over", "30 s", "60 s")
    assert list(own) == list(other)


def test_the_new_port_has_a_name_of_its_own_and_no_note_of_the_other(capsys):
    begun(capsys, "--label", "My port: the first")
    about = compose(["layout=my_port"]).layout.about
    assert about.label == ("My port: the first", "My port: the first")
    assert "copy of little_gate" in about.note


def test_what_is_to_be_filled_in_is_told_in_order_the_fullest_place_first(capsys):
    told = begun(capsys)[1]
    loads = [row["load"] for row in told["to_fill_in"]]
    assert loads == sorted(loads, reverse=True) and loads[0] > 0.4
    assert told["to_fill_in"][0]["thing"] == "demand.flows.trucks_in"
    assert told["to_fill_in"][0]["file"] == "layouts/demand/my_port.yaml"
    things = [row["thing"] for row in told["to_fill_in"]]
    assert things.index("layout.stations.gate") < things.index("layout.places.line")


def test_check_tells_what_is_still_taken_over_until_nothing_is(capsys):
    begun(capsys)
    before = answer(capsys, "check", "layout=my_port")[1]
    policy = Path("layouts/policy/my_port.yaml")
    policy.write_text(
        policy.read_text().replace("12 % | taken over assumed 8 % to 20 %", "9 % | counted in May")
    )
    after = answer(capsys, "check", "layout=my_port")[1]
    assert after["taken_over"] == before["taken_over"] - 1
    assert "policy.shares.selected" not in [row["thing"] for row in after["to_fill_in"]]
    for path in files():
        Path(path).write_text(Path(path).read_text().replace("| taken over", "| own count"))
    done = answer(capsys, "check", "layout=my_port")[1]
    assert done["taken_over"] == 0 and done["to_fill_in"] == []


def test_a_port_that_takes_nothing_over_is_not_told_about_it(capsys):
    assert main(["check", "layout=little_gate", "--lang", "en"]) == 0
    assert "taken over" not in capsys.readouterr().out


def test_check_speaks_both_languages(capsys):
    begun(capsys)
    for lang, said in (("zh", "沿用自样例"), ("en", "values are still taken over")):
        assert main(["check", "layout=my_port", "--lang", lang]) == 0
        assert said in capsys.readouterr().out


def test_a_new_port_may_go_to_another_folder(capsys):
    code, told = begun(capsys, "--folder", "elsewhere/deep")
    assert code == 0 and all(path.startswith("elsewhere/deep/layouts") for path in told["files"])
    assert compose(["layout=my_port"], "elsewhere/deep").name == "my_port"


def test_a_port_that_is_laid_over_another_is_taken_over_with_what_it_is_laid_over(capsys):
    Path("layouts/wide_gate.yaml").write_text("defaults: [little_gate]\nstations: {gate: {servers: 4}}\n")
    words = ["demand=little_gate", "roster=little_gate", "policy=little_gate"]
    for section in ("demand", "roster", "policy"):
        Path(f"layouts/{section}/wide_gate.yaml").write_text("defaults: [little_gate]\n")
    assert answer(capsys, "new", "my_port", "--from", "wide_gate")[0] == 0
    assert "defaults" not in yaml_text.read(Path("layouts/my_port.yaml").read_text(), "").tree
    own, other = compose(["layout=my_port"]), compose(["layout=wide_gate", *words])
    assert own.layout.stations == other.layout.stations and own.layout.stations["gate"].servers == 4
    assert {row.kind for row in own.ledger} == {"taken over"}


def test_a_recorded_list_goes_along(capsys):
    Path("layouts/days").mkdir()
    Path("layouts/days/day.csv").write_text("time,class\n1,truck\n")
    flow = "flows:\n  trucks_in: {arrives: recorded, file: days/day.csv}\n"
    Path("layouts/demand/little_gate.yaml").write_text(flow)
    assert begun(capsys, "--folder", "elsewhere")[0] == 0
    assert Path("elsewhere/layouts/days/day.csv").read_text() == "time,class\n1,truck\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["My-Port", "--from", "little_gate"], "small letters, digits and _"),
        (["../up", "--from", "little_gate"], "small letters, digits and _"),
        (
            ["little_gate", "--from", "little_gate"],
            "layouts/little_gate.yaml already, in your folder; take another",
        ),
        (["ganqimaodu_road", "--from", "little_gate"], "a port that is shipped; take another name"),
        (["my_port", "--from", "little_gait"], "did you mean little_gate?"),
        (["my_port"], "say which port to begin with: --from PORT; there is"),
    ],
)
def test_what_cannot_be_begun_is_refused_and_nothing_is_written(capsys, words, said):
    before = {path: path.read_bytes() for path in Path().rglob("*.yaml")}
    assert said in refusal(capsys, "new", *words)
    assert {path: path.read_bytes() for path in Path().rglob("*.yaml")} == before


def test_a_network_is_begun_by_its_ports(capsys):
    Path("layouts/both.yaml").write_text(
        "ports:\n  east: {layout: little_gate}\n  west: {layout: little_gate}\n"
    )
    for section in ("demand", "roster", "policy"):
        Path(f"layouts/{section}/both.yaml").write_text("")
    said = refusal(capsys, "new", "my_port", "--from", "both")
    assert "is made of the ports east, west; begin with one of them" in said


def test_all_that_is_wrong_with_the_names_is_said_at_once(capsys):
    said = refusal(capsys, "new", "My", "--from", "nowhere")
    assert "small letters" in said and "layouts/nowhere.yaml" in said


def test_nothing_stays_of_a_port_that_does_not_compose(capsys):
    Path("layouts/policy/little_gate.yaml").write_text("shares: {selected: 120 %}\n")
    assert "a share is from 0 % to 100 %" in refusal(capsys, "new", "my_port", "--from", "little_gate")
    assert not files()
