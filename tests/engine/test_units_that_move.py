"""Units that stand at places: the nearest comes, its way takes time, and it stays where it is released."""

from ports import port, recorded, told

OUT = {"leave": "out"}
PLACES = {"west": ["0 m", "0 m"], "mid": ["100 m", "0 m"], "east": ["400 m", "0 m"]}
LINKS = {
    "short": {"from": "west", "to": "mid", "length": "100 m", "speed": "10 m/s", "both_ways": True},
    "long": {"from": "mid", "to": "east", "length": "300 m", "speed": "10 m/s", "both_ways": True},
}


def with_tractors(steps, times, *, starts_at="west", stations=None, **tractor):
    """A port on a line of three places, with tractors of 1 m/s."""
    tree = port(stations or {"booth": {"service_time": "10 s"}}, steps, recorded(times))
    pools = {"tractor": {"size": 1, "at": "west", "speed": "1 m/s"} | tractor}
    tree["layout"] |= {"places": PLACES, "links": LINKS, "pools": pools}
    tree["layout"]["flows"]["through"]["starts_at"] = starts_at
    return tree


def test_a_unit_comes_before_the_service_begins_to_run(engine):
    stations = {"dock": {"service_time": "10 s", "at": "mid", "needs": {"tractor": 1}}}
    tree = with_tractors([{"visit": "dock"}, OUT], [0, 0], starts_at="mid", stations=stations)
    # 100 m from the west; for the second it is there.
    assert told(tree, engine, "dock", "started", "ended") == [(0, 110), (110, 120)]


def test_a_unit_is_called_to_where_one_stands_who_keeps_the_place(engine):
    stations = {"dock": {"service_time": "10 s", "at": "east"}}
    steps = [{"visit": "dock"}, {"seize": "tractor"}, {"release": "tractor"}, OUT]
    tree = with_tractors(steps, [0], starts_at="east", stations=stations)
    assert told(tree, engine, "dock", "ended", "left") == [(10, 410)]
    assert told(tree, engine, "tractor", "asked", "joined") == [(10, 10), (10, 410)]


def test_the_nearest_free_unit_comes(engine):
    """Two stand in the west. The first stays in the middle, so the next call from there has it at once."""
    steps = [
        {"travel": "mid"},
        {"seize": "tractor"},
        {"wait": "20 s"},
        {"release": "tractor"},
        {"seize": "tractor"},
        {"release": "tractor"},
        OUT,
    ]
    rows = told(with_tractors(steps, [0], size=2), engine, "tractor", "asked", "joined")
    assert rows == [(10, 10), (10, 110), (130, 130)]


def test_a_unit_goes_along_and_stays_where_it_is_released(engine):
    steps = [{"seize": "tractor"}, {"travel": "east"}, {"release": "tractor"}, OUT]
    tree = with_tractors(steps, [0, 0])
    # 40 s on the links; the tractor goes back 400 m for the second.
    assert told(tree, engine, "tractor", "asked", "joined") == [(0, 0), (0, 40), (40, 440)]


def test_of_two_equally_near_the_lower_comes_and_the_other_stays(engine):
    steps = [
        {"branch": "class", "cases": {"far": [{"travel": "east"}], "near": []}},
        {"seize": "tractor"},
        {"release": "tractor"},
        OUT,
    ]
    tree = with_tractors(steps, [0], size=2)
    tree["layout"]["classes"] = {"far": {}, "near": {}}
    tree["layout"]["flows"]["through"]["classes"] = ["far", "near"]
    tree["demand"]["flows"]["through"] = recorded([0, 1000], classes=["far", "near"])
    # The far one takes the first tractor with it to the east; the second still stands in the west.
    assert told(tree, engine, "tractor", "asked", "joined") == [(40, 40), (40, 440), (1000, 1000)]


def test_one_who_waits_for_the_only_unit_waits_for_its_way_too(engine):
    steps = [{"travel": "mid"}, {"seize": "tractor"}, {"wait": "20 s"}, {"release": "tractor"}, OUT]
    rows = told(with_tractors(steps, [0, 0]), engine, "tractor", "asked", "joined")
    assert rows == [(10, 10), (10, 110), (10, 130)]
