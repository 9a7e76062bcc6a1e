"""`twin view`: a page is written, times are understood, and what cannot be drawn is refused before a run."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from answering import answer

from twin.cli import main
from twin.show import map3d
from twin.show.replay import film as filming

PORT = ("layout=ganqimaodu_road", "experiment=one_day")
SMALL = ("layout=quarantine_zone", "experiment=one_day")


@pytest.mark.slow
def test_the_worst_moment_is_told_and_the_page_written(folder, capsys):
    code, told = answer(capsys, "view", *PORT)
    assert code == 0 and told["files"] == ["outputs/ganqimaodu_road/replay.html"]
    assert told["inside"]["queues"] == sum(one["waiting"] for one in told["queues"]) > 0
    assert (folder / told["files"][0]).stat().st_size > 100_000


@pytest.mark.slow
def test_a_time_of_the_clock_a_still_and_a_scene_are_given(folder, capsys, monkeypatch):
    monkeypatch.setattr(filming, "RATE", 2)
    code, told = answer(
        capsys, "view", *PORT, "ai_image_review", "--at", "10:30", "--still", "a.svg", "--solid", "a.gltf",
        "--film", "a.mp4", "--over", "10:00,10:01", "--seconds", "1", "--out", "a.html",
    )  # fmt: skip
    assert code == 0 and told["at"] == "2023-08-31T10:30:00" and told["seconds"] == 37800.0
    assert '"opens":37800.0,' in Path(told["files"][0]).read_text("utf-8")
    assert (folder / "a.svg").read_text("utf-8").startswith("<svg")
    assert '"meshes"' in (folder / "a.gltf").read_text("utf-8")
    assert (folder / "a.mp4").read_bytes()[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("said", "way_out"),
    [
        (["--at", "noon"], "18:30"),
        (["--at", "2030-01-01T00:00"], "the run goes from"),
        (["--still", "a.bmp"], ".png"),
        (["--film", "a.avi"], ".mp4"),
        (["--solid", "nowhere/a.gltf"], "no folder nowhere"),
        (["--film", "a.mp4", "--over", "11:00,10:00"], "later end"),
        (["agv", "ai_image_review"], "one combination"),
        (["--map", "names.yaml"], "say --store"),
    ],
)
def test_what_cannot_be_seen_is_refused_with_the_way_out(folder, capsys, said, way_out):
    assert main(["view", *PORT, *said]) == 2
    assert way_out in capsys.readouterr().err
    assert not (folder / "a.mp4").exists()


@pytest.mark.slow
def test_without_graphics_a_picture_is_refused_with_the_way_out_and_a_scene_is_still_given(
    folder, capsys, monkeypatch
):
    monkeypatch.setattr(map3d, "RENDERER", "twin.show.no_such_renderer")
    assert main(["view", *SMALL, "--solid", "a.png"]) == 2
    assert "install libegl1" in capsys.readouterr().err and not (folder / "a.png").exists()
    assert main(["view", *SMALL, "--solid", "a.gltf"]) == 0
    assert not (folder / "outputs").exists()  # who asks for a picture waits for no page


RECORDS = "case_id,activity,resource,arrival_time,start_time,end_time,vehicle_class"


def recorded(folder, *stations):
    """A store with three trucks that passed some stations, ten minutes apart and ten at each."""
    from storing import log, stored

    lines = [
        ",".join(
            [f"T{truck}", station, "lane 1", *(at(10 * (truck + i) + more) for more in (0, 4, 9)), "truck"]
        )
        for truck in range(3)
        for i, station in enumerate(stations)
    ]
    stored(str(folder / "records.db"), log(folder / "records.csv", lines, head=RECORDS), zone="UTC")


def at(minute):
    return f"2026-03-02T08:{minute:02}:00Z"


@pytest.mark.slow
def test_records_are_seen_on_the_map_of_a_layout_and_who_is_not_on_it_is_counted(folder, capsys):
    recorded(folder, "国门边检", "back office")
    code, told = answer(capsys, "view", "layout=ganqimaodu_road", "--store", "records.db", "--at", "08:02")
    assert code == 0 and told["inside"]["queues"] == 1
    assert told["off_map"] == {"entities": 0, "of": 3, "stations": ["back office"]}
    assert "back office" in (folder / told["files"][0]).read_text("utf-8")
    assert main(["view", "layout=little_gate", "--store", "records.db"]) == 2
    assert "name pairs with --map" in capsys.readouterr().err


@pytest.mark.slow
def test_without_ffmpeg_a_film_is_refused_and_said_why(folder, capsys, monkeypatch):
    monkeypatch.setattr(filming, "ffmpeg", lambda: None)
    assert main(["view", *PORT, "--film", "a.mp4"]) == 2
    assert "install ffmpeg" in capsys.readouterr().err and not (folder / "a.mp4").exists()


def test_films_can_be_made_where_the_tests_run():
    assert find_spec("pyvista") and filming.ffmpeg()
