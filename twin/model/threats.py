"""What controls look for, and which control finds what when nothing else is said."""

from typing import Literal, get_args

Threat = Literal[
    "contraband", "stowaway", "radioactive", "explosive", "pest", "fever", "false_papers", "bad_goods",
    "intruder",
]  # fmt: skip
THREATS: tuple[str, ...] = get_args(Threat)

# [what a station does] what it finds.
BY_CONTROL: dict[str, tuple[str, ...]] = {
    "scan": ("contraband",),
    "bag_scan": ("contraband", "explosive"),
    "examination": ("contraband",),
    "search": ("contraband",),
    "body_check": ("stowaway",),
    "radiation_check": ("radioactive",),
    "trace_check": ("explosive",),
    "temperature_check": ("fever",),
    "health_check": ("fever",),
    "phytosanitary_check": ("pest",),
    "analysis": ("bad_goods",),
    "identity_check": ("false_papers",),
    "document_check": ("false_papers",),
    "patrol": ("intruder",),
    "watch": ("intruder",),
}

READER = "image_review"  # finds nothing itself: it reads what a scan shows
MAKES_IMAGES = ("scan", "bag_scan")
HERE, APART = "here", "apart"  # an image is read by those who made it, or by a reader elsewhere
READ_APART = ("scan",)  # unless the station says otherwise
