"""Messages from a broker of MQTT: each is acknowledged only when it is kept.

The broker holds the session of the client while it is away, and sends again what was not acknowledged. A
number of a message (`mid`) means something on the connection it came on only: after a new connection, what
was taken before comes again, so it is not acknowledged under its old number.
"""

import hashlib
import threading
import time
from collections import deque

import paho.mqtt.client as paho
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from twin.live.feeds.client import KEEP_ALIVE, client_of, port_of
from twin.live.intake.bodies import cut
from twin.live.records import Batch, Message
from twin.live.steady import now

IN_FLIGHT = 2000  # messages that the broker sends ahead of their acknowledgement
SPARE = 2  # times as many are held; Mosquitto 2.0.11 is seen to send more than it was told
LARGEST = 1 << 18  # bytes of a packet that is taken at all; larger ones the broker keeps to itself
TOGETHER = 0.02  # seconds for which those are waited for, at most, that are kept with the first one ...
QUIET = 0.005  # ... and without one
NOTES = 10  # that wait to be told
EXPIRY = 7 * 86400  # seconds that the broker holds a session whose client is away
AGAIN = SubscribeOptions.RETAIN_SEND_IF_NEW_SUB  # what is retained is not sent at each connection
OPTIONS = (
    "client", "qos", "ca", "cert", "key", "password_file", "in_flight", "expiry", "name", "columns",
)  # fmt: skip


class Mqtt:
    """A feed from a broker. `trouble` says why nothing comes, "" where all is well."""

    def __init__(self, address):
        self.address = address
        self.topic = address.path or "#"
        usual = f"porttwin-{hashlib.sha256(self.topic.encode()).hexdigest()[:8]}"
        self.client_name = address.option("client", usual)
        self.name = address.options.get("name", f"mqtt {address.host}/{self.topic} {self.client_name}")
        self.in_flight = address.option("in_flight", IN_FLIGHT)
        self.qos = address.option("qos", 1)
        self.trouble = "not connected yet"
        self.lost = 0  # messages of QoS 0 for which there was no room
        self.notes = deque(maxlen=NOTES)  # what happened to the connection and is no trouble
        self.waiting, self.came, self.connections = deque(), threading.Condition(), 0
        self.enough = 1  # messages that are not waited beyond
        self.is_closing = False
        self.client = None

    def open(self, cursor):
        """Connects in the background, again and again until the broker is there."""
        self.is_closing = False
        how = {"lasting": True, "noted": self.notes.append, "manual_ack": True}
        self.client = client = client_of(self.address, self.client_name, **how)
        client.on_connect, client.on_disconnect = self.on_connect, self.on_disconnect
        client.on_connect_fail, client.on_message = self.on_connect_fail, self.on_message
        client.on_subscribe = self.on_subscribe
        session = Properties(PacketTypes.CONNECT)
        session.SessionExpiryInterval = self.address.option("expiry", EXPIRY)
        session.ReceiveMaximum, session.MaximumPacketSize = self.in_flight, LARGEST
        client.connect_async(
            self.address.host, port_of(self.address), KEEP_ALIVE, clean_start=False, properties=session
        )
        client.loop_start()

    def on_connect(self, client, _, flags, reason, __):
        """Forgets what the connection before brought, which comes again, and asks for messages."""
        if reason.is_failure:
            self.trouble = f"{self.address.host} refuses: {reason}"
            return
        with self.came:
            self.connections += 1
            self.waiting.clear()
        self.trouble = ""
        if client.protocol == paho.MQTTv5:
            client.subscribe(self.topic, options=SubscribeOptions(qos=self.qos, retainHandling=AGAIN))
        else:
            client.subscribe(self.topic, self.qos)

    def on_subscribe(self, _, __, ___, reasons, ____):
        """Says so where the client may not read what it asks for."""
        refused = [str(reason) for reason in reasons if reason.is_failure]
        self.trouble = f"{self.address.host} refuses {self.topic}: {refused[0]}" if refused else self.trouble

    def on_disconnect(self, _, __, flags, reason, ___):
        self.trouble = self.trouble or f"{self.address.host} has gone: {reason}"

    def on_connect_fail(self, *_):
        self.trouble = f"{self.address.host}:{port_of(self.address)} does not answer"

    def on_message(self, _, __, message):
        """Puts a message where `take` finds it.

        A broker that sends more ahead than it was told is not read from until there is room.
        """
        receipt = (self.connections, message.mid, message.qos)
        with self.came:
            if message.qos == 0 and not self.has_room():
                self.lost += 1
                return
            self.came.wait_for(lambda: self.has_room() or self.is_closing)
            self.waiting.append(Message(cut(message.payload), receipt, now()))
            if len(self.waiting) in (1, self.enough):
                self.came.notify_all()

    def has_room(self):
        return len(self.waiting) < SPARE * self.in_flight

    def take(self, most, seconds):
        with self.came:
            self.came.wait_for(lambda: self.waiting, seconds)
            self.gather(min(most, self.in_flight))
            number = min(most, len(self.waiting))
            taken = tuple(self.waiting.popleft() for _ in range(number))
            self.came.notify_all()
            return Batch(taken, "")

    def gather(self, enough):
        """Waits a moment, while more come, for as many as are enough: one alone costs as much as ten."""
        self.enough, ends, number = enough, time.monotonic() + TOGETHER, 0
        while number < len(self.waiting) < enough and time.monotonic() < ends:
            number = len(self.waiting)
            self.came.wait(QUIET)

    def kept(self, batch):
        receipts = [message.receipt for message in batch.messages]
        ours = [(mid, qos) for connection, mid, qos in receipts if connection == self.connections]
        self.client.ack_all([mid for mid, qos in ours if qos == 1])
        for mid, qos in ours:
            if qos == 2:
                self.client.ack(mid, qos)

    def close(self):
        if self.client is not None:
            with self.came:
                self.is_closing = True
                self.came.notify_all()
            self.client.disconnect()
            self.client.loop_stop()
            self.client = None
        self.trouble = "closed"
