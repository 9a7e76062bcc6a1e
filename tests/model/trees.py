"""Small ports as trees, and what is said of those that are refused."""

from copy import deepcopy

import pytest

from twin.model.errors import ScenarioError
from twin.model.scenario import Scenario

ONE_BOOTH = {
    "layout": {
        "classes": {"car": {}},
        "stations": {"booth": {"service_time": "30 s"}},
        "flows": {"cars": {"classes": "car", "steps": [{"visit": "booth"}, {"leave": "out"}]}},
    },
    "demand": {"flows": {"cars": {"arrives": "profile", "volume": "0.8/s"}}},
}


def one_booth(**changes):
    """The tree of one booth with values set: a path in words is written with __ for its dots."""
    tree = deepcopy(ONE_BOOTH)
    for path, value in changes.items():
        put(tree, path.split("__"), value)
    return tree


def put(tree, path, value):
    """Sets one value of a tree, makes what is missing on the way."""
    *above, last = path
    for word in above:
        tree = tree.setdefault(word, {})
    tree[last] = value


def port(**changes):
    """The scenario of one booth with values set."""
    return Scenario.from_tree(one_booth(**changes))


def steps(*written, **changes):
    """The tree of one booth whose cars do other steps."""
    return one_booth(layout__flows__cars__steps=list(written), **changes)


def refused(tree, where=lambda path: ""):
    """All that is said of a tree that is refused."""
    with pytest.raises(ScenarioError) as error:
        Scenario.from_tree(tree, where)
    return str(error.value)


def fault(path, text):
    """A fault as it is printed."""
    return f"{path}\n    {text}"
