"""Jobs that are over can be taken away by who asked them, old ones are offered, and the disk is told."""

import json
import time

import pytest

from twin.web.desk.desk import Desk
from twin.web.desk.disk import DAY
from twin.web.desk.jobs import DONE, GoingError, Job
from twin.web.desk.questions import LONG, question
from twin.web.desk.routers.advice import words_with

ASKED = question("roster", ["layout=little_gate"], (), "en", commands=LONG)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A desk whose jobs do not run and whose quick answers are not needed."""
    monkeypatch.setattr("twin.web.desk.desk.Warm", lambda folder: None)
    made = Desk(tmp_path, at_once=0, days=30)
    yield made
    made.jobs.end()


def over(desk, name, ended, upload=""):
    """A job that is over, with an answer."""
    job = Job(name, ASKED._replace(upload=upload), ended, "run", "mine", DONE, ended, ended)
    (desk.place / name).mkdir()
    (desk.place / name / "answer.json").write_text(json.dumps({"changes": []}), encoding="utf-8")
    desk.jobs._keep(job)
    return job


def test_a_job_goes_with_its_files_and_what_was_sent_for_it_alone(desk):
    sent = desk.place / "upload.0123456789ab.csv"
    sent.write_text("offer\n", encoding="utf-8")
    path = str(sent.relative_to(desk.folder))
    first, second = (over(desk, name, time.time(), path) for name in ("a" * 12, "b" * 12))
    desk.jobs.remove(first.name)
    assert not (desk.place / first.name).exists() and sent.is_file()
    desk.jobs.remove(second.name)
    assert not sent.exists() and desk.jobs.all() == []
    with pytest.raises(KeyError):
        desk.jobs.remove(first.name)


def test_a_job_that_waits_is_stopped_before_it_can_be_taken_away(desk):
    job = desk.jobs.ask(ASKED, "run", "mine")
    with pytest.raises(GoingError, match="stop it first"):
        desk.jobs.remove(job.name)
    desk.jobs.stop(job.name)
    desk.jobs.remove(job.name)


def test_jobs_older_than_some_days_are_offered_and_the_room_is_told(desk):
    over(desk, "a" * 12, time.time() - 31 * DAY)
    over(desk, "b" * 12, time.time() - 29 * DAY)
    told = desk.disk.told(desk.jobs)
    assert told["old"] == ["a" * 12] and told["days"] == 30
    assert told["outputs"] >= sum(told["jobs"].values()) > 0 < told["free"]


def test_a_job_of_before_owners_were_kept_is_remembered(desk, tmp_path, monkeypatch):
    job = over(desk, "a" * 12, time.time())
    told = {name: value for name, value in job.told().items() if name != "owner"}
    (desk.place / job.name / "job.json").write_text(json.dumps(told), encoding="utf-8")
    again = Desk(tmp_path, at_once=0)
    assert again.jobs.get(job.name).owner == ""
    again.jobs.end()


def test_advice_stands_beside_the_scenarios_that_were_asked_about():
    words = ["layout=p", "scenario=[a,b]", "c+d", "base", "~layout.signs"]
    assert words_with(words, "mine") == ("layout=p", "~layout.signs", "scenario=[a,b,c,d,mine]")
