"""Who may come in: by host, origin and token, with no more than a body of bounded size."""

import asyncio
import hmac
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

LOG = re.compile(r"/v1/records/\w+/logs")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
BODY = 64 * 1024  # bytes of a request: no message is larger (twin.live.intake)
# What is too large is read to its end before it is refused, up to this: a client that sends does not hear.
HEARD_OUT, PATIENCE = 32 * 1024 * 1024, 10.0  # bytes, seconds


class Door(NamedTuple):
    """How the door is set: a token that callers need ("" none), and the names the service is called by."""

    token: str = ""
    hosts: tuple[str, ...] = LOOPBACK
    body: int = BODY
    logs: int = BODY  # bytes of a log that is sent for a record; they are many, and go straight to a file

    def most(self, path):
        """Bytes that a request for a path may have."""
        return self.logs if LOG.fullmatch(path) else self.body

    def admits(self, given):
        """Whether the header of a caller says the token."""
        return not self.token or hmac.compare_digest(given.encode(), f"Bearer {self.token}".encode())


def authorised(request: Request):
    """Refuses a caller without the token."""
    state = request.app.state
    if not state.door.admits(request.headers.get("authorization", "")):
        state.port.count("web_refused", "token")
        raise HTTPException(
            401, "the token is missing or wrong: Authorization: Bearer TOKEN", {"WWW-Authenticate": "Bearer"}
        )


class Doorkeeper:
    """Looks at every request before it is read."""

    def __init__(self, app, *, door, count):
        self.app, self.door, self.count = app, door, count

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        most = self.door.most(scope["path"])
        why = self.wrong(headers, most)
        if why is not None:
            status, kind, text = why
            self.count("web_refused", kind)
            await heard_out(receive)
            return await JSONResponse({"detail": text}, status)(scope, receive, with_headers(send))
        try:
            await self.app(scope, Bounded(receive, most).receive, with_headers(send))
        except ClientDisconnect:
            self.count("web_refused", "gone")

    def wrong(self, headers, most):
        """(status, kind, text) of what is wrong with the headers of a request, None if nothing is."""
        host = name_of(headers.get("host", ""))
        if host not in self.door.hosts:
            return (
                421,
                "host",
                f"this service is not called {host[:100] or 'nothing'}; it is {self.door.hosts[0]}",
            )
        origin = headers.get("origin")
        if origin is not None and name_of(urlsplit(origin).netloc) not in self.door.hosts:
            return 403, "origin", "pages of another origin may not ask here"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > most:
            return 413, "size", f"a body has at most {most} bytes; send it in parts"
        return None


class Bounded:
    """A body that ends with a fault where it grows too long."""

    def __init__(self, receive, most):
        self.inner, self.left = receive, most

    async def receive(self):
        message = await self.inner()
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            await heard_out(self.inner)
            raise HTTPException(413, "the body is too long; send it in parts")
        return message


async def heard_out(receive):
    """Takes in what a client still sends, and keeps none of it."""
    left = HEARD_OUT
    try:
        async with asyncio.timeout(PATIENCE):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except TimeoutError:
        return  # who sends so slowly finds the connection closed


# The style that Observable Plot puts into each of its charts (twin/web/static/vendor), by its digest.
PLOT = "sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM="
POLICY = f"default-src 'self'; style-src 'self' '{PLOT}'; frame-ancestors 'none'"
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
]


def with_headers(send):
    """Sends each answer with what keeps browsers careful, where it does not say otherwise itself."""

    async def sending(message):
        if message["type"] == "http.response.start":
            said = {name.lower() for name, _ in message.get("headers", ())}
            more = [one for one in HEADERS if one[0] not in said]
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await send(message)

    return sending


def name_of(netloc):
    """The host of HOST:PORT."""
    host, colon, port = netloc.rpartition(":")
    return (host if colon and port.isdecimal() else netloc).lower()
