"""How tests ask a service over HTTP."""

import json
import ssl
import urllib.error
import urllib.request

TOKEN = "0123456789abcdef0123456789abcdef"
ALL = ssl._create_unverified_context()  # of certificates that tests sign themselves


def ask(url, body=None, *, method=None, **headers):
    """(status, body) of an answer; JSON is read."""
    raw = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, raw, {"Content-Type": "application/json"} | said, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60, context=ALL) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    try:
        return status, json.loads(text)
    except ValueError:
        return status, text.decode()


def bearing(token=TOKEN):
    return {"Authorization": f"Bearer {token}"}
