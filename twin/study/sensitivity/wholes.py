"""Shares that are parts of a whole: where one is varied, the others make room for it."""

import re

from twin.model import units

# Where the model wants shares to add up (twin.model.checks.shares): what stands around their names.
_PLACES = (
    (r"layout\.classes\.\w+\.attributes\.\w+", ""),
    (r"policy\.channels\.\w+", ""),
    (r"policy\.permissions\.\w+\.cases", ".share"),
    (r"demand\.flows\.\w+\.mix", ""),
    (r"demand\.flows\.\w+\.states\.\w+\.then", ""),
    (r"layout\.conditions\.\w+\.states\.\w+\.then", ""),
)
_PATTERNS = tuple(re.compile(rf"({before})\.[^.]+{re.escape(behind)}") for before, behind in _PLACES)


def whole_of(path):
    """What a share is a part of, None where it stands alone.

    >>> whole_of("demand.flows.coal_in.mix.coal_truck")
    'demand.flows.coal_in.mix'
    """
    return next((match[1] for pattern in _PATTERNS if (match := pattern.fullmatch(path))), None)


def filled(values, ledger):
    """{path: text} with the other shares of every whole that is touched, so that it is 100 % again.

    Those that are not set keep their proportions in what is left; where all are set, or those that are set
    leave nothing, all keep their proportions.
    """
    touched = {whole for path in values if (whole := whole_of(path))}
    out = dict(values)
    for whole in sorted(touched):
        rows = {row.path: row.value for row in ledger if whole_of(row.path) == whole}
        said = {path: _share(out.get(path, value)) for path, value in rows.items()}
        if None in said.values():
            continue
        out |= {path: f"{share * 100:.15g} %" for path, share in _whole(said, set(values)).items()}
    return out


def _whole(said, fixed):
    """{path: share} that add up to 1, with those that are fixed as they are where that is possible."""
    held = sum(share for path, share in said.items() if path in fixed)
    free = sum(share for path, share in said.items() if path not in fixed)
    if free > 0 and held <= 1:
        return {path: share if path in fixed else share * (1 - held) / free for path, share in said.items()}
    total = held + free
    return {path: share / total for path, share in said.items()} if total > 0 else said


def _share(text):
    parts = units.split(text)
    return float(parts[0]) / 100 if parts and parts[1] == "%" else None
