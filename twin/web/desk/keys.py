"""Who may do what: see, run, or change; a key is a token with a role, and a page keeps it in a cookie."""

import hashlib
import hmac
from pathlib import Path
from typing import NamedTuple

from fastapi import HTTPException, Request

from twin.model.errors import Fault, ScenarioError

VIEW, RUN, ADMIN = "view", "run", "admin"  # each may do what the ones before it may
ROLES = (VIEW, RUN, ADMIN)
COOKIE = "porttwin"
LEAST = 16  # letters of a token


class Keys(NamedTuple):
    """(role, token) of everybody; without any, whoever reaches the page may do all: it is loopback then."""

    all: tuple[tuple[str, str], ...] = ()

    def role_of(self, token):
        """The role of a token, "" of none."""
        found = ""
        for role, own in self.all:
            if hmac.compare_digest(own.encode(), token.encode("utf-8", "replace")):
                found = role
        return found if self.all else ADMIN


def keys_in(place):
    """The Keys of a file with a line `role token` each."""
    try:
        lines = Path(place).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise ScenarioError(
            [Fault("--token-file", place, "cannot be read; a line for each: run TOKEN")]
        ) from None
    keys, faults = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        role, _, token = line.strip().partition(" ")
        if role not in ROLES:
            faults.append(
                Fault(f"--token-file {place}:{number}", role, f"is no role; they are {', '.join(ROLES)}")
            )
        elif len(token) < LEAST or not token.isascii() or " " in token:
            text = f"is no token: {LEAST} or more letters and digits; openssl rand -hex 32 makes one"
            faults.append(Fault(f"--token-file {place}:{number}", "", text))
        else:
            keys.append((role, token))
    if faults or not keys:
        raise ScenarioError(
            faults or [Fault("--token-file", place, "holds no token; a line for each: run TOKEN")]
        )
    return Keys(tuple(keys))


def token_of(request):
    """The token that a request brings, by header or by cookie."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" else request.cookies.get(COOKIE, "")


def mark_of(request):
    """By which what somebody asked is told from what others did: a digest of the token, "" without one."""
    token = token_of(request)
    return hashlib.blake2b(token.encode(), digest_size=6).hexdigest() if token else ""


def at_least(role):
    """A dependency that refuses who may not do as much; gives the role of who asks."""

    def check(request: Request):
        own = request.app.state.keys.role_of(token_of(request))
        if not own:
            raise HTTPException(401, "a token is needed", {"WWW-Authenticate": "Bearer"})
        if ROLES.index(own) < ROLES.index(role):
            raise HTTPException(403, f"your token may {own}; this needs one that may {role}")
        return own

    return check
