"""A broker that speaks MQTT 3.1.1 only is spoken to in it, and holds what comes while the service is away."""

import socket
import threading
from contextlib import contextmanager

import brokers
import pytest
from brokers import mosquitto
from carried import until

from twin.live.feeds.address import address_of
from twin.live.feeds.opening import OPTIONS, feed_of
from twin.live.replaying.script import Item
from twin.live.replaying.sinks import Broker

pytestmark = pytest.mark.skipif(brokers.PROGRAM is None, reason="Mosquitto is not installed")
REFUSAL = b"\x20\x02\x00\x01"  # a CONNACK of 3.1.1: unacceptable protocol version
LEVEL = len(b"\x00\x04MQTT")  # where a CONNECT says its version, behind its head of two bytes


def passed_on(one, other):
    """Carries bytes from a socket to another until one of them ends."""
    try:
        while data := one.recv(1 << 16):
            other.sendall(data)
    except OSError:
        pass
    for each in (one, other):
        each.close()


def answered(caller, port):
    """Refuses who speaks version 5; who speaks an older one is led to the broker behind."""
    first = caller.recv(1 << 16)
    if first[2 + LEVEL] == 5:
        caller.sendall(REFUSAL)
        caller.close()
        return
    behind = socket.create_connection(("127.0.0.1", port))
    behind.sendall(first)
    for pair in ((caller, behind), (behind, caller)):
        threading.Thread(target=passed_on, args=pair, daemon=True).start()


@contextmanager
def older(port):
    """The port of a door to a broker that knows 3.1.1 and nothing newer."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def listen():
            try:
                while True:
                    answered(door.accept()[0], port)
            except OSError:
                return  # the door was closed

        threading.Thread(target=listen, daemon=True).start()
        yield door.getsockname()[1]


@pytest.fixture(scope="module")
def address():
    with mosquitto() as broker, older(broker.port) as port:
        yield f"mqtt://127.0.0.1:{port}/gate"


def sent(address, bodies):
    sink = Broker(address_of(address, tuple(OPTIONS), OPTIONS), None)
    sink.send([Item({}, one, ("gate", "g")) for one in bodies], 0)
    sink.close()


def opened(address):
    feed = feed_of(f"{address}/#")
    feed.open("")
    until(lambda: not feed.trouble)
    return feed


def taken(feed, number):
    """So many bodies, each acknowledged."""
    bodies = []
    while len(bodies) < number:
        batch = feed.take(10, 5.0)
        feed.kept(batch)
        bodies += [message.body for message in batch.messages]
    return bodies


def test_a_broker_of_3_1_1_holds_the_session_and_why_is_noted(address):
    feed = opened(address)
    assert [note for note in feed.notes if "refuses MQTT 5" in note and "3.1.1 is spoken" in note]
    sent(address, [b"1", b"2"])
    assert taken(feed, 2) == [b"1", b"2"]
    feed.close()
    sent(address, [b"3", b"4", b"5"])
    feed = opened(address)
    assert taken(feed, 3) == [b"3", b"4", b"5"]
    feed.close()


def test_what_was_not_acknowledged_to_it_comes_again(address):
    feed = opened(address)
    sent(address, [b"6", b"7"])
    first = feed.take(1, 5.0)
    feed.close()
    feed = opened(address)
    assert [first.messages[0].body] == [b"6"] and taken(feed, 2) == [b"6", b"7"]
    feed.close()
