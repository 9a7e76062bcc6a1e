"""Jobs of the page end in their time, and say why they ended."""

from examples import small_port

from twin.web.desk.jobs import STOPPED, Jobs
from twin.web.desk.questions import LONG, question


def test_a_job_that_takes_too_long_is_stopped_and_says_so(tmp_path):
    small_port(tmp_path)
    jobs = Jobs(tmp_path, minutes=1 / 60)
    words = ["layout=little_gate", "experiment=one_day", "experiment.replications=100000"]
    try:
        name = jobs.ask(question("run", words, (), "en", commands=LONG), "run").name
        with jobs.changed:
            assert jobs.changed.wait_for(lambda: jobs.jobs[name].ended, 60)
        assert jobs.get(name).state == STOPPED
        assert "minutes" in jobs.get(name).said
    finally:
        jobs.end()
