"""What a session of benchmarks found: printed as tables at its end, and written next to the results."""

import json
import platform
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).parents[2] / "outputs" / "bench.json"
MOST = "at most"  # of a row where less is better
# By row: what it is at least (or at most), what is aimed at, its unit, and which way is better.
WANTED = {
    "kernel / reference, df": (60, 100, "x"),
    "kernel / reference, a port's record day": (60, 100, "x"),
    "kernel / Ciw, d": (150, 300, "x"),
    "kernel / cimba for Python, d": (1.5, 2.5, "x"),
    "kernel with everything / its plain variant, d": (0.65, 0.85, "x"),
    "one queue / by the loop, a": (2, 3, "x"),
    "visits kept / not kept, time, d": (1.4, 1.2, "x", MOST),
    "visits of one customer of d": (300, 300, "B", MOST),
    "peak memory of a long run, visits not kept": (200, 170, "MiB", MOST),
    "peak memory of a long run, statistics added up": (200, 170, "MiB", MOST),
    "two threads / one": (1.7, 1.9, "x"),
    "a study on two cores / on one": (1.7, 1.9, "x"),
    "twin compare of 5 scenarios, 100 record days each": (30, 25, "s", MOST),
    "reference / bare SimPy, time, d": (1.5, 1.2, "x", MOST),
    "reference / bare SimPy, time, df": (1.5, 1.2, "x", MOST),
    "a customer of 10 ports like d side by side / of one, time": (1.3, 1.1, "x", MOST),
    "a customer of 100 ports like d side by side / of one, time": (1.7, 1.2, "x", MOST),
    "compiling the plain variant": (8, 5, "CPU s", MOST),
    "compiling the kernel with everything": (16, 10, "CPU s", MOST),
    "start to first visits, compiled before": (1.5, 1.2, "s", MOST),
    "twin --help": (0.15, 0.08, "s", MOST),
    "a year of a port": (10, 3, "CPU s", MOST),
    "a year of a port, statistics added up": (10, 3, "CPU s", MOST),
}


class Ledger:
    """Speeds by tool and case, and the rows of WANTED that were measured."""

    def __init__(self):
        self.speeds = {}  # {tool: {case: thousand customers a CPU second, or why there is none}}
        self.measured = {}

    def speed(self, tool, case, found):
        """Notes thousand customers a CPU second, or the word that says why there is no number."""
        self.speeds.setdefault(tool, {})[case] = found

    def note(self, row, value):
        """Notes the value of a row of WANTED."""
        assert row in WANTED, row
        self.measured[row] = value

    def lines(self):
        """All that was found, as lines of text."""
        return [*self._speeds(), *self._wanted()]

    def _speeds(self):
        if not self.speeds:
            return
        kernel = self.speeds["kernel"]
        cases = list(kernel)
        yield from ("", "Thousand customers a CPU second, one thread; in brackets the kernel's over it")
        yield f"{'':<28}" + "".join(f"{case:>18}" for case in cases)
        # What was measured stands before what is not installed.
        for tool, found in sorted(self.speeds.items(), key=_is_missing):
            cells = (_speed(found.get(case, "-"), kernel[case]) for case in cases)
            yield f"{tool:<28}" + "".join(f"{cell:>18}" for cell in cells)

    def _wanted(self):
        if not self.measured:
            return
        yield from ("", f"{'Wanted':<60}{'limit':>14}{'aim':>10}{'measured':>12}")
        for row, (limit, aim, unit, *way) in WANTED.items():
            value = self.measured.get(row)
            bound = f"{'<=' if way else '>='} {limit:g} {unit}"
            found = "-" if value is None else f"{value:,.3g}" if value < 1000 else f"{value:,.0f}"
            yield f"{row:<60}{bound:>14}{aim:>10g}{found:>12}  {verdict(row, value)}"

    def write(self):
        """Writes all that was found, with the versions it was found with, to FILE."""
        packages = ("numba", "numpy", "simpy")
        made = {"python": platform.python_version(), **{name: version(name) for name in packages}}
        wanted = {
            row: {"limit": limit, "aim": aim, "unit": unit, "measured": self.measured.get(row)}
            for row, (limit, aim, unit, *_) in WANTED.items()
        }
        FILE.parent.mkdir(exist_ok=True)
        content = {"machine": platform.machine(), "versions": made, "speeds": self.speeds, "wanted": wanted}
        FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def verdict(row, value):
    """Where a value of a row stands, in a word or two."""
    if value is None:
        return "not measured"
    limit, aim, _, *way = WANTED[row]
    sign = -1 if way else 1
    return "aim met" if sign * value >= sign * aim else "met" if sign * value >= sign * limit else "SHORT"


def _is_missing(row):
    """A tool of which no number was found."""
    return all(isinstance(found, str) for found in row[1].values())


def _speed(found, kernel):
    if isinstance(found, str):
        return found
    digits = 0 if found >= 100 else 1
    return f"{found:,.{digits}f} ({kernel / found:,.1f})" if found != kernel else f"{found:,.0f}"
