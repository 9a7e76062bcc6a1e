"""The port at an instant as boxes in metres, for stills and films in three dimensions."""

import numpy as np

from twin.show.replay.acts import BETWEEN, BLOCKED, INSIDE, QUEUES, SERVED, TRAVELS
from twin.show.replay.form import HEIGHT, HEIGHTS
from twin.show.replay.ground import LONGEST
from twin.show.replay.moment import moment
from twin.show.scene import box, roads, servers
from twin.show.stage import posts, shape_of
from twin.show.style import STYLE

COLOURS = {
    TRAVELS: STYLE.main, QUEUES: STYLE.second, SERVED: STYLE.third, BLOCKED: STYLE.limit,
    INSIDE: "#b07aa1", BETWEEN: STYLE.quiet,
}  # fmt: skip


def standing_scene(scenario, play):
    """What does not move, `boxes`, and the `signs` of the stations."""
    layout, k = scenario.layout, play.ground.scale
    boxes, signs = roads(layout, k), []
    for name, post in posts(layout, k).items():
        boxes += servers(layout.stations[name], post, k)
        top = shape_of(layout.stations[name])[2] * k
        signs.append({"name": name, "x": float(post.middle[0]), "y": float(post.middle[1]), "z": top})
    return {"boxes": boxes, "signs": signs}


def moving_boxes(scenario, play, time):
    """A box for each who is inside at a time."""
    now, k = moment(play, time), play.ground.scale
    acts, turned = play.acts[now.acts], headings(play, now)
    kinds = [scenario.layout.classes[name].kind for name in scenario.layout.classes]
    boxes = []
    for act, at, close, heading in zip(acts, now.at, now.close, turned, strict=True):
        cls = int(play.people["cls"][act["who"]])
        length, width = play.sizes[cls]
        size = np.array([min(length, LONGEST) * close, width, HEIGHTS.get(kinds[cls], HEIGHT)]) * k
        boxes.append(box([*at, size[2] / 2 + 0.3 * k], size, heading, COLOURS[int(act["doing"])]))
    return boxes


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
