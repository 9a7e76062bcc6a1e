"""Threads, processes and workers of a cluster make the same bytes, and what is killed is made by others."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest
from examples import ROOT
from ports import lasting, port_with_secondary

from twin.model.scenario import Scenario
from twin.study.kept import summary_of
from twin.study.running import places
from twin.study.running.how import CLUSTER, PROCESSES, How, Place
from twin.study.running.trouble import RunTrouble

MANY = 24


def scenario(span="1 d", replications=MANY):
    return Scenario.from_tree(lasting(port_with_secondary("10 %"), span, replications=replications))


def files_of(path):
    return {each.name: each.read_bytes() for each in path.iterdir()}


@pytest.fixture
def cluster():
    """The address of a scheduler, and a function that starts a worker of its own."""
    open_port = pytest.importorskip("distributed.utils").open_port

    address = f"tcp://127.0.0.1:{open_port('127.0.0.1')}"
    started = []

    def begin(program, *words):
        surroundings = {**os.environ, "PYTHONPATH": str(program)}
        command = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]]
        started.append(subprocess.Popen(command, cwd=program, env=surroundings, stderr=subprocess.DEVNULL))
        return started[-1]

    def worker(program=ROOT):
        words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0")
        return begin(program, "dask_worker", address, *words)

    port = address.rpartition(":")[2]
    worker.scheduler = begin(ROOT, "dask_scheduler", "--port", port, "--no-dashboard")
    listens("127.0.0.1", int(port))
    yield address, worker
    for place in [one for one in places._OPEN.values() if hasattr(one, "client")]:
        places.forget(place)
        place.client.close(timeout=1)
    for process in started:
        process.kill()
        process.wait()


def listens(host, port, seconds=120):
    """Waits until somebody listens there: a scheduler takes seconds to begin, on a busy machine many."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nobody listens at {host}:{port} after {seconds} s")


def on(address):
    pytest.importorskip("distributed")
    return How(place=Place(CLUSTER, address=address))


@pytest.mark.slow
def test_threads_and_processes_make_the_same_bytes(tmp_path):
    ways = {
        "one": How(place=Place(workers=1)),
        "two": How(place=Place(workers=2)),
        "others": How(place=Place(PROCESSES, 2)),
    }
    found = [
        files_of(summary_of(scenario(), folder=tmp_path / name, how=how).path) for name, how in ways.items()
    ]
    assert found[0] == found[1] == found[2]


@pytest.mark.slow
def test_a_process_that_is_killed_loses_nothing(tmp_path):
    how = How(place=Place(PROCESSES, 2))
    long = scenario("20 d")
    pool = places.opened(how)
    killed = []

    def watch(number):
        def step(count):
            if not killed:
                killed.append(next(iter(pool.executor._processes)))
                os.kill(killed[0], signal.SIGKILL)

        return step

    found = summary_of(long, folder=tmp_path / "killed", how=how, watch=watch)
    assert killed
    assert files_of(found.path) == files_of(summary_of(long, folder=tmp_path / "whole").path)


@pytest.mark.slow
def test_two_workers_of_a_cluster_of_which_one_is_killed_make_the_same_bytes(tmp_path, cluster):
    address, worker = cluster
    first, _ = worker(), worker()
    long = scenario("20 d")
    killed = []

    def watch(number):
        def step(count):
            if not killed:
                killed.append(first.pid)
                first.kill()

        return step

    found = summary_of(long, folder=tmp_path / "killed", how=on(address), watch=watch)
    assert killed and first.wait(timeout=10) == -signal.SIGKILL
    assert files_of(found.path) == files_of(summary_of(long, folder=tmp_path / "whole").path)


@pytest.mark.slow
def test_a_lost_scheduler_is_said_and_what_had_ended_is_kept(tmp_path, cluster):
    address, worker = cluster
    worker()
    long = scenario("20 d", replications=400)

    def watch(number):
        places.opened(on(address)).client._timeout = 1.0  # in which it looks for the scheduler again
        return lambda count: worker.scheduler.kill()

    with pytest.raises(RunTrouble, match=f"{address}\n    the scheduler is lost"):
        summary_of(long, folder=tmp_path, how=on(address), watch=watch)
    kept = list(tmp_path.glob("*/parts/*/*.part"))
    assert kept and not list(tmp_path.glob("*/*/manifest.json"))


def test_an_address_where_nobody_answers_is_said(tmp_path, monkeypatch):
    from twin.study.running import cluster as module

    monkeypatch.setattr(module, "CONNECT", 0.5)
    with pytest.raises(RunTrouble, match="no scheduler answers there"):
        summary_of(scenario(), folder=tmp_path, how=on("tcp://127.0.0.1:9"))


def test_an_address_that_is_none_is_said(tmp_path):
    with pytest.raises(RunTrouble, match="--cluster nowhere"):
        summary_of(scenario(), folder=tmp_path, how=on("nowhere"))


@pytest.mark.slow
def test_a_worker_with_another_program_is_refused(tmp_path, cluster):
    address, worker = cluster
    shutil.copytree(ROOT / "twin", tmp_path / "other" / "twin", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "other" / "twin" / "plan" / "plan.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    worker(tmp_path / "other")
    with pytest.raises(RunTrouble, match="is another program than the one that asks: code is"):
        summary_of(scenario(), folder=tmp_path / "outputs", how=on(address))
