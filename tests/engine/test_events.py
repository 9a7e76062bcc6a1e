"""A bound event is one word, and says again what was put into it."""

import numpy as np
import pytest

from twin.engine.kernel import lists


def plain(function):
    """As it is written, compiled or not."""
    return getattr(function, "py_func", function)


@pytest.mark.parametrize("kind", range(lists.KINDS + 1))
@pytest.mark.parametrize("index", (0, 1, lists.INDICES))
def test_every_kind_and_index_comes_back(kind, index):
    for gen in (0, 1, lists.GEN, lists.GEN + 5):
        word = plain(lists.event_of)(np.int64(kind), np.int64(index), np.int64(gen))
        assert plain(lists.kind_of)(word) == kind and plain(lists.index_of)(word) == index
        assert plain(lists.is_valid)(word, np.int64(gen)) and not plain(lists.is_valid)(
            word, np.int64(gen + 1)
        )
