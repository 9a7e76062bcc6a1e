"""A gather that a slot closes, and whom it takes along of other values; checked by hand."""

from ports import plan_of, port, recorded, told

from twin.engine import run

OUT, FERRY = {"leave": "out"}, {"visit": "ferry"}
COLOURS = {"red": "50 %", "blue": "50 %"}


def cars(steps, times, *, at=("00:05", "00:10"), **fields):
    """Cars that board a ferry, which takes a minute; paths of departure come every five minutes."""
    tree = port({"ferry": {"service_time": "60 s"}}, steps, recorded(list(times)), **fields)
    tree["layout"]["classes"] = {
        "car": {"length": "5 m", "carries": "1 t", "attributes": {"colour": COLOURS}},
        "boat": {"attributes": {"colour": COLOURS}},
    }
    tree["layout"]["flows"]["through"]["classes"] = ["car"]
    tree["policy"] = {"slots": {"path": {"at": list(at), "takes": 1}}}
    return tree


def gather(**fields):
    return {"gather": "car", "into": "boat", **fields}


def boats(tree, engine):
    """(loads in tonnes of the boats, in order of their arrival)."""
    plan = plan_of(tree)
    trips = run(plan, 0, engine=engine).trips
    of_boats = trips[trips["cls"] == plan.names.classes.index("boat")]
    return [(row["arrived"].item(), row["load"].item() // 1000) for row in of_boats]


def test_a_boat_sails_with_those_who_are_there_when_the_slot_opens(engine):
    tree = cars([gather(cut_off="path"), FERRY, OUT], [0, 100, 299, 301])
    assert boats(tree, engine) == [(300, 3), (600, 1)]
    assert told(tree, engine, "car", "asked", "joined") == [(0, 300), (100, 300), (299, 300), (301, 600)]


def test_who_comes_at_the_instant_of_the_slot_is_in(engine):
    assert boats(cars([gather(cut_off="path"), FERRY, OUT], [0, 300]), engine) == [(300, 2)]


def test_a_full_boat_does_not_wait_for_the_slot(engine):
    tree = cars([gather(cut_off="path", full_at={"count": 2}), FERRY, OUT], [0, 10, 20])
    assert boats(tree, engine) == [(10, 2), (300, 1)]


def test_of_more_than_fit_at_the_slot_several_boats_are_made(engine):
    steps = [{"wait": "5 min"}, gather(cut_off="path", full_at={"count": 2}), FERRY, OUT]
    assert boats(cars(steps, [0, 0, 0]), engine) == [(300, 2), (300, 1)]


def test_too_few_at_the_slot_wait_for_the_next(engine):
    tree = cars([gather(cut_off="path", fewest=2), FERRY, OUT], [0, 400])
    assert boats(tree, engine) == [(600, 2)]


def test_a_timeout_before_the_slot_comes_first(engine):
    tree = cars([gather(cut_off="path", timeout="60 s"), FERRY, OUT], [0, 10, 280])
    assert boats(tree, engine) == [(60, 2), (300, 1)]


def test_a_slot_that_is_open_at_the_start_closes_what_is_there_then(engine):
    tree = cars([gather(cut_off="path"), FERRY, OUT], [0, 0, 1], at=("00:00", "00:10"))
    assert boats(tree, engine) == [(0, 2), (600, 1)]


def test_what_is_closed_by_a_slot_goes_by_that_slot(engine):
    """The units of the slot are not those that close: whoever waits for it may have taken them."""
    steps = [gather(cut_off="path"), {"wait": "path"}, FERRY, OUT]
    assert told(cars(steps, [0, 10]), engine, "ferry", "asked") == [(300,)]


def by_colour(colours, engine, **fields):
    """Departures and loads of boats for three cars each; so many of a colour come at the start."""
    step = gather(by=["colour"], cut_off="path", full_at={"count": 3}, **fields)
    tree = cars([], [0] * len(colours))
    paint = {f"{colour}_one": [{"set": {"colour": colour}}] for colour in COLOURS}
    tree["layout"]["classes"] |= dict.fromkeys(paint, {"attributes": {"colour": COLOURS}})
    steps = [{"branch": "class", "cases": paint}, {"fork": "one", "into": {"car": [step, FERRY, OUT]}}, OUT]
    tree["layout"]["flows"]["through"] = {"classes": list(paint), "steps": steps}
    classes = [f"{colour}_one" for colour in colours]
    tree["demand"]["flows"]["through"] = recorded([0] * len(colours), classes=classes)
    return boats(tree, engine)


def test_each_colour_sails_for_itself(engine):
    assert by_colour(["red", "red", "blue"], engine) == [(300, 2), (300, 1)]


def test_a_boat_that_is_not_full_is_topped_up_with_other_colours(engine):
    assert by_colour(["red", "red", "blue", "blue"], engine, top_up=True) == [(300, 3), (300, 1)]


def test_a_full_boat_takes_none_of_another_colour_along(engine):
    assert by_colour(["red", "red", "red", "blue"], engine, top_up=True) == [(0, 3), (300, 1)]
