"""Who is told: each by a thread of its own, in order, again and again for a while if they do not hear it."""

import json
import time
import urllib.request
from collections import deque
from threading import Condition, Thread
from urllib.parse import urlsplit

from twin.model.errors import Fault, ScenarioError
from twin.observed.store.journal import finite

MOST = 1000  # messages that wait for one who does not answer; the oldest go first
TRIES = 8
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0  # seconds between tries, doubled each time
PATIENCE = 5.0  # seconds for one answer
CONSOLE = "console"
OPTIONS = ("client", "password_file")  # of the address of a broker
BROKERS = {"mqtt": OPTIONS, "mqtts": (*OPTIONS, "ca", "cert", "key")}


class Teller(Thread):
    """Tells one place what is handed to it; never keeps its caller waiting."""

    def __init__(self, place, send, *, first_wait=FIRST_WAIT, most=MOST):
        super().__init__(name=f"tell {place}", daemon=True)
        self.place, self.send, self.first_wait, self.most = place, send, first_wait, most
        self.waiting, self.news, self.is_over = deque(), Condition(), False
        self.told = self.failed = self.dropped = 0
        self.trouble = ""

    def tell(self, message):
        """Takes one message, a tree of JSON."""
        with self.news:
            if len(self.waiting) >= self.most:
                self.waiting.popleft()
                self.dropped += 1
            self.waiting.append(json.dumps(finite(message), ensure_ascii=False))
            self.news.notify()

    def end(self, seconds=PATIENCE):
        """No more messages come; those that wait are told as far as the time goes."""
        with self.news:
            self.is_over = True
            self.news.notify()
        self.join(seconds)

    def run(self):
        while True:
            with self.news:
                self.news.wait_for(lambda: self.waiting or self.is_over)
                if not self.waiting:
                    return
                message = self.waiting.popleft()
            self._try(message)

    def _try(self, message):
        wait = self.first_wait
        for tried in range(TRIES):
            try:
                self.send(message)
            except Exception as error:  # whatever is wrong over there, the port goes on
                self.trouble = f"{type(error).__name__}: {error}"
                self.failed += 1
                if self.is_over or tried == TRIES - 1:
                    break
                time.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)
            else:
                self.told += 1
                self.trouble = ""
                return
        self.dropped += 1


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A hook is where the settings say, and nowhere that it points to."""

    def redirect_request(self, *_):
        return None


def hook(url):
    """What POSTs a message to a URL; any answer but 2xx is a failure."""
    opener = urllib.request.build_opener(NoRedirect)

    def send(message):
        headers = {"Content-Type": "application/json"}
        asked = urllib.request.Request(url, message.encode(), headers, method="POST")
        with opener.open(asked, timeout=PATIENCE):
            pass

    return send


def connected(url):
    """(client, topic) of a broker's address; the client connects in the background, again and again."""
    from twin.live.feeds.address import address_of
    from twin.live.feeds.client import KEEP_ALIVE, client_of, port_of

    address = address_of(url, tuple(BROKERS), BROKERS)
    client = client_of(address, address.options.get("client", ""))
    client.max_queued_messages_set(MOST)
    client.connect_async(address.host, port_of(address), KEEP_ALIVE)
    client.loop_start()
    return client, address.path.rstrip("/")


def heard(message):
    """Waits until a broker has a message."""
    message.wait_for_publish(PATIENCE)
    if not message.is_published():
        raise TimeoutError(f"the broker did not answer within {PATIENCE:g} s")


def topic(url):
    """What publishes a message on a topic of an MQTT broker, each at least once."""
    client, name = connected(url)
    return lambda message: heard(client.publish(name, message, qos=1))


def bridge(url):
    """What publishes {topic, body} below a topic, and leaves it there for who comes later."""
    client, name = connected(url)

    def send(message):
        said = json.loads(message)
        body = json.dumps(said["body"], ensure_ascii=False)
        heard(client.publish(f"{name}/{said['topic']}", body, qos=1, retain=True))

    return send


def teller_for(place, write):
    """The Teller of a place of the settings: console, where `write` says it, http(s)://… or mqtt(s)://…."""
    scheme = urlsplit(place).scheme
    if place == CONSOLE:
        return Teller(place, write)
    if scheme in ("http", "https"):
        return Teller(bare(place), hook(place))
    if scheme in ("mqtt", "mqtts"):
        return Teller(bare(place), topic(place))
    text = "is nowhere to tell; write console, https://HOST/PATH or mqtt://HOST/TOPIC"
    raise ScenarioError([Fault("tell", place, text)])


def bare(url):
    """A URL as it may be printed: its host and path, without who calls and what is asked."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
