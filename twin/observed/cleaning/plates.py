"""Plates as a camera confuses them: signs that look alike are one, and distances are of what is left."""

import numpy as np
import pandas as pd

ALIKE = str.maketrans("OBISZG", "081526")  # what recognition of plates confuses most
NO_NAME = -1
FAR = 9  # a distance that says: two plates


def canonical(plate):
    """The plate in capitals, without spaces and signs, letters that look like digits as digits."""
    return "".join(sign for sign in plate.upper() if sign.isalnum()).translate(ALIKE)


def coded(values, spelled=None):
    """Codes from 0 of a column of text, NO_NAME where there is none, and the text of each code."""
    codes, texts = pd.factorize(values)
    if spelled is None or not len(texts):
        return codes, np.asarray(texts, object)
    spellings = pd.Series([spelled(str(text)) for text in texts])
    again, kept = pd.factorize(spellings.where(spellings != ""))
    return np.where(codes >= 0, again[codes], NO_NAME), np.asarray(kept, object)


def lettered(texts):
    """Texts as rows of code points, zeros after their end: [text, place]."""
    if not len(texts):
        return np.zeros((0, 1), np.uint32)
    fixed = np.asarray([str(text) for text in texts], dtype=np.str_)
    return fixed.view(np.uint32).reshape(len(fixed), -1)


def distances(letters, first, second):
    """How many signs part each pair of plates, 1 for one lost or added; FAR is the most."""
    one, two = letters[first], letters[second]
    long_one, long_two = (one != 0).sum(1), (two != 0).sum(1)
    same = one == two
    swapped = np.where(long_one == long_two, (~same).sum(1), FAR)
    head = np.where(same.all(1), same.shape[1], same.argmin(1))
    tail = _common_tail(one, two, long_one, long_two)
    longest = np.maximum(long_one, long_two)
    near = np.where(head + tail >= longest - 1, (long_one != long_two) | (swapped > 0), swapped)
    return np.minimum(near, FAR)


def _common_tail(one, two, long_one, long_two):
    """How many last signs two plates share."""
    count = np.zeros(len(one), np.int64)
    going = np.ones(len(one), bool)
    rows = np.arange(len(one))
    for back in range(1, one.shape[1] + 1):
        inside = (long_one >= back) & (long_two >= back)
        at_one, at_two = np.maximum(long_one - back, 0), np.maximum(long_two - back, 0)
        going &= inside & (one[rows, at_one] == two[rows, at_two])
        count += going
    return count
