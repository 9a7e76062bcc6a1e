"""Where a replay sends its messages: a broker, a web server, a table or a folder.

`send` returns once all are taken over for good. A sink that is away is tried again until it is back.
"""

import json
import re
import threading
import time
from pathlib import Path

from paho.mqtt.enums import MQTTErrorCode

from twin.live.feeds import client
from twin.live.feeds.address import address_of
from twin.live.feeds.opening import database_of
from twin.live.replaying.posting import Posts
from twin.model.errors import Fault, ScenarioError
from twin.observed.exporting.table import Rows
from twin.observed.store.away import Away
from twin.study.whole import put_whole

IN_FLIGHT = 500  # messages of MQTT that wait for their confirmation
FIRST = 10.0  # seconds that a broker has for the first connection
SLOWEST = 5.0  # seconds between two tries, at most
TLS = ("ca", "cert", "key")
OPTIONS = {
    "mqtt": ("client", "password_file"), "mqtts": ("client", "password_file", *TLS),
    "http": ("token_file",), "https": ("token_file", "ca"),
    "postgresql": ("table", "key", "notify", "password_file", "unix_sock"), "sqlite": ("table", "key"),
    "folder": (),
}  # fmt: skip


def sink_of(said, script):
    """The sink of an address, for the messages of a Script."""
    address = address_of(said, tuple(OPTIONS), OPTIONS)
    return SINKS[address.kind](address, script)


class Broker:
    """A broker of MQTT: a message goes to TOPIC/STATION/DEVICE, as each device would send its own."""

    def __init__(self, address, _):
        self.topic = re.sub(r"(^|/)#$", "", address.path).rstrip("/") or "port"
        self.where = f"{address.host}:{client.port_of(address)}"
        self.refusal, self.connected = "", threading.Event()
        self.client = client.client_of(address, address.options.get("client", ""))
        self.client.max_inflight_messages_set(IN_FLIGHT)
        self.client.on_connect = self.on_connect
        try:
            self.client.connect(address.host, client.port_of(address), client.KEEP_ALIVE)
        except OSError as error:
            text = f"does not answer ({error}); is the broker running there?"
            raise ScenarioError([Fault(self.where, "", text)]) from None
        self.client.loop_start()
        if not self.connected.wait(FIRST) or self.refusal:
            self.client.loop_stop()
            text = f"refuses ({self.refusal or 'no answer'}); user in the address, password in TWIN_PASSWORD"
            raise ScenarioError([Fault(self.where, "", text)])

    def on_connect(self, _, __, flags, reason, ___):
        self.refusal = str(reason) if reason.is_failure else ""
        self.connected.set()

    def send(self, items, number):
        asked = [self.client.publish(self.topic_of(item), item.body, qos=1) for item in items]
        for one in asked:
            if (
                one.rc == MQTTErrorCode.MQTT_ERR_NO_CONN
            ):  # paho keeps it, and sends it when the broker is there again
                one.rc = MQTTErrorCode.MQTT_ERR_SUCCESS
            one.wait_for_publish()

    def topic_of(self, item):
        return "/".join([self.topic, *(re.sub(r"[#+/\0]", "_", name) for name in item.where)])

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


class Table:
    """A table of a database; what is no record cannot stand there and is left out."""

    def __init__(self, address, script):
        name = address.option("table", "events")
        self.channel = address.options.get("notify")
        self.rows = Rows(database_of(address), name, address.option("key", "id"), script.table.column_names)

    def send(self, items, number):
        fields = [item.fields for item in items if item.raw is None]
        pause = 0.1
        while fields:
            try:
                return self.rows.add(fields, self.channel)
            except Away:
                time.sleep(pause)
                pause = min(2 * pause, SLOWEST)

    def close(self):
        """Nothing is open between two batches."""


class Files:
    """A folder: one file of JSON lines for each batch, there only once it is whole."""

    def __init__(self, address, _):
        self.folder = Path(address.path)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            text = f"is no folder that files can be put into ({error.strerror})"
            raise ScenarioError([Fault(address.said, "", text)]) from None

    def send(self, items, number):
        put_whole(self.folder / f"{number:09}.jsonl", b"".join(line_of(item) + b"\n" for item in items))

    def close(self):
        """Nothing is open between two batches."""


def line_of(item):
    return item.body if item.raw is None else json.dumps(ascii(item.raw)).encode()


SINKS = {
    "mqtt": Broker, "mqtts": Broker, "http": Posts, "https": Posts, "postgresql": Table, "sqlite": Table,
    "folder": Files,
}  # fmt: skip
