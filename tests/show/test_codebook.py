"""The codebook says what the columns of studies mean in their own tables."""

import pytest

from twin.show.forms.codebook import OF_TABLE, meaning
from twin.study.carrying import asked, curve, envelope
from twin.study.sensitivity import tables

COLUMNS = {
    "capacity_capacity": asked.VALUES,
    "capacity_curve": curve.COLUMNS,
    "capacity_flood": curve.COLUMNS,
    "capacity_envelope": envelope.COLUMNS,
    "capacity_flows": ("flow", "kind", "cap", "per_day"),
    "sensitivity_tornado": tables.TORNADO,
    "sensitivity_indices": tables.INDICES,
    "sensitivity_split": tables.SPLIT,
    "sensitivity_value_of_information": tables.WORTH,
    "sensitivity_passed": tables.PASSED,
}


@pytest.mark.parametrize("table", COLUMNS)
def test_a_column_means_more_than_its_name_in_both_languages(table):
    assert set(OF_TABLE[table]) <= {*COLUMNS[table], "low", "high", "factor", "multiplier"}
    for column in set(COLUMNS[table]) - {"note"}:
        english, chinese = (meaning(column, lang, table) for lang in ("en", "zh"))
        assert english != chinese and column.replace("_", " ") not in (english, chinese)


def test_an_end_of_a_range_is_not_taken_for_an_end_of_an_interval():
    ends = {meaning("low", "en", table) for table in ("sensitivity_tornado", "sensitivity_indices", "kpis")}
    assert len(ends) == 3
