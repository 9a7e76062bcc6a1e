"""The application on an address: a thread of its own, with TLS where it is told to."""

import logging
import socket
import time
from pathlib import Path
from threading import Thread

import uvicorn

from twin.model.errors import Fault, ScenarioError
from twin.web.app import app_of
from twin.web.door import LOOPBACK, Door

BEGINS = 30.0  # seconds within which the server answers
OPEN = 128  # requests at once; more are told to come again


class Told(logging.Handler):
    """Says what the server complains of where the port says what happens."""

    def __init__(self, port):
        super().__init__(logging.WARNING)
        self.port = port

    def emit(self, record):
        cause = record.exc_info[1] if record.exc_info else ""
        self.port.story("trouble", part="web", text=f"{record.getMessage()} {cause!r}"[:500])


class Served(Thread):
    """A server that answers until it is ended."""

    def __init__(self, app, web):
        super().__init__(name="web", daemon=True)
        self.socket = bound(web)
        scheme = "https" if web.certificate else "http"
        self.url = f"{scheme}://{web.host}:{self.socket.getsockname()[1]}"
        tls = {"ssl_certfile": web.certificate, "ssl_keyfile": web.key or None} if web.certificate else {}
        logging.getLogger("uvicorn.error").addHandler(Told(app.state.port))
        self.server = uvicorn.Server(uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, limit_concurrency=OPEN,
            timeout_keep_alive=5, timeout_graceful_shutdown=2, lifespan="off", **tls,
        ))  # fmt: skip

    def run(self):
        self.server.run(sockets=[self.socket])

    def begin(self):
        """Starts, and comes back when it answers."""
        self.start()
        ends = time.monotonic() + BEGINS
        while not self.server.started:
            if not self.is_alive() or time.monotonic() > ends:
                raise fault("web", self.url, "cannot be served; are certificate and key those of each other?")
            time.sleep(0.01)
        return self

    def end(self):
        self.server.should_exit = True
        self.join(5.0)


def bound(web):
    """The socket of an address."""
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((web.host, web.port))
    except OSError as error:
        made.close()
        raise fault("web.port", str(web.port), f"{web.host} has it not free: {error.strerror}") from None
    return made


def door_of(web):
    """The Door of the settings; an address that others reach needs a token."""
    token = token_in(web.token_file) if web.token_file else ""
    if web.host not in LOOPBACK and not token:
        text = "others can reach this address, so a token is needed: token_file: FILE (--token-file)"
        raise fault("web.host", web.host, text)
    for name, place in (("web.certificate", web.certificate), ("web.key", web.key)):
        if place and not Path(place).is_file():
            raise fault(name, place, "is not there; a file in PEM is wanted")
    return Door(token, hosts_of(web))


def hosts_of(web):
    """The names under which the service may be called."""
    own = (web.host,) if web.host not in ("0.0.0.0", "::") else (socket.gethostname().lower(),)
    return tuple(dict.fromkeys((*own, *web.hosts, *LOOPBACK)))


def token_in(place):
    """The token that stands in a file."""
    try:
        token = Path(place).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise fault("web.token_file", place, "cannot be read; put the token into it, alone") from None
    if len(token) < 16 or not token.isascii() or not token.isprintable():
        text = "is no token: 16 or more letters and digits are needed; openssl rand -hex 32 makes one"
        raise fault("web.token_file", place, text)
    return token


def served(port, web):
    """A live port on its address."""
    return Served(app_of(port, door_of(web)), web).begin()


def fault(path, value, text):
    return ScenarioError([Fault(path, value, text)])
