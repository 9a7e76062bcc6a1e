"""Demand says who arrives, and when."""

from datetime import date

import pytest
from trees import fault, one_booth, port, refused

from twin.model.arrivals.arrives import ALONE, Platoon
from twin.model.arrivals.recorded import Row
from twin.model.demand import ByFleet, ByProfile, Every, Recorded
from twin.model.law import Law

KINDS = "a flow arrives by profile, timetable, appointments, fleet, every, states, recorded"
HOURS = {"00-08": 0, "08-12": 1.2, "12-20": "1.0", "20-24": 0}


def cars(**changes):
    """How the cars of one booth arrive."""
    return port(**changes).demand.flows["cars"]


def arriving(**fields):
    """Cars that arrive so."""
    return cars(demand__flows__cars=fields)


def profile(**fields):
    """A profile of one booth."""
    return port(demand__profiles__day=fields).demand.profiles["day"]


def arriving_refused(**fields):
    """What is said of cars that arrive so."""
    return refused(one_booth(demand__flows__cars=fields))


@pytest.mark.parametrize(("rate", "a_day"), [("660/d", 660), ("12/h", 288), ("0.8/s", 69120), ("365/y", 1)])
def test_a_volume_is_kept_by_the_day(rate, a_day):
    assert arriving(arrives="profile", volume=rate).volume == a_day


def test_a_volume_alone_is_a_flat_day_without_platoons():
    read = arriving(arrives="profile", volume="1/d")
    assert isinstance(read, ByProfile)
    assert (read.profile, read.exact, read.platoon, read.waiting_at_opening, read.dispersion) == (
        None,
        False,
        ALONE,
        0.0,
        0.0,
    )


def test_exact_may_be_text_as_in_a_strict_file():
    assert arriving(arrives="profile", volume="1/d", exact="true").exact
    assert arriving(arrives="profile", volume="1/d", exact=True).exact


def test_platoons_have_a_mean_size_and_a_gap():
    read = arriving(
        arrives="profile", volume="1/d", platoon="geometric mean 2.5", platoon_gap="exponential mean 9 s"
    )
    assert (read.platoon, read.platoon_gap) == (Platoon(2.5), Law("exponential", (9.0,)))


def test_a_fleet_comes_again():
    fleet = {"class": "car", "size": 5, "away": "1 h"}
    read = port(demand__flows__cars={"arrives": "fleet", "fleet": "trucks"}, demand__fleets__trucks=fleet)
    assert read.demand.flows["cars"] == ByFleet(fleet="trucks", arrives="fleet")
    assert read.demand.fleets["trucks"].class_ == "car"
    assert read.demand.fleets["trucks"].starts is None


def test_every_begins_at_once_and_never_ends_unless_said():
    read = arriving(arrives="every", every="5 s")
    assert isinstance(read, Every)
    assert (read.every, read.first, read.count) == (Law("constant", (5.0,)), 0.0, None)
    assert arriving(arrives="every", every="5 s", count=3, first="2 s").count == 3


def test_recorded_rows_are_read_to_the_last_bit_and_sorted():
    rows = [
        {"time": "1.2013 s", "class": "car", "service": {"booth": "0.1 s"}},
        {"time": 0.1 + 0.2, "service.booth": "", "class": ""},
    ]
    read = arriving(arrives="recorded", rows=rows)
    assert isinstance(read, Recorded)
    assert read.rows == (Row(0.1 + 0.2, "", {}), Row(1.2013, "car", {"booth": 0.1}))
    assert read.stations == ("booth",)


def test_a_profile_is_twenty_four_hours():
    read = profile(hours=HOURS)
    assert read.hours == (0.0,) * 8 + (1.2,) * 4 + (1.0,) * 8 + (0.0,) * 4
    assert port(demand__profiles__day=HOURS).demand.profiles["day"] == read


def test_days_months_and_dates_are_factors_on_the_volume():
    read = profile(weekdays={"sun": 0}, months={"jan": 0.5}, events={"10-01 to 10-07": 2, "2025-10-01": 1.5})
    assert read.factor(date(2025, 1, 6)) == 0.5
    assert read.factor(date(2025, 1, 5)) == 0.0
    assert read.factor(date(2025, 10, 1)) == 3.0
    assert read.factor(date(2026, 10, 1)) == 2.0


def test_growth_is_for_all_flows_or_by_flow():
    assert port(demand__growth="10 %").demand.growth == 0.1
    assert port(demand__growth={"cars": "-5 %"}).demand.growth == {"cars": -0.05}


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        (
            {"volume": "1/d"},
            "",
            f"arrives: None is not known; {KINDS}",
        ),
        (
            {"arrives": "profil"},
            "",
            f"arrives: profil is not known; did you mean profile?; {KINDS}",
        ),
        ({"arrives": "profile"}, "", "needs volume:"),
        ({"arrives": "profile", "volume": "12"}, ".volume", "is '12': no unit; write e.g. '12/h' or '660/d'"),
        (
            {"arrives": "profile", "volume": "12/d", "platoon": "3 to 1"},
            ".platoon",
            "is '3 to 1': a platoon is 6 each, 1 to 3 evenly, or geometric mean 2.5, from 1 to 4,095 of them",
        ),
        (
            {"arrives": "every", "every": "0 s"},
            ".every",
            "is '0 s': arrivals 0 s apart never end; write a longer time",
        ),
        (
            {"arrives": "recorded", "rows": []},
            ".rows",
            "a list of rows belongs here, e.g. [{time: 12.5 s, class: car}]",
        ),
        (
            {"arrives": "recorded", "rows": [{"time": 1}, {"class": "car"}]},
            ".rows",
            "row 2: needs time:, e.g. {time: 12.5 s, class: car, service: {booth: 30 s}}",
        ),
        (
            {"arrives": "recorded", "rows": [{"time": 1, "clas": "car"}]},
            ".rows",
            "row 1: 'clas' is not a word here; did you mean class?",
        ),
        (
            {"arrives": "recorded", "rows": [{"time": "5"}]},
            ".rows",
            "row 1: no unit; write e.g. '5 s' or '5 min'",
        ),
    ],
)
def test_demand_that_cannot_be_read_is_refused(fields, path, said):
    assert arriving_refused(**fields) == fault(f"demand.flows.cars{path}", said)


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({"00-08": 1}, "", "the hour 08-09 is not written; give each hour, 0 where nobody comes"),
        ({"hours": {"00-12": 1, "11-24": 1}}, ".hours", "the hour 11-12 is written twice; keep one"),
        (
            {"hours": {"00-24": 0}},
            ".hours",
            "all weights are 0: nobody would ever come; give some a weight above 0",
        ),
        ({"hours": {"8 am": 1}}, ".hours", "'8 am' is not a range of hours; write e.g. 08-12"),
        ({"hours": {"00-24": -1}}, ".hours", "a weight is a number from 0 without unit; write e.g. 1.2"),
        (
            {"weekdays": {"mn": 1}},
            ".weekdays",
            "'mn' is not one of mon, tue, wed, thu, fri, sat, sun; did you mean mon?",
        ),
        ({"events": {"13-01": 1}}, ".events", "13-01 is not a date; write month-day 07-11, or 2025-07-11"),
    ],
)
def test_a_profile_that_cannot_be_read_is_refused(fields, path, said):
    assert refused(one_booth(demand__profiles__day=fields)) == fault(f"demand.profiles.day{path}", said)
