"""One command shows a live port: it begins, plays a day, tells, and leaves nothing behind."""

import gzip
import json
import os
import re
import signal
import subprocess
import tempfile

import pytest
from asking import ask
from running import ENVIRONMENT, TWIN, until

from twin.commands import demo
from twin.commands.living import model_of
from twin.live.state.known import read_known
from twin.model.live import read_settings


def test_the_port_of_the_demo_is_there_with_settings_and_records():
    settings = read_settings(demo.SETTINGS, "demo")
    assert settings.clock == "records" and settings.alerts
    assert all(gzip.decompress(log.read_bytes()).startswith(b"msg_id,") for log in (demo.BEFORE, demo.DAY))
    known = read_known(demo.PORT / "fit.json")
    assert known.stations == ("gate_in", "papers", "scanner", "gate_out")
    assert model_of((), demo.PORT).port.station("scanner") == "scanner"


@pytest.mark.prove
def test_the_demo_shows_a_state_and_ends_when_it_is_asked_to(tmp_path):
    line = [*TWIN, "demo", "--speed", "600", "--json"]
    how = {**ENVIRONMENT, "TMPDIR": str(tmp_path)}
    with open(tmp_path / "out", "w+") as out, open(tmp_path / "story", "w") as story:
        running = subprocess.Popen(line, cwd=tmp_path, env=how, stdout=out, stderr=story)
        try:
            shown = tmp_path / "out"
            until(lambda: running.poll() is not None or shown.read_text().count("\n") > 1)
            assert running.poll() is None, (tmp_path / "story").read_text()
            state = json.loads(shown.read_text().splitlines()[0])["state"]
            page = re.search(r"on the page: (http\S+?)/#/live/(\w+)", (tmp_path / "story").read_text())
            assert ask(f"{page[1]}/v1/live/{page[2]}/state")[1]["answer"]["number"]["mean"] >= 0
            assert ask(f"{page[1]}/v1/ports/{page[2]}/ground")[0] == 200
            running.send_signal(signal.SIGTERM)
            assert running.wait(30) == 0
        finally:
            running.kill()
    assert {row["station"] for row in state["stations"]} == {"gate_in", "papers", "scanner", "gate_out"}
    assert state["number"]["mean"] >= 0
    assert not [name for name in os.listdir(tmp_path) if name.startswith("twin-demo-")]


@pytest.mark.prove
def test_without_a_broker_the_demo_posts(tmp_path):
    line = [*TWIN, "demo", "--speed", "0", "--to-time", "2026-03-24T06:10"]
    how = {**ENVIRONMENT, "PATH": tempfile.gettempdir()}
    program = (
        "import sys; from twin.commands import demo; demo.program = lambda: None; "
        "from twin.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    ran = subprocess.run(
        [TWIN[0], "-c", program, *line[3:]], cwd=tmp_path, env=how, capture_output=True, text=True, timeout=90
    )
    assert ran.returncode == 0, ran.stderr
    assert "mosquitto" in ran.stderr and "gate_in" in ran.stdout
