"""A log that is made is what its truth says, and each fault of its devices is there as told."""

import gzip
import io
import json

import logged
import numpy as np
import pandas as pd
import pytest
from answering import answer, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.calibrate.synth import log as logs
from twin.calibrate.synth.devices import messages_of, plates, port_of
from twin.calibrate.synth.faults import by_default, no_faults, read_faults
from twin.calibrate.synth.laws import moments
from twin.calibrate.synth.shared import journeys, shared, singled_out, sizes
from twin.model.errors import ScenarioError
from twin.model.law import read_law
from twin.plan.draws import quantile
from twin.plan.laws import row_of

DAYS = 3
LITTLE = ["layout=little_gate", "--days", "2"]


@pytest.fixture(scope="module")
def made():
    return logs.made(logged.scenario(days=DAYS), DAYS)


@pytest.fixture(scope="module")
def port(made):
    return port_of(made.scenario, made.visits)


def table(files, name="log.csv.gz"):
    return pd.read_csv(io.BytesIO(gzip.decompress(files[name])), dtype=str, keep_default_na=False)


def heard(made, text):
    """The messages and the truth under the faults of a text, and no others."""
    files = logs.device_files(made, lambda port, drawn: read_faults(text, port, no_faults()))
    return table(files), json.loads(files["log.truth.json"])


def seconds(times):
    return pd.to_datetime(times, utc=True).to_numpy("datetime64[ms]").astype("int64") / 1000


def test_the_class_of_everyone_is_known_somewhere_also_of_those_who_pass_no_clerk(made, port):
    some = made.visits[made.visits["case"] % 2 == 0]  # the work of a station is what makes it know
    desk = some["station"].unique()[-1]
    for does in (port.does, port.does | {desk: "document_check"}):
        sent = messages_of(made.visits, port._replace(does=does), np.random.default_rng(1))
        told = sent[sent["vehicle_class"] != ""]
        assert set(told["case"]) == set(made.visits["case"])
        assert (told["vehicle_class"] == told["cls"]).all()


def test_a_clean_log_has_the_columns_and_the_visits_of_the_port(made):
    rows = table(logs.clean_files(made))
    assert list(rows) == [
        "case_id", "vehicle_class", "activity", "resource", "arrival_time", "start_time", "end_time",
    ]  # fmt: skip
    assert len(rows) == len(made.visits) and rows["case_id"].nunique() == made.truth["kpi"]["cases"]
    joined, started, ended = (seconds(rows[f"{name}_time"]) for name in ("arrival", "start", "end"))
    assert (joined <= started).all() and (started <= ended).all()
    assert rows["start_time"].str.endswith("Z").all() and rows["arrival_time"].min() >= "2026-03-02"


def test_the_truth_is_the_scenario_in_numbers(made):
    truth = made.truth
    assert truth["service"]["scanner"] == {"*": [9.5, 0.35, "gamma"]}
    assert truth["service"]["documents"]["loaded"] == [8.5, 0.6, "lognormal"]
    assert truth["servers"]["documents"] == {"00-07": 2, "07-21": 5, "21-24": 3}
    assert truth["servers"]["inspection"] == 5
    assert truth["routing"]["loaded"]["weighbridge"]["scanner"] == pytest.approx(0.24, abs=0.02)
    assert truth["routing"]["empty"]["gate_out"] == {"EXIT": 1.0}
    loaded = truth["arrivals_per_hour"]["loaded"]
    assert "weekend" not in loaded  # Monday to Wednesday
    assert sum(loaded["weekday"]) == pytest.approx(420 * 0.65, rel=1e-6)
    assert loaded["weekday"][8] / loaded["weekday"][0] == pytest.approx(9.0)


def test_a_way_that_nobody_serves_is_no_station_but_travel(made):
    assert "road" not in set(made.visits["station"])
    assert made.truth["travel_min"]["mean"] == pytest.approx(1.5, rel=0.1)


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others():
    one, again, other = (logs.made(logged.scenario(days=1, seed=seed), 1) for seed in (1, 1, 2))
    assert logs.device_files(again) == logs.device_files(one)
    assert logs.clean_files(other)["log.csv.gz"] != logs.clean_files(one)["log.csv.gz"]


