"""What a port still lacks: the values taken over from another, what most hangs on first."""

from twin.commands.answers import table


def gaps_answer(still, layout):
    """For programs."""
    return {
        "taken_over": sum(len(gap.values) for gap in still),
        "to_fill_in": [
            {
                "thing": gap.thing,
                "file": file_of(gap.thing, layout),
                "load": gap.load,
                "values": [{"path": row.path, "value": row.value, "there": row.text} for row in gap.values],
            }
            for gap in still
        ],
    }


def gaps_text(still, layout, most, lang):
    """A row a thing: how full the fullest place is that it decides on, its values, its file."""
    from twin.show.text import say
    from twin.show.written import share

    if not still:
        return ""
    count = sum(len(gap.values) for gap in still)
    title = say("{n} values are still taken over; what most hangs on comes first", lang).format(n=count)
    rows = [
        (f"{number}.", gap.thing, values_text(gap), share(gap.load), file_of(gap.thing, layout))
        for number, gap in enumerate(still[:most], 1)
    ]
    headings = ("", "to fill in", "as it is there", "fullest place", "file")
    text = f"{title}\n{table([say(one, lang) if one else one for one in headings], rows, left=5)}"
    rest = len(still) - len(rows)
    return text + (f"\n… {rest} + (twin check layout={layout} --all)" if rest else "")


def values_text(gap):
    """The first values of a thing, by their last words."""
    said = [f"{row.path.removeprefix(gap.thing).lstrip('.')} {row.value}".strip() for row in gap.values]
    return ", ".join(said[:3]) + (", …" if len(said) > 3 else "")


def file_of(thing, layout):
    """The file in which a thing is to be filled in."""
    section = thing.split(".")[0]
    return f"layouts/{layout}.yaml" if section == "layout" else f"layouts/{section}/{layout}.yaml"
