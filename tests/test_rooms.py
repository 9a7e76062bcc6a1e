"""The house rules: imports go down, libraries stay in their rooms, files and functions stay small."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "twin"

# Bottom first. A room imports itself and the lines below its own, never a neighbour on its line.
LADDER = (
    ("model",),
    ("plan",),
    ("engine", "observed"),
    ("results",),
    ("calibrate", "study"),
    ("live",),
    ("show",),
    ("config",),
    ("web",),
    ("commands",),
    ("cli",),
    ("__init__", "__main__"),
)
HEIGHT = {room: height for height, line in enumerate(LADDER) for room in line}

# An outside library, and the places that may import it. A place is a room, or a file or folder in one.
CONFINED = {
    "pydantic": ("model", "web"),
    "pydantic_core": ("model", "web"),
    "hydra": ("config",),
    "omegaconf": ("config",),
    "ezdxf": ("config/geometry",),
    "simpy": ("engine/reference",),
    "numba": ("plan", "engine", "results"),
    "llvmlite": ("plan", "engine"),
    "matplotlib": ("show",),
    "pyvista": ("show",),
    "vtk": ("show",),
    "jinja2": ("show",),
    "sqlalchemy": ("observed",),
    "paho": ("live",),
    "fastapi": ("web",),
    "starlette": ("web",),
    "uvicorn": ("web",),
    "SALib": ("calibrate", "study"),
    "pymoo": ("calibrate", "study"),
    "pandas": ("results", "observed", "calibrate", "study", "live", "show", "commands", "web", "cli"),
    "pyarrow": ("results", "observed", "calibrate", "study", "live", "show", "commands", "web", "cli"),
}

APART = ("dev", "peers")  # extras of the tests and benchmarks, which the package may not import

FORBIDDEN_NAMES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "misc",
    "base",
    "manager",
    "managers",
    "tools",
}

FILE_LINES = 350
KERNEL_FILE_LINES = 400
FUNCTION_LINES = 40
LOOP_LINES = 250
LINE_LENGTH = 110
ARGUMENTS = 5
JITTED = {"njit", "entry", "inner", "inlined", "intrinsic"}
# The one function that may be long: the kernel's event loop, flat because depth is what costs there.
LOOP = ("engine/kernel/loop.py", "run")


def sources(*folders):
    """Every Python file below the folders, cached ones left out."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "__pycache__" not in path.parts)


PACKAGE_FILES = sources("twin")
ALL_FILES = sources("twin", "tests")


def shown(path):
    return path.relative_to(ROOT).as_posix()


def none(offenders):
    """Fails with all offenders, one a line and no trace: the list is the message."""
    if offenders:
        pytest.fail(f"{len(offenders)} offenders\n" + "\n".join(offenders), pytrace=False)


class Parsed(NamedTuple):
    """What the rules ask of a file; functions are without their bodies, which would fill the memory."""

    says: str
    imports: list
    functions: list


@cache
def parsed(path):
    """A file, read as Python once for all rules."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    found = Parsed(
        ast.get_docstring(tree) or "",
        [node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))],
        [node for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))],
    )
    for function in found.functions:
        function.body = []
    return found


def room_of(path):
    """The room a file is in: its first folder, or its own name at the top of the package."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path):
    """Pairs of line and dotted name for every import of a file, those inside functions too."""
    package = ("twin", *path.relative_to(PACKAGE).parent.parts)
    for node in parsed(path).imports:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        else:
            above = ".".join(package[: len(package) - node.level + 1]) + "." if node.level else ""
            origin = (above + (node.module or "")).rstrip(".")
            # `from twin import model` names a room; `from twin import __version__` names none.
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def test_every_room_stands_on_the_ladder():
    assert {room_of(path) for path in PACKAGE_FILES} <= set(HEIGHT)


def test_imports_go_down():
    offenders = []
    for path in PACKAGE_FILES:
        here = room_of(path)
        for line, name in imported(path):
            parts = name.split(".")
            there = parts[1] if parts[0] == "twin" and len(parts) > 1 else None
            if there in HEIGHT and there != here and HEIGHT[there] >= HEIGHT[here]:
                offenders.append(f"{shown(path)}:{line} ({here}) imports {name}")
    none(offenders)


def test_the_two_engines_do_not_know_each_other():
    offenders = []
    for path in PACKAGE_FILES:
        place = path.relative_to(PACKAGE).as_posix()
        for line, name in imported(path):
            for one, other in (("kernel", "reference"), ("reference", "kernel")):
                if place.startswith(f"engine/{one}") and name.startswith(f"twin.engine.{other}"):
                    offenders.append(f"{shown(path)}:{line} imports {name}")
    none(offenders)