def test_without_faults_every_time_is_heard_once_and_right(made):
    rows, truth = heard(made, "")
    entries = made.visits.groupby("case").size().shape[0]
    assert len(rows) == truth["messages"] == 2 * len(made.visits) + entries
    assert (rows["event_time"] == rows["received_time"]).all()
    assert not rows.duplicated(["device_id", "seq"]).any() and (rows["rfid"] == "").all()
    behind = table(logs.device_files(made), "log.truth.csv.gz")
    assert set(rows["plate"]) == set(behind["plate"])


def test_a_clock_is_ahead_drifts_and_is_set_again_as_the_file_says(made):
    text = "clock_skew_s: {weighbridge-1: 40}\nclock_drift_s_per_day: {weighbridge-1: 6}\n"
    rows, truth = heard(made, text + "clock_reset_day: {weighbridge-1: 1}")
    own = rows[rows["device_id"] == "weighbridge-1"]
    day = (seconds(own["received_time"]) - made.epoch) / 86400
    ahead = seconds(own["event_time"]) - seconds(own["received_time"])
    assert np.allclose(ahead, 40 + 6 * np.where(day >= 1, day - 1, day), atol=0.002)
    others = rows[rows["device_id"] != "weighbridge-1"]
    assert (others["event_time"] == others["received_time"]).all()
    assert truth["dirt"]["clock_skew_s"] == {"weighbridge-1": 40}


def test_a_device_in_another_zone_is_so_on_the_days_told(made):
    rows, _ = heard(made, "timezone_bug: {device: gate_out-1, days: [1], shift_min: -60}")
    shift = seconds(rows["event_time"]) - seconds(rows["received_time"])
    day = (seconds(rows["received_time"]) - made.epoch) // 86400
    is_wrong = (rows["device_id"] == "gate_out-1").to_numpy() & (day == 1)
    assert is_wrong.any() and (shift[is_wrong] == -3600).all() and (shift[~is_wrong] == 0).all()


@pytest.mark.parametrize("kind", ["start", "end"])
def test_messages_are_lost_in_the_share_told(made, kind):
    rows, _ = heard(made, f"lost: {{{kind}: 0.1}}")
    left = (rows["event_type"] == kind).sum() / len(made.visits)
    assert left == pytest.approx(0.9, abs=0.03)
    other = "end" if kind == "start" else "start"
    assert (rows["event_type"] == other).sum() == len(made.visits)


def test_repeated_messages_keep_their_sequence_and_some_their_number(made):
    rows, _ = heard(made, "duplicates: {share: 0.1, same_msg_id: 0.5}")
    again = rows[rows.duplicated(["device_id", "seq"])]
    assert len(again) / (len(rows) - len(again)) == pytest.approx(0.1, abs=0.02)
    assert rows["msg_id"].duplicated().sum() / len(again) == pytest.approx(0.5, abs=0.1)


def test_plates_are_unread_and_misread_by_cameras_only(made):
    rows, _ = heard(made, "plate: {unread: 0.1, misread: 0.2, typo_at_documents: 0, rfid_share: 0.5}")
    known = set(table(logs.device_files(made), "log.truth.csv.gz")["plate"])
    camera = rows[rows["station"].isin(["gate_in", "gate_out"])]
    assert (camera["plate"] == "").mean() == pytest.approx(0.1, abs=0.03)
    assert (~camera["plate"].isin(known | {""})).mean() == pytest.approx(0.2, abs=0.03)
    assert rows[~rows["station"].isin(["gate_in", "gate_out"])]["plate"].isin(known).all()
    assert (camera["rfid"] != "").mean() == pytest.approx(0.5, abs=0.1)


def test_an_outage_silences_its_station_for_so_long(made):
    rows, _ = heard(made, "outage: {station: documents, from_day: 1.4, hours: 3}")
    hours = (seconds(rows["event_time"]) - made.epoch) / 3600
    silent = (hours >= 33.6) & (hours < 36.6)
    assert silent.any() and not (rows["station"][silent] == "documents").any()
    assert (rows["station"][~silent] == "documents").sum() > 0


