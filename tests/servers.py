"""A PostgreSQL server of the tests' own: in a folder that goes away, behind a socket nobody else sees."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
NOBODY = "nobody"  # the server refuses to run as root


def program(name):
    """The path of a program of PostgreSQL, None where it is not installed."""
    found = shutil.which(name)
    return found or (str(INSTALLED[-1] / name) if INSTALLED else None)


def call(folder):
    """How programs of the server are called: quietly, in its folder, and never as root."""
    how = dict(check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    if os.geteuid() == 0:
        user = pwd.getpwnam(NOBODY)
        how |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return how


def start(folder):
    switches = f"-c listen_addresses='' -c fsync=off -k {folder}"
    subprocess.run([program("pg_ctl"), "-D", folder / "data", "-w", "-o", switches, "start"], **call(folder))


def stop(folder):
    """Ends a server as a loss of power does."""
    subprocess.run(
        [program("pg_ctl"), "-D", folder / "data", "-m", "immediate", "-w", "stop"], **call(folder)
    )


@contextmanager
def postgresql():
    """The folder of the socket of a server that runs until the block ends."""
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            user = pwd.getpwnam(NOBODY)
            os.chown(folder, user.pw_uid, user.pw_gid)
        made = [program("initdb"), "-D", folder / "data", "-U", "twin", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*made, "--no-sync", "--locale=C"], **call(folder))
        start(folder)
        try:
            yield folder
        finally:
            stop(folder)


def url(folder, database):
    """The URL of a database behind the socket in a folder."""
    return f"postgresql://twin@/{database}?unix_sock={folder}/.s.PGSQL.5432"
