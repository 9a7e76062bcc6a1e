"""The page's door: what is too large, breaks off or was fetched before is answered as it should be."""

import gzip
import http.client
import socket
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.slow
MUCH = 12 * 1024 * 1024  # bytes, twelve times what a request may have


def connection(page):
    found = urlsplit(page.url)
    return http.client.HTTPConnection(found.hostname, found.port, timeout=60)


def told(page, method, path, body=None, **headers):
    """(status, headers, body) as they come, nothing unpacked."""
    one = connection(page)
    one.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = one.getresponse()
    found = answer.status, answer.headers, answer.read()
    one.close()
    return found


def test_who_sends_too_much_hears_that_it_is_too_much(page):
    status, _, body = told(page, "POST", "/v1/uploads", b"x" * MUCH)
    assert status == 413 and b"1048576" in body


def test_who_sends_too_much_without_saying_so_hears_it_too(page):
    parts = (b"x" * 65536 for _ in range(MUCH // 65536))
    assert told(page, "POST", "/v1/uploads", parts)[0] == 413


def test_who_leaves_in_the_middle_takes_nothing_along(page):
    found = urlsplit(page.url)
    for _ in range(5):
        with socket.create_connection((found.hostname, found.port)) as one:
            one.sendall(b"POST /v1/uploads HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 900000\r\n\r\nhalf")
    assert page.send("GET", "/v1/me")[0] == 200
    assert not list((page.folder / "outputs" / "desk").glob("upload.*"))


def test_what_a_browser_has_is_not_sent_again(page):
    status, headers, body = told(page, "GET", "/app.js")
    assert status == 200 and body
    assert told(page, "GET", "/app.js", if_none_match=headers["etag"])[::2] == (304, b"")
    assert told(page, "GET", "/app.js", if_none_match='"another"')[0] == 200


def test_what_is_long_is_packed_for_who_can_unpack_it(page):
    plain = told(page, "GET", "/v1/words?lang=zh")[2]
    status, headers, packed = told(page, "GET", "/v1/words?lang=zh", accept_encoding="gzip")
    assert status == 200 and headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == plain and len(packed) < len(plain)


@pytest.mark.parametrize(
    "path",
    ["/../door.py", "/..%2fdoor.py", "/vendor/../../door.py", "/%2e%2e/door.py", "/static/app.js", "/views/"],
)
def test_no_address_leads_out_of_the_folder_of_the_page(page, path):
    assert told(page, "GET", path)[0] == 404
