"""Records that are sent to the page become a port that can be asked, and nothing but logs is taken in."""

import gzip
import shutil
import socket
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from twin.web.desk.records import SPARE, NotKeptError, Records

pytestmark = pytest.mark.slow
ROWS = b"journey,station,event,time,class\n" + b"".join(
    f"{i},gate,{kind},2026-03-02T{6 + i // 6:02}:{10 * (i % 6) + minute:02}:00Z,truck\n".encode()
    for i in range(40)
    for kind, minute in (("arrive", 0), ("start", 2), ("end", 5))
)


def begun(page, name):
    assert page.send("POST", "/v1/records", {"name": name})[0] == 201
    return name


def sent(page, name, file, body):
    return page.send("POST", f"/v1/records/{name}/logs?file={file}", body)


def asked(page, name, command, *options):
    body = {"command": command, "records": name, "options": list(options)}
    job = page.send("POST", "/v1/jobs", body)[1]
    return page.outcome(job), page.send("GET", f"/v1/jobs/{job['name']}/answer")[1]


def test_a_log_is_sent_read_by_its_map_and_forgotten(page):
    name = begun(page, "march")
    status, told = sent(page, name, "log.csv.gz", gzip.compress(ROWS))
    assert status == 201 and [log["name"] for log in told["logs"]] == ["log.csv.gz"]
    assert asked(page, name, "import", ("--dry-run", ""))[0]["state"] == "done"
    proposed = page.send("GET", f"/v1/records/{name}/map")[1]["proposed"]
    assert "station" in proposed
    assert page.send("PUT", f"/v1/records/{name}/map", {"text": proposed})[0] == 200
    job, answer = asked(page, name, "import", ("--zone", "Asia/Shanghai"))
    assert job["state"] == "done" and answer["logs"][0]["events"] == 120
    told = page.send("GET", f"/v1/records/{name}")[1]
    assert told["is_imported"] and told["is_pseudonymised"] and not told["is_fitted"]
    stored = (page.folder / "outputs/desk/records/march/records.db").read_bytes()
    assert b"gate" in stored
    assert page.send("DELETE", f"/v1/records/{name}")[0] == 200
    assert page.send("GET", f"/v1/records/{name}")[0] == 404
    assert not (page.folder / "outputs/desk/records/march").exists()


def test_a_map_that_is_wrong_is_refused_by_the_import_with_its_place(page):
    name = begun(page, "wrong_map")
    sent(page, name, "log.csv", ROWS)
    page.send("PUT", f"/v1/records/{name}/map", {"text": "stations: !!python/object/apply:os.system [ls]"})
    job, answer = asked(page, name, "import")
    assert job["state"] == "refused" and answer["faults"]


@pytest.mark.parametrize(
    "file",
    ["..%2Flog.csv", "log.exe", ".log.csv", "a%2Fb.csv", "log.csv%00", "log.map.yaml", "x" * 101 + ".csv"],
)
def test_what_is_no_log_by_name_is_not_taken_in(page, file):
    name = "names"
    page.send("POST", "/v1/records", {"name": name})
    assert sent(page, name, file, ROWS)[0] == 422
    assert page.send("GET", f"/v1/records/{name}")[1]["logs"] == []


@pytest.mark.parametrize("name", ["", "../up", "Up", "a b", "x" * 61])
def test_what_is_no_name_is_refused(page, name):
    assert page.send("POST", "/v1/records", {"name": name})[0] == 422


def test_what_breaks_off_or_is_empty_leaves_nothing(page):
    name = begun(page, "broken")
    assert sent(page, name, "log.csv", b"")[0] == 422
    found = urlsplit(page.url)
    with socket.create_connection((found.hostname, found.port)) as one:
        head = f"POST /v1/records/{name}/logs?file=log.csv HTTP/1.1\r\nhost: 127.0.0.1\r\n"
        one.sendall(f"{head}content-length: 900000\r\n\r\nhalf".encode())
    assert sent(page, name, "other.csv", ROWS)[0] == 201
    assert [log["name"] for log in page.send("GET", f"/v1/records/{name}")[1]["logs"]] == ["other.csv"]


def test_a_disk_that_is_nearly_full_takes_no_log_in(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=SPARE - 1))
    records = Records(tmp_path)
    records.begin("april", is_pseudonymised=False)
    with pytest.raises(NotKeptError, match="forget records"):
        records.aside("april", "log.csv")


def test_records_are_asked_by_name_and_by_nothing_else(page):
    name = begun(page, "asked")
    for body, status in [
        ({"command": "import", "records": "nobody"}, 404),
        ({"command": "calibrate", "records": ""}, 404),
        ({"command": "import", "records": "../asked"}, 422),
        ({"command": "import", "records": name, "words": ["log.csv"]}, 422),
        ({"command": "import", "records": name, "options": [["--store", "elsewhere.db"]]}, 422),
        ({"command": "capsule", "words": ["layout=little_gate"], "options": [["--to", "x.zip"]]}, 422),
    ]:
        assert page.send("POST", "/v1/jobs", body)[0] == status, body
    assert page.send("POST", f"/v1/records/{name}/port", {})[0] == 422
