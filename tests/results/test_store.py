"""The store finds what is whole, and never reads what is not."""

import json
import os

import numpy as np
import pandas as pd
import pytest

from twin.results import store
from twin.results.store import MANIFEST, Recipe, StoreError, find, key, load, save

RECIPE = Recipe({"layout": {"name": "甘其毛都", "servers": 2}}, 7, 10, "kernel", {"porttwin": "0.1.0"})


def tables():
    return {
        "kpis": pd.DataFrame({"name": ["port", "h986"], "mean": [1.5, np.nan], "n": [3, 4]}),
        "empty": pd.DataFrame({"name": pd.Series([], dtype=str), "mean": pd.Series([], dtype=float)}),
    }


def test_what_is_saved_is_found_and_read(tmp_path):
    assert find(tmp_path, key(RECIPE)) is None
    path = save(tmp_path, RECIPE, tables())
    assert find(tmp_path, key(RECIPE)) == path
    stored = load(path)
    for name, frame in tables().items():
        assert stored.tables[name].columns.tolist() == frame.columns.tolist()
        assert stored.tables[name].to_csv() == frame.to_csv()
    assert stored.manifest["scenario"] == RECIPE.scenario
    assert sorted(os.listdir(tmp_path)) == [path.name]


def test_the_same_inputs_have_the_same_key_and_others_another():
    again = Recipe({"layout": {"servers": 2, "name": "甘其毛都"}}, 7, 10, "kernel", {"porttwin": "0.1.0"})
    assert key(again) == key(RECIPE)
    changed = [
        RECIPE._replace(**{field: 8}) for field in ("seed", "replications", "engine", "versions", "scenario")
    ]
    assert len({key(recipe) for recipe in (RECIPE, *changed)}) == 6


def test_the_same_results_are_the_same_bytes(tmp_path):
    paths = [save(tmp_path / study, RECIPE, tables()) for study in ("one", "two")]
    files = sorted(path.name for path in paths[0].iterdir())
    assert files == ["empty.csv", "empty.parquet", "kpis.csv", "kpis.parquet", MANIFEST]
    for file in files:
        assert (paths[0] / file).read_bytes() == (paths[1] / file).read_bytes()


def test_saving_again_changes_nothing(tmp_path):
    path = save(tmp_path, RECIPE, tables())
    before = path.stat().st_mtime_ns, (path / MANIFEST).stat().st_mtime_ns
    save(tmp_path, RECIPE, tables())
    assert before == (path.stat().st_mtime_ns, (path / MANIFEST).stat().st_mtime_ns)
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda path: (path / "kpis.parquet").write_bytes(b"x"), "not what was written"),
        (lambda path: (path / "kpis.csv").unlink(), "missing"),
        (lambda path: (path / MANIFEST).unlink(), "no manifest"),
        (lambda path: (path / MANIFEST).write_text("{", encoding="utf-8"), "cannot be read"),
        (lambda path: (path / MANIFEST).write_text('{"form": 0}', encoding="utf-8"), "form"),
        (lambda path: (path / MANIFEST).write_text('{"form": 1, "files": {}}', encoding="utf-8"), "lacks"),
    ],
)
def test_a_damaged_result_is_not_found_and_is_replaced(tmp_path, damage, told):
    path = save(tmp_path, RECIPE, tables())
    damage(path)
    assert find(tmp_path, path.name) is None
    with pytest.raises(StoreError, match=told):
        load(path)
    assert load(save(tmp_path, RECIPE, tables())).tables["kpis"].shape == (2, 3)
    assert os.listdir(tmp_path) == [path.name]


def test_a_manifest_changed_by_hand_is_not_of_its_key(tmp_path):
    path = save(tmp_path, RECIPE, tables())
    manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    (path / MANIFEST).write_text(json.dumps({**manifest, "seed": 8}), encoding="utf-8")
    with pytest.raises(StoreError, match="was made for"):
        load(path)


def test_a_manifest_cannot_reach_outside_its_folder(tmp_path):
    path = save(tmp_path, RECIPE, tables())
    manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    manifest["files"]["../secret.parquet"] = "0"
    (tmp_path / "secret.parquet").write_bytes(b"")
    (path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert find(tmp_path, path.name) is None


def test_a_write_that_breaks_off_leaves_nothing(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError("no space left on device")

    monkeypatch.setattr(store.pq, "write_table", full)
    with pytest.raises(OSError, match="no space"):
        save(tmp_path, RECIPE, tables())
    assert os.listdir(tmp_path) == []
    assert find(tmp_path, key(RECIPE)) is None


def test_a_scenario_with_a_number_that_is_none_is_refused(tmp_path):
    with pytest.raises(ValueError):
        save(tmp_path, RECIPE._replace(scenario={"x": float("nan")}), tables())
