"""The figures of a page as files beside it: for papers and slides."""

from pathlib import Path

from twin.commands.answers import put_whole


def add_figures(parser):
    """The option that asks for them."""
    parser.add_argument(
        "--figures", metavar="FOLDER", help="write its figures too, as SVG, PDF and PNG, with words"
    )


def put_figures(args, document):
    """Writes the figures of a document where they are asked for; gives their paths."""
    from twin.show.forms.figures import as_figures

    if args.figures is None:
        return []
    files = {Path(args.figures, name): content for name, content in as_figures(document).items()}
    for path, content in files.items():
        put_whole(path, content)
    return list(files)
