"""Quantities are read exactly, and what is none is refused with the way to write it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.model import units

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=6, allow_nan=False)
KINDS = st.sampled_from(units.KINDS)


def test_300_metres_are_a_third_of_a_kilometre_less_nothing():
    assert units.read("0.3 km", units.LENGTH) == units.read("300 m", units.LENGTH) == 300


@given(NUMBERS, KINDS, st.data())
def test_a_quantity_is_its_number_times_its_unit(number, kind, data):
    unit = data.draw(st.sampled_from(sorted(kind.units)))
    assert units.read(f"{number} {unit}", kind) == Fraction(str(number)) * kind.units[unit]


@given(NUMBERS, st.fractions(min_value=Fraction(1, 100), max_value=100))
def test_scaling_before_or_after_reading_is_the_same(number, factor):
    read = units.read(f"{number} min", units.DURATION)
    assert read * factor == Fraction(str(number)) * factor * 60


@given(st.floats(min_value=0, allow_infinity=False))
def test_seconds_of_a_float_come_back_as_that_float(seconds):
    assert float(units.read(f"{seconds!r} s", units.DURATION)) == seconds


@given(st.floats(min_value=0, max_value=1e12))
def test_a_written_number_reads_back_as_itself(number):
    read, unit = units.split(units.written(number))
    assert (float(read), unit) == (number, "")


@given(KINDS)
def test_every_example_is_a_quantity_of_its_kind(kind):
    for example in kind.example.split(" or "):
        units.read(example.strip("'"), kind)


@pytest.mark.parametrize("text", ["12/h", "12 /h", " 12/h "])
def test_space_before_the_unit_says_nothing(text):
    assert units.read(text, units.RATE) == Fraction(12, 3600)


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        ("5", units.DURATION, "no unit; write e.g. '5 s' or '5 min'"),
        (5, units.DURATION, "no unit; write e.g. '5 s' or '5 min'"),
        ("5 m", units.DURATION, "'m' is a unit of length; a duration is in s, min, h, d, week"),
        ("5 sec", units.DURATION, "'sec' is not a unit; a duration is in s, min, h, d, week"),
        ("soon", units.DURATION, "not a duration; write e.g. '5 s' or '5 min'"),
        (True, units.LENGTH, "not a length; write e.g. '80 m' or '6.19 km'"),
        ("0.06", units.SHARE, "a share needs its percent sign; write '6 %'"),
        ("6", units.SHARE, "a share needs its percent sign; write '6 %'"),
        (
            "0.4 CNY M",
            units.MONEY,
            "'CNY M' is not a unit; an amount of money is in CNY, k CNY, M CNY, B CNY",
        ),
        ("1.2.3 s", units.DURATION, "'.3 s' is not a unit; a duration is in s, min, h, d, week"),
        ("inf s", units.DURATION, "not a duration; write e.g. '5 s' or '5 min'"),
        ("", units.DURATION, "not a duration; write e.g. '5 s' or '5 min'"),
    ],
)
def test_what_is_no_quantity_is_refused_with_the_way_to_write_it(value, kind, said):
    with pytest.raises(ValueError) as error:
        units.read(value, kind)
    assert str(error.value) == said
