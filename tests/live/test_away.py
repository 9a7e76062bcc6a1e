"""A database that goes and comes back, as the store or as what is read, loses and doubles nothing."""

import pytest
import servers
from carried import carried, messages_in, until
from sent import body
from storing import HEAD, message

from twin.live.feeds import database
from twin.live.intake import carrying
from twin.observed.exporting.table import Rows

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(servers.program("initdb") is None, reason="PostgreSQL is not installed"),
]


def test_a_database_that_is_restarted_loses_and_doubles_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(carrying, "SLOWEST", 0.2)
    names = HEAD.split(",")
    said = [dict(zip(names, message(i).split(","), strict=True)) for i in range(60)]
    with servers.postgresql() as folder:
        place = servers.url(folder, "postgres")
        rows = Rows(place, "rows", "id", names)
        rows.add(said[:20])
        socket = f"unix_sock={folder}/.s.PGSQL.5432"
        there = f"postgresql://twin@/postgres?table=rows&notify=came&{socket}"
        files = tmp_path / "in"
        files.mkdir()
        with carried(place, there) as (of_rows, _), carried(place, f"folder:{files}") as (of_files, _):
            until(lambda: len(messages_in(place)) == 20)
            servers.stop(folder)
            (files / "1.jsonl").write_bytes(b"\n".join(body(i) for i in range(60, 80)) + b"\n")
            until(lambda: of_files.trouble and of_rows.trouble)
            servers.start(folder)
            rows.add(said[20:], "came")
            until(lambda: len(messages_in(place)) == 80)
            until(lambda: not of_files.trouble and not of_rows.trouble)
        assert messages_in(place) == sorted(f"m{i}" for i in range(80))
