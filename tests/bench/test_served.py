"""The page under load: how soon the first view stands, and what five users wait for while jobs run."""

import statistics
import time
from threading import Thread

import pytest
from serving_page import ended, served

pytestmark = pytest.mark.bench
PORT = ["layout=ganqimaodu_road", "peak=record_day"]
USERS, ROUNDS = 5, 12
FIRST = ("/", "/style.css", "/app.js", "/parts/page.js", "/views/ports.js", "/v1/me", "/v1/words?lang=zh")


def asked(command, *words):
    return {"command": command, "words": list(words), "lang": "zh"}


def timed(page, waits, kind, *request):
    began = time.perf_counter()
    status, _ = page.send(*request)
    waits.append((kind, time.perf_counter() - began))
    assert status < 300, (request, status)


def user(page, waits, number):
    """Looks at ports, changes one thing after the other and has it checked, and looks how far jobs are."""
    for step in range(ROUNDS):
        timed(page, waits, "page", "GET", "/views/asking.js")
        timed(page, waits, "list", "POST", "/v1/ask", asked("list"))
        timed(page, waits, "card", "POST", "/v1/ask", asked("show", "layout", "ganqimaodu_road"))
        timed(page, waits, "jobs", "GET", "/v1/jobs")
        change = f"layout.stations.h986.servers={2 + step + ROUNDS * number}"
        timed(page, waits, "check", "POST", "/v1/ask", asked("check", *PORT, change))
        time.sleep(2.0)  # to read, and to think


def test_five_users_while_jobs_run(tmp_path, capsys):
    began = time.perf_counter()
    process, page = served(tmp_path)
    try:
        waits = []
        for path in FIRST:
            timed(page, waits, "first", "GET", path)
        timed(page, waits, "first", "POST", "/v1/ask", asked("list"))
        first = time.perf_counter() - began
        size = sum(len(page.send("GET", path)[1]) for path in FIRST[:5])
        for command in ("run", "why", "compare"):
            words = [*PORT, "experiment.replications=200"]
            more = ["base", "ai_image_review"] if command == "compare" else []
            page.send("POST", "/v1/jobs", asked(command, *words, *more))
        waits = []
        users = [Thread(target=user, args=(page, waits, number)) for number in range(USERS)]
        for one in users:
            one.start()
        for one in users:
            one.join()
        ran = sum(job["state"] in ("running", "done") for job in page.send("GET", "/v1/jobs")[1])
    finally:
        ended(process)
    with capsys.disabled():
        print(f"\nfirst page with all ports {first:.2f} s after the start, {size:,} bytes of files")
        print(f"{USERS} users, {len(waits)} requests, {ran} jobs begun")
        for kind in ("page", "list", "card", "jobs", "check"):
            mine = sorted(wait for what, wait in waits if what == kind)
            print(
                f"  {kind:6} median {1000 * statistics.median(mine):6.0f} ms, most {1000 * mine[-1]:6.0f} ms"
            )
        print(f"  all    median {1000 * statistics.median(wait for _, wait in waits):6.0f} ms")
    assert ran


def first_look(page, waits, number):
    """Asks of a port that nobody has loaded yet: its card, then whether a change is sound."""
    timed(page, waits, "card", "POST", "/v1/ask", asked("show", "layout", "ganqimaodu_road"))
    change = f"layout.stations.h986.servers={2 + number}"
    timed(page, waits, "check", "POST", "/v1/ask", asked("check", *PORT, change))


def test_five_users_of_a_cold_port_and_others_while_a_large_one_is_asked(tmp_path, capsys):
    process, page = served(tmp_path)
    try:
        cold, beside = [], []
        users = [Thread(target=first_look, args=(page, cold, number)) for number in range(USERS)]
        for one in users:
            one.start()
        for one in users:
            one.join()
        for command in ("check", "preview"):
            large = ("POST", "/v1/ask", asked(command, "layout=region"))
            Thread(target=page.send, args=large, daemon=True).start()
        time.sleep(1.0)
        for step in range(6):
            change = f"layout.stations.h986.servers={20 + step}"
            timed(page, beside, "check", "POST", "/v1/ask", asked("check", *PORT, change))
    finally:
        ended(process)
    with capsys.disabled():
        for kind in ("card", "check"):
            said = ", ".join(f"{wait:.1f}" for what, wait in sorted(cold) if what == kind)
            print(f"\ncold port, {kind}: {said} s")
        print(f"while a large port is asked: {', '.join(f'{wait:.1f}' for _, wait in beside)} s")
    assert max(wait for _, wait in beside) < 30.0
