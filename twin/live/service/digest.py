"""A name of what is known: two services that know the same have the same."""

import hashlib

import numpy as np

ROUND = 3  # decimals, of a second as of a likelihood


def digest_of(present):
    """The digest of a Present: who is where, the stations, and the status of devices.

    Of two copies of a message the one that came first is kept, so what hangs on its receipt is no part.
    """
    digest = hashlib.blake2b(digest_size=8)
    devices = present.devices[["device", "station", "status"]]
    for table in (present.inside, present.stations, devices):
        rows = table.reset_index(drop=True)
        for name in rows.columns:
            column = rows[name]
            is_number = column.dtype.kind in "fiu"
            texts = np.round(column.to_numpy(float), ROUND).astype(str) if is_number else column.astype(str)
            digest.update("\0".join((name, *texts)).encode())
    digest.update(f"{present.at:.{ROUND}f} {present.number:.{ROUND}f}".encode())
    return digest.hexdigest()
