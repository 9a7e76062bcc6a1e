"""What is posted is posted until it is taken, and not again; a wrong token is a refusal."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from twin.live.feeds.address import address_of
from twin.live.intake.bodies import LIMIT
from twin.live.replaying import posting
from twin.live.replaying.posting import Posts
from twin.live.replaying.script import Item
from twin.live.replaying.sinks import OPTIONS
from twin.model.errors import ScenarioError


@pytest.fixture
def server(monkeypatch):
    """A server that answers what is in `answers`, then 202, and has what it took in `taken`."""
    monkeypatch.setattr(posting, "SLOWEST", 0.01)

    class Takes(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code = serving.answers.pop(0) if serving.answers else 202
            if code == 0:
                self.close_connection = True
                return
            if code == 202:
                serving.taken.append((self.path, self.headers.get("Authorization"), body))
            self.send_response(code)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Tests are quiet."""

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    serving.answers, serving.taken = [], []
    threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield serving
    serving.shutdown()
    serving.server_close()


def posts(server, path=""):
    address = f"http://127.0.0.1:{server.server_port}{path}"
    return Posts(address_of(address, tuple(OPTIONS), OPTIONS), None)


def items(number, size=10):
    return [Item({"n": str(i), "text": "x" * size}, None, ("gate", "g")) for i in range(number)]


def test_records_go_together_in_bodies_that_are_not_too_long(server, monkeypatch):
    monkeypatch.setenv("TWIN_TOKEN", "let me in")
    rubbish = Item({}, b"rubbish", ("gate", "g"))
    sink = posts(server)
    sink.send([*items(250, 1000), rubbish], 0)
    sink.close()
    bodies = [body for *_, body in server.taken]
    assert {one[:2] for one in server.taken} == {("/v1/messages", "Bearer let me in")}
    assert max(map(len, bodies)) <= LIMIT and b"rubbish" in bodies
    said = [record["n"] for body in bodies if body != b"rubbish" for record in json.loads(body)]
    assert said == [str(i) for i in range(250)]


def test_a_server_that_is_busy_or_gone_is_asked_again(server):
    server.answers = [503, 0, 429]
    sink = posts(server, "/other")
    sink.send(items(3), 0)
    sink.close()
    assert [path for path, *_ in server.taken] == ["/other"] and not server.answers


def test_an_answer_that_will_not_change_is_a_refusal(server):
    server.answers = [401]
    sink = posts(server)
    with pytest.raises(ScenarioError, match="answers 401 .*TWIN_TOKEN"):
        sink.send(items(1), 0)
    sink.close()
