"""The peaks a study goes over: those that are named, else the busy days that the port has."""

from twin.commands import Refusal
from twin.commands.words import composed, said_of, without

# Busy days, the ones that a port is most likely to be built for first.
BUSY = ("record_day", "day_p95", "hour_30", "holiday", "tourist_season")


def add_peaks(parser):
    """The option that names peaks."""
    parser.add_argument(
        "--peaks", metavar="A,B", help="days to go over (twin list peaks layout=PORT); else its busy ones"
    )


def peaks_of(args, command):
    """Names of peaks: of --peaks, else of peak=, else the busy days of the port, else its typical day."""
    from twin.config import names
    from twin.config.library import TYPICAL

    if args.peaks is not None:
        said = [name.strip() for name in args.peaks.split(",") if name.strip()]
        if not said or len(set(said)) < len(said):
            raise Refusal(f"--peaks {args.peaks}", "name each peak once, as in --peaks record_day,holiday")
        return said
    if own := said_of(args.words, "peak"):
        return [own]
    layout = said_of(args.words, "layout")
    if not layout:
        raise Refusal(f"twin {command}", f"name the port: twin {command} layout=ganqimaodu_road")
    have = names("peaks", layout)
    return [name for name in BUSY if name in have] or [TYPICAL]


def labels_of(words, peaks):
    """{peak: {language: label}} of peaks that have one in their file."""
    from twin.config import list_names

    listed = {one.name: one for one in list_names("peaks", said_of(words, "layout"))}
    return {
        peak: {"zh": listed[peak].label_zh, "en": listed[peak].label_en} for peak in peaks if peak in listed
    }


def on_peak(words, peak):
    """The words on another peak."""
    return [*without(words, "peak"), f"peak={peak}"]


def over_peaks(asked, peaks):
    """{(peak, name): Scenario} of {name: words}; all refusals are raised together."""
    return composed({(peak, name): on_peak(words, peak) for peak in peaks for name, words in asked.items()})
