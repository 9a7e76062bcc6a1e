"""Steps come in an order that ends: one bad flow for each rule, with the exact text."""

import pytest
from trees import fault, one_booth, port, refused, steps

BOOTH, OUT = {"visit": "booth"}, {"leave": "out"}
DESK = {"layout__stations__desk": {"service_time": "3 s"}}
PICKED = {"policy__shares__picked": "5 %"}
VERDICT = {"policy__channels__verdict": {"green": "90 %", "red": "10 %"}}
FLEET = {"demand__fleets__trucks": {"class": "car", "size": 3, "away": "1 h"}}
NO_TIME = {"layout__stations__booth__service_time": "0 s"}
FLOW = "layout.flows.cars"


def image(*path):
    """A fork of one part that does these steps."""
    return {"fork": "image", "into": {"image": list(path)}}


@pytest.mark.parametrize(
    ("written", "changes", "where", "said"),
    [
        (
            [BOOTH],
            {},
            "",
            "the steps run out before the entity leaves; end every path with leave: or return:",
        ),
        (
            [BOOTH, {"branch": "picked", "then": [OUT]}],
            PICKED,
            "",
            "the steps run out before the entity leaves; end every path with leave: or return:",
        ),
        (
            [BOOTH, OUT, {"mark": "seen"}],
            {},
            " at mark seen",
            "comes after the entity has left; nobody reaches it",
        ),
        (
            [{"branch": "picked", "then": [OUT], "else": [OUT, {"mark": "seen"}]}],
            PICKED,
            " at branch picked else at mark seen",
            "comes after the entity has left; nobody reaches it",
        ),
        (
            [{"branch": "picked", "then": [OUT], "else": [OUT]}, BOOTH],
            PICKED,
            " at visit booth",
            "comes after the entity has left; nobody reaches it",
        ),
        (
            [BOOTH, BOOTH, OUT],
            {},
            " at visit booth",
            "booth is visited twice in this flow (cars); give the second a name: as: booth_2",
        ),
        (
            [image({"visit": "desk"}), {"join": "images"}, OUT],
            DESK,
            " at join images",
            "no fork images comes before it in this flow; did you mean image?",
        ),
        (
            [image({"visit": "desk"}), {"join": "image"}, {"join": "image"}, OUT],
            DESK,
            " at join image",
            "no fork image comes before it in this flow; fork before it, or leave it out",
        ),
        (
            [image({"visit": "desk"}), {"join": "image", "need": 2}, OUT],
            DESK,
            " at join image",
            "needs 2 parts, the fork has 1; lower need:, or leave it out",
        ),
        (
            [image({"visit": "desk"}), image({"visit": "desk"}), OUT],
            DESK,
            " at fork image",
            "the fork image comes twice before it is joined; give the second another name",
        ),
        (
            [image({"join": "image"}), OUT],
            {},
            " at fork image into image at join image",
            "no fork image comes before it in this flow; fork before it, or leave it out",
        ),
        (
            [image({"return": "trucks"}), OUT],
            FLEET,
            " at fork image into image at return trucks",
            "a part of a fork does not go home to the fleet; let it run out, or leave:",
        ),
        (
            [{"release": "crew"}, OUT],
            {"layout__pools__crew": {"size": 1}},
            " at release crew",
            "crew is not held here; seize it before, or leave the step out",
        ),
        (
            [BOOTH, {"branch": "picked", "then": [{"again": "boot"}]}, OUT],
            PICKED,
            " at branch picked then at again boot",
            "no step boot comes before it on this way; did you mean booth?",
        ),
        (
            [{"branch": "picked", "then": [{"again": "booth"}]}, BOOTH, OUT],
            PICKED,
            " at branch picked then at again booth",
            "no step booth comes before it on this way",
        ),
        (
            [BOOTH, {"branch": "picked", "then": [{"again": "booth"}]}, OUT],
            PICKED | NO_TIME,
            " at branch picked then at again booth",
            "from booth to here may take no time at all and would turn for ever; give a step a time",
        ),
        (
            [{"wait": "exponential mean 9 s"}, {"wait": "exponential mean 3 s"}, OUT],
            {},
            " at wait",
            "a drawn wait comes before it already; give the second a name: as: …",
        ),
        (
            [{"return": "trucks"}],
            {"demand__fleets__trucks": {"class": "car", "size": 3, "away": "0 s"}},
            " at return trucks",
            "a round trip may take no time at all and would turn for ever; give a step or away: a time",
        ),
        (
            [{"choose": "shortest_queue", "of": {"a": [BOOTH], "b": [{"mark": "seen"}]}}, OUT],
            {},
            " at choose shortest_queue of b",
            "a way to choose begins with a visit, whose queue is compared",
        ),
        (
            [{"branch": "picked", "cases": {"yes_please": []}}, BOOTH, OUT],
            PICKED,
            " at branch picked",
            "picked is answered by yes or no; write then: and else: instead of cases:",
        ),
        (
            [{"branch": "verdict", "then": []}, BOOTH, OUT],
            VERDICT,
            " at branch verdict",
            "verdict has several answers; write cases: with green, red",
        ),
        (
            [{"branch": "verdict", "cases": {"green": []}}, BOOTH, OUT],
            VERDICT,
            " at branch verdict",
            "no case for red (write red: [] to pass by)",
        ),
        (
            [{"branch": "verdict", "cases": {"green": [], "rod": [], "red": []}}, BOOTH, OUT],
            VERDICT,
            " at branch verdict",
            "rod is no answer to verdict; did you mean red?; answers are green, red",
        ),
        (
            [{"branch": "booth.alarm", "then": []}, BOOTH, OUT],
            {"layout__stations__booth__alarm": "1 %"},
            " at branch booth.alarm",
            "booth is asked before it is visited on this way",
        ),
        (
            [BOOTH, {"branch": "booth.alarm"}, OUT],
            {"layout__stations__booth__alarm": {"bus": "1 %"}, "layout__classes__bus": {}},
            " at branch booth.alarm",
            "says nothing of car; add it, or other:",
        ),
        (
            [BOOTH, {"branch": "picked"}, OUT],
            {"policy__shares__picked": {"bus": "1 %"}, "layout__classes__bus": {}},
            " at branch picked",
            "says nothing of car; add it, or other:",
        ),
    ],
)
def test_an_order_that_leads_nowhere_is_refused(written, changes, where, said):
    assert refused(steps(*written, **changes)) == fault(FLOW + where, said)


