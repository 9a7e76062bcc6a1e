"""Numbers are written as precisely as their interval allows, with the unit that reads well."""

import math
from types import SimpleNamespace as Row

import pytest

from twin.model.law import Law
from twin.show.words import law_text
from twin.show.written import (
    KEPT,
    Scale,
    duration,
    estimate,
    measured,
    plain,
    said_estimate,
    scale_for,
    share,
)

ONE = Scale(1.0, "")


@pytest.mark.parametrize(
    "mean, low, high, said",
    (
        (412.31, 388.02, 436.6, "412 [388, 437]"),
        (12.345, 11.0, 13.69, "12.3 [11.0, 13.7]"),
        (0.01234, 0.0119, 0.0128, "0.0123 [0.0119, 0.0128]"),
        (81_234.0, 78_000.0, 84_468.0, "81,234 [78,000, 84,468]"),
        (7.0, 7.0, 7.0, "7"),
        (7.5, math.nan, math.nan, "7.50"),
        (math.nan, math.nan, math.nan, "–"),
        (0.0, -0.00001, 0.00001, "0"),  # they agree in all that would be written
        (17.54671, 17.54670, 17.54672, "17.5"),
    ),
)
def test_a_number_is_rounded_to_what_its_interval_allows(mean, low, high, said):
    assert estimate(mean, low, high, ONE).replace(KEPT, " ") == said


@pytest.mark.parametrize(
    "seconds, said",
    ((45, "45 s"), (90, "90 s"), (600, "10 min"), (7200, "120 min"), (36_000, "10 h"), (432_000, "5 d")),
)
def test_a_duration_takes_the_unit_that_reads_well(seconds, said):
    assert duration(seconds, "en").replace(KEPT, " ") == said


def test_a_measure_is_said_with_its_unit():
    row = Row(mean=1800.0, low=1700.0, high=1900.0, unit="s")
    assert said_estimate(row, "en").replace(KEPT, " ") == "30.0 [28.3, 31.7] min"
    assert said_estimate(row, "zh").replace(KEPT, " ") == "30.0 [28.3, 31.7] 分钟"


def test_the_interval_of_a_measure_ends_at_zero():
    row = Row(mean=2.0, low=-1.0, high=5.0, unit="entities")
    assert measured(row, "en").replace(KEPT, " ") == "2.0 [0.0, 5.0]"


def test_a_share_is_percent_and_a_mass_is_tonnes():
    assert scale_for([0.3], "share") == Scale(100.0, "%")
    assert scale_for([900.0], "t") == Scale(1.0, "t")
    assert scale_for([900_000.0], "t").unit == "kt"
    assert [share(value) for value in (0, 0.456, 0.004, 0.00001)] == ["0 %", "46 %", "0.4 %", "<0.1 %"]


def test_a_given_number_has_three_digits_at_most():
    assert [plain(value) for value in (12, 3.14159, 0.5, math.inf)] == ["12", "3.14", "0.500", "–"]


@pytest.mark.parametrize(
    "law, said",
    (
        (Law("constant", (30.0,)), "30 s"),
        (Law("exponential", (90.0,)), "exponential, mean 90 s"),
        (Law("lognormal", (25.0, 0.4)), "lognormal, mean 25 s, cv 40 %"),
        (Law("triangular", (90.0, 150.0, 240.0)), "triangular, 90 s – 150 s – 240 s"),
        (Law("erlang", (60.0, 3.0)), "Erlang, mean 60 s, stages 3"),
        (Law("observed", (10.0, 20.0)), "2 observed values, mean 15 s"),
    ),
)
def test_a_law_is_said_in_words(law, said):
    assert law_text(law, "en").replace(KEPT, " ") == said


def test_an_interval_that_rounding_alone_left_is_none():
    assert estimate(-81.0, -81.00000000000003, -80.99999999999997, Scale(1.0, "h")) == "-81"
