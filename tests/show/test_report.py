"""The report says all it must, with an interval or the reason why not, and is the same every time."""

import json
import re
from html.parser import HTMLParser

import made_up
import pytest
from ports import every, one_booth

from twin.model.scenario import Scenario
from twin.show.blocks import Section, Words
from twin.show.ledger import ranked, spread
from twin.show.pages import alternatives, demand, evidence, executive, results, today
from twin.show.report import PAGES, document_of, report

VOID = {"meta", "link", "br", "img", "wbr", "path", "use", "rect"}


class Page(HTMLParser):
    """What is checked of a page: ids, open tags, text, what it fetches."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.open, self.said, self.fetched = [], [], [], []
        self.figures, self.headings = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.fetched += [
            found[name] for name in ("src", "href") if name in found and tag in ("img", "script", "link")
        ]
        self.figures += [found] if tag == "figure" else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        inside = self.open[-1] if self.open else ""
        if inside == "h2":
            self.headings.append(data)
        if inside not in ("style", "script"):
            self.said.append(data)


BOTH = pytest.mark.parametrize("lang", ("en", pytest.param("zh", marks=pytest.mark.slow)))


@pytest.fixture
def html(lang):
    return made_up.reported(lang)[0]


@pytest.fixture
def english():
    return made_up.reported("en")[0]


def words(html):
    return re.sub(r"\s+", " ", " ".join(Page(html).said))


def told(section):
    """The texts of a section's blocks, but for its figures."""
    return " ".join(
        f"{block.what}: {block.because}" if block.block == "missing" else str(block)
        for block in section.blocks
        if block.block != "picture"
    )


@BOTH
def test_a_report_is_one_file_that_fetches_nothing(html):
    page = Page(html)
    assert all(address.startswith("data:") for address in page.fetched)
    assert "url(http" not in html and "@import" not in html and "<script" not in html


@BOTH
def test_every_id_is_there_once_and_every_tag_is_closed(html):
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    assert page.open == []


@BOTH
def test_every_page_has_a_heading(html):
    assert len(Page(html).headings) == len(PAGES)


@BOTH
def test_every_figure_has_words_for_those_who_do_not_see_it(html):
    figures = Page(html).figures
    assert len(figures) > 8
    assert all(len(figure["aria-label"]) > 10 for figure in figures)


def test_the_chinese_page_speaks_chinese():
    said = told(evidence.calibration(made_up.report_input("zh")))
    assert "没有导入口岸记录" in said
    assert "no records" not in said


def test_the_same_input_gives_the_same_bytes(monkeypatch):
    monkeypatch.setattr("twin.show.report.PAGES", (executive.page, today.page))
    first, second = (report(made_up.report_input("zh")) for _ in range(2))
    assert first == second


def test_no_clock_is_read(english):
    assert not re.search(r"20(2[7-9]|[3-9]\d)-\d\d-\d\d", english)


def test_the_answer_has_three_sentences_and_a_figure(english):
    answer = english[english.index('id="answer"') : english.index('id="today"')]
    assert answer.count('class="lead"') == 3
    assert answer.count("<figure") == 1
    assert "What would change the answer" in answer


def test_the_first_page_has_the_answers_of_studies_and_what_it_costs():
    leads = {"carrying": "It carries 1,200 trucks a day.", "procurement": "Buy two of A for 56 M CNY."}
    said = told(executive.page(made_up.report_input("en", leads=leads)))
    assert leads["carrying"] in said and f"Cost: {leads['procurement']}" in said
    without = told(executive.page(made_up.report_input("en")))
    assert "Cost: not available, because no offers were held against each other" in without


def test_every_answer_of_a_page_reaches_the_first_page(monkeypatch):
    said = Section("carrying", "Capacity", (Words("It carries 5.", "lead"), Words("More.")))

    def page(given):
        return said

    page.__module__ = "twin.show.pages.carrying"
    monkeypatch.setattr("twin.show.report.PAGES", (executive.page, page))
    assert "It carries 5." in told(document_of(made_up.report_input("en")).sections[0])