def test_a_part_that_does_itself_is_refused():
    tree = steps({"do": "a"}, OUT, layout__parts__a=[{"do": "b"}], layout__parts__b=[{"do": "a"}])
    said = "the part a does itself (a → b → a); end the circle"
    assert refused(tree) == fault("layout.parts.b at do a", said)


def test_an_attribute_that_one_of_two_classes_lacks_is_refused():
    tree = steps(
        {"branch": "paper", "cases": {"red": []}},
        OUT,
        layout__classes={"car": {"attributes": {"paper": {"red": "100 %"}}}, "bus": {}},
        layout__flows__cars__classes=["car", "bus"],
        demand__flows__cars__mix={"car": "50 %", "bus": "50 %"},
    )
    assert refused(tree) == fault(
        f"{FLOW} at branch paper", "bus has no attribute paper; give it attributes: {paper: …}"
    )


class TestWays:
    """Links lead from place to place."""

    PLACES = {"line": ["0 m", "0 m"], "hall": ["0 m", "-1 km"]}
    ROAD = {"from": "line", "to": "hall", "length": "1 km", "speed": "20 km/h"}

    def tree(self, *written, **road):
        return steps(
            *written,
            layout__places=self.PLACES,
            layout__links__road=self.ROAD | road,
            layout__flows__cars__starts_at="line",
            layout__stations={
                "booth": {"service_time": "3 s", "at": "hall"},
                "back": {"service_time": "3 s", "at": "line"},
            },
        )

    def test_a_link_leads_one_way(self):
        said = "there is no way from hall to line; add a link, or both_ways: true"
        assert refused(self.tree(BOOTH, {"visit": "back"}, OUT)) == fault(f"{FLOW} at visit back", said)

    def test_both_ways_lead_back(self):
        tree = self.tree(BOOTH, {"visit": "back"}, OUT, both_ways=True)
        port(**{"layout": tree["layout"]})

    def test_one_can_travel_to_a_place(self):
        said = "there is no way from hall to line; add a link, or both_ways: true"
        assert refused(self.tree(BOOTH, {"travel": "line"}, OUT)) == fault(f"{FLOW} at travel line", said)

    def test_every_branch_has_a_way_on(self):
        tree = self.tree({"branch": "class", "cases": {"car": [BOOTH]}}, {"visit": "back"}, OUT)
        assert "there is no way from hall to line" in refused(tree)

    def test_again_goes_back_over_links(self):
        tree = self.tree({"visit": "back"}, BOOTH, {"branch": "picked", "then": [{"again": "back"}]}, OUT)
        tree["policy"] = {"shares": {"picked": "5 %"}}
        said = "there is no way from hall to line; add a link, or both_ways: true"
        assert refused(tree) == fault(f"{FLOW} at branch picked then at again back", said)

    def test_a_team_without_a_place_comes_to_the_entity(self):
        tree = self.tree(BOOTH, {"visit": "team"}, OUT)
        tree["layout"]["stations"]["team"] = {"service_time": "3 s"}
        port(**{"layout": tree["layout"]})


