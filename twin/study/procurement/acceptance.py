"""How many trials tell a machine that keeps its promise from one that does not, with the risks of both sides.

Each test has a good level, which the vendor promises, and a bad one, which the buyer must not accept. The
vendor's risk is that a machine of the good level is rejected, the buyer's that one of the bad level is
accepted; both are computed exactly from the law of what is counted.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.special import bdtr, fdtr, fdtri, gammaincinv, ndtr, ndtri, pdtr

MOST_TRIALS = 20_000


class Trial(NamedTuple):
    """A test of acceptance: so many trials, and the result up to or from which the machine is accepted."""

    quality: str
    good: float
    bad: float
    trials: float  # vehicles, hours or failures, as `counted` says
    counted: str
    limit: float
    unit: str
    vendor_risk: float
    buyer_risk: float
    law: str


class NoTest(NamedTuple):
    """Why a quality cannot be tested with these levels and risks."""

    quality: str
    because: str


def of_share(quality, good, bad, risks, unit="misses"):
    """The shortest Trial that accepts up to a number of failures in so many trials; levels are shares.

    Guenther (1969), Journal of Quality Technology 1: for each number of failures allowed the fewest trials
    that keep the buyer's risk, until the vendor's is kept too. `good` and `bad` are shares that fail.
    """
    vendor, buyer = risks
    if not 0 <= good < bad <= 1:
        return NoTest(quality, "what is promised is not better than what is refused")
    trials = np.arange(1, MOST_TRIALS + 1)
    for allowed in range(MOST_TRIALS):
        kept = bdtr(allowed, trials, bad) <= buyer if allowed else (1 - bad) ** trials <= buyer
        kept &= trials > allowed
        if not kept.any():
            break
        n = int(trials[np.argmax(kept)])
        accepted = 1.0 if good == 0 else float(bdtr(allowed, n, good))
        if accepted >= 1 - vendor:
            wrong = float(bdtr(allowed, n, bad)) if bad < 1 else 0.0
            return Trial(quality, good, bad, n, "vehicles", allowed, unit, 1 - accepted, wrong, "binomial")
    return NoTest(quality, "the two levels are so near that no test of this length tells them apart")


def of_mean(quality, good, bad, deviation, risks):
    """The shortest Trial that accepts a mean of so many services up to a limit; the mean of many is normal.

    The textbook sample size for two simple hypotheses with a known deviation (Montgomery, Introduction to
    Statistical Quality Control, 3-3); the limit halves what rounding up leaves over.
    """
    vendor, buyer = risks
    if not 0 < good < bad or not deviation >= 0:
        return NoTest(quality, "what is promised is not better than what is refused")
    n = max(math.ceil(((ndtri(1 - vendor) + ndtri(1 - buyer)) * deviation / (bad - good)) ** 2), 30)
    error = deviation / math.sqrt(n)
    limit = 0.5 * (good + ndtri(1 - vendor) * error + bad - ndtri(1 - buyer) * error)
    if error == 0:
        return Trial(quality, good, bad, n, "vehicles", limit, "s", 0.0, 0.0, "normal")
    wrong = float(1 - ndtr((limit - good) / error)), float(ndtr((limit - bad) / error))
    return Trial(quality, good, bad, n, "vehicles", limit, "s", *wrong, "normal")


def of_time_between_failures(good, bad, risks):
    """The shortest Trial of so many hours of work that accepts up to a number of failures.

    Exponential times make the failures Poisson: Epstein and Sobel (1953), as the fixed-duration plans of
    MIL-HDBK-781A.
    `good` and `bad` are mean seconds between failures.
    """
    vendor, buyer = risks
    if not 0 < bad < good:
        return NoTest("mtbf", "what is promised is not better than what is refused")
    for allowed in range(1000):
        time = bad * float(gammaincinv(allowed + 1, 1 - buyer))
        rejected = 1 - float(pdtr(allowed, time / good))
        if rejected <= vendor:
            wrong = float(pdtr(allowed, time / bad))
            return Trial("mtbf", good, bad, time, "seconds", allowed, "failures", rejected, wrong, "Poisson")
    return NoTest("mtbf", "the two levels are so near that no test of this length tells them apart")


def of_availability(good, bad, risks):
    """The fewest failures after which the availability seen tells a good machine from a bad one.

    With exponential times up and down the ratio of the mean times seen to the true ones is F with 2k and 2k
    degrees of freedom after k failures (Barlow and Proschan 1975, Statistical Theory of Reliability).
    """
    vendor, buyer = risks
    if not 0 < bad < good < 1:
        return NoTest("availability", "what is promised is not better than what is refused")
    promised, refused = (1 - good) / good, (1 - bad) / bad
    for failures in range(1, 1000):
        limit = promised * float(fdtri(2 * failures, 2 * failures, 1 - vendor))
        wrong = float(fdtr(2 * failures, 2 * failures, limit / refused))
        if wrong <= buyer:
            seen = 1 / (1 + limit)
            return Trial(
                "availability",
                good,
                bad,
                failures,
                "failures",
                seen,
                "share",
                vendor,
                wrong,
                "F distribution",
            )
    return NoTest("availability", "the two levels are so near that no test of this length tells them apart")


class Sequential(NamedTuple):
    """Wald's test of a share, trial by trial: accept from accept_at, reject from reject_at, else go on."""

    slope: float
    accept: float  # accepted while failures <= slope * trials - accept
    reject: float  # rejected while failures >= slope * trials + reject
    most: int  # trials, at which it ends whatever has been seen
    vendor_risk: float
    buyer_risk: float
    trials_if_good: float
    trials_if_bad: float


def sequential(good, bad, risks, most):
    """Wald (1947) for shares that fail, cut off at `most` trials, with its true risks and mean lengths.

    The risks are those of the test as it is carried out: all ways through it are added up, trial by trial.
    """
    vendor, buyer = risks
    if not 0 < good < bad < 1:
        return NoTest("sequential", "shares of 0 and 1 need no sequential test")
    turn = math.log((1 - good) / (1 - bad))
    scale = math.log(bad / good) + turn
    lines = turn / scale, math.log((1 - vendor) / buyer) / scale, math.log((1 - buyer) / vendor) / scale
    accepted_good, length_good = _walked(good, lines, most)
    accepted_bad, length_bad = _walked(bad, lines, most)
    return Sequential(*lines, most, 1 - accepted_good, accepted_bad, length_good, length_bad)


def _walked(share, lines, most):
    """(probability of being accepted, mean number of trials) of a machine that fails such a share."""
    slope, accept, reject = lines
    going, accepted, length = np.array([1.0]), 0.0, 0.0
    for trial in range(1, most + 1):
        length += going.sum()
        going = np.append(going * (1 - share), 0.0) + np.insert(going * share, 0, 0.0)
        failures = np.arange(len(going))
        if trial == most:
            return accepted + float(going[failures <= slope * trial].sum()), float(length)
        passed, failed = failures <= slope * trial - accept, failures >= slope * trial + reject
        accepted += float(going[passed].sum())
        going = np.where(passed | failed, 0.0, going)
    return accepted, float(length)


def deviation_of(law):
    """The standard deviation of a law, in seconds."""
    a = law.values
    match law.family:
        case "constant":
            return 0.0
        case "exponential":
            return a[0]
        case "uniform":
            return (a[1] - a[0]) / math.sqrt(12)
        case "triangular":
            low, mode, high = a
            return math.sqrt((low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18)
        case "erlang":
            return a[0] / math.sqrt(a[1])
        case "observed":
            return float(np.std(a))
    return a[0] * a[1]
