"""What a planner reads on paper is at most twenty pages, in letters that can be read."""

import pytest
from documents import pdf_pages

from twin.cli import main

WORDS = ("layout=ganqimaodu_road", "peak=record_day", "experiment.replications=2", "base", "ai_image_review")
PAGES = 20


@pytest.mark.prove
@pytest.mark.parametrize("lang", ("en", "zh"))
def test_a_planner_reads_twenty_pages_of_a_large_port(lang, tmp_path):
    place, kept = tmp_path / "report.pdf", tmp_path / "outputs"
    words = ("report", *WORDS, "--for", "planner", "--form", "pdf", "--lang", lang, "--to", str(place))
    assert main([*words, "--outputs", str(kept)]) == 0
    assert 10 <= len(pdf_pages(place.read_bytes())) <= PAGES
