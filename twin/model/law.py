"""Laws: how a duration is drawn, in words without brackets or commas."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from twin.model import units
from twin.model.errors import nearest, unknown

_MEAN_CV = ("lognormal", "gamma", "normal", "weibull")


@dataclass(frozen=True)
class Law:
    """A family and its values in SI.

    constant (v), exponential (mean), uniform (low, high), triangular (low, mode, high),
    erlang (mean, stages), observed (sorted values), and (mean, cv) for lognormal, gamma, weibull
    and normal, which is cut off at 0.
    """

    family: str
    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The expected duration, in seconds."""
        if self.family in ("uniform", "triangular", "observed"):
            return math.fsum(self.values) / len(self.values)
        if self.family == "normal":
            return _mean_above_zero(*self.values)
        return self.values[0]

    @property
    def minimum(self) -> float:
        """The shortest duration that can be drawn, in seconds."""
        return self.values[0] if self.family in ("constant", "uniform", "triangular", "observed") else 0.0

    @property
    def is_zero(self) -> bool:
        """Whether nothing but 0 can be drawn."""
        return self.mean == 0.0


def _mean_above_zero(mean: float, cv: float) -> float:
    if mean == 0.0 or cv == 0.0:
        return mean
    density = math.exp(-0.5 / cv**2) / math.sqrt(2 * math.pi)
    return mean * (1 + cv * density / (0.5 * math.erfc(-1 / (cv * math.sqrt(2)))))


def read_law(value: object, observed: Mapping[str, tuple[float, ...]]) -> Law:
    """The law that a text says; a bare duration is a constant.

    >>> read_law("lognormal mean 25 s cv 40 %", {})
    Law(family='lognormal', values=(25.0, 0.4))
    """
    text = " ".join(str(value).split())
    family = text.split(" ", 1)[0]
    if family == "observed":
        return _observed(text, observed)
    if family in _FORMS:
        example, pattern, read = _FORMS[family]
        match = pattern.fullmatch(text)
        if not match:
            raise ValueError(f"'{family}' is written '{example}'")
        values = read(*match.groups())
        spread = family not in ("uniform", "triangular") or values[0] < values[-1]
        return Law(family, values) if spread else Law("constant", values[:1])
    if family[:1].isalpha():
        raise ValueError(
            f"'{family}' is not a law{nearest(family, FAMILIES)}; laws are {', '.join(FAMILIES)}"
        )
    return Law("constant", (duration(value),))


def duration(text: object) -> float:
    """Seconds of a duration, not negative."""
    seconds = units.read(text, units.DURATION)
    if seconds < 0:
        raise ValueError("a duration is not negative")
    return float(seconds)


def _observed(text: str, observed: Mapping[str, tuple[float, ...]]) -> Law:
    name = text.removeprefix("observed").strip()
    if not name:
        raise ValueError("'observed' is written 'observed gate_2024', a name of layout.observed")
    if name not in observed:
        raise ValueError(unknown("list in layout.observed named", name, list(observed)))
    return Law("observed", tuple(sorted(observed[name])))


def _positive_cv(mean: str, cv: str) -> tuple[float, ...]:
    share = float(units.read(cv, units.SHARE))
    if share <= 0:
        raise ValueError("a cv is above 0 %; without spread write the duration alone")
    return _positive(mean), share


def _positive(mean: str) -> float:
    seconds = duration(mean)
    if seconds == 0:
        raise ValueError("a mean is above 0 s; write '0 s' alone for no time at all")
    return seconds


def _ascending(*texts: str) -> tuple[float, ...]:
    values = tuple(duration(text) for text in texts)
    if list(values) != sorted(values):
        raise ValueError(f"{' '.join(texts)}: write the smaller one first")
    return values


def _stages(mean: str, stages: str) -> tuple[float, ...]:
    if not stages.isdigit() or int(stages) < 1:
        raise ValueError(f"stages is a whole number from 1, not '{stages}'")
    return _positive(mean), float(int(stages))


def _form(words: str, example: str, read):
    """How a family is written after its name, with _ for a quantity."""
    return example, re.compile(words.replace("_", r"(\S+ ?[^ ]+)").replace("#", r"(\S+)")), read


_FORMS = {
    "exponential": _form("exponential mean _", "exponential mean 2 min", lambda mean: (_positive(mean),)),
    **{name: _form(f"{name} mean _ cv _", f"{name} mean 25 s cv 40 %", _positive_cv) for name in _MEAN_CV},
    "uniform": _form("uniform _ to _", "uniform 20 s to 60 s", _ascending),
    "triangular": _form("triangular _ _ _", "triangular 10 min 20 min 40 min", _ascending),
    "erlang": _form("erlang mean _ stages #", "erlang mean 2 min stages 4", _stages),
    "constant": _form("constant _", "constant 25 s", lambda value: (duration(value),)),
}
FAMILIES = (*_FORMS, "observed")
