"""Live ports on the planner's page: told as they are, kept while they are away, and trusted with nothing."""

import json
import threading
import time

import pytest
from beside import CHANGE, Wild, dripping, endless, live_port, page_beside
from made_port import until

from twin.cli import REFUSED, main
from twin.model.errors import ScenarioError
from twin.web.desk.routers import live
from twin.web.desk.watch.line import AwayError, line_of
from twin.web.desk.watch.told import State
from twin.web.desk.watch.watched import NothingError, OtherError, Watched, watched_of

STATE = {"form": 1, "at": 5.0, "heard": 4.0, "number": {"mean": 1, "low": 1, "high": 2},
         "stations": [], "devices": []}  # fmt: skip
KEYS = (("view", "v" * 20), ("run", "r" * 20))


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """(live port, page) that stand side by side."""
    folder = tmp_path_factory.mktemp("beside")
    with live_port(folder / "live") as (port, server), page_beside(folder, f"gate={server.url}") as page:
        yield port, page


def got(page, what):
    status, told = page.send("GET", f"/v1/live/gate/{what}")
    assert status == 200, told
    return told["answer"]


def test_what_the_live_port_knows_is_told(beside):
    port, page = beside
    assert [(one["name"], one["away"]) for one in page.send("GET", "/v1/live")[1]] == [("gate", None)]
    state = got(page, "state")
    assert state["number"]["mean"] == 10 and state["stations"][0]["station"] == "scanner"
    assert got(page, "about")["zone"] == port.zone
    assert got(page, "history")["levels"][0]["stations"] == {"scanner": [3.0, 2.0]}
    assert {row["median"] for row in got(page, "forecast")["table"]} == {8.0}
    assert got(page, "inside")["inside"][0]["case"] == "c1"


def test_what_if_is_answered_and_what_is_not_understood_is_refused(beside):
    _, page = beside
    changed = got(page, "forecast?what_if=" + CHANGE.replace(" ", "%20"))
    assert changed["what_if"] == [CHANGE] and {row["median"] for row in changed["table"]} == {4.0}
    status, told = page.send("GET", "/v1/live/gate/forecast?what_if=fly")
    assert status == 422 and CHANGE in told["detail"][0]["text"]
    assert page.send("GET", "/v1/live/gate/forecast?what_if=a%0Ab")[0] == 422


def test_an_alert_is_acknowledged_and_muted_and_that_is_written_down(beside):
    _, page = beside
    until(lambda: got(page, "alerts")["alerts"][0]["helps"])
    said = {"alert": "long", "by": "Li Lei", "words": "lane 3 opens"}
    assert page.send("POST", "/v1/live/gate/alerts/acknowledge", said)[0] == 200
    mute = {"alert": "long", "by": "Li Lei", "seconds": 60}
    assert page.send("POST", "/v1/live/gate/alerts/mute", mute)[0] == 200
    (alert,) = got(page, "alerts")["alerts"]
    assert alert["acknowledged"]["words"] == "lane 3 opens" and alert["muted_until"] > alert["raised"]
    assert [line["what"] for line in got(page, "log")["log"]][-2:] == ["acknowledged", "muted"]
    lines = [json.loads(line) for line in page.send("GET", "/v1/audit")[1]]
    assert [(line["what"], line["by"]) for line in lines[-2:]] == [
        ("acknowledge", "Li Lei"),
        ("mute", "Li Lei"),
    ]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("nowhere/state", None, 404),
        ("gate/alerts/mute", {"alert": "none", "by": "a", "seconds": 5}, 404),
        ("gate/alerts/mute", {"alert": "long", "by": "a", "seconds": 1e9}, 422),
        ("gate/alerts/mute", {"alert": "../../state", "by": "a", "seconds": 5}, 404),
        ("gate/alerts/acknowledge", {"alert": "long", "by": ""}, 422),
    ],
)
def test_what_cannot_be_done_is_refused(beside, path, body, status):
    assert beside[1].send("POST" if body else "GET", f"/v1/live/{path}", body)[0] == status


