"""How long each of one replication waited in all: one row who came, by class."""

import numpy as np
import pandas as pd

from twin.plan.visits import NOBODY
from twin.results.spans import spans

COLUMNS = ("cls", "wait")


def waits(plan, seen):
    """Frame of COLUMNS of who came after the warm-up: seconds from asked to started, over all places.

    Who has not left has waited until the end of the run.
    """
    rows, trips = spans(plan, seen), seen.trips
    known = rows.trip != NOBODY
    wait = np.bincount(rows.trip[known], (rows.started - rows.asked)[known], len(trips))
    came = trips["arrived"] >= plan.warm_up  # not of a fleet that has not come yet: nan
    names = np.array(plan.names.classes, object)
    return pd.DataFrame({"cls": names[trips["cls"][came]], "wait": wait[came]}, columns=list(COLUMNS))
