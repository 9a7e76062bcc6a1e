"""A client of MQTT reads many messages at once, and comes to write however many there are."""

import pytest

from twin.live.feeds.client import AT_ONCE, Client

BODY = b'{"kind": "start"}'
TOPIC = b"\x00\x06port/g"
PACKET = bytes([0x30, len(TOPIC) + 1 + len(BODY)]) + TOPIC + b"\x00" + BODY  # PUBLISH of version 5, QoS 0


ROUNDS = 4


class Line:
    """A socket from which there is always more to read, in pieces of a size."""

    def __init__(self, most):
        self.most, self.given, self.calls = most, 0, 0

    def recv(self, size):
        size, self.calls = min(size, self.most), self.calls + 1
        begins = self.given % len(PACKET)
        self.given += size
        return (PACKET * (size // len(PACKET) + 2))[begins : begins + size]

    def close(self):
        """Nothing is behind it."""


@pytest.mark.parametrize("most", [AT_ONCE, 1000, 7])
def test_a_line_that_never_falls_silent_lets_the_client_write_between(most):
    client, line, bodies = Client("reader"), Line(most), []
    client._sock, client.on_message = line, lambda _, __, message: bodies.append(message.payload)
    for _ in range(ROUNDS):
        client.loop_read()
        assert client.at == len(client.held)  # or it would wait for more with some unread
    assert len(bodies) == line.given // len(PACKET) and set(bodies) == {BODY}
    assert line.calls <= ROUNDS * (3 + len(PACKET) / most * 2)