def test_outside_libraries_stay_in_their_rooms():
    offenders = []
    for path in PACKAGE_FILES:
        place = path.relative_to(PACKAGE).with_suffix("").as_posix()
        for line, name in imported(path):
            allowed = CONFINED.get(name.split(".")[0])
            if allowed and not any(place == room or place.startswith(room + "/") for room in allowed):
                offenders.append(
                    f"{shown(path)}:{line} imports {name}, which belongs in {', '.join(allowed)}"
                )
    none(offenders)


def test_every_imported_library_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(w for name in extras if name not in APART for w in extras[name])]
    declared = {re.split(r"[<>=!~ \[;]", text, maxsplit=1)[0].lower().replace("-", "_") for text in wanted}
    declared |= {
        "hydra",
        "yaml",
        "vtk",
        "llvmlite",
        "pydantic_core",
        "paho",
        "pil",
    }  # imported by another name, or brought by one declared
    offenders = []
    for path in PACKAGE_FILES:
        for line, name in imported(path):
            library = name.split(".")[0]
            known = library in sys.stdlib_module_names or library == "twin" or library.lower() in declared
            if not known:
                offenders.append(
                    f"{shown(path)}:{line} imports {library}, which pyproject.toml does not name"
                )
    none(offenders)


def test_no_file_is_a_drawer():
    places = {shown(path): path.relative_to(ROOT).with_suffix("").parts for path in ALL_FILES}
    offenders = [place for place, parts in places.items() if FORBIDDEN_NAMES & set(parts)]
    none(offenders)


def test_no_two_files_of_tests_have_one_name():
    # pytest imports them by their bare names.
    names = [path.name for path in sources("tests") if path.name.startswith("test_")]
    none([name for name in dict.fromkeys(names) if names.count(name) > 1])


def test_every_file_says_in_one_sentence_what_it_is():
    offenders = []
    for path in ALL_FILES:
        first = parsed(path).says.split("\n")[0]
        if not first.endswith((".", "?")) or re.search(r"[.?!] [A-Z]", first):
            offenders.append(f"{shown(path)}: {first!r}")
    none(offenders)


def test_files_are_short():
    offenders = []
    for path in ALL_FILES:
        ceiling = KERNEL_FILE_LINES if "engine/kernel" in path.as_posix() else FILE_LINES
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > ceiling:
            offenders.append(f"{shown(path)} has {lines} lines, at most {ceiling}")
    none(offenders)


def test_lines_are_short():
    offenders = []
    for path in ALL_FILES:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if len(line) > LINE_LENGTH:
                offenders.append(f"{shown(path)}:{number} has {len(line)} characters, at most {LINE_LENGTH}")
    none(offenders)


def test_functions_are_short():
    offenders = []
    for path in ALL_FILES:
        for function in parsed(path).functions:
            is_loop = path == PACKAGE / LOOP[0] and function.name == LOOP[1]
            ceiling = LOOP_LINES if is_loop else FUNCTION_LINES
            lines = function.end_lineno - function.lineno + 1
            if lines > ceiling:
                name = f"{shown(path)}:{function.lineno} {function.name}"
                offenders.append(f"{name} has {lines} lines, at most {ceiling}")
    none(offenders)


def is_jitted(function):
    return any(ast.unparse(decorator).split("(")[0] in JITTED for decorator in function.decorator_list)


def test_functions_take_five_arguments_at_most():
    # Jitted functions are let off: arrays are passed flat, since packing them into records costs time there.
    offenders = []
    for path in PACKAGE_FILES:
        for function in parsed(path).functions:
            if is_jitted(function):
                continue
            taken = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
            count = sum(argument.arg not in ("self", "cls") for argument in taken)
            if count > ARGUMENTS:
                offenders.append(f"{shown(path)}:{function.lineno} {function.name} takes {count}")
    none(offenders)


def committed():
    """Every file that is, or would be, committed."""
    ask = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(ask, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git clone")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_knows_the_machine_it_was_written_on():
    machine_path = re.compile(
        r"(?<![\w.\-/])(/(home|root|Users|work|tmp|opt|mnt|private)/\w|[A-Z]:\\\\?Users)"
    )
    offenders = []
    for path in committed():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if machine_path.search(line):
                offenders.append(f"{shown(path)}:{number} {line.strip()[:80]}")
    none(offenders)


def test_constraints_name_versions_and_no_place():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines and all(re.match(r"^[a-z0-9.\-]+==[\w.]+( ; [^#@]+)?$", line) for line in lines)


@pytest.mark.parametrize("words", (["--help"], ["--version"], ["run", "--help"], ["list", "--help"]))
def test_help_imports_only_the_standard_library(words):
    program = (
        "import sys; before = set(sys.modules)\n"
        "from twin.cli import main\n"
        f"try: main({words!r})\n"
        "except SystemExit: pass\n"
        "print(*sorted({n.split('.')[0] for n in set(sys.modules) - before}), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert set(ran.stderr.split()) - {"twin"} <= set(sys.stdlib_module_names)