@pytest.mark.parametrize(
    ("written", "changes"),
    [
        ([{"branch": "picked", "then": [BOOTH], "else": [BOOTH]}, OUT], PICKED),
        ([{"branch": "picked", "then": [OUT]}, BOOTH, OUT], PICKED),
        ([BOOTH, {"visit": "booth", "as": "booth_2"}, OUT], {}),
        ([BOOTH, {"branch": "picked", "then": [{"again": "booth"}]}, OUT], PICKED),
        ([{"wait": "daily"}, {"branch": "picked", "then": [{"again": "daily"}]}, OUT], PICKED),
        ([image({"visit": "booth"}), BOOTH, {"join": "image"}, OUT], {}),
        ([image({"visit": "desk"}, OUT), {"join": "image"}, OUT], DESK),
        (
            [BOOTH, image({"branch": "booth.fails", "then": [OUT]}), OUT],
            {"layout__stations__booth__fails": "1 %"},
        ),
        ([{"branch": "verdict", "cases": {"red": [OUT], "other": []}}, BOOTH, OUT], VERDICT),
        ([{"do": "checks"}], {"layout__parts__checks": [BOOTH, OUT]}),
        ([{"return": "trucks"}], FLEET),
        (
            [BOOTH, {"return": "trucks"}],
            {"demand__fleets__trucks": {"class": "car", "size": 3, "away": "0 s"}},
        ),
        (
            [{"choose": "shortest_queue", "of": {"a": [BOOTH], "b": [{"do": "c"}]}}, OUT],
            {"layout__parts__c": [{"visit": "desk"}]} | DESK,
        ),
        ([{"seize": "crew"}, BOOTH, {"release": "crew"}, OUT], {"layout__pools__crew": {"size": 1}}),
    ],
)
def test_an_order_that_ends_is_read(written, changes):
    port(layout__flows__cars__steps=written, policy__quotas__daily={"count": 9}, **changes)


def test_a_branch_on_the_class_tells_the_classes_apart():
    tree = one_booth(
        layout__classes={"car": {}, "bus": {}},
        layout__stations__booth__service_time={"car": "3 s"},
        layout__flows__cars={
            "classes": ["car", "bus"],
            "steps": [{"branch": "class", "cases": {"bus": [OUT], "other": []}}, BOOTH, OUT],
        },
        demand__flows__cars__mix={"car": "50 %", "bus": "50 %"},
    )
    port(**{"layout": tree["layout"], "demand": tree["demand"]})


def test_a_part_of_a_fork_named_like_a_class_is_of_that_class():
    changes = {
        "layout__classes__paper": {"kind": "document"},
        "layout__stations__desk__service_time": {"paper": "3 s"},
    }
    fork = {"fork": "papers", "into": {"paper": [{"visit": "desk"}]}}
    port(layout__flows__cars__steps=[fork, BOOTH, OUT], **changes)
    half = {"fork": "papers", "into": {"half": [{"visit": "desk"}]}}
    assert "says nothing of car" in refused(steps(half, BOOTH, OUT, **changes))
