"""`twin doctor`: whether this machine has what PortTwin needs."""

import importlib.metadata
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from twin.commands.answers import hand_over, table

HELP = "whether this machine has what is needed, and what to do where it has not"

LIBRARIES = (
    "numpy", "scipy", "numba", "simpy", "pandas", "pyarrow", "networkx",
    "pydantic", "hydra-core", "omegaconf", "matplotlib", "jinja2",
)  # fmt: skip
LEAST_MEMORY = 2 * 1024**3  # bytes; a day of the largest shipped port with all visits stays below half of it
PROBE_SECONDS = 60

# Without a driver VTK takes the whole process down, so the attempt is made in a child.
PROBE = """
import os
os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")
import pyvista
plotter = pyvista.Plotter(off_screen=True, window_size=(32, 32))
plotter.add_mesh(pyvista.Cube())
assert plotter.screenshot(return_img=True).std() > 0
"""


class Finding(NamedTuple):
    """One thing looked at: `state` is ok, missing (nothing works) or without (one part does not work)."""

    what: str
    state: str
    found: str
    way_out: str = ""


def add_arguments(parser):
    parser.add_argument("--no-graphics", action="store_true", help="leave out the attempt to draw in 3D")


def run(args):
    findings = [
        python(),
        cores(),
        memory(),
        *libraries(),
        compiled_code(),
        outputs(),
        time_zones(),
        chinese_font(),
        drawings(),
    ]
    if not args.no_graphics:
        findings.append(graphics())
    rows = [(f.what, f.state, f.found) for f in findings]
    text = table(("", "", "found"), rows, left=3)
    text += "".join(f"\n{f.what}: {f.way_out}" for f in findings if f.way_out)
    missing = any(f.state == "missing" for f in findings)
    hand_over(args, {"findings": [f._asdict() for f in findings]}, text, ("warm", ()))
    return int(missing)


def python():
    return Finding("python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def cores():
    """How many cores this process may use; replications run side by side on them."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Finding("cores", "ok", str(count))


def memory():
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        with open("/proc/meminfo", encoding="ascii") as file:
            free = next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable"))
    except (ValueError, OSError, AttributeError, StopIteration):
        return Finding("free memory", "ok", "this system does not say")
    found = f"{free / 1024**3:.1f} GiB"
    if free >= LEAST_MEMORY:
        return Finding("free memory", "ok", found)
    return Finding(
        "free memory", "without", found, "close other programs, or run fewer replications at a time"
    )


def libraries():
    for name in LIBRARIES:
        try:
            yield Finding(name, "ok", importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, "missing", "not installed", f"install it: pip install {name}")


def compiled_code():
    """The fast engine is compiled once and kept, if there is a folder to keep it in."""
    try:
        from twin.plan.jit import cache_folder

        folder = cache_folder()
    except ImportError as error:
        return Finding("compiled code", "missing", str(error), "install numba: pip install numba")
    if not writable(folder):
        way_out = "name a folder that can be written in TWIN_CACHE"
        return Finding("compiled code", "without", f"{folder} cannot be written", way_out)
    size = sum(path.stat().st_size for path in folder.rglob("*.nbc"))
    return Finding(
        "compiled code", "ok", f"{folder}, " + (f"{size / 1024**2:.0f} MiB" if size else "none yet")
    )


def outputs():
    folder = Path("outputs")
    if writable(folder):
        return Finding("results", "ok", str(folder.resolve()))
    return Finding(
        "results", "missing", f"{folder.resolve()} cannot be written", "change to a folder of your own"
    )


def writable(folder):
    """Whether one may write in a folder, or make it in the nearest one above that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)


def time_zones():
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return Finding("time zones", "ok", ZoneInfo("Asia/Ulaanbaatar").key)
    except ZoneInfoNotFoundError:
        return Finding("time zones", "missing", "no table of time zones", "install it: pip install tzdata")


def chinese_font():
    folder = Path(__file__).parents[1] / "show" / "fonts"
    fonts = sorted(path.name for path in folder.glob("*.ttf"))
    if fonts:
        return Finding("Chinese font", "ok", ", ".join(fonts))
    return Finding(
        "Chinese font", "without", "none", "install PortTwin again: charts would show boxes for Chinese"
    )


def drawings():
    """Drawings of a site as DXF; those as GeoJSON need nothing."""
    from importlib.util import find_spec

    if find_spec("ezdxf") is None:
        way_out = "for drawings as DXF: pip install 'porttwin[cad]'"
        return Finding("DXF", "without", "ezdxf is not installed", way_out)
    return Finding("DXF", "ok", f"ezdxf {importlib.metadata.version('ezdxf')}")


def graphics():
    """3D pictures, drawn without a screen; everything else works without them."""
    from importlib.util import find_spec

    if find_spec("pyvista") is None:
        return Finding(
            "3D", "without", "pyvista is not installed", "for 3D views: pip install 'porttwin[view]'"
        )
    try:
        probe = subprocess.run(
            [sys.executable, "-c", PROBE], capture_output=True, timeout=PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Finding(
            "3D", "without", f"no picture within {PROBE_SECONDS} s", "2D pictures are drawn instead"
        )
    if probe.returncode == 0:
        return Finding("3D", "ok", f"pyvista {importlib.metadata.version('pyvista')} draws off screen")
    return Finding(
        "3D", "without", "cannot draw off screen",
        "2D pictures are drawn instead; Debian has libegl1 libgl1 libgl1-mesa-dri libxrender1 for it",
    )  # fmt: skip
