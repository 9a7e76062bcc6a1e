"""What was read of a file once is read again only when its text is another, and nobody changes it."""

from twin.config import compose, fitting, library
from twin.config.library import File


def test_composing_changes_no_page_that_is_kept(folder):
    file = library.find(library.library(folder), "layout", "little_gate")
    page = library.read(file)
    before = repr(page)
    compose(["layout=little_gate", "scenario=quick_gate", "layout.stations.gate.servers=3"])
    fitting(["layout=little_gate"])
    assert library.read(file) is page and repr(page) == before


def test_a_text_that_is_another_is_read_anew(tmp_path):
    file = File(tmp_path / "a.yaml", "a.yaml", "here")
    file.path.write_text("a: 1\n", encoding="utf-8")
    assert library.read(file).tree == {"a": "1"}
    file.path.write_text("a: 2\n", encoding="utf-8")
    assert library.read(file).tree == {"a": "2"}
