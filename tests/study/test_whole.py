"""A file that is written over is the old one until it is whole."""

import pytest

from twin.study.whole import aside, put_whole


def test_what_was_there_stays_when_the_writing_breaks_off(tmp_path):
    path = tmp_path / "below" / "page.html"
    put_whole(path, b"old")
    with pytest.raises(KeyboardInterrupt), aside(path) as part:
        part.write_bytes(b"ne")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old" and [each.name for each in path.parent.iterdir()] == ["page.html"]


def test_others_may_read_what_was_written(tmp_path):
    put_whole(tmp_path / "page.html", b"new")
    assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o644
