"""Laws are words; a bare duration is a constant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from twin.model.law import FAMILIES, Law, read_law


@pytest.mark.parametrize(
    ("text", "law", "mean", "minimum"),
    [
        ("25 s", Law("constant", (25.0,)), 25, 25),
        ("0 s", Law("constant", (0.0,)), 0, 0),
        ("constant 8 h", Law("constant", (28800.0,)), 28800, 28800),
        ("exponential mean 2 min", Law("exponential", (120.0,)), 120, 0),
        ("lognormal mean 25 s cv 40 %", Law("lognormal", (25.0, 0.4)), 25, 0),
        ("gamma mean 1 s cv 70.71 %", Law("gamma", (1.0, 0.7071)), 1, 0),
        ("weibull mean 1.5 h cv 150 %", Law("weibull", (5400.0, 1.5)), 5400, 0),
        ("uniform 20 s to 1 min", Law("uniform", (20.0, 60.0)), 40, 20),
        ("uniform 20 s to 20 s", Law("constant", (20.0,)), 20, 20),
        ("triangular 10 min 20 min 60 min", Law("triangular", (600.0, 1200.0, 3600.0)), 1800, 600),
        ("triangular 5 s 5 s 5 s", Law("constant", (5.0,)), 5, 5),
        ("erlang mean 2 min stages 4", Law("erlang", (120.0, 4.0)), 120, 0),
        ("observed gate", Law("observed", (1.0, 2.0, 6.0)), 3, 1),
        ("lognormal  mean 25s   cv 40%", Law("lognormal", (25.0, 0.4)), 25, 0),
    ],
)
def test_a_law_is_read_with_its_mean_and_minimum(text, law, mean, minimum):
    read = read_law(text, {"gate": (6.0, 1.0, 2.0)})
    assert (read, read.mean, read.minimum) == (law, mean, minimum)


def test_a_normal_law_is_cut_off_at_zero_and_its_mean_says_so():
    law = read_law("normal mean 10 s cv 80 %", {})
    cut = stats.norm(10, 8)
    mean = integrate.quad(lambda x: x * cut.pdf(x), 0, 200)[0] / cut.sf(0)
    assert law.mean == pytest.approx(mean, rel=1e-9)


@given(st.floats(min_value=1e-6, max_value=1e9))
def test_a_mean_in_seconds_stays_the_float_it_was(mean):
    assert read_law(f"exponential mean {mean!r} s", {}).values == (mean,)


def test_only_what_never_takes_time_is_zero():
    assert read_law("0 min", {}).is_zero
    assert not read_law("exponential mean 1 s", {}).is_zero
    assert not read_law("uniform 0 s to 1 s", {}).is_zero


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lognormal mean 45 s", "'lognormal' is written 'lognormal mean 25 s cv 40 %'"),
        ("lognormal 45 s", "'lognormal' is written 'lognormal mean 25 s cv 40 %'"),
        ("exponential 45 s", "'exponential' is written 'exponential mean 2 min'"),
        ("uniform 20 to 60 s", "no unit; write e.g. '5 s' or '5 min'"),
        ("uniform 60 s to 20 s", "60 s 20 s: write the smaller one first"),
        ("triangular 1 s 2 s", "'triangular' is written 'triangular 10 min 20 min 40 min'"),
        ("erlang mean 2 min stages 1.5", "stages is a whole number from 1, not '1.5'"),
        ("gamma mean 2 min cv 0 %", "a cv is above 0 %; without spread write the duration alone"),
        ("gamma mean 2 min cv 0.4", "a share needs its percent sign; write '40 %'"),
        ("exponential mean 0 s", "a mean is above 0 s; write '0 s' alone for no time at all"),
        ("-5 s", "a duration is not negative"),
        ("observed", "'observed' is written 'observed gate_2024', a name of layout.observed"),
        (
            "observed gates",
            "there is no list in layout.observed named gates; did you mean gate?; there is gate",
        ),
        ("5", "no unit; write e.g. '5 s' or '5 min'"),
    ],
)
def test_a_law_that_is_written_otherwise_is_refused(text, said):
    with pytest.raises(ValueError) as error:
        read_law(text, {"gate": (1.0,)})
    assert str(error.value) == said


def test_an_unknown_law_is_answered_with_the_nearest():
    with pytest.raises(
        ValueError, match="'lognorml' is not a law; did you mean lognormal\\?; laws are "
    ) as error:
        read_law("lognorml mean 3 s cv 4 %", {})
    assert all(family in str(error.value) for family in FAMILIES)
