"""A question about a store and the service on that store make the same futures of the same instant."""

import gzip
import math

import pytest
from answering import answer, refusal

from twin.commands import demo
from twin.commands.living import model_of
from twin.live.service.joining import parts_of
from twin.model.live import read_settings
from twin.observed.reading.opening import source
from twin.observed.store.importing import Door, bring_in
from twin.observed.store.store import store_for

LINES = 600  # of the day before the demo: a morning
SETTINGS = "{clock: records, futures: 12, ahead: 1 h, step: 15 min}"
ASKED = ("--futures", "12", "--ahead", "1 h", "--step", "15 min")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The store of a morning of the port of the demo."""
    folder = tmp_path_factory.mktemp("morning")
    lines = gzip.decompress(demo.BEFORE.read_bytes()).splitlines(keepends=True)
    (folder / "log.csv").write_bytes(b"".join(lines[:LINES]))
    found = store_for(str(folder / "port.db"), "UTC")
    bring_in(found, source(str(folder / "log.csv")), Door())
    return found, str(folder / "port.db")


@pytest.fixture(scope="module")
def service(store, tmp_path_factory):
    """Instant, and rows of the forecast, of the service."""
    folder = str(tmp_path_factory.mktemp("live"))
    settings = read_settings(SETTINGS, "live.yaml").model_copy(update={"folder": folder})
    parts = parts_of(store[0], settings, model_of((), str(demo.PORT)))
    events = store[0].events()
    present = parts.tracker.present(float(events["received"].max()) + 1.0)  # all of them are heard
    return present.at, parts.ahead(present, (), parts.came(parts.tracker, present.at)).table


def rows(table):
    """Rows to compare: what is no number is none in an answer."""
    return [
        {
            name: None if isinstance(value, float) and math.isnan(value) else value
            for name, value in row.items()
        }
        for row in table.to_dict("records")
    ]


def of_command(capsys, store, at, *words):
    from datetime import UTC, datetime

    when = datetime.fromtimestamp(at, UTC).isoformat()
    return answer(capsys, "forecast", *words, "--store", store[1], "--at", when, *ASKED)[1]["table"]


@pytest.mark.slow
def test_the_command_and_the_service_make_the_same_futures(store, service, capsys):
    at, table = service
    assert of_command(capsys, store, at, "--fit", str(demo.PORT)) == rows(table)


def test_no_port_is_not_forecast(store, capsys):
    assert "write layout=NAME, or --fit DIR" in refusal(capsys, "forecast", "--store", store[1])


def test_a_folder_that_is_no_fit_is_refused(store, capsys, tmp_path):
    told = refusal(capsys, "forecast", "--store", store[1], "--fit", str(tmp_path))
    assert "has no fit.json" in told
