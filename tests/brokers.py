"""A broker of the tests' own: Mosquitto on the loopback, in a folder that goes away."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

PROGRAM = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
CONFIGURATION = """
listener {port} 127.0.0.1
persistence true
persistence_location {folder}/
autosave_interval 60
max_queued_messages 0
max_inflight_messages 0
user root
"""
PATIENCE = 10.0  # seconds in which a broker is up


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Broker:
    """A broker that can be stopped and started anew, and then has the sessions it had."""

    def __init__(self, folder, more):
        self.folder, self.port, self.running = folder, free_port(), None
        text = CONFIGURATION.format(port=self.port, folder=folder) + more
        (folder / "mosquitto.conf").write_text(text, encoding="utf-8")

    def start(self):
        command = [PROGRAM, "-c", self.folder / "mosquitto.conf"]
        self.running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        raise TimeoutError(f"no broker on port {self.port}")

    def stop(self):
        self.running.send_signal(signal.SIGTERM)
        self.running.wait()


@contextmanager
def mosquitto(more="allow_anonymous true\n", files=None):
    """A Broker that runs until the block ends; `files` are put beside its configuration before."""
    with tempfile.TemporaryDirectory(prefix="mq") as name:
        folder = Path(name)
        for file, content in (files or {}).items():
            (folder / file).write_bytes(content)
        broker = Broker(folder, more.format(folder=folder))
        broker.start()
        try:
            yield broker
        finally:
            broker.stop()
