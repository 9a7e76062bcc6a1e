"""The feed that an address means."""

from urllib.parse import quote, urlencode

from twin.live.feeds import database, folder, mqtt, posted
from twin.live.feeds.address import address_of

OPTIONS = {
    "mqtt": mqtt.OPTIONS, "mqtts": mqtt.OPTIONS, "postgresql": database.OPTIONS, "sqlite": database.OPTIONS,
    "folder": folder.OPTIONS, "post": posted.OPTIONS,
}  # fmt: skip


def feed_of(said):
    """The Feed of an address, not opened yet."""
    address = address_of(said, tuple(OPTIONS), OPTIONS)
    return FEEDS[address.kind](address)


def columns_of(said):
    """The columns that an address gives to lines of CSV, () where it gives none."""
    address = address_of(said, tuple(OPTIONS), OPTIONS)
    return tuple(filter(None, address.options.get("columns", "").split(",")))


def database_of(address):
    """A database by its URL, with the password that only the environment or a file tells."""
    if address.kind == "sqlite":
        return f"sqlite:///{address.path}"
    secret = address.secret("password")
    user = quote(address.user) + (f":{quote(secret, safe='')}" if secret else "")
    where = address.host + (f":{address.port}" if address.port else "")
    sockets = {name: value for name, value in address.options.items() if name == "unix_sock"}
    return f"postgresql://{user}@{where}/{quote(address.path)}" + (
        f"?{urlencode(sockets)}" if sockets else ""
    )


def of_database(address):
    return database.Database(address, database_of(address))


def of_posts(address):
    return posted.Posted(address.options.get("name", "post"))


FEEDS = {
    "mqtt": mqtt.Mqtt, "mqtts": mqtt.Mqtt, "postgresql": of_database, "sqlite": of_database,
    "folder": folder.Folder, "post": of_posts,
}  # fmt: skip
