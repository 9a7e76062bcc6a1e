"""A wheel holds the program and the ports, and works where there is no tree."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CARRIED = ("layouts", "scenarios", "experiments")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    if subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
    ).returncode:
        command = ["uv", "build", "--quiet", "--wheel", "--out-dir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    if "No matching distribution found for hatchling" in built.stderr:
        pytest.skip("the build backend cannot be fetched without network")
    assert built.returncode == 0, built.stderr
    return next(folder.glob("porttwin-*.whl"))


@pytest.mark.slow
def test_the_wheel_carries_every_port_and_nothing_made_by_a_machine(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in CARRIED:
        for path in (ROOT / folder).rglob("*.yaml"):
            assert f"twin/_data/{path.relative_to(ROOT).as_posix()}" in names
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "twin").rglob("*.py")}
    assert package <= names
    made = [name for name in names if name.endswith((".pyc", ".nbi", ".nbc"))]
    assert not made
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"twin"}


@pytest.mark.slow
def test_the_installed_wheel_finds_its_ports_without_the_tree(wheel, tmp_path):
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    site = next(home.glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    # The libraries are those of this environment: only the program itself is new.
    libraries = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    (site / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    outside = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [home / "bin" / "python", "-m", "twin", "list", "layouts", "--json"],
        cwd=tmp_path, env=outside, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "ganqimaodu_road" in ran.stdout
    assert str(ROOT) not in ran.stdout
