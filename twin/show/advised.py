"""What the numbers of a tender advise, with what a reader of the advice alone would miss."""

from twin.show.procured import cheapest_words, millions_between, name_of, unit_of, value_in
from twin.show.text import say, word
from twin.show.written import plain, share

# What is said of each advice.
ADVICE = {
    "buy": "Buy {option}: it keeps the target and is worth more than buying nothing.",
    "buy_for_the_target": (
        "Buy {option} if the target has to be kept: it does so, at a cost that its gains do not pay back."
    ),
    "buy_target_missed": "{option} is worth more than buying nothing, but no option keeps the target.",
    "do_not_buy": (
        "Do not buy on these numbers: the best option, {option}, is worth less than buying nothing."
    ),
    "none_left": "No option is left after screening; see what each was dropped for.",
}


def advice(tables, lang):
    """The sentences that come first: what the numbers advise, how far the target is kept, what else waits."""
    row = tables["decision"].iloc[0]
    first = ADVICE[row["advice"]]
    texts = [say(first, lang).format(option=name_of(row["option"], lang))]
    if row["option"]:
        worth = millions_between(row["npv"], row["npv_low"], row["npv_high"])
        text = say(
            "Its worth against buying nothing is {worth} M CNY of today (95 % interval of luck alone).", lang
        )
        texts.append(text.format(worth=worth))
    if row["option"]:
        texts += _but(tables, row, lang)
    else:
        texts += cheapest_words(tables["screening"], lang)
    return texts


def _but(tables, row, lang):
    """What a reader of the advice alone would miss: who loses, what is missed, what else makes wait."""
    money = tables["money"].set_index("option").loc[row["option"]]
    if money["hours_high"] < 0:
        text = say(
            "Users lose {hours} hours a year by it; the gain is what the machines that go no longer cost.",
            lang,
        )
        yield text.format(hours=plain(-money["hours_a_year"], 0))
    table = tables["simulated"][tables["simulated"]["option"] == row["option"]]
    for own in table[table["measure"].str.startswith("missed_")].itertuples(index=False):
        if own.difference_low > 0:
            text = say("More is missed than today: {what}, {base} today and {now} then.", lang)
            base = f"{own.mean - own.difference:.1%}"
            yield text.format(what=word(own.measure, lang), base=base, now=f"{own.mean:.1%}")
    kept = tables["kept"].set_index("option").loc[row["option"]]
    if not row["keeps_target"] and kept["cause"]:
        text = say(
            "It misses the target. Most of the waiting that is left comes from: {cause} ({part}).", lang
        )
        name = f"{word('cause_' + str(kept['cause']), lang)}: {kept['cause_name']}"
        yield text.format(cause=name, part=share(kept["cause_share"]))
    if row["count"] == 1 and kept["down_share"] > 0:
        text = say(
            "There is no second machine: on {part} of days it is down, and the target's measure is {level}.",
            lang,
        )
        yield text.format(part=share(kept["down_share"]), level=_level(tables, kept["level_one_down"], lang))


def _level(tables, value, lang):
    return value_in(value, unit_of(tables["simulated"]), lang)