def test_only_who_may_run_acts_and_sees_who_is_inside(beside, tmp_path):
    port, _ = beside
    with (
        Wild(lambda one: one.answer(b"{}")) as wild,
        page_beside(tmp_path, f"gate={wild.url}", keys=KEYS) as page,
    ):
        seen = {"authorization": f"Bearer {KEYS[0][1]}"}
        said = {"alert": "long", "by": "Li Lei"}
        assert page.send("GET", "/v1/live")[0] == 401
        assert page.send("GET", "/v1/live", **seen)[0] == 200
        assert page.send("GET", "/v1/live/gate/inside", **seen)[0] == 403
        assert page.send("POST", "/v1/live/gate/alerts/acknowledge", said, **seen)[0] == 403
        assert (
            page.send("POST", "/v1/live/gate/alerts/acknowledge", said, origin="https://evil.example")[0]
            == 403
        )
        assert page.send("GET", "/v1/live", host="evil.example")[0] == 421
        allowed = {"authorization": f"Bearer {KEYS[1][1]}"}
        assert page.send("POST", "/v1/live/gate/alerts/acknowledge", said, **allowed)[0] == 200


def test_a_port_that_went_away_is_told_as_it_was_until_it_is_back(tmp_path):
    with live_port(tmp_path / "one") as (_, server):
        number = int(server.url.rsplit(":", 1)[1])
        watched = Watched(line_of(f"gate={server.url}"))
        watched.told("/v1/state", State, 0.0)
        assert watched.away() is None
    before = watched.told("/v1/state", State, 0.0)
    assert watched.away().text.startswith("does not answer") and b'"mean":10.0' in before.text
    with live_port(tmp_path / "two", number):
        until(lambda: watched.told("/v1/state", State, 0.0) and watched.away() is None)


def test_one_that_never_answered_is_said_to_be_away_and_the_others_go_on(tmp_path):
    with page_beside(tmp_path, "gone=http://127.0.0.1:9") as page:
        status, told = page.send("GET", "/v1/live/gone/state")
        assert status == 503 and "twin live has to run" in told["detail"]
        assert page.send("GET", "/v1/live")[1][0]["away"]["text"]
        assert (
            page.send("POST", "/v1/live/gone/alerts/mute", {"alert": "a", "by": "b", "seconds": 5})[0] == 503
        )
        assert page.send("GET", "/v1/me")[0] == 200


