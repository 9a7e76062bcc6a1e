"""The process of the port in one picture: every flow from its beginning to its exits."""

from twin.show.blocks import Missing, drawn
from twin.show.charts.process import process_chart
from twin.show.process import node_name, process_of
from twin.show.text import label, say

MOST = 110  # boxes that a page has room for


def process_picture(given):
    """The figure, or why there is none."""
    lang, scenario = given.lang, given.scenario
    graph, title = process_of(scenario), say("Process of the flows", lang)
    if not 1 < len(graph) <= MOST:
        few = say("the layout names no steps", lang)
        many = say("the port has more places than a page has room for; ask of a part of it", lang)
        return Missing(title, few if len(graph) < 2 else many)
    stations = scenario.layout.stations
    figure = process_chart(
        graph,
        lang,
        names={node: node_name(scenario, node, lang) for node in graph},
        agencies={node: stations[node.name].agency for node in graph if node.kind == "station"},
        answers={each: _answer(scenario, each, lang) for each in _answers(graph)},
    )
    caption = say(
        "Process of the flows, with the agencies that work at each step: answers and channels stand where "
        "one goes by them only; a dashed line leads back.",
        lang,
    )
    alt = say("Boxes from top to bottom: {n} places and what comes after them", lang)
    return drawn("process", figure, caption, alt.format(n=len(graph)))


def _answers(graph):
    return dict.fromkeys(each for *_, some in graph.edges(data="answers") for each in some)


def _answer(scenario, answer, lang):
    """The answer of a station is alarm or fails; a part that goes off is called after its class."""
    *_, last = answer.split(".")
    return label(last, scenario.layout.classes, lang) if last else ""
