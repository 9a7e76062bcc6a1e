"""A question to a live service: of bounded time and size, with its token, followed nowhere else."""

import http.client
import re
import ssl
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR
from threading import Timer
from typing import Any, NamedTuple

from twin.live.feeds.address import Address, address_of, refused
from twin.web.door import LOOPBACK

LARGEST = 8 * 1024 * 1024  # bytes of an answer: a forecast of thirty stations and ten classes has two of them
SECONDS = 5.0  # for an answer that is there already
OPTIONS = {"http": ("token_file",), "https": ("token_file", "ca")}
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
FORM = "--live NAME=http://127.0.0.1:8100, or NAME=https://HOST:8100?token_file=FILE&ca=FILE"


class AwayError(OSError):
    """Nothing that could be read came in time."""


class Line(NamedTuple):
    """Where a live service answers, and what it is told by whom."""

    name: str
    address: Address
    token: str = ""
    tls: Any = None

    def asked(self, method, path, body=None, seconds=SECONDS):
        """(status, bytes) of an answer. Raises AwayError."""
        head = {"Accept": "application/json", "Content-Type": "application/json"}
        head |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        connection = self._connection(seconds)
        try:
            with cut_off(connection, seconds) as is_late:
                connection.connect()
                if is_late():
                    raise TimeoutError("timed out")
                connection.request(method, path, body, head)
                answer = connection.getresponse()
                text = answer.read(LARGEST + 1)
        except (OSError, http.client.HTTPException) as error:
            raise AwayError(f"does not answer ({error or type(error).__name__})") from None
        finally:
            connection.close()
        if len(text) > LARGEST:
            raise AwayError(f"answers with more than {LARGEST} bytes")
        if answer.length:
            raise AwayError("does not answer in time")
        return answer.status, text

    def _connection(self, seconds):
        host, port = self.address.host, self.address.port
        if self.address.kind == "http":
            return http.client.HTTPConnection(host, port, timeout=seconds)
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=self.tls)


@contextmanager
def cut_off(connection, seconds):
    """Ends a connection after so many seconds, however slowly something still comes; tells whether it did."""

    def cut():
        if connection.sock is not None:
            with suppress(OSError):  # it has ended by itself
                connection.sock.shutdown(SHUT_RDWR)

    late = Timer(seconds, cut)
    late.daemon = True
    late.start()
    try:
        yield late.finished.is_set
    finally:
        late.cancel()


def line_of(said):
    """The Line of NAME=URL."""
    name, mark, url = said.partition("=")
    if not mark or not NAME.fullmatch(name):
        raise refused(f"--live {said}", f"is no name with an address; write {FORM}")
    address = address_of(url, tuple(OPTIONS), OPTIONS)
    if address.path or address.user:
        raise refused(f"--live {said}", f"has more than host and port; write {FORM}")
    token = address.secret("token")
    if address.host not in (*LOOPBACK, "::1") and (address.kind == "http" or not token):
        text = f"is reached over a network, so https and a token are needed; write {FORM}"
        raise refused(f"--live {said}", text)
    return Line(name, address, token, _tls(address))


def _tls(address):
    if address.kind == "http":
        return None
    place = address.options.get("ca")
    try:
        return ssl.create_default_context(cafile=place)
    except (OSError, ssl.SSLError):
        raise refused(f"ca={place}", "cannot be read; a file in PEM is wanted") from None
