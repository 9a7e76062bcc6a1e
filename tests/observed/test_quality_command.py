"""What `twin quality` and `twin observed` say of a small store."""

import io

import pandas as pd
import pytest
from answering import answer, refusal
from dirtied import week
from recorded import EPOCH, recorded
from recovery import rows_of

from twin.cli import main
from twin.observed.as_run import NoJourneyError, keys_of, recorded_run
from twin.observed.cleaning import clean
from twin.results.measures import reduce
from twin.results.summary import summarise
from twin.show.forms.page import as_html
from twin.show.quality import quality_document

DAY = 86400.0


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The first two days of the recorded month of devices, in a store."""
    folder = tmp_path_factory.mktemp("records")
    rows = pd.read_csv(io.StringIO(rows_of("port_b_devices")), dtype=str)
    rows[rows["received_time"] < "2026-03-04"].to_csv(folder / "log.csv", index=False)
    place = str(folder / "records.db")
    assert main(["import", str(folder / "log.csv"), "--store", place, "--json"]) == 0
    return place


@pytest.fixture(scope="module")
def cleaned():
    events = recorded("port_b_devices")
    return clean(events[events["received"] < EPOCH + 3 * DAY])


def test_quality_tells_scores_clocks_and_repairs(store, capsys, tmp_path):
    capsys.readouterr()
    places = "--out", str(tmp_path), "--figures", str(tmp_path / "figures")
    code, told = answer(capsys, "quality", "--store", store, *places)
    assert code == 0
    assert {path.suffix for path in (tmp_path / "figures").iterdir()} == {".svg", ".pdf", ".png", ".json"}
    assert {row["station"] for row in told["stations"]} >= {"gate_in", "documents", "gate_out"}
    assert 0 < told["score"] < 1
    assert told["repairs"]["clock"] > 100 and told["duplicates_at_the_door"] > 10
    offsets = {row["device"]: row["offset"] for row in told["clocks"]}
    assert offsets["weighbridge-1"] == pytest.approx(40, abs=1)
    assert offsets["scanner-1"] == pytest.approx(-75, abs=1)
    page = (tmp_path / "quality.html").read_text(encoding="utf-8")
    assert "weighbridge-1" in page and "<svg" in page
    repairs = pd.read_parquet(tmp_path / "repairs.parquet")
    assert len(repairs) == sum(told["repairs"].values())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_in_the_language_that_was_asked_for(cleaned, lang):
    page = as_html(quality_document(cleaned, ("records", []), lang))
    assert ("时钟" in page) == (lang == "zh")
    assert page == as_html(quality_document(cleaned, ("records", []), lang))


def test_observed_tells_the_days_that_were_asked_for(store, capsys):
    code, told = answer(capsys, "observed", "--store", store, "--from", "2026-03-03", "--to", "2026-03-03")
    assert code == 0
    assert told["seconds"] == DAY
    kpis = {(row["scope"], row["name"], row["cls"], row["measure"]): row["mean"] for row in told["kpis"]}
    true = week(2)
    came = true.groupby("case")["joined"].min()
    assert kpis["port", "port", "all", "arrived"] == pytest.approx((came >= EPOCH + DAY).sum(), rel=0.02)


def test_the_summary_of_a_record_has_the_waits_of_its_visits(cleaned):
    recorded_month = recorded_run(cleaned)
    kpis = summarise(recorded_month.plan, [reduce(recorded_month.plan, recorded_month.run)]).kpis
    waits = (cleaned.visits["started"] - cleaned.visits["joined"]).groupby(
        cleaned.visits["station"], observed=True
    )
    told = kpis[(kpis["measure"] == "wait_mean") & (kpis["scope"] == "station") & (kpis["cls"] == "all")]
    told = told.set_index("name")["mean"]
    for station, wait in waits.mean().items():
        assert told[station] == pytest.approx(wait, abs=6)
    assert (kpis["measure"] == "time_in_port_mean").any()


def test_a_name_that_is_no_word_of_the_language_has_a_key_and_keeps_its_name(cleaned):
    assert keys_of(["gate_in", "门岗 1"], "station") == {"gate_in": "gate_in", "门岗 1": "station_2"}
    visits = cleaned.visits.assign(
        station=cleaned.visits["station"].cat.rename_categories({"scanner": "扫描 1"}),
        cls=cleaned.visits["cls"].cat.rename_categories({"loaded": "重车"}),
    )
    scenario = recorded_run(cleaned._replace(visits=visits)).scenario
    labels = {station.label.zh for station in scenario.layout.stations.values() if station.label}
    assert "扫描 1" in labels


def test_a_stretch_without_journeys_is_refused(cleaned):
    with pytest.raises(NoJourneyError):
        recorded_run(cleaned, EPOCH - 9 * DAY, EPOCH - 8 * DAY)


def test_what_cannot_be_done_is_refused_with_the_way_out(store, capsys, tmp_path):
    assert "twin import" in refusal(capsys, "quality")
    assert "write e.g. 2026-03-16" in refusal(capsys, "observed", "--store", store, "--from", "soon")
    days = ("--from", "2026-03-03", "--to", "2026-03-02")
    assert "comes before" in refusal(capsys, "observed", "--store", store, *days)
    assert "the records are of" in refusal(capsys, "observed", "--store", store, "--from", "2027-01-01")
    assert "there.db" in refusal(capsys, "quality", "--store", str(tmp_path / "there.db"))
