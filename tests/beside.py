"""A live port and the planner's page beside it, both in this process; a service that behaves in no way."""

import socketserver
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from unittest import mock

import made_present
import pandas as pd
from made_port import Listed, living, until
from serving_page import Page

from twin.live.records import Alert
from twin.model.errors import Fault, ScenarioError
from twin.model.live import Web
from twin.web.desk.desk import Desk
from twin.web.desk.keys import Keys
from twin.web.desk.site import site_of
from twin.web.desk.watch.watched import watched_of
from twin.web.door import LOOPBACK, Door
from twin.web.serving import Served
from twin.web.serving import served as serving_port

LONG = {"alerts": {"long": {"when": "threshold", "measure": "number", "limit": "5"}}}
CHANGE = "open 1 more at scanner"
HELPS = ((CHANGE, -3.0, -4.0, -2.0),)


def foreseen(present, what_if, came):
    """Stands in for the forecast: knows one change, which makes queues shorter."""
    if what_if and what_if != (CHANGE,):
        raise ScenarioError([Fault("what-if", what_if[0], "is not understood; write: " + CHANGE)])
    medians = [4.0 if what_if else 8.0] * 24
    queue = made_present.forecast(medians, present.at)
    inside = made_present.forecast(medians, present.at, measure="number", station="")
    return queue._replace(what_if=what_if, table=pd.concat([queue.table, inside.table], ignore_index=True))


def helped(alert: Alert, present, came):
    """Stands in for the search for what would help."""
    return HELPS


@contextmanager
def live_port(folder, number=0):
    """(port, server) of a live port in which ten are."""
    folder.mkdir(exist_ok=True)
    with living(folder, Listed(10), settings=LONG, ahead=foreseen, helps=helped) as port:
        server = serving_port(port, Web.model_validate({"port": str(number)}))
        try:
            until(lambda: port.sight is not None and port.sight.forecast and port.book.listed())
            yield port, server
        finally:
            server.end()


@contextmanager
def page_beside(folder, *live, keys=()):
    """The Page of a folder with live ports, NAME=URL each."""
    with mock.patch("twin.web.desk.desk.Warm", Cold):
        desk = Desk(folder)
    site = site_of(desk, Door("", LOOPBACK, 1 << 20), Keys(keys), watched_of(live))
    server = Served(site, Web.model_validate({"port": "0"})).begin()
    try:
        yield Page(server.url, folder)
    finally:
        server.end()
        desk.end()


class Cold:
    """Stands in for processes that answer quick questions: nobody asks any here."""

    def __init__(self, folder):
        self.folder = folder

    def ask(self, question, *more):
        return {"answer": {"layouts": []}}

    def end(self):
        """Nothing runs."""


class Wild(socketserver.ThreadingTCPServer):
    """A service that answers every question with what `acts` makes of it."""

    daemon_threads = True

    def __init__(self, acts):
        self.acts, self.asked = acts, 0
        super().__init__(("127.0.0.1", 0), Answering)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Answering(BaseHTTPRequestHandler):
    def log_message(self, *_):
        """A test reads no log."""

    def do_GET(self):
        self.server.asked += 1
        try:
            self.server.acts(self)
        except OSError:
            self.close_connection = True  # who asked has gone

    do_POST = do_GET

    def answer(self, text, status=200, **headers):
        self.send_response(status)
        for name, value in ({"Content-Length": len(text)} | headers).items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(text)


def endless(one):
    """Sends without end, far beyond what is said to be most."""
    one.answer(b"[", Content_Length=1 << 40)
    while True:
        one.wfile.write(b"1," * 100_000)


def dripping(one):
    """Sends a byte now and then, for longer than anybody waits."""
    one.answer(b"{", Content_Length=1000)
    for _ in range(1000):
        time.sleep(0.1)
        one.wfile.write(b" ")
