"""Against a real broker: what is not kept comes again, whoever is stopped, killed or refused in between."""

import subprocess
import threading

import brokers
import pytest
from brokers import mosquitto
from carried import carried, messages_in, process, until
from sent import body

from twin.live.feeds.address import address_of
from twin.live.feeds.opening import OPTIONS, feed_of
from twin.live.replaying.script import Item
from twin.live.replaying.sinks import Broker
from twin.model.errors import ScenarioError

pytestmark = pytest.mark.skipif(brokers.PROGRAM is None, reason="Mosquitto is not installed")


@pytest.fixture(scope="module")
def broker():
    with mosquitto() as running:
        yield running


@pytest.fixture
def topic(request):
    """A topic, and a client, of this test alone."""
    return request.node.name.replace("[", "-").replace("]", "")


class Published:
    """A message as the client of a broker gives it."""

    mid, qos = 1, 1

    def __init__(self, number):
        self.payload = b"%d" % number


def url(broker, topic, kind="mqtt", user="", more=""):
    return f"{kind}://{user}127.0.0.1:{broker.port}/{topic}/#?client={topic}{more}"


def sent(address, bodies):
    """Sends bodies as devices would; returns once the broker has them."""
    kind, _, rest = address.partition("?")
    options = [one for one in rest.split("&") if not one.startswith("client")]
    said = "?".join([kind, "&".join(options)]) if options else kind
    sink = Broker(address_of(said, tuple(OPTIONS), OPTIONS), None)
    sink.send([Item({}, one, ("gate", "g/1")) for one in bodies], 0)
    sink.close()


def subscribed(address):
    """Lets the broker begin to hold what is sent to a client that is not there."""
    feed = feed_of(address)
    feed.open("")
    until(lambda: not feed.trouble)
    sent(address, [b"first"])
    while not (batch := feed.take(10, 5.0)).messages:
        pass
    feed.kept(batch)
    feed.close()


def test_messages_are_kept_and_told_once(broker, topic, tmp_path):
    place = str(tmp_path / "store.db")
    address = url(broker, topic)
    with carried(place, address) as (carrying, handed):
        until(lambda: not carrying.trouble)
        sent(address, [body(i) for i in range(50)] + [b"rubbish", b"x" * 100_000, body(3)])
        until(lambda: sum(kept.records for kept in handed) == 53)
    assert sum(len(kept.events) for kept in handed) == 50
    assert sum(kept.twice.total() for kept in handed) == 1
    assert messages_in(place) == sorted(f"m{i}" for i in range(50))


def test_what_was_taken_and_not_kept_comes_again(broker, topic):
    address = url(broker, topic)
    subscribed(address)
    sent(address, [b"1", b"2", b"3"])
    feed = feed_of(address)
    feed.open("")
    batch = feed.take(1, 10.0)
    feed.kept(batch)
    feed.take(1, 10.0)
    feed.close()
    again = feed_of(address)
    again.open("")
    bodies = []
    until(lambda: bodies.extend(message.body for message in again.take(9, 0.5).messages) or len(bodies) >= 2)
    again.close()
    assert (batch.messages[0].body, bodies) == (b"1", [b"2", b"3"])


def test_no_more_messages_are_held_than_there_is_room_for(broker, topic):
    address = url(broker, topic, more="&in_flight=5")
    subscribed(address)
    sent(address, [str(i).encode() for i in range(20)])
    feed = feed_of(address)
    feed.open("")
    until(lambda: len(feed.waiting) >= 5)
    taken = []
    while len(taken) < 20:
        batch = feed.take(100, 10.0)
        assert 0 < len(batch.messages) <= 10
        feed.kept(batch)
        taken += [int(message.body) for message in batch.messages]
    feed.close()
    assert taken == list(range(20))


def test_who_is_killed_between_taking_and_telling_loses_and_doubles_nothing(broker, topic, tmp_path):
    place, address = str(tmp_path / "store.db"), url(broker, topic)
    subscribed(address)
    sent(address, [body(i, seq="" if i % 4 == 0 else i) for i in range(100)])
    for where in ("taken", "kept"):
        killed = process(place, address, 2, where)
        assert killed.wait() == -9
    half = messages_in(place)
    assert 0 < len(half) < 100
    with carried(place, address):
        until(lambda: len(messages_in(place)) == 100)
    assert messages_in(place) == sorted(f"m{i}" for i in range(100))


def test_a_broker_that_is_restarted_loses_nothing(topic, tmp_path):
    place = str(tmp_path / "store.db")
    with mosquitto() as broker:
        address = url(broker, topic)
        with carried(place, address) as (carrying, _):
            until(lambda: not carrying.trouble)
            sent(address, [body(i) for i in range(40)])
            broker.stop()
            until(lambda: "has gone" in carrying.trouble)
            broker.start()
            sent(address, [body(i) for i in range(40, 60)])
            until(lambda: len(messages_in(place)) == 60)
            assert carrying.trouble == ""


def test_only_who_has_the_password_is_let_in(topic, tmp_path, monkeypatch):
    users = tmp_path / "users"
    subprocess.run(["mosquitto_passwd", "-c", "-b", users, "gate", "right"], check=True, capture_output=True)
    more = "allow_anonymous false\npassword_file {folder}/users\n"
    with mosquitto(more, {"users": users.read_bytes()}) as broker:
        address = url(broker, topic, user="gate@")
        monkeypatch.setenv("TWIN_PASSWORD", "wrong")
        with carried(str(tmp_path / "store.db"), address) as (carrying, _):
            until(lambda: "refuses" in carrying.trouble)
            with pytest.raises(ScenarioError, match="TWIN_PASSWORD"):
                sent(address, [body(1)])
        monkeypatch.setenv("TWIN_PASSWORD", "right")
        with carried(str(tmp_path / "store.db"), address) as (carrying, handed):
            until(lambda: not carrying.trouble)
            sent(address, [body(1)])
            until(lambda: handed)


def test_a_connection_is_hidden_and_the_broker_is_who_it_says(topic, tmp_path):
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    made += ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made += ["-keyout", tmp_path / "key.pem", "-out", tmp_path / "ca.pem"]
    subprocess.run(made, check=True, capture_output=True)
    files = {name: (tmp_path / name).read_bytes() for name in ("key.pem", "ca.pem")}
    more = "allow_anonymous true\ncertfile {folder}/ca.pem\nkeyfile {folder}/key.pem\n"
    with mosquitto(more, files) as broker:
        trusted = url(broker, topic, "mqtts", more=f"&ca={tmp_path / 'ca.pem'}")
        with carried(str(tmp_path / "store.db"), trusted) as (carrying, handed):
            until(lambda: not carrying.trouble)
            sent(trusted, [body(1)])
            until(lambda: handed)
        with carried(str(tmp_path / "store.db"), url(broker, topic, "mqtts")) as (carrying, _):
            until(lambda: "does not answer" in carrying.trouble)


def test_a_broker_that_sends_too_much_is_not_read_from_until_there_is_room():
    feed = feed_of("mqtt://broker/x?in_flight=2")
    sender = threading.Thread(target=lambda: [feed.on_message(None, None, Published(i)) for i in range(9)])
    sender.start()
    until(lambda: len(feed.waiting) == 4)
    bodies = []
    while len(bodies) < 9:
        bodies += [message.body for message in feed.take(3, 10.0).messages]
        assert len(feed.waiting) <= 4
    sender.join()
    assert bodies == [b"%d" % i for i in range(9)]
