"""Who came lately, by what a tracker of the state knows: journeys that began where journeys begin."""

from twin.live.forecast.coming import WATCHED


def came_of(tracker, at):
    """{class: [seconds before an instant] at which one came} of the last WATCHED seconds."""
    entries, out = tracker.comings.used.entries, {}
    for made in tracker.pieces.values():
        for piece in made:
            age = at - piece.first.time
            if piece.first.station in entries and 0.0 <= age < WATCHED:
                out.setdefault(piece.cls, []).append(age)
    return {cls: sorted(ages) for cls, ages in sorted(out.items())}