WRONG = {
    "rubbish": lambda one: one.answer(b"\xff\x00rubbish"),
    "another form": lambda one: one.answer(b'{"form": 2, "stations": "none"}'),
    "a page": lambda one: one.answer(b"<html>", Content_Type="text/html"),
    "deep": lambda one: one.answer(b"[" * 200_000),
    "no http": lambda one: one.wfile.write(b"220 mail.example ESMTP\r\n"),
    "nothing": lambda one: None,
    "elsewhere": lambda one: one.answer(b"", 302, Location="http://127.0.0.1:1/"),
    "no entry": lambda one: one.answer(b"{}", 401),
    "without end": endless,
    "hanging": lambda one: time.sleep(2.0),
    "drop by drop": dripping,
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_service_that_answers_nothing_sound_is_away_within_its_time(kind):
    with Wild(WRONG[kind]) as wild:
        watched = Watched(line_of(f"gate={wild.url}"))
        begun = time.monotonic()
        with pytest.raises(NothingError):
            watched.told("/v1/state", State, 0.0, 0.5)
        assert watched.away() is not None and time.monotonic() - begun < 30.0
        asked = wild.asked
        with pytest.raises(NothingError):
            watched.told("/v1/state", State, 0.0, 0.5)  # not tried again at once
        assert wild.asked == asked


def test_what_is_wrong_later_leaves_what_was_sound(tmp_path):
    answers = [json.dumps(STATE).encode(), b"rubbish"]
    with Wild(lambda one: one.answer(answers.pop(0))) as wild:
        watched = Watched(line_of(f"gate={wild.url}"))
        first = watched.told("/v1/state", State, 0.0)
        assert watched.told("/v1/state", State, 0.0) == first
        assert "cannot be read" in watched.away().text


def test_a_service_that_begins_is_not_away():
    with Wild(lambda one: one.answer(b'{"detail": "nothing is known yet"}', 503)) as wild:
        watched = Watched(line_of(f"gate={wild.url}"))
        with pytest.raises(OtherError):
            watched.told("/v1/state", State, 0.0)
        assert watched.away() is None


def test_ten_who_look_are_one_question():
    def slowly(one):
        time.sleep(0.3)
        one.answer(json.dumps(STATE).encode())

    with Wild(slowly) as wild:
        watched = Watched(line_of(f"gate={wild.url}"))
        told = []
        looking = [
            threading.Thread(target=lambda: told.append(watched.told("/v1/state", State, 60.0)))
            for _ in range(10)
        ]
        for one in looking:
            one.start()
        for one in looking:
            one.join()
        assert len(told) == 10 and wild.asked == 1


def test_one_question_what_if_at_a_time(beside):
    _, page = beside
    (watched,) = [one for one in watched_of(["gate=http://127.0.0.1:9"])]
    assert watched.thinking.acquire(blocking=False)
    with pytest.raises(live.HTTPException) as refused:
        live.forecast(watched, (CHANGE,))
    assert refused.value.status_code == 503 and "another question" in refused.value.detail


NOT_LIVE = (
    "http://127.0.0.1:8100", "Gate=http://127.0.0.1:8100", "gate=ftp://127.0.0.1",
    "gate=http://10.0.0.7:8100", "gate=https://ports.example:8100", "gate=http://127.0.0.1:8100/v1",
    "gate=https://u:p@ports.example",
    "gate=https://127.0.0.1?ca=nowhere.pem", "gate=http://127.0.0.1?token_file=nowhere",
)  # fmt: skip


@pytest.mark.parametrize("said", NOT_LIVE)
def test_an_address_that_is_none_is_refused_with_the_way_out(said, monkeypatch):
    monkeypatch.delenv("TWIN_TOKEN", raising=False)
    with pytest.raises(ScenarioError):
        line_of(said)


def test_the_command_refuses_what_is_no_live_port(tmp_path, capsys):
    assert main(["serve", "--folder", str(tmp_path), "--live", "http://127.0.0.1:8100"]) == REFUSED
    assert "NAME=http" in capsys.readouterr().err


def test_two_live_ports_have_two_names():
    with pytest.raises(ScenarioError, match="a name of its own"):
        watched_of(["gate=http://127.0.0.1:1", "gate=http://127.0.0.1:2"])


def test_the_token_of_a_service_is_in_a_file_or_the_environment(tmp_path, monkeypatch):
    heard = []
    (tmp_path / "token").write_text("t" * 20)

    def hears(one):
        heard.append(one.headers["Authorization"])
        one.answer(json.dumps(STATE).encode())

    with Wild(hears) as wild:
        line_of(f"gate={wild.url}?token_file={tmp_path / 'token'}").asked("GET", "/v1/state")
        monkeypatch.setenv("TWIN_TOKEN", "e" * 20)
        line_of(f"gate={wild.url}").asked("GET", "/v1/state")
    assert heard == ["Bearer " + "t" * 20, "Bearer " + "e" * 20]


def test_a_certificate_that_nobody_vouches_for_is_not_believed(tmp_path, beside):
    import subprocess

    from twin.model.live import Web
    from twin.web.serving import served

    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    call = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost"
    call += " -addext subjectAltName=DNS:localhost"
    call = [*call.split(), "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(call, check=True, capture_output=True)
    server = served(beside[0], Web(port=0, host="localhost", certificate=str(certificate), key=str(key)))
    try:
        assert line_of(f"gate={server.url}?ca={certificate}").asked("GET", "/v1/state")[0] == 200
        with pytest.raises(AwayError, match="CERTIFICATE"):
            line_of(f"gate={server.url}").asked("GET", "/v1/state")
    finally:
        server.end()


def test_the_description_names_every_address(beside):
    told = beside[1].send("GET", "/openapi.json")[1]
    assert {f"/v1/live/{{name}}/{what}" for what in ("state", "forecast", "alerts", "log")} <= set(
        told["paths"]
    )
    assert "Told_State_" in told["components"]["schemas"]
