"""The planner's page answers what may be asked, runs jobs that can be stopped, and lets nothing else in."""

import http.client
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving_page import ended, served

from twin.web.desk.questions import LONG, QUICK, NotAskedError, question

pytestmark = pytest.mark.slow
PORT = ["layout=little_gate", "experiment=one_day", "experiment.replications=2"]


def test_the_ports_are_listed_and_one_has_its_card(page):
    status, told = page.send("POST", "/v1/ask", {"command": "list"})
    assert status == 200 and "little_gate" in {one["name"] for one in told["layouts"]}
    status, card = page.send("POST", "/v1/ask", {"command": "show", "words": ["layout", "little_gate"]})
    assert status == 200 and card["stations"]


def test_a_fault_is_told_with_its_path_and_the_way_out(page):
    status, told = page.send("POST", "/v1/ask", {"command": "check", "words": ["layout=litle_gate"]})
    assert status == 422 and "little_gate" in told["detail"][0]["text"]


def test_a_job_runs_and_its_answer_and_page_are_given(page):
    status, job = page.send(
        "POST", "/v1/jobs", {"command": "view", "words": PORT, "options": [["--at", "10:30"]]}
    )
    assert status == 202 and page.outcome(job)["state"] == "done"
    answer = page.send("GET", f"/v1/jobs/{job['name']}/answer")[1]
    assert answer["at"].endswith("10:30:00")
    assert page.send("GET", f"/v1/jobs/{job['name']}/files")[1] == ["replay.html"]
    assert b"<canvas" in page.send("GET", f"/v1/jobs/{job['name']}/files/0")[1]
    assert page.send("GET", f"/v1/jobs/{job['name']}/files/1")[0] == 404


def test_a_job_that_is_refused_says_why(page):
    job = page.send("POST", "/v1/jobs", {"command": "run", "words": ["layout=nowhere"]})[1]
    assert page.outcome(job)["state"] == "refused"
    faults = page.send("GET", f"/v1/jobs/{job['name']}/answer")[1]["faults"]
    assert "nowhere" in json.dumps(faults)


def test_a_job_can_be_stopped_and_others_go_on(page):
    long = [*PORT[:2], "experiment.replications=100000"]
    first = page.send("POST", "/v1/jobs", {"command": "run", "words": long})[1]
    second = page.send("POST", "/v1/jobs", {"command": "why", "words": PORT})[1]
    assert page.send("DELETE", f"/v1/jobs/{first['name']}")[0] == 200
    assert page.outcome(first)["state"] == "stopped"
    assert page.outcome(second)["state"] == "done"


def test_two_who_write_one_scenario_do_not_undo_each_other(page):
    words = ["layout=little_gate", "layout.stations.bench.servers=3"]
    status, first = page.send("PUT", "/v1/scenarios/more", {"words": words})
    assert status == 200 and (page.folder / "scenarios" / "more.yaml").is_file()
    assert page.send("GET", "/v1/scenarios/more")[1]["mark"] == first["mark"]
    other = {"words": ["layout=little_gate", "layout.stations.bench.servers=4"]}
    assert page.send("PUT", "/v1/scenarios/more", other)[0] == 412
    status, second = page.send("PUT", "/v1/scenarios/more", other, if_match=first["mark"])
    assert status == 200 and second["mark"] != first["mark"]
    assert page.send("PUT", "/v1/scenarios/more", {"words": words}, if_match=first["mark"])[0] == 412


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/..%2f..%2fetc/passwd", None, 404),
        ("GET", "/v1/jobs/..%2f..%2fx", None, 404),
        ("GET", "/v1/jobs/000000000000", None, 404),
        ("GET", "/v1/ports/%3Cscript%3E/map.svg", None, 404),
        ("POST", "/v1/ask", {"command": "warm"}, 422),
        ("POST", "/v1/ask", {"command": "list", "words": ["--outputs=/tmp"]}, 422),
        ("POST", "/v1/jobs", {"command": "run", "options": [["--outputs", "/tmp"]]}, 422),
        ("POST", "/v1/jobs", {"command": "run", "words": ["x"] * 1000}, 422),
        ("PUT", "/v1/scenarios/..%2fx", {"words": ["layout=little_gate", "a.b=1"]}, 405),
        ("POST", "/v1/ask", b"{", 422),
        ("POST", "/v1/uploads", b"a\x00b", 415),
    ],
)
def test_what_may_not_be_asked_is_refused(page, method, path, body, status):
    assert page.send(method, path, body)[0] == status


def test_pages_of_others_and_other_names_are_refused(page):
    assert page.send("GET", "/v1/me", host="evil.example")[0] == 421
    assert page.send("POST", "/v1/ask", {"command": "list"}, origin="https://evil.example")[0] == 403
    asked = http.client.HTTPConnection(page.url.removeprefix("http://"), timeout=60)
    asked.putrequest("POST", "/v1/uploads")
    asked.putheader("content-length", str(2 << 20))  # refused before any of it is sent
    asked.endheaders()
    assert asked.getresponse().status == 413
    asked.close()


@given(st.text(max_size=400), st.text(max_size=40))
def test_no_word_or_option_can_become_another_option(word, option):
    for commands in (QUICK, LONG):
        for command in commands:
            try:
                line = question(command, [word], [(option, word)], "en", commands=commands).line()
            except NotAskedError:
                continue
            assert not line[1].startswith("-") and option in commands[command]


@pytest.mark.prove
def test_no_request_that_the_description_allows_breaks_the_server(page):
    ran = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "run", f"{page.url}/openapi.json", "--checks",
            "not_a_server_error", "--max-examples", "25", "--phases", "examples,coverage,fuzzing",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-4000:]


def test_tokens_have_roles_and_jobs_of_before_are_remembered(tmp_path):
    from examples import small_port

    small_port(tmp_path)
    view, run = "v" * 20, "r" * 20
    (tmp_path / "keys").write_text(f"view {view}\nrun {run}\n", encoding="utf-8")
    process, page = served(tmp_path, "--token-file", "keys")
    asked = {"command": "run", "words": [*PORT[:2], "experiment.replications=100000"]}
    try:
        assert page.send("POST", "/v1/ask", {"command": "list"})[0] == 401
        assert page.send("POST", "/v1/session", {"token": "wrong"})[0] == 401
        me = page.send("GET", "/v1/me", authorization=f"Bearer {view}")[1]
        assert (me["role"], me["tokens"]) == ("view", True) and view not in me["mark"]
        assert page.send("POST", "/v1/jobs", asked, authorization=f"Bearer {view}")[0] == 403
        job = page.send("POST", "/v1/jobs", asked, authorization=f"Bearer {run}")[1]
        assert page.send("GET", "/v1/audit", authorization=f"Bearer {run}")[0] == 403
    finally:
        ended(process)
    process, page = served(tmp_path, "--token-file", "keys")
    try:
        found = page.send("GET", f"/v1/jobs/{job['name']}", authorization=f"Bearer {view}")[1]
        assert found["state"] == "cut off"
    finally:
        ended(process)


def test_an_address_that_others_reach_needs_tokens(tmp_path, capsys):
    from twin.cli import main

    assert main(["serve", "--host", "0.0.0.0", "--folder", str(tmp_path)]) == 2
    assert "--token-file" in capsys.readouterr().err
    (tmp_path / "keys").write_text("root short\n", encoding="utf-8")
    assert main(["serve", "--token-file", str(tmp_path / "keys"), "--folder", str(tmp_path)]) == 2
    assert "view, run, admin" in capsys.readouterr().err
