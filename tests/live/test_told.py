"""Alerts reach a hook and a broker as they are, and a bridge leaves the state there for who comes later."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import paho.mqtt.client as paho
import pytest
from brokers import PROGRAM, mosquitto
from made_port import until

from twin.live.alerts.telling import Teller, bridge, hook, teller_for

HERE = {"what": "raised", "name": "long:scanner", "ended": float("nan")}


class Hook(BaseHTTPRequestHandler):
    """Keeps what is posted; refuses once where it is told to, and points elsewhere at /moved."""

    heard, refusals = [], 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/moved":
            self.send_response(307)
            self.send_header("Location", "/")
        elif Hook.refusals:
            Hook.refusals -= 1
            self.send_response(503)
        else:
            Hook.heard.append(json.loads(body))
            self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


@pytest.fixture
def hooked():
    """The URL of a hook."""
    Hook.heard, Hook.refusals = [], 0
    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_hook_is_told_again_until_it_hears(hooked):
    Hook.refusals = 2
    teller = Teller("hook", hook(f"{hooked}/alerts"), first_wait=0.001)
    teller.start()
    teller.tell(HERE)
    until(lambda: Hook.heard)
    teller.end()
    assert Hook.heard == [{**HERE, "ended": None}] and (teller.told, teller.failed) == (1, 2)


def test_a_hook_is_where_the_settings_say_and_nowhere_else(hooked):
    teller = Teller("hook", hook(f"{hooked}/moved"), first_wait=0.0)
    teller.start()
    teller.tell(HERE)
    until(lambda: teller.dropped)
    teller.end()
    assert not Hook.heard


@pytest.mark.skipif(PROGRAM is None, reason="Mosquitto is not installed")
def test_a_broker_is_told_and_keeps_the_state_for_who_comes_later():
    with mosquitto() as broker:
        where = f"mqtt://127.0.0.1:{broker.port}/port"
        first = teller_for(f"{where}/alerts", print)
        state = Teller("bridge", bridge(f"{where}/twin/"))
        with listening(broker.port, "port/alerts") as alerts:
            for teller, message in ((first, HERE), (state, {"topic": "state", "body": {"at": 1}})):
                teller.start()
                teller.tell(message)
                until(lambda teller=teller: teller.told)
                teller.end()
            until(lambda: alerts)
        with listening(broker.port, "port/twin/#") as later:
            until(lambda: later)
    assert json.loads(alerts[0][1])["name"] == "long:scanner"
    assert later == [("port/twin/state", b'{"at": 1}')]


class listening:
    """What is published below a topic while the block runs: (topic, payload)."""

    def __init__(self, port, topic):
        self.port, self.topic, self.ready = port, topic, threading.Event()

    def __enter__(self):
        heard, self.client = [], paho.Client(paho.CallbackAPIVersion.VERSION2)
        self.client.on_message = lambda _, __, message: heard.append((message.topic, message.payload))
        self.client.on_subscribe = lambda *_: self.ready.set()
        self.client.connect("127.0.0.1", self.port)
        self.client.loop_start()
        self.client.subscribe(self.topic, qos=1)
        assert self.ready.wait(60.0)
        return heard

    def __exit__(self, *_):
        self.client.disconnect()
        self.client.loop_stop()
