"""A client of MQTT 5, or 3.1.1 where a broker knows no other, that reads and acknowledges many at once.

Paho reads each packet in three calls of the system and acknowledges it in two. At each of them the lock of
the interpreter is given away, and whoever computes keeps it: few calls are what makes a thread quick.
"""

import ssl
import struct

import paho.mqtt.client as paho

from twin.model.errors import Fault, ScenarioError

KEEP_ALIVE = 20  # seconds after which a silent connection is looked after
SLOWEST = 30  # seconds between two tries to connect, at most
AT_ONCE = 1 << 16  # bytes that are read at once
PUBACK = struct.Struct("!BBH")  # packet, its length, number of the message
REFUSED = (0x01, 0x84)  # how a broker of 3.1.1, and one of 5, says that it does not speak 5


class Client(paho.Client):
    """A client of paho that reads ahead. It is lasting if the broker keeps what comes while it is away.

    It puts itself in front of what paho does within itself, as no door of it is so near to the socket.
    """

    def __init__(self, name, *, lasting=False, noted=lambda text: None, **how):
        self.held, self.at = b"", 0  # what was read, and how much of it is behind
        self.ahead = 0  # bytes that are read at least
        self.lasting, self.noted = lasting, noted
        super().__init__(paho.CallbackAPIVersion.VERSION2, name, protocol=paho.MQTTv5, **how)

    def reconnect(self):
        self.held, self.at = b"", 0
        return super().reconnect()

    def loop_read(self, max_packets=1):
        """Reads ahead once, and all packets in that to the end of the last: then it is time to write."""
        self.ahead = AT_ONCE
        code = super().loop_read(max_packets)
        while code == paho.MQTT_ERR_SUCCESS and self.at < len(self.held):
            code = super().loop_read(max_packets)
        return code

    def _sock_recv(self, bufsize):
        if self.at == len(self.held):
            self.held, self.at = super()._sock_recv(max(bufsize, self.ahead)), 0
            self.ahead = 0
        part = self.held[self.at : self.at + bufsize]
        self.at += len(part)
        return part

    def ack_all(self, numbers):
        """Acknowledges messages of QoS 1, all at once."""
        if numbers:
            packets = b"".join(PUBACK.pack(paho.PUBACK, 2, number) for number in numbers)
            self._packet_queue(paho.PUBACK, packets, numbers[-1], 1)

    def _handle_connack(self):
        """Goes on with 3.1.1 where the broker does not know 5, as paho goes on from there with 3.1."""
        code = self._in_packet["packet"][1]
        if self._protocol != paho.MQTTv5 or code not in REFUSED:
            return super()._handle_connack()
        self.noted(f"{self.host} refuses MQTT 5 (code {code}); MQTT 3.1.1 is spoken to it")
        self._protocol, self._clean_session = paho.MQTTv311, not self.lasting
        return self.reconnect()


def client_of(address, name, **how):
    """A Client that knows its password and its certificates, and is not connected yet."""
    client = Client(name, **how)
    if address.user:
        client.username_pw_set(address.user, address.secret("password") or None)
    if address.kind == "mqtts":
        client.tls_set_context(context_of(address))
    client.reconnect_delay_set(1, SLOWEST)
    return client


def context_of(address):
    """What a connection with TLS trusts, and what it shows of itself."""
    try:
        context = ssl.create_default_context(cafile=address.options.get("ca"))
        if "cert" in address.options:
            context.load_cert_chain(address.options["cert"], address.options.get("key"))
    except OSError as error:  # as ssl.SSLError is
        fault = Fault(address.said, "", f"has a certificate that cannot be read ({error})")
        raise ScenarioError([fault]) from None
    return context


def port_of(address):
    return address.port or (8883 if address.kind == "mqtts" else 1883)
