"""The port at an instant as shapes in three dimensions, for stills and films."""

import numpy as np

from twin.show.replay.acts import BETWEEN, BLOCKED, INSIDE, QUEUES, SERVED, TRAVELS, rows_taken
from twin.show.replay.form import form_of
from twin.show.replay.ground import LONGEST
from twin.show.replay.moment import moment
from twin.show.scene import Thing, standing_scene
from twin.show.shapes import moving
from twin.show.style import STYLE

COLOURS = {
    TRAVELS: STYLE.main, QUEUES: STYLE.second, SERVED: STYLE.third, BLOCKED: STYLE.limit,
    INSIDE: "#b07aa1", BETWEEN: STYLE.quiet,
}  # fmt: skip


def scene_of(scenario, play):
    """The Scene of a play without anybody in it, with the shapes of all who may come."""
    empty = standing_scene(scenario, play.ground, rows_taken(play))
    return empty._replace(shapes={**empty.shapes, **shapes_of(scenario, play)})


def shapes_of(scenario, play):
    """{class:name: Parts} of all that are seen."""
    classes, shapes = scenario.layout.classes, {}
    for name, (long, wide) in zip(play.names["classes"], play.sizes.tolist(), strict=True):
        if long:
            form = form_of(name, classes)
            shapes[f"class:{name}"] = moving(form["form"], min(long, LONGEST), wide, form["high"])
    return shapes


def things_at(scenario, play, time):
    """A Thing for each who is inside at a time."""
    now, k = moment(play, time), play.ground.scale
    acts, names = play.acts[now.acts], play.names["classes"]
    each = zip(acts, now.at.tolist(), now.close.tolist(), headings(play, now).tolist(), strict=True)
    return tuple(
        Thing(
            f"class:{names[int(play.people['cls'][act['who']])]}", *at, heading, (close * k, k, k),
            COLOURS[int(act["doing"])],
        )
        for act, at, close, heading in each
    )  # fmt: skip


def headings(play, now):
    """[one] radians in which each looks: along its road or line, through its post."""
    ground, names, out = play.ground, play.names, np.zeros(len(now.acts))
    for i, act in enumerate(play.acts[now.acts]):
        doing, where = int(act["doing"]), int(act["where"])
        if doing == TRAVELS:
            begin, end = ground.roads[names["roads"][where]]
            out[i] = np.arctan2(end[1] - begin[1], end[0] - begin[0])
        elif doing == BETWEEN:
            x0, y0, x1, y1 = play.ways[where]
            out[i] = np.arctan2(y1 - y0, x1 - x0)
        elif doing == INSIDE:
            out[i] = np.pi / 2
        elif doing == QUEUES:
            back = ground.lines[names["lines"][where]].back
            out[i] = np.arctan2(-back[1], -back[0])
        else:
            out[i] = ground.headings[names["posts"][where]]
    return out
