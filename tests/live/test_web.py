"""What a live port answers over HTTP, and whom it does not."""

import http.client
import json
import subprocess
from contextlib import contextmanager
from types import SimpleNamespace

import made_port
import made_present
import pytest
from asking import TOKEN, ask, bearing
from made_port import Listed, living, until

from twin.live.feeds.posted import Posted
from twin.model.errors import Fault, ScenarioError
from twin.model.live import Web
from twin.web.serving import door_of, served

LONG = {"alerts": {"long": {"when": "threshold", "measure": "number", "limit": "5"}}}
BESIDE = "long:scanner?x=1/…"  # no name of an alert that stands


class PostedHere(Posted):
    """A feed of posts whose bodies are kept at once."""

    def carrying(self, hand):
        def run(ended):
            self.open("")
            while not ended.is_set():
                batch = self.take(100, 0.02)
                self.kept(batch)
                if batch.messages:
                    hand(made_port.kept(len(batch.messages)))
            self.close()

        return SimpleNamespace(run=run, trouble="")


def foreseen(present, what_if, came):
    """Stands in for the forecast: knows one change."""
    if what_if and what_if != ("open 1 more at scanner",):
        raise ScenarioError([Fault("what-if", what_if[0], "is not understood")])
    return made_present.forecast([1.0], present.at)._replace(what_if=what_if)


@contextmanager
def serving(folder, *feeds, **web):
    """(port, URL) of a service over a port in which ten are."""
    with living(folder, Listed(10), *feeds, settings=LONG, ahead=foreseen) as port:
        server = served(port, Web.model_validate({"port": "0"} | web))
        try:
            until(lambda: port.sight is not None and port.sight.forecast and port.book.listed())
            yield port, server.url
        finally:
            server.end()


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("web")
    (folder / "token").write_text(TOKEN)
    with serving(folder, PostedHere(), token_file=str(folder / "token")) as made:
        yield made


def test_the_state_is_what_the_port_knows(service):
    port, url = service
    status, told = ask(f"{url}/v1/state", **bearing())
    assert (status, told["number"]["mean"], told["stations"][0]["queue"]) == (
        200,
        port.sight.present.number,
        3,
    )
    status, told = ask(f"{url}/v1/inside", **bearing())
    assert (status, told["inside"][0]["case"]) == (200, "c1")


def test_the_forecast_is_given_as_things_are_and_with_a_change(service):
    _, url = service
    status, told = ask(f"{url}/v1/forecast", **bearing())
    assert (status, told["what_if"], told["table"][0]["high90"]) == (200, [], 5.0)
    asked = f"{url}/v1/forecast?what_if=open%201%20more%20at%20scanner"
    status, told = ask(asked, **bearing())
    assert (status, told["what_if"]) == (200, ["open 1 more at scanner"])


def test_a_change_that_is_not_understood_is_refused_with_its_fault(service):
    status, told = ask(f"{service[1]}/v1/forecast?what_if=fly", **bearing())
    assert (status, told["detail"][0]["text"]) == (422, "is not understood")


def test_an_alert_is_acknowledged_and_muted_and_both_are_in_the_log(service):
    _, url = service
    (before,) = ask(f"{url}/v1/alerts", **bearing())[1]["alerts"]
    assert (before["name"], before["acknowledged"], before["muted_until"]) == ("long", None, None)
    by = {"by": "Li Lei", "words": "lane 3 opens"}
    assert ask(f"{url}/v1/alerts/long/acknowledge", by, **bearing())[0] == 200
    assert ask(f"{url}/v1/alerts/long/mute", {"by": "Li Lei", "seconds": 60}, **bearing())[0] == 200
    (after,) = ask(f"{url}/v1/alerts", **bearing())[1]["alerts"]
    assert after["acknowledged"]["words"] == "lane 3 opens" and after["muted_until"] > before["raised"]
    log = ask(f"{url}/v1/alerts/log", **bearing())[1]["log"]
    assert [line["what"] for line in log] == ["raised", "acknowledged", "muted"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("alerts/none/mute", {"by": "a", "seconds": 5}, 404),
        ("alerts/long/mute", {"by": "a", "seconds": -5}, 422),
        ("alerts/long/mute", {"by": "a", "seconds": 1e9}, 422),
        ("alerts/long/acknowledge", {"by": ""}, 422),
        ("alerts/long/acknowledge", {"by": "a", "more": 1}, 422),
        ("alerts/long/acknowledge", b"{", 422),
        ("messages", b"  ", 422),
        ("messages", b"x" * (64 * 1024 + 1), 413),
        ("nowhere", {}, 404),
    ],
)
def test_what_cannot_be_done_is_refused(service, path, body, status):
    assert ask(f"{service[1]}/v1/{path}", body, **bearing())[0] == status