def test_times_written_by_hand_are_round(made):
    rows, _ = heard(made, "hand_entered: {station: inspection, rounded_to_min: 5, share: 0.5}")
    is_round = seconds(rows["event_time"]) % 300 == 0
    own = (rows["station"] == "inspection").to_numpy()
    assert is_round[own].mean() == pytest.approx(0.5, abs=0.12)
    assert is_round[~own].mean() < 0.001


def test_late_messages_come_after_what_happened_since(made):
    rows, _ = heard(made, "late: {mean_s: 2, store_and_forward_share: 0.1, store_and_forward_min: [10, 60]}")
    late = seconds(rows["received_time"]) - seconds(rows["event_time"])
    assert (late >= -0.002).all() and (late > 600).mean() == pytest.approx(0.1, abs=0.02)
    assert (np.diff(seconds(rows["received_time"])) >= 0).all()
    assert (np.diff(seconds(rows["event_time"])) < 0).any()


def test_rubbish_rows_are_as_many_as_told(made):
    rows, _ = heard(made, "rubbish: 0.02")
    kinds = {"arrive", "start", "end"}
    strange = ~rows["event_type"].isin(kinds) | rows["station"].isin(["???", "test"])
    strange |= (rows["device_id"] == "???") | ~rows["event_time"].str.startswith("2026")
    assert strange.mean() == pytest.approx(0.02, abs=0.006)


def test_by_default_a_port_has_every_kind_of_fault(port):
    drawn = by_default(port, 28, 1)
    assert drawn.clock_skew_s and drawn.timezone_bug and drawn.outage["station"] == "gate_in"
    assert drawn.hand_entered["station"] == "inspection"
    assert not set(drawn.clock_skew_s) & {"gate_in-1", "gate_in-2", "gate_in-approach"}
    assert by_default(port, 28, 1) == drawn != by_default(port, 28, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rubish: 0.1", "there is no fault rubish; did you mean rubbish?"),
        ("rubbish: 2", "is not a number from 0 to 1"),
        ("lost: 0.02", "wants its parts, as {share: 0.02}, or none"),
        ("lost: {begin: 0.1}", "there is no part begin"),
        ("clock_skew_s: {scaner-1: 40}", "there is no device scaner-1; did you mean scanner-1?"),
        ("clock_skew_s: {scanner-1: soon}", "is not a number"),
        ("outage: {station: hall, from_day: 1, hours: 2}", "there is no station hall"),
        ("outage: {station: scanner}", "is not said; say it, or write none for the fault"),
        ("late: {store_and_forward_min: [3]}", "is the least and the most, as [10, 60]"),
        ("- 3", "fault: value belongs here, e.g. rubbish: 0.002"),
        ("a: [", "the file is no YAML"),
    ],
)
def test_a_file_of_faults_is_refused_with_its_place_and_the_way_out(port, text, said):
    with pytest.raises(ScenarioError) as caught:
        read_faults(text, port, no_faults())
    assert said in str(caught.value)


def test_a_fault_is_taken_out_by_the_word_none(port):
    assert read_faults("rubbish: none\nlost: none", port, by_default(port, 28, 1)).lost == {}


def test_plates_are_all_different():
    assert len(set(plates(5000, np.random.default_rng(1)))) == 5000


@pytest.mark.parametrize(
    "text",
    [
        "constant 20 s", "exponential mean 20 s", "uniform 5 s to 20 s", "triangular 1 s 5 s 20 s",
        "erlang mean 20 s stages 3", "normal mean 20 s cv 80 %", "lognormal mean 20 s cv 60 %",
        "gamma mean 20 s cv 60 %", "weibull mean 20 s cv 60 %",
    ],
)  # fmt: skip
def test_the_moments_of_a_law_are_those_of_what_is_drawn_from_it(text):
    law = read_law(text, {})
    kind, p, q, r, nodes = row_of(law)
    n = len(nodes) // 2
    u = (np.arange(20_000) + 0.5) / 20_000
    drawn = np.array([quantile(kind, 0, n, p, q, r, np.array(nodes or (0.0,)), one) for one in u])
    mean, cv = moments(law)
    assert drawn.mean() == pytest.approx(mean, rel=0.002)
    assert drawn.std() / drawn.mean() == pytest.approx(cv, rel=0.01, abs=1e-9)


