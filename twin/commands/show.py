"""`twin show`: one port, peak, scenario, model of equipment or experiment, and what is known of it."""

from pathlib import Path

from twin.commands import Refusal
from twin.commands.answers import hand_over, table
from twin.commands.cards import port_answer
from twin.commands.drawing import draw_map
from twin.commands.telling import ledger_text
from twin.commands.words import is_combination, said_of, without

HELP = "a card of one thing: twin show PORT, or a peak, scenario, equipment model or experiment by its name"

KINDS = {
    "layouts": "layout",
    "scenarios": "scenario",
    "equipment": "equipment",
    "experiments": "experiment",
    "peaks": "peak",
}
PARTS = ("ground", "editable")  # of a port, each instead of its card


def add_arguments(parser):
    parser.add_argument(
        "words",
        nargs="+",
        metavar="word",
        help="a name, or a kind and a name (equipment h986_fast), and words of a port, as peak=record_day",
    )
    parser.add_argument("--map", metavar="FILE", help="draw the map of a port to FILE.png, .svg or .geojson")
    parser.add_argument("--assumed", action="store_true", help="every value of a port that is assumed")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--ground", action="store_true", help="where everything of a port stands, in metres")
    part.add_argument(
        "--editable", action="store_true", help="every value of a port that can be changed, with its range"
    )


def run(args):
    kind, name, words = meant(args.words)
    part = next((part for part in PARTS if getattr(args, part)), None)
    if kind == "layouts" and part:
        answer, text, after = port_part(part, [f"layout={name}", *words], args.lang)
    elif kind == "layouts":
        answer, text, after = port_card(args, [f"layout={name}", *words])
    elif args.map or args.assumed or part:
        options = "--map, --assumed, --ground and --editable are for a layout"
        raise Refusal(f"twin show {name}", f"{name} is {KINDS[kind]}; {options}")
    else:
        answer, text, after = file_card(args, kind, name, words)
    hand_over(args, {"kind": KINDS[kind], **answer}, text, after)
    return 0


def meant(words):
    """(kind, name, other words) of what is asked for."""
    bare = [word for word in words if is_combination(word)]
    rest = [word for word in words if word not in bare]
    port = said_of(rest, "layout")
    if not bare and port:
        return "layouts", port, without(rest, "layout")
    plural = {single: kind for kind, single in KINDS.items()} | {kind: kind for kind in KINDS}
    if len(bare) == 2 and bare[0] in plural:
        kinds, name = [plural[bare[0]]], bare[1]
    elif len(bare) == 1:
        kinds, name = list(KINDS), bare[0]
    else:
        said = " ".join(words)
        raise Refusal(
            f"twin show {said}", f"name one thing, or a kind and a name; kinds are {', '.join(KINDS)}"
        )
    found = [(kind, one) for kind in kinds for one in named(kind, name, port)]
    if len(found) == 1:
        return (*found[0], rest)
    raise Refusal(f"twin show {name}", several(found) if found else unknown(kinds, name, port))


def named(kind, name, port):
    """The full names that a name means; a peak is one of the named port, or of any port."""
    there = every_name(kind, port)
    return [one for one in there if name in (one, one.rpartition("/")[2])]


def every_name(kind, port):
    from twin.config import names

    if kind != "peaks":
        return names(kind)
    ports = [port] if port else names("layouts")
    # What is typical of a port is the port itself.
    return [f"{one}/{peak}" for one in ports for peak in names("peaks", one) if peak != "typical"]


def several(found):
    ways = ", ".join(f"twin show {KINDS[kind]} {name}" for kind, name in found)
    return f"several things are called so; say which: {ways}"


def unknown(kinds, name, port):
    """What is said of a name that nothing has, with the nearest names of every kind."""
    from difflib import get_close_matches

    there = {one: kind for kind in kinds for one in every_name(kind, port)}
    short = {one.rpartition("/")[2]: one for one in there}
    near = [short[one] for one in get_close_matches(name, short, n=3, cutoff=0.5)]
    guess = ", ".join(f"{one} ({KINDS[there[one]]})" for one in near)
    said = f"did you mean {guess}?" if near else "twin list names all there is"
    return f"there is nothing of this name; {said}"


def port_card(args, words):
    """The card of a port, and its map where one is wanted."""
    from twin.config import compose, fitting, list_names
    from twin.show import card

    scenario = compose(words)
    drawn = args.map and draw_map(scenario, Path(args.map), args.lang)
    reasons = fitting(words)
    layout = words[0].partition("=")[2]
    peaks = list_names("peaks", layout)
    levers = [one for one in list_names("scenarios") if one.name in reasons]
    answer = port_answer(scenario, reasons, peaks, drawn)
    if args.assumed:
        parts = [card.assumed_part(scenario, args.lang)]
    else:
        making = (card.places_part, card.links_part, card.classes_part, card.flows_part, card.stations_part)
        parts = [make(scenario, args.lang) for make in making]
        parts += [card.sources_part(scenario, args.lang), peaks_part(peaks, args.lang)]
        parts.append(levers_part(levers, reasons, args.lang))
    text = "\n\n".join([heading(scenario, args.lang), *map(told, filter(rows_of, parts))])
    if drawn:
        text += f"\n\n{drawn}"
    return answer, text, ("preview", words)


