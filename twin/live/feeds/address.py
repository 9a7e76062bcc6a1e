"""The address of a feed: one line that says what kind it is, where, and how; never a secret."""

import os
import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from twin.model.errors import Fault, ScenarioError, listed, nearest

PATTERN = re.compile(
    r"^(?:(?P<user>[^@/:?]*)(?P<secret>:[^@/?]*)?@)?(?P<host>\[[^\]]*\]|[^/:?]*)(?::(?P<port>\d+))?"
    r"(?:/(?P<path>[^?]*))?$"
)
KINDS = {
    "mqtt": "mqtt://HOST:1883/TOPIC/#", "mqtts": "mqtts://HOST:8883/TOPIC/#",
    "postgresql": "postgresql://USER@HOST/DATABASE?table=T&key=ID", "sqlite": "sqlite:FILE?table=T&key=ID",
    "folder": "folder:PATH", "post": "post:",
    "http": "http://HOST:8000/v1/messages", "https": "https://HOST/v1/messages",
}  # fmt: skip
HOSTED = ("mqtt", "mqtts", "postgresql", "http", "https")


class Address(NamedTuple):
    """An address, taken apart."""

    kind: str
    user: str
    host: str
    port: int | None
    path: str  # topic, name of a database, file or folder
    options: dict[str, str]
    said: str

    def option(self, name, usual):
        """A choice of the address, as the type of what is usual."""
        said = self.options.get(name)
        if said is None:
            return usual
        try:
            return type(usual)(said)
        except ValueError:
            raise refused(f"{self.said}: {name}", f"'{said}' is no number") from None

    def secret(self, name):
        """A password: from the file that the address names (NAME_file=), else the environment, else ''."""
        path = self.options.get(f"{name}_file")
        if path is None:
            return os.environ.get(f"TWIN_{name.upper()}", "")
        try:
            with open(path, encoding="utf-8") as file:
                return file.readline().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise refused(f"{name}_file", f"{path} cannot be read ({error})") from None


def address_of(said, kinds, options):
    """The Address that a text is; `options` has the choices of each kind."""
    kind, mark, rest = said.partition(":")
    kind = {"postgres": "postgresql", "postgresql+pg8000": "postgresql"}.get(kind, kind)
    if not mark or kind not in kinds:
        forms = ", ".join(KINDS[one] for one in kinds)
        raise refused(said, f"is no address{nearest(kind, kinds)}; one is written {forms}")
    where, _, query = rest.rpartition("?") if "?" in rest else (rest, "", "")
    chosen = dict(parse_qsl(query, keep_blank_values=True))
    known = options[kind]
    for name in chosen:
        if name not in known:
            text = f"has no choice {name}{nearest(name, known)}; there is {listed(known)}"
            raise refused(said, text)
    if kind not in HOSTED:
        return Address(kind, "", "", None, unquote(where.removeprefix("//")), chosen, said)
    found = PATTERN.match(where.removeprefix("//"))
    if found is None or not found["host"] and "unix_sock" not in chosen:
        raise refused(said, f"names no host; one is written {KINDS[kind]}")
    if found["secret"]:
        hidden = said.replace(found["secret"] + "@", ":***@")
        text = "has a password in it, which others can see; give it as password_file=FILE or TWIN_PASSWORD"
        raise refused(hidden, text)
    port = int(found["port"]) if found["port"] else None
    path = unquote(found["path"] or "")
    return Address(kind, unquote(found["user"] or ""), found["host"].strip("[]"), port, path, chosen, said)


def refused(value, text):
    return ScenarioError([Fault(str(value), "", text)])
