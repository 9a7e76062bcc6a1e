"""How each finding about a scenario is said, in English and in Chinese, with its way out."""

from typing import NamedTuple

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)


class Said(NamedTuple):
    """A text in both languages; a lang ('en' or 'zh') names its field."""

    en: str
    zh: str


class Finding(NamedTuple):
    """One odd thing: which rule, where, how bad, what, and what would help."""

    rule: str
    path: str
    severity: str
    text: Said
    way_out: Said


class _Words(NamedTuple):
    text: Said
    way_out: Said


def finding(rule, path, severity, **facts):
    """The Finding of a rule with its facts, each a value or one of each language, in the words of both."""
    words = WORDS[rule]
    return Finding(rule, path, severity, _filled(words.text, facts), _filled(words.way_out, facts))


def _filled(said, facts):
    return Said(*(text.format(**_in_language(facts, lang)) for lang, text in said._asdict().items()))


def _in_language(facts, lang):
    return {name: getattr(fact, lang) if hasattr(fact, lang) else fact for name, fact in facts.items()}


WORDS = {
    "overloaded": _Words(
        Said(
            "the work that comes to {name} is {used} of its open hours",
            "{name} 的到达量为开放时间处理能力的 {used}",
        ),
        Said(
            "more servers or people, longer hours, a shorter service, or fewer visits",
            "增加通道或人员、延长开放时间、缩短作业时间，或减少到达",
        ),
    ),
    "quota_short": _Words(
        Said("{used} of what {name} releases is asked for", "对 {name} 的需求为其放行量的 {used}"),
        Said("raise its count, or expect a queue that stays", "提高放行量，否则排队将持续存在"),
    ),
    "design_hour": _Words(
        Said(
            "in hour {hour} from the start {ratio:.2f} times as much work comes to {name} as it can do",
            "开始后第 {hour} 小时，{name} 的到达量为处理能力的 {ratio:.2f} 倍",
        ),
        Said(
            "a queue builds up and takes hours to clear; open more at that time",
            "将形成排队，数小时才能消化；该时段应增开通道",
        ),
    ),
    "stock_overflows": _Words(
        Said(
            "{name} would have to hold {most:.1f} kt, it holds {holds:.1f} kt: unloading will wait",
            "{name} 需容纳 {most:.1f} 千吨，现容量 {holds:.1f} 千吨，卸货将等待",
        ),
        Said("a stronger drain, or more room", "加快外运，或扩大堆场"),
    ),
    "room_too_short": _Words(
        Said(
            "{room:g} m at {name} are shorter than the longest class, {longest:g} m",
            "{name} 的 {room:g} 米短于最长车型的 {longest:g} 米",
        ),
        Said("lengthen it, or write 0 where nobody may wait", "加长，或在不许等候处写 0"),
    ),
    "room_of_nobody": _Words(
        Said(
            "the waiting room keeps nobody out: servers of {name} are unlimited",
            "{name} 的通道数不限，候检区不会挡住任何人",
        ),
        Said(
            "say how many servers there are; for who finds no people free: gives_up_after: 0 s at the visit",
            "写明通道数；如无空闲人员即离开，请在 visit 处写 gives_up_after: 0 s",
        ),
    ),
    "spills_back": _Words(
        Said(
            "some {queue:.0f} may wait at {name}, there is room for {holds:.0f}: the queue reaches upstream",
            "{name} 排队约 {queue:.0f}，候检区仅容 {holds:.0f}，队列将向上游回堵",
        ),
        Said(
            "a longer waiting room, or more servers in these hours",
            "加长候检区，或在该时段增开通道",
        ),
    ),
    "may_jam": _Words(
        Said("{names}: if all of them are full, nobody can move", "{names}：若全部占满，将互相堵死"),
        Said(
            "give one of them an unlimited waiting room, or separate the ways",
            "使其中一处候检区不设上限，或分开行车路线",
        ),
    ),
    "server_kept": _Words(
        Said(
            "who was served at {name} keeps its server while it waits for {names}",
            "在 {name} 办完后等待 {names} 期间仍占用该作业点的通道",
        ),
        Said(
            "if it waits elsewhere, put - travel: to a zone or place before the wait",
            "如在别处等待，请在等待之前加入 - travel: 到某区域或地点",
        ),
    ),
    "never_visited": _Words(
        Said("nobody comes to {name}", "没有流程经过 {name}"),
        Said(
            "add a visit to a flow, a share above 0 %, or remove the station",
            "在流程中加入该作业点、把比例设为大于 0 %，或删除该作业点",
        ),
    ),
    "without_origin": _Words(
        Said("{name} has neither a source nor a range: {names}", "{name} 既无来源也无假设范围：{names}"),
        Said(
            "write value | source, or value | assumed low to high why; of hours "
            "08:00-20:00 | assumed until 18:00 to 21:00 why",
            "写作：值 | 来源，或：值 | assumed 下限 to 上限 理由；"
            "时段写作 08:00-20:00 | assumed until 18:00 to 21:00 理由",
        ),
    ),
}