def test_from_its_day_on_a_change_is_in_the_log_and_in_the_truth():
    slower = logged.scenario(days=DAYS, scanner={"service_time": "gamma mean 19 min cv 35 %"})
    log = logs.made(logged.scenario(days=DAYS), DAYS, logs.Change(1, "scanner", slower))
    scans = log.visits[log.visits["station"] == "scanner"]
    took = (scans["ended"] - scans["started"]) / 60
    came = log.visits.groupby("case")["joined"].transform("min").loc[scans.index]
    assert took[came < 86400].mean() == pytest.approx(9.5, rel=0.15)
    assert took[came >= 86400].mean() == pytest.approx(19, rel=0.15)
    assert log.truth["change"]["after"]["service"]["scanner"] == {"*": [19.0, 0.35, "gamma"]}


def test_the_command_writes_a_log_and_says_what_to_do_with_it(folder, capsys):
    code, told = answer(capsys, "synth", *LITTLE, "--out", "log", "--form", "devices")
    assert code == 0 and told["cases"] > 100
    written = {path.name for path in (folder / "log").iterdir()}
    assert written == {"log.csv.gz", "log.truth.json", "log.truth.csv.gz"}
    rows = pd.read_csv(folder / "log" / "log.csv.gz", dtype=str)
    assert rows["event_time"].str.endswith("+08:00").all()


def few_journeys(kinds):
    """Visits of (class, stations, number) journeys, one an hour."""
    rows = []
    for cls, stations, number in kinds:
        for _ in range(number):
            case = rows[-1][0] + 1 if rows else 0
            rows += [(case, cls, name, 1, case * 3600.0 + i, i) for i, name in enumerate(stations)]
    frame = pd.DataFrame(rows, columns=["case", "cls", "station", "server", "joined", "visit"])
    return frame.assign(started=frame["joined"], ended=frame["joined"] + 1)


def test_in_a_log_to_share_nobody_is_singled_out_by_class_and_route():
    visits = few_journeys([("truck", "ab", 9), ("tanker", "ab", 2), ("bus", "ab", 2), ("truck", "abc", 3)])
    left, report = shared(visits, 4)
    kinds = journeys(left).groupby(["cls", "route"]).size().to_dict()
    assert kinds == {("truck", "a > b"): 9, ("other", "a > b"): 4}
    assert (report["without_class"], report["left_out"], report["journeys"]) == (4, 3, 13)
    assert report["privacy"]["least_alike"] == {"before": 2, "after": 4}
    assert report["similarity"]["routes"] == pytest.approx(13 / 16)
    # One an hour: whoever knows the hour knows the truck, and that is told.
    assert report["privacy"]["singled_out_by_class_route_and_hour"] == {"before": 1, "after": 1}


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.sampled_from("xyz"), st.sampled_from(["a", "ab", "ba"]), st.integers(1, 9)), max_size=8
    ),
    st.integers(1, 12),
)
def test_of_those_who_stay_each_has_as_many_like_it_as_asked(kinds, k):
    visits = few_journeys(kinds)
    left, report = shared(visits, k)
    found = journeys(left)
    assert (sizes(found) >= k).all() and report["journeys"] == len(found)
    assert report["journeys"] + report["left_out"] == visits["case"].nunique()
    if k > 1:
        assert singled_out(found) == 0


def test_a_log_to_share_is_written_with_its_scores(folder, capsys):
    code, told = answer(capsys, "synth", *LITTLE, "--out", "log", "--privacy", "20")
    assert code == 0 and told["privacy"]["privacy"]["least_alike"]["after"] >= 20
    assert json.loads((folder / "log" / "log.privacy.json").read_text())["k"] == 20
    assert told["cases"] == told["privacy"]["journeys"]
    assert "leaves nobody" in refusal(capsys, "synth", *LITTLE, "--privacy", "100000")


def test_a_change_that_is_none_and_faults_without_devices_are_refused(folder, capsys):
    assert "it is a day from 1 to 1 and a word" in refusal(capsys, "synth", *LITTLE, "--change", "soon")
    assert "ask for --form devices" in refusal(capsys, "synth", *LITTLE, "--faults", "none")
    assert "cannot be read" in refusal(capsys, "synth", *LITTLE, "--form", "devices", "--faults", "no.yaml")
