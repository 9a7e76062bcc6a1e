"""Files of a folder come line by line, each once, however they are written and whenever one looks."""

import gzip
import os

import pytest

from twin.live.feeds.opening import feed_of
from twin.model.errors import ScenarioError


def feed(path, cursor="", more=""):
    one = feed_of(f"folder:{path}{more}")
    one.open(cursor)
    return one


def put(path, text, age=10.0):
    """Writes a file that has not changed for some seconds."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(path, (path.stat().st_mtime - age,) * 2)


def bodies(one, most=100, seconds=0.0):
    return [message.body.decode() for message in one.take(most, seconds).messages]


def test_lines_come_in_order_of_names_and_go_on_behind_the_cursor(tmp_path):
    put(tmp_path / "b.jsonl", '{"n": 3}\n')
    put(tmp_path / "a.jsonl", '{"n": 1}\n\n{"n": 2}\n')
    one = feed(tmp_path)
    first = one.take(1, 0.0)
    assert [message.body for message in first.messages] == [b'{"n": 1}']
    for again in (one, feed(tmp_path, first.cursor)):
        assert bodies(again, 1) + bodies(again) + bodies(again) + bodies(again) == ['{"n": 2}', '{"n": 3}']


def test_a_line_of_csv_has_the_names_of_its_file(tmp_path):
    put(tmp_path / "a.csv", "x,y\r\n1,2\r\n3,4\r\n")
    assert bodies(feed(tmp_path)) == ["x,y\r\n1,2\r", "x,y\r\n3,4\r"]


def test_columns_may_be_given_where_files_do_not_name_them(tmp_path):
    put(tmp_path / "a.csv", "1,2\n3,4\n")
    assert bodies(feed(tmp_path, more="?columns=x,y")) == ["1,2", "3,4"]


def test_half_a_line_waits_for_its_end(tmp_path):
    file = tmp_path / "a.jsonl"
    put(file, '{"n": 1}\n{"n"', age=0.0)
    one = feed(tmp_path)
    assert bodies(one) == ['{"n": 1}']
    with open(file, "a") as more:
        more.write(": 2}")
    assert bodies(one) == []
    put(file, file.read_bytes())
    assert bodies(one) == ['{"n": 2}']
    assert bodies(one) == []


def test_a_file_that_is_written_anew_is_read_anew(tmp_path):
    put(tmp_path / "a.jsonl", '{"n": 1}\n{"n": 2}\n')
    one = feed(tmp_path)
    bodies(one)
    put(tmp_path / "a.jsonl", '{"n": 3}\n')
    assert bodies(one) == ['{"n": 3}']


def test_a_packed_file_is_read_once_and_a_damaged_one_holds_up_no_other(tmp_path):
    packed = gzip.compress(b'{"n": 1}\n{"n": 2}')
    put(tmp_path / "a.jsonl.gz", packed)
    put(tmp_path / "b.jsonl.gz", packed[:-9])
    put(tmp_path / "c.jsonl", '{"n": 3}\n')
    one = feed(tmp_path)
    assert bodies(one) + bodies(one) + bodies(one) == ['{"n": 1}', '{"n": 2}', '{"n": 3}']
    assert "b.jsonl.gz" in one.trouble


def test_files_that_go_are_forgotten(tmp_path):
    put(tmp_path / "a.jsonl", '{"n": 1}\n')
    one = feed(tmp_path)
    assert "a.jsonl" in one.take(9, 0.0).cursor
    (tmp_path / "a.jsonl").unlink()
    assert one.take(9, 0.0).cursor == "{}"


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="is no folder"):
        feed(tmp_path / "nothing")