def port_part(part, words, lang):
    """One part of a port for programs, and as tables."""
    from twin.config import compose

    scenario = compose(words)
    found, parts = {"ground": ground_part, "editable": editable_part}[part](scenario, lang)
    text = "\n\n".join([heading(scenario, lang), *map(told, filter(rows_of, parts))])
    return {"name": scenario.name, part: found}, text, ("preview", words)


def ground_part(scenario, lang):
    from twin.show.card import links_part, places_part
    from twin.show.plotted import plotted

    return plotted(scenario), [places_part(scenario, lang), links_part(scenario, lang)]


def editable_part(scenario, lang):
    from twin.show import card
    from twin.show.editable import editable

    found = editable(scenario)
    return [row._asdict() for row in found], [card.editable_part(found, lang)]


def rows_of(part):
    return part.rows


def heading(scenario, lang):
    """What the port is called, what is said of it, and how much of it is known."""
    from twin.show.text import passage
    from twin.show.words import port_name

    about = scenario.layout.about
    title = f"{port_name(scenario, lang)} · {scenario.name}"
    return "\n".join(filter(None, [title, wrapped(passage(about.note, lang)), ledger_text(scenario, lang)]))


def wrapped(text):
    """A note in lines that fit a terminal."""
    from textwrap import fill

    return fill(text, 110) if text else ""


def told(part):
    """A part as a table under its title."""
    body = table(part.headings, part.rows, left=part.left).lstrip("\n")
    return f"{part.title}\n{body}" if part.title else body


def peaks_part(peaks, lang):
    from twin.show.card import Part
    from twin.show.text import say

    rows = [(one.name, getattr(one, f"label_{lang}")) for one in peaks]
    return Part(say("Peaks", lang), ("", ""), rows, 2)


def levers_part(levers, reasons, lang):
    """Which scenarios fit, and why the others do not."""
    from twin.show.card import Part
    from twin.show.faults import in_words_of
    from twin.show.text import say

    levers = sorted(levers, key=lambda one: bool(reasons[one.name]))
    rows = [
        (
            one.name,
            getattr(one, f"label_{lang}"),
            in_words_of(short(reasons[one.name]), lang) or say("fits", lang),
        )
        for one in levers
    ]
    return Part(say("Scenarios", lang), ("", "", ""), rows, 3)


def short(reason):
    """The reason alone, without the way out."""
    return reason.split("; ")[0].split(". ")[0]


def file_card(args, kind, name, words):
    """The card of what is one file, or a part of one: each value with its origin."""
    from twin.config import said_of
    from twin.show import card
    from twin.show.text import passage

    port, _, last = name.rpartition("/")
    found = said_of(kind, last, port)
    rows = changed(port, last) if kind == "peaks" else card.written(found.tree)
    title = label_of(found.tree.get("label"), last, args.lang)
    lines = [f"{title} · {name} · {found.file}", wrapped(passage(found.tree.get("note", ""), args.lang))]
    parts = [told(card.written_part(rows, args.lang))]
    answer = {"name": name, "file": found.file, "says": found.tree}
    after = ("list", [kind])
    if kind == "peaks":
        after = ("run", [f"layout={port}", f"peak={last}"])
    if kind == "experiments":
        after = ("list", ["layouts"])
    if kind == "scenarios":
        fits = ports_that_fit(last)
        answer["fits"] = fits
        parts.append(told(fits_part(fits, args.lang)))
        first = next((port for port, reason in fits.items() if not reason), "…")
        after = ("compare", [f"layout={first}", "base", last])
    return answer, "\n\n".join(["\n".join(filter(None, lines)), *parts]), after


def changed(port, peak):
    """What a peak says otherwise than the port's typical demand."""
    from twin.config import differences, tree
    from twin.show.card import Written

    before, after = tree([f"layout={port}"]), tree([f"layout={port}", f"peak={peak}"])
    found = []
    for one in differences(before, after):
        said, _, origin = one.after.partition("|")
        found.append(Written(one.path, said.strip(), origin.strip()))
    return found


def ports_that_fit(scenario):
    """Of each port, why the scenario does not fit it; '' where it does."""
    from twin.config import fitting, names

    return {port: fitting([f"layout={port}"])[scenario] for port in names("layouts")}


def fits_part(fits, lang):
    from twin.show.card import Part
    from twin.show.faults import in_words_of
    from twin.show.text import say

    rows = [(port, in_words_of(short(reason), lang) or say("fits", lang)) for port, reason in fits.items()]
    return Part(say("Ports", lang), ("", ""), rows, 2)


def label_of(label, name, lang):
    from twin.show.text import word

    if isinstance(label, dict):
        return label.get(lang) or next(iter(label.values()), word(name, lang))
    return label or word(name, lang)
