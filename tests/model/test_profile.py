"""A day by points is a line through them, over midnight too."""

import pytest
from trees import fault, one_booth, port, refused

POINTS = {"00:00": 0.5, "06:00": 1, "12:00": 1.5, "18:00": 1}


def test_a_day_may_be_a_line_through_points():
    pieces = port(demand__profiles__day={"points": POINTS}).demand.profiles["day"].pieces
    assert pieces == ((0, 6, 0.5, 1), (6, 12, 1, 1.5), (12, 18, 1.5, 1), (18, 24, 1, 0.5))


def test_the_last_point_leads_over_midnight_to_the_first():
    read = port(demand__profiles__day={"points": {"06:00": 0, "18:00": 1}}).demand.profiles["day"]
    assert read.pieces == ((0, 6, 0.5, 0), (6, 18, 0, 1), (18, 24, 1, 0.5))
    whole = {"00:00": 1, "12:00": 2, "24:00": 1}
    assert port(demand__profiles__day={"points": whole}).demand.profiles["day"].pieces == (
        (0, 12, 1, 2),
        (12, 24, 2, 1),
    )


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({"points": {"00:00": 1}}, ".points",
         "at least two points make a line; for a flat day leave points: out"),
        ({"points": {"00:00": 0, "12:00": 0}}, ".points",
         "all weights are 0: nobody would ever come; give some a weight above 0"),
        ({"points": {"00:00": 1, "24:00": 2}}, ".points",
         "00:00 and 24:00 are one time of day; give it one weight"),
        ({"points": {"6:00": 1, "06:00": 2}}, ".points", "06:00 is written twice; keep one"),
        ({"points": {"00:00": -1, "12:00": 2}}, ".points",
         "a weight is a number from 0 without unit; write e.g. 1.2"),
        ({"points": {"noon": 1, "12:00": 2}}, ".points",
         "a time of day is written '08:30', in quotes, from 00:00 to 24:00"),
        ({"points": POINTS, "hours": {"00-24": 1}}, "",
         "the day has ranges of hours and points; keep one of them"),
        ({"points": [1, 2]}, ".points",
         'weights by time of day belong here, e.g. {"00:00": 0.5, "12:00": 1.5}'),
    ],
)  # fmt: skip
def test_points_that_cannot_be_meant_are_refused(fields, path, said):
    assert refused(one_booth(demand__profiles__day=fields)) == fault(f"demand.profiles.day{path}", said)
