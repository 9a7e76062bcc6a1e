"""One look for all figures: colours, lines, letters.

Colours are told apart by the colour-blind (after Okabe and Ito) and, by their lightness, in print without
colour; lines differ in dashes and areas in hatching as well.
"""

import re
from collections.abc import Sized
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from io import BytesIO, StringIO
from pathlib import Path

from matplotlib import rc_context, rcParamsDefault
from matplotlib.figure import Figure

from twin.show.text import LANGUAGES, say

FONT_FILE = Path(__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
FAMILIES = ("DejaVu Sans", "Noto Sans SC")
WIDTH = 8.0  # inches: the text width of the report


@dataclass(frozen=True)
class Style:
    """The colours by what they mean."""

    ink: str = "#222222"
    quiet: str = "#6b6b6b"
    grid: str = "#dddddd"
    paper: str = "#ffffff"
    main: str = "#0b5394"
    second: str = "#d55e00"
    third: str = "#009e73"
    delay: str = "#f3d9a4"
    limit: str = "#a61c1c"
    series: tuple = ("#0b5394", "#d55e00", "#009e73", "#b07aa1", "#222222", "#e69f00")
    dashes: tuple = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (3, 1)), (0, (8, 3)))
    hatches: tuple = ("", "////", "....", "\\\\\\\\", "xxxx", "----")
    # share of server time -> colour, hatching
    use: dict = field(
        default_factory=lambda: {
            "busy": ("#0b5394", ""),
            "blocked": ("#e69f00", "////"),
            "starved": ("#cfe2f3", ""),
            "down": ("#222222", ""),
            "off_shift": ("#ffffff", "\\\\\\\\"),
        }
    )
    # verdict of a paired comparison -> colour, marker
    verdict: dict = field(
        default_factory=lambda: {
            "better": ("#0b5394", "o"),
            "worse": ("#d55e00", "s"),
            "higher": ("#009e73", "^"),
            "lower": ("#b07aa1", "v"),
            "the same": ("#222222", "|"),
            "not clearly different": ("#6b6b6b", "D"),
            "unknown": ("#6b6b6b", "x"),
        }
    )
    # what a link is -> colour on the map
    link: dict = field(
        default_factory=lambda: {
            "road": "#8c8c8c",
            "corridor": "#009e73",
            "track": "#444444",
            "footpath": "#b07aa1",
        }
    )
    # what is painted on the ground in three dimensions -> colour
    paint: dict = field(
        default_factory=lambda: {
            "road": "#c9c6bf",
            "corridor": "#9fd3c1",
            "track": "#9a9a9a",
            "footpath": "#d9c2d5",
            "broad": "#b08968",
            "inside": "#b07aa1",
        }
    )
    # who works at a station -> colour on the map
    agency: dict = field(
        default_factory=lambda: {
            "customs": "#0b5394",
            "border": "#009e73",
            "health": "#b07aa1",
            "operator": "#e69f00",
            "neighbour": "#6b6b6b",
        }
    )


STYLE = Style()

SETTINGS = {
    "font.family": list(FAMILIES),
    "font.size": 9,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.unicode_minus": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": STYLE.quiet,
    "axes.labelcolor": STYLE.ink,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": STYLE.grid,
    "grid.linewidth": 0.6,
    "text.color": STYLE.ink,
    "xtick.color": STYLE.quiet,
    "ytick.color": STYLE.quiet,
    "xtick.labelcolor": STYLE.ink,
    "ytick.labelcolor": STYLE.ink,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "hatch.linewidth": 0.5,
    "svg.hashsalt": "twin",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "path.simplify": True,
}


# What a chart does not set is as matplotlib ships it, whatever a user has set for charts of their own.
LOOKS = (
    "axes errorbar figure font grid hatch image legend lines markers mathtext patch path savefig scatter svg "
    "text xaxis xtick yaxis ytick"
).split()
DEFAULTS = {name: rcParamsDefault[name] for name in rcParamsDefault if name.split(".")[0] in LOOKS}


@lru_cache(maxsize=1)
def load_font():
    """Makes the Chinese letters known to matplotlib, once a process."""
    from matplotlib.font_manager import fontManager

    fontManager.addfont(FONT_FILE)


def styled(chart):
    """A chart that is drawn in this style, whatever a user has set; of no data it is a sentence."""

    @wraps(chart)
    def drawn(data, *args, **kwargs):
        load_font()
        with rc_context(DEFAULTS), rc_context(SETTINGS):
            if isinstance(data, Sized) and not len(data):
                return nothing_there(args[0] if args else LANGUAGES[0])
            return chart(data, *args, **kwargs)

    return drawn


def nothing_there(lang):
    """A figure that says that there is nothing in it."""
    figure = new_figure(0.6)
    figure.text(0.02, 0.5, say("nothing to show", lang), va="center", color=STYLE.quiet)
    return figure


def new_figure(height, width=WIDTH):
    """An empty figure that keeps its parts apart by itself."""
    return Figure(figsize=(width, height), layout="constrained")


@styled
def as_svg(figure, name):
    """The figure as SVG text to stand inside a page: same figure, same bytes; ids begin with the name."""
    text = StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'(\sid="|xlink:href="#|url\(#)', rf"\g<1>{name}-", svg)
    return re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)


@styled
def as_png(figure, dpi=200):
    """The figure as PNG: same figure, same bytes."""
    file = BytesIO()
    figure.savefig(file, format="png", dpi=dpi, metadata={"Software": None})
    return file.getvalue()


@styled
def as_pdf_page(figure, title):
    """The figure as a page of PDF: same figure, same bytes."""
    file = BytesIO()
    about = {"CreationDate": None, "Creator": None, "Producer": None, "Title": title}
    figure.savefig(file, format="pdf", metadata=about)
    return file.getvalue()
