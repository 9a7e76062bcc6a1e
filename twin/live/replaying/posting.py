"""Messages posted to a web server, some at once, with a token."""

import http.client
import json
import ssl
import time

from twin.live.intake.bodies import LIMIT
from twin.model.errors import Fault, ScenarioError

TOGETHER = 100  # records in one body
PATIENCE = 60.0  # seconds that an answer may take
LATER = (429, 502, 503, 504)  # answers after which the same is posted again
SLOWEST = 5.0  # seconds between two tries, at most
PATH = "v1/messages"


class Posts:
    """A web server that takes lists of records by POST."""

    def __init__(self, address, _):
        self.address, self.path = address, "/" + (address.path or PATH)
        token = address.secret("token")
        self.headers = {"Content-Type": "application/json"}
        self.headers |= {"Authorization": f"Bearer {token}"} if token else {}
        self.connection = self.connect()
        try:
            self.connection.connect()
        except OSError as error:
            text = f"does not answer ({error}); is the service running there?"
            raise ScenarioError([Fault(address.said, "", text)]) from None

    def send(self, items, number):
        for body in bodies(items):
            self.post(body)

    def post(self, body):
        """Posts a body until it is taken; an answer that will not change is a refusal."""
        pause = 0.1
        while True:
            try:
                self.connection = self.connection or self.connect()
                self.connection.request("POST", self.path, body, self.headers)
                answer = self.connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                self.close()
            else:
                if answer.status < 300:
                    return
                if answer.status not in LATER:
                    said = f"answers {answer.status} {answer.reason}"
                    text = f"{said}; a token is told by TWIN_TOKEN or token_file="
                    raise ScenarioError([Fault(self.address.said, "", text)])
            time.sleep(pause)
            pause = min(2 * pause, SLOWEST)

    def connect(self):
        host, port = self.address.host, self.address.port
        if self.address.kind == "http":
            return http.client.HTTPConnection(host, port, timeout=PATIENCE)
        context = ssl.create_default_context(cafile=self.address.options.get("ca"))
        return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=context)

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def bodies(items):
    """Messages as lists of records, none longer than a body may be; what is no record goes by itself."""
    held, size = [], 2
    for item in items:
        if item.raw is not None:
            yield item.raw
            continue
        record = json.dumps(item.fields, ensure_ascii=False).encode("utf-8", "replace")
        if held and (size + len(record) + 2 > LIMIT or len(held) == TOGETHER):
            yield b"[" + b", ".join(held) + b"]"
            held, size = [], 2
        held.append(record)
        size += len(record) + 2
    if held:
        yield b"[" + b", ".join(held) + b"]"
