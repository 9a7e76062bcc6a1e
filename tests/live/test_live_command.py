"""What the words of `twin live` mean, and what is refused before anything begins."""

import pytest

from twin.cli import REFUSED, main
from twin.commands import Refusal, live, living
from twin.commands.lines import parser_of
from twin.commands.living import folder_of, refit_for
from twin.model.errors import ScenarioError
from twin.model.live import settings_of
from twin.observed.store.store import store_for


def args(*words):
    return parser_of("live", live).parse_intermixed_args(["--store", "live.db", *words])


def settings(*words):
    return live.settings_for(args(*words))


def test_the_command_line_goes_over_the_file(tmp_path):
    (tmp_path / "live.yaml").write_text("feeds: ['post:']\nweb: {host: localhost, port: 9}\nfutures: 50\n")
    made = settings("--settings", str(tmp_path / "live.yaml"), "--port", "0", "--feed", "folder:in")
    assert (made.feeds, made.futures) == (("folder:in",), 50)
    assert (made.web.host, made.web.port) == ("localhost", 0)


def test_without_a_feed_nothing_would_come():
    with pytest.raises(Refusal, match="nothing would come"):
        settings()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--feed", "post:", "--port", "99999"], "from 0 to 65535"),
        (["--feed", "post:", "--settings", "nowhere.yaml"], "cannot be read"),
        (["--feed", "carrier:pigeon"], "is no address"),
        (["--feed", "post:", "--fit", "nowhere"], "has no fit.json"),
        (["--feed", "post:", "--map", "nowhere.yaml"], "nowhere.yaml cannot be read"),
        (["--feed", "post:", "--host", "0.0.0.0"], "a token is needed"),
        (["--feed", "post:", "layout=ganqimaodu_rod"], "did you mean"),
    ],
)
def test_what_cannot_begin_says_why(words, said, folder, capsys):
    assert main(["live", "--store", "live.db", *words]) == REFUSED
    assert said in capsys.readouterr().err


def test_all_faults_of_the_settings_are_said_with_their_lines(tmp_path):
    (tmp_path / "live.yaml").write_text("futures: 0\nalerts: {a: {when: never}}\n")
    with pytest.raises(ScenarioError) as refused:
        settings("--settings", str(tmp_path / "live.yaml"))
    said = str(refused.value)
    assert "live.yaml:1" in said and "live.yaml:2" in said


@pytest.mark.parametrize("again", [{"recalibrate": {}}, {}])
def test_a_written_layout_is_left_for_the_fit_of_its_records_where_it_is_fitted_anew(
    folder, monkeypatch, again
):
    asked = []
    monkeypatch.setattr(living, "model_of", lambda words, fit: asked.append((list(words), str(fit))))
    made = settings_of({"feeds": ["post:"], "folder": "live", **again})
    said = args("--feed", "post:", "layout=little_gate")
    living.model_for(said, made)
    (folder / "live" / "fits").mkdir(parents=True)
    (folder / "live" / "fits" / "in_use").write_text("2026-03-09")
    living.model_for(said, made)
    assert asked == [(["layout=little_gate"], "None"), ([] if again else ["layout=little_gate"], "live/fits")]


def test_a_written_layout_may_be_fitted_anew(folder):
    made = settings_of({"feeds": ["post:"], "recalibrate": {}})
    store = store_for("live.db")
    assert refit_for(args("--feed", "post:", "layout=little_gate"), made, store) is not None


def test_no_fit_is_no_folder():
    assert folder_of(None) is None
