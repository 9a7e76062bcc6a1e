"""A planner's page that is served for real, and requests to it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

from examples import ROOT


class Page(NamedTuple):
    """Where it is served, and from which folder."""

    url: str
    folder: Path

    def send(self, method, path, body=None, **headers):
        """(status, what is answered) of a request; a body is sent as JSON, bytes as they are."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        head = {"content-type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
        asked = urllib.request.Request(self.url + path, data, head, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=120) as answer:
                return answer.status, read(answer)
        except urllib.error.HTTPError as error:
            return error.code, read(error)

    def outcome(self, job, seconds=240):
        """The job when it is over."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            told = self.send("GET", f"/v1/jobs/{job['name']}")[1]
            if told["state"] not in ("waiting", "running"):
                return told
            time.sleep(0.2)
        raise AssertionError(f"the job is not over after {seconds} s: {told}")


def read(answer):
    text = answer.read()
    return json.loads(text) if "json" in answer.headers.get("content-type", "") else text


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def served(folder, *words):
    """(process, Page): twin serve in a folder, once it answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "twin", "serve", "--port", str(port), *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert b"http" in process.stderr.readline()
    return process, Page(f"http://127.0.0.1:{port}", Path(folder))


def ended(process):
    process.terminate()
    try:
        assert process.wait(30) == 0
    finally:
        process.stderr.close()