def test_a_base_run_asks_what_the_port_carries():
    given = made_up.report_input("en", comparison=None)
    assert "how much does sample port carry" in told(executive.page(given))
    assert "Paired differences: no alternative was run beside this one" in told(alternatives.page(given))


def test_what_is_missing_is_said_with_its_reason(english):
    said = words(english)
    assert "View in three dimensions: not available, because none was asked for" in said
    assert "Hold-out and back-test: not available, because no records of the port were imported" in said
    assert "Sensitivity: not available, because it was not asked; twin sensitivity with the words" in said
    without = told(demand.page(made_up.report_input("en", preview=None)))
    assert "Expected load before any run: no preview was made" in without


def test_every_measure_of_the_tables_has_an_interval_or_a_reason(english):
    kpis = made_up.summary().kpis
    table = english[english.index("The port and its flows.") : english.index('id="curves"')]
    assert table.count("[") > 10
    assert "95 % interval" in table
    assert kpis["low"].notna().any()


def test_places_with_an_area_are_told_with_their_crowding(english):
    table = english[english.index("Crowding of waiting areas and zones") :]
    table = table[: table.index("</table>")]
    assert "health check" in table and "crowding, maximum (per m²)" in table
    assert "border gate" not in table  # its area is not said


def test_one_replication_is_said_to_have_no_interval():
    tree = {**made_up.TREE, "experiment": {**made_up.TREE["experiment"], "replications": 1}}
    given = made_up.input_of(tree, "en")
    assert results.note(given) == "Without interval, because there is only one replication."
    assert "there is no interval, because there is only one replication" in told(executive.page(given))


def test_who_leaves_unserved_is_counted_and_the_limits_do_not_deny_it():
    patient = one_booth("60 s", every(30, count=20))
    steps = [{"visit": "booth", "gives_up_after": "90 s", "then": []}, {"leave": "out"}]
    flow = {**patient["layout"]["flows"]["through"], "steps": steps}
    tree = {**patient, "layout": {**patient["layout"], "flows": {"through": flow}}}
    for port, there in ((patient, False), (tree, True)):
        given = made_up.input_of(port, "en")
        assert ("left unserved" in told(results.page(given))) == there
        assert ("Nobody turns back" in told(evidence.limits(given))) != there


def test_text_of_a_file_cannot_become_part_of_the_page(monkeypatch):
    monkeypatch.setattr("twin.show.report.PAGES", (evidence.limits,))
    tree = json.loads(json.dumps(made_up.TREE))
    tree["layout"]["about"]["label"]["en"] = "<script>alert(1)</script> & co"
    html = report(made_up.report_input("en", scenario=Scenario.from_tree(tree)))
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in html


def test_the_stations_are_told_with_servers_hours_and_law(english):
    said = words(english).replace("\u00a0", " ")
    for text in ("1 × fast, 1 × slow", "08:00–20:00", "round the clock", "lognormal, mean 90 s, cv 50 %"):
        assert text in said
    assert "side by side: temperature: 20 s; papers: exponential, mean 30 s" in said


def test_the_line_that_runs_it_again_is_there(english):
    assert "twin run layout=sample" in english
    without = told(evidence.manifest(made_up.report_input("en", manifest={})))
    assert "The line that runs it again: the run did not keep its words" in without


def test_conservation_holds_and_is_told(english):
    assert "NO</td>" not in english
    assert english.count(">yes</td>") == len(made_up.summary().conservation)


def test_values_that_cause_waiting_come_first_in_the_ledger():
    scenario, why = made_up.port(), made_up.summary().why
    rows = ranked(scenario, why)
    assert len(rows) == len(scenario.ledger)
    assert rows[0].waiting > 0 and rows[0].spread > 0


def test_a_range_is_measured_against_its_value():
    row = next(row for row in made_up.port().ledger if row.path.endswith("h986.waiting_room"))
    assert spread(row) == pytest.approx(1.5)  # 1 to 4 around 2


def test_a_language_that_is_not_spoken_is_refused():
    with pytest.raises(ValueError, match="lang is 'fr'"):
        report(made_up.report_input("fr"))
