"""Names that the language takes, for whatever a log calls its stations and classes."""

import re
import unicodedata

# What a station does, by words of its name; a station without any of them serves.
DOES = (
    ("gate", ("gate", "barrier", "卡口", "闸")),
    ("document_check", ("document", "declar", "paper", "单证", "审单", "报关")),
    ("weighing", ("weigh", "scale", "地磅", "称重", "过磅")),
    ("scan", ("scan", "xray", "x_ray", "h986", "机检", "扫描")),
    ("examination", ("inspect", "exam", "查验", "检查")),
    ("health_check", ("health", "卫生")),
    ("disinfection", ("disinf", "消毒")),
    ("phytosanitary_check", ("phyto", "quarant", "检疫")),
    ("payment", ("payment", "cash", "缴费")),
)


def names_of(said, prefix):
    """{what a log says: name}: small letters, digits and _, each name once."""
    names = {}
    for place, text in enumerate(said):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
        name = name if name[:1].isalpha() else f"{prefix}_{name or place + 1}"
        while name in names.values():
            name = f"{name}_{place + 1}"
        names[text] = name
    return names


def does(station):
    """What a station of this name does."""
    low = station.lower()
    return next((what for what, words in DOES if any(word in low for word in words)), "service")
