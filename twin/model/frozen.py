"""A mapping by name that cannot be changed."""


class FrozenDict(dict):
    """A dict that only reads, hashes by its items and pickles."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("a scenario is frozen; change the tree and read it again")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self):
        return hash(tuple(self.items()))

    def __reduce__(self):
        return FrozenDict, (dict(self),)
