"""Long questions: a queue of jobs, each a process that can be stopped, with a folder of its own."""

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from threading import Condition, Thread, Timer
from typing import NamedTuple

from twin.web.desk.placing import placed
from twin.web.desk.questions import Question

WAITING, RUNNING, DONE, REFUSED, FAILED, STOPPED, CUT = (
    "waiting", "running", "done", "refused", "failed", "stopped", "cut off",
)  # fmt: skip
OVER = (DONE, REFUSED, FAILED, STOPPED, CUT)
QUEUE = 20  # jobs that wait
KEPT = 200  # jobs that are remembered
MINUTES = 120.0  # for one job
SCREEN = (24, 100)  # lines and columns of the terminal of a job: on one without any no bar is shown
GRACE = 5.0  # seconds to end by oneself
NICE = 10  # how far jobs stand back behind answers to the page
LARGEST = 64 * 1024 * 1024  # bytes of an answer
BAR = re.compile(r"(\d+)%\|[^|]*\| *([\d.]+[kM]?)/([\d.]+[kM]?)")
OF_A_BAR = re.compile(r"%\||run/s\]|\d<")
STAGE = re.compile(r"(\d+)/(\d+): (.*)")  # one of several things that a command does
NAME = re.compile(r"[0-9a-f]{12}")


class FullError(RuntimeError):
    """The queue is full."""


class GoingError(RuntimeError):
    """A job is not over."""


class Job(NamedTuple):
    """One long question; `share` of it that is done, 0 to 1, and what the bar says."""

    name: str
    question: Question
    asked: float  # seconds since 1970
    by: str
    owner: str = ""  # the mark of the token that asked; "" where there was none
    state: str = WAITING
    began: float = 0.0
    ended: float = 0.0
    share: float = 0.0
    said: str = ""

    @property
    def is_over(self):
        """Whether nothing more comes of it."""
        return self.state in OVER

    def told(self):
        """The job as JSON."""
        question = {**self.question._asdict(), "options": [list(pair) for pair in self.question.options]}
        return {**self._asdict(), "question": question}


