"""What is found is said with how well, and by what can find it; what is not is refused with the way out."""

import re

import pytest
from trees import one_booth, port, refused

from twin.model.checks.warnings import warnings
from twin.model.threats import BY_CONTROL, THREATS

BOOTH = "layout__stations__booth"


def told(path, **changes):
    """What is said of a path, of a booth with changes."""
    blocks = re.split(r"^(?=\S)", refused(one_booth(**changes)), flags=re.MULTILINE)
    return "".join(block for block in blocks if block.splitlines()[:1] == [path])


@pytest.mark.parametrize(
    ("fields", "word", "said"),
    [
        ({"does": "scan", "detection": "0.9"}, "detection", "a share needs its percent sign; write '90 %'"),
        ({"does": "scan", "detection": "101 %"}, "detection", "a share is from 0 % to 100 %"),
        ({"does": "gate", "detection": "90 %"}, "detection", "gate finds nothing by itself; write detects:"),
        ({"does": "scan", "detects": ["drugs"]}, "detects[1]", "not one of the words here"),
        ({"does": "scan", "detects": "pest"}, "detects", "write detection: 90 % as well"),
        ({"does": "scan", "false_alarm": "3 %"}, "false_alarm", "write detection: 90 % as well"),
        ({"does": "gate", "read": "here"}, "read", "gate makes no images; only scan and bag_scan do"),
        ({"does": "scan", "detection": "90 %", "read": "later"}, "read", "write one of here, apart"),
        (
            {"does": "image_review", "detects": "pest", "detection": "90 %"},
            "detects",
            "image_review reads whatever the scans show; leave detects: out",
        ),
    ],
)
def test_a_control_that_says_half_is_refused(fields, word, said):
    changes = {f"{BOOTH}__{name}": value for name, value in fields.items()}
    assert said in told(f"layout.stations.booth.{word}", **changes)


def test_a_model_of_the_catalogue_is_held_to_the_same():
    model = {"does": "gate", "service_time": "9 s", "detection": "90 %"}
    assert "gate finds nothing by itself" in told("equipment.e_lane.detection", equipment__e_lane=model)


def test_a_station_with_tasks_finds_what_they_do():
    changes = {BOOTH: {"does": "scan", "tasks": {"look": {"service_time": "9 s"}}, "detection": "90 %"}}
    assert "its tasks say what they find; write detection: at one of them" in told(
        "layout.stations.booth.detection", **changes
    )


def test_a_task_that_finds_says_what():
    task = {"service_time": "9 s", "does": "gate", "detection": "90 %"}
    changes = {BOOTH: {"tasks": {"look": task}}}
    assert "gate finds nothing by itself" in told("layout.stations.booth.tasks.look.detection", **changes)


@pytest.mark.parametrize("control", sorted(BY_CONTROL))
def test_every_control_that_finds_something_may_say_how_well(control):
    found = port(**{f"{BOOTH}__does": control, f"{BOOTH}__detection": "90 %"})
    assert found.layout.stations["booth"].detection == 0.9


def test_every_threat_is_found_by_some_control():
    assert set(THREATS) == {threat for found in BY_CONTROL.values() for threat in found}


def test_a_scan_whose_images_nobody_reads_is_told():
    scan = {f"{BOOTH}__does": "scan", f"{BOOTH}__detection": "90 %"}
    told = [str(one) for one in warnings(port(**scan))]
    assert len(told) == 1 and "layout.stations.booth" in told[0]
    assert "nobody reads its images, so it finds nothing" in told[0]
    assert warnings(port(**scan, **{f"{BOOTH}__read": "here"})) == []
