"""What those of a class look like: a form that has a shape, and a height."""

HEIGHTS = {"vehicle": 3.6, "person": 1.7, "train": 4.4, "wagon": 4.0, "container": 2.6}  # metres, by kind
HEIGHT = 1.2
LONGEST_CAR = 6.5  # metres of a vehicle beyond which it is no car


def form_of(name, classes):
    """{form, high} of a class; vehicles are told apart by what they are called and how long they are."""
    cls = classes[name]
    high = HEIGHTS.get(cls.kind, HEIGHT)
    if cls.kind != "vehicle":
        return {"form": cls.kind, "high": high}
    for form in ("agv", "bus"):
        if form in name.split("_") or form == name:
            return {"form": form, "high": high}
    is_car = cls.length is not None and cls.length <= LONGEST_CAR
    return {"form": "car" if is_car else "truck", "high": 1.5 if is_car else high}