def test_what_is_posted_is_answered_once_it_is_kept_and_is_in_the_state(service):
    port, url = service
    number = port.parts.tracker.number
    assert ask(f"{url}/v1/messages", {"at": 1}, **bearing()) == (201, {"bytes": 9})
    until(lambda: port.parts.tracker.number == number + 1)


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "0", "é"])
def test_without_the_token_nothing_is_told_and_nothing_taken(service, token):
    port, url = service
    number = port.parts.tracker.number
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    for path in ("v1/state", "v1/alerts", "metrics"):
        assert ask(f"{url}/{path}", **headers)[0] == 401
    assert ask(f"{url}/v1/messages", {"at": 1}, **headers)[0] == 401
    assert port.parts.tracker.number == number
    assert 'twin_web_refused_total{of="token"}' in ask(f"{url}/metrics", **bearing())[1]


def test_whether_it_lives_is_told_to_everybody(service):
    assert ask(f"{service[1]}/health")[0] == 200


def test_another_host_or_origin_is_refused(service):
    _, url = service
    assert ask(f"{url}/health", Host="evil.example")[0] == 421
    assert ask(f"{url}/health", Origin="https://evil.example")[0] == 403
    assert ask(f"{url}/health", Origin="null")[0] == 403
    assert ask(f"{url}/health", Origin=url)[0] == 200


def test_a_body_that_hides_its_length_is_cut_off(service):
    host, port = service[1].removeprefix("http://").split(":")
    line = http.client.HTTPConnection(host, int(port), timeout=60)
    parts = (b"x" * 8192 for _ in range(9))
    line.request("POST", "/v1/messages", parts, bearing(), encode_chunked=True)
    assert line.getresponse().status == 413


def test_the_description_names_every_address(service):
    told = ask(f"{service[1]}/openapi.json")[1]
    assert {"/v1/messages", "/v1/state", "/v1/forecast", "/v1/alerts", "/metrics"} <= set(told["paths"])


def test_answers_tell_browsers_to_be_careful(service):
    host, port = service[1].removeprefix("http://").split(":")
    line = http.client.HTTPConnection(host, int(port), timeout=60)
    line.request("GET", "/health")
    answer = line.getresponse()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert json.loads(answer.read())["ok"]


def test_an_address_that_others_reach_needs_a_token():
    with pytest.raises(ScenarioError, match="a token is needed"):
        door_of(Web.model_validate({"host": "0.0.0.0"}))


@pytest.mark.parametrize("text", ["", "short", "nöt-ascii-0123456789", "two\nlines-0123456789"])
def test_a_token_is_long_and_plain(tmp_path, text):
    (tmp_path / "token").write_text(text)
    with pytest.raises(ScenarioError, match="openssl rand"):
        door_of(Web.model_validate({"token_file": str(tmp_path / "token")}))


def test_a_port_that_is_taken_is_refused(service):
    taken = service[1].rsplit(":", 1)[1]
    with pytest.raises(ScenarioError, match="has it not free"):
        served(service[0], Web.model_validate({"port": taken}))


def test_with_a_certificate_it_speaks_tls(tmp_path, service):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    call = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost"
    call = [*call.split(), "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(call, check=True, capture_output=True)
    server = served(service[0], Web(port=0, certificate=str(certificate), key=str(key)))
    try:
        assert server.url.startswith("https://") and ask(f"{server.url}/health")[0] == 200
    finally:
        server.end()
