"""A name of what is known: two services that know the same have the same."""

import hashlib

import numpy as np

ROUND = 3  # decimals, of a second as of a likelihood


def digest_of(present):
    """The digest of a Present; how often something came twice or was refused is no part of it."""
    digest = hashlib.blake2b(digest_size=8)
    devices = present.devices.drop(columns=["twice", "refused", "late"], errors="ignore")
    for table in (present.inside, present.stations, devices):
        rows = table.reset_index(drop=True)
        for name in rows.columns:
            column = rows[name]
            is_number = column.dtype.kind in "fiu"
            texts = np.round(column.to_numpy(float), ROUND).astype(str) if is_number else column.astype(str)
            digest.update("\0".join((name, *texts)).encode())
    digest.update(f"{present.at:.{ROUND}f} {present.number:.{ROUND}f}".encode())
    return digest.hexdigest()
