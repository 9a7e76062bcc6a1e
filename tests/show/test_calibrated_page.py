"""The page of a calibration says what was fitted and what was not, in both languages."""

import numpy as np
import pytest
from speaking import listening, untranslated

from twin.calibrate.arrivals.days import day_fans
from twin.calibrate.fit import (
    ALL,
    CALIBRATED,
    NOT_IDENTIFIED,
    Arrivals,
    Fit,
    Kpi,
    Parameter,
    Route,
    Servers,
    Service,
)  # fmt: skip
from twin.show.calibrated import document_of
from twin.show.charts.calibration import quantiles_fitted
from twin.show.forms.page import as_html
from twin.show.written import share


def service(family="gamma", cls=ALL):
    ends = np.linspace(10.0, 300.0, 101)
    return Service("gate", cls, family, 60.0, 0.5, (58.0, 62.0), (0.45, 0.55), ends, 400, 0.4, (60.0, 0.5))


def fitted(**changes):
    rate = np.full(24, 5 / 3600)
    known = Parameter(
        "service_mean", "gate", ALL, "gamma", 60.0, 58.0, 62.0, 400, "maximum likelihood", CALIBRATED, ""
    )
    unknown = known._replace(
        kind="servers", value=np.nan, high=np.inf, verdict=NOT_IDENTIFIED, why="too few watched hours"
    )
    made = Fit(
        (known, unknown), (Arrivals("truck", "weekday", rate, 0.9 * rate, 1.1 * rate, 2400, 20.0, 1.0),),
        (service(),), (Servers("gate", "weekday", np.full(24, 2.0), np.full(24, 2.0), np.full(24, 2.0)),),
        (Route("truck", "gate", ("yard", "EXIT"), *np.array([[0.3, 0.7], [0.28, 0.68], [0.32, 0.72]]), 900),),
        (), Kpi(2400, 900.0, 1500.0, {"gate": 20.0}), {}, ("gate",), ("truck",), (1772409600.0, 1774828800.0),
        "UTC", 1, "0" * 32,
    )  # fmt: skip
    return made._replace(**changes)


@pytest.mark.parametrize("lang", ("en", "zh"))
def test_the_page_is_said_in_words_of_the_catalogue(lang):
    with listening() as asked:
        document = document_of(fitted(), lang)
    assert not untranslated(asked - {"truck", "gate", "yard"})
    assert {"unknown", "assumed"} <= {section.name for section in document.sections}
    assert as_html(document) == as_html(document_of(fitted(), lang))


def test_recorded_days_are_counted_beside_the_fitted_profile():
    days = {("truck", "weekday"): np.full((7, 24), 5.0)}
    pictures = [
        block.svg
        for block in document_of(fitted(), "en", days).sections[1].blocks
        if getattr(block, "name", "") == "demand-fan"
    ]
    assert len(pictures) == 1


@pytest.mark.parametrize("dispersion", (np.nan, 1.0, 4.0))
def test_days_that_differ_more_have_wider_bands_about_the_same_mean(dispersion):
    (made,) = fitted().arrivals
    fan = day_fans(fitted(arrivals=(made._replace(dispersion=dispersion),)))
    plain = day_fans(fitted())
    assert (fan["mean"] == plain["mean"]).all() and fan["mean"].iloc[0] == pytest.approx(5.0)
    assert (fan["low90"] <= fan["low50"]).all() and (fan["high50"] <= fan["high90"]).all()
    assert (fan["high90"] >= plain["high90"]).all()


def test_what_is_not_identified_is_named_with_its_reason():
    sections = {section.name: section for section in document_of(fitted(), "en").sections}
    said = [text for block in sections["unknown"].blocks for text in getattr(block, "texts", ())]
    assert any("too few watched hours" in text for text in said)


def test_records_without_arrivals_have_a_warning_and_no_picture():
    section = document_of(fitted(arrivals=()), "en").sections[1]
    assert [block.kind for block in section.blocks] == ["warning"]


def test_data_that_are_their_own_law_lie_on_the_line():
    figure = quantiles_fitted((service("observed"),), "en")
    points, law = figure.axes[0].lines[1], service("observed")
    assert figure.axes[1].get_title(loc="left") == f"n = {law.n:,}, p = {share(law.fits)}"
    assert np.allclose(points.get_xdata(), points.get_ydata())
