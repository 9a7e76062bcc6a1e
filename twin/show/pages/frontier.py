"""What is missed against what is waited, of alternatives and of offers."""

import pandas as pd

from twin.model.threats import THREATS
from twin.show.blocks import drawn
from twin.show.charts.frontier import frontier_chart
from twin.show.text import say, word
from twin.study.procurement.comparing import frontier

WAIT = "wait_mean"
MOST = 8  # options of a picture


def frontier_pictures(table, lang, *, names, stem):
    """A picture of each threat of which one option misses less and another waits less.

    `table`: option, measure, mean, low, high. `names`: {option: what it is called}. `stem`: of the pictures.
    """
    return [
        _picture(table, f"missed_{threat}", lang, (names, f"{stem}-{threat}"))
        for threat in THREATS
        if len(frontier(table, f"missed_{threat}")) > 1
    ]


def _picture(table, threat, lang, called):
    names, name = called
    best = frontier(table, threat)
    columns = ["mean", "low", "high"]
    wait, missed = (
        table[table["measure"] == measure].set_index("option")[columns] for measure in (WAIT, threat)
    )
    both = [option for option in names if option in wait.index and option in missed.index][:MOST]
    points = pd.DataFrame({"name": [names[option] for option in both], "best": [o in best for o in both]})
    for what, own in (("wait", wait), ("missed", missed)):
        for column, suffix in zip(columns, ("", "_low", "_high"), strict=True):
            points[f"{what}{suffix}"] = own.loc[both, column].to_numpy()
    said = word(threat, lang)
    figure = frontier_chart(points, lang, unit="s", missed=said)
    text = say(
        "{what} against the mean wait, with 95 % intervals; a stair joins those that none beats in both.",
        lang,
    )
    alt = say("Dots, one an option: further left is less waiting, lower is less missed", lang)
    return drawn(name, figure, text.format(what=said), alt)


def of_comparison(comparison):
    """The table of compared scenarios; intervals are of their difference, laid at the base's mean."""
    wanted = (WAIT, *(f"missed_{threat}" for threat in THREATS))
    port = (comparison["scope"] == "port") & (comparison["cls"] == "all")
    rows = comparison[port & comparison["measure"].isin(wanted)]
    own = rows.assign(
        option=rows["scenario"], low=rows["base_mean"] + rows["low"], high=rows["base_mean"] + rows["high"]
    )
    base = rows.drop_duplicates("measure")
    base = base.assign(
        option=base["against"], mean=base["base_mean"], low=base["base_mean"], high=base["base_mean"]
    )
    return pd.concat([base, own], ignore_index=True)[["option", "measure", "mean", "low", "high"]]