class Jobs:
    """The queue; `at_once` processes at most. What ran when it ended is `cut off`, and can be asked again."""

    def __init__(self, folder, at_once=1, minutes=MINUTES):
        self.folder, self.most = Path(folder), 60.0 * minutes  # where commands work, seconds of a job
        self.place = self.folder / "outputs" / "desk"
        self.place.mkdir(parents=True, exist_ok=True)
        self.changed = Condition()
        self.jobs = {job.name: job for job in self._remembered()}
        self.processes, self.is_ended = {}, False
        self.threads = [Thread(target=self._work, name=f"jobs-{i}", daemon=True) for i in range(at_once)]
        for thread in self.threads:
            thread.start()

    def ask(self, question, by, owner=""):
        """Puts a question at the end of the queue; gives its Job."""
        with self.changed:
            if sum(job.state == WAITING for job in self.jobs.values()) >= QUEUE:
                raise FullError(f"{QUEUE} jobs wait already; stop one, or come again later")
            job = Job(secrets.token_hex(6), question, time.time(), by, owner)
            (self.place / job.name).mkdir()
            self._keep(job)
            self._forget()
            self.changed.notify_all()
        return job

    def all(self):
        """All jobs, the newest first."""
        with self.changed:
            return sorted(self.jobs.values(), key=lambda job: -job.asked)

    def get(self, name):
        """The Job of a name. Raises KeyError."""
        with self.changed:
            return self.jobs[name]

    def answer(self, name):
        """What a job answered, as bytes of JSON; what it said on the way where there is none."""
        self.get(name)
        file = self.place / name / "answer.json"
        return file.read_bytes() if file.is_file() else b"null"

    def stop(self, name, why=""):
        """Stops a job that waits or runs; replications that have ended stay kept."""
        with self.changed:
            job = self.jobs[name]
            if job.state == WAITING:
                self._keep(job._replace(state=STOPPED, ended=time.time()))
            elif job.state == RUNNING:
                self._keep(job._replace(state=STOPPED, said=why or job.said))
                _end(self.processes.get(name))
            self.changed.notify_all()

    def remove(self, name):
        """Takes away a job that is over, with its files and what was sent for it alone. Raises KeyError."""
        with self.changed:
            job = self.jobs[name]
            if not job.is_over or name in self.processes:
                raise GoingError("it waits or runs; stop it first")
            self._drop(job)

    def end(self):
        """Ends all that runs, and remembers it as cut off."""
        with self.changed:
            self.is_ended = True
            for name, process in self.processes.items():
                self._keep(self.jobs[name]._replace(state=CUT))
                _end(process)
            self.changed.notify_all()
        for thread in self.threads:
            thread.join(2 * GRACE)

    def _work(self):
        while True:
            with self.changed:
                job = None
                while job is None:
                    if self.is_ended:
                        return
                    job = min(
                        (one for one in self.jobs.values() if one.state == WAITING),
                        key=lambda one: one.asked,
                        default=None,
                    )
                    if job is None:
                        self.changed.wait()
                self._keep(job._replace(state=RUNNING, began=time.time()))
                process, master = self._started(job)
                self.processes[job.name] = process
            late = Timer(self.most, self.stop, [job.name, f"stopped after {self.most / 60:g} minutes"])
            late.start()
            _watch(master, lambda share, text, name=job.name: self._progress(name, share, text))
            code = process.wait()
            late.cancel()
            with self.changed:
                del self.processes[job.name]
                self._ended(job.name, code)
                self.changed.notify_all()

    def _started(self, job):
        """The process, and the end of a terminal on which it says how far it is."""
        master, slave = os.openpty()
        termios.tcsetwinsize(slave, SCREEN)
        place = self.place / job.name
        more = placed(job.question, self.folder, place)
        with (place / "answer.json").open("wb") as answer:
            process = subprocess.Popen(
                [sys.executable, "-m", "twin", *job.question.line(*more)],
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=slave,
                cwd=self.folder,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "COLUMNS": "100"},
            )
        os.close(slave)
        os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
        return process, master

    def _progress(self, name, share, text):
        with self.changed:
            job = self.jobs[name]
            if job.state != RUNNING:
                return
            share = job.share if share is None else share
            self.jobs[name] = job._replace(share=share, said=text or job.said)
            self.changed.notify_all()

    def _ended(self, name, code):
        job = self.jobs[name]
        if job.state == RUNNING:
            state = {0: DONE, 2: REFUSED}.get(code, FAILED)
            if (self.place / name / "answer.json").stat().st_size > LARGEST:
                (self.place / name / "answer.json").unlink()
                state = FAILED
            job = job._replace(state=state, share=1.0 if state == DONE else job.share)
        self._keep(job._replace(ended=time.time()))

    def _keep(self, job):
        self.jobs[job.name] = job
        aside = self.place / job.name / "job.part"
        aside.write_text(json.dumps(job.told(), ensure_ascii=False), encoding="utf-8")
        aside.replace(self.place / job.name / "job.json")

    def _forget(self):
        over = sorted((job for job in self.jobs.values() if job.is_over), key=lambda job: job.asked)
        for job in over[: max(len(self.jobs) - KEPT, 0)]:
            self._drop(job)

    def _drop(self, job):
        del self.jobs[job.name]
        shutil.rmtree(self.place / job.name)
        sent = job.question.upload
        if sent and all(other.question.upload != sent for other in self.jobs.values()):
            (self.folder / sent).unlink(missing_ok=True)

    def _remembered(self):
        for file in sorted(self.place.glob("*/job.json")):
            if not NAME.fullmatch(file.parent.name):
                continue
            told = json.loads(file.read_text(encoding="utf-8"))
            asked = told["question"]
            pairs = tuple((option, value) for option, value in asked["options"])
            files = asked["upload"], asked.get("records", "")
            question = Question(asked["command"], tuple(asked["words"]), pairs, asked["lang"], *files)
            job = Job(**{**told, "question": question})
            yield job if job.is_over else job._replace(state=CUT)


def heard(text, line=""):
    """(share or None, what is said, the last line) of what a process writes; `line` is the last one before.

    >>> heard("2/4: agv\\n 50%|#####     | 5/10 [00:01<00:01, 4.6run/s]")
    (0.375, 'agv 5/10', '2/4: agv')
    >>> heard("####| 3/4 [00:01<00:00, 2.8run/s]\\r 50%|##  | 2/4", "2/4: agv")  # a bar whose begin is lost
    (0.375, 'agv 2/4', '2/4: agv')
    """
    found = BAR.findall(text)
    lines = [one.strip() for one in re.split(r"[\r\n]", text) if one.strip() and not OF_A_BAR.search(one)]
    line = lines[-1][:200] if lines else line
    stage = STAGE.fullmatch(line)
    said = stage[3] if stage else line
    if not found:
        return (int(stage[1]) - 1) / int(stage[2]) if stage else None, said, line
    share = int(found[-1][0]) / 100
    if stage:
        share = (int(stage[1]) - 1 + share) / int(stage[2])
    return share, f"{said} {found[-1][1]}/{found[-1][2]}".strip(), line


def _watch(master, tell):
    """Reads a bar until its process ends."""
    kept, line = "", ""
    while True:
        try:
            data = os.read(master, 4096)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        kept = (kept + data.decode("utf-8", "replace"))[-2000:]
        share, said, line = heard(kept, line)
        tell(share, said)
    os.close(master)


def _end(process):
    """Asks a process and its children to end; those that do not are killed."""
    if process is None or process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)

    def kill():
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)

    Thread(target=kill, daemon=True).start()
