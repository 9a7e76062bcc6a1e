"""`twin new`: a port of one's own, begun as a copy of one that runs."""

from pathlib import Path

from twin.commands import Refusal
from twin.commands.answers import hand_over
from twin.commands.guiding import gaps_answer, gaps_text

HELP = "begin a port of your own as a copy of another: twin new NAME --from PORT"

TOLD = 12  # things to fill in; twin check --all tells the rest


def add_arguments(parser):
    parser.add_argument("name", help="what the port is called: small letters, digits and _")
    parser.add_argument(
        "--from", dest="source", metavar="PORT", help="the port to begin with (twin list layouts)"
    )
    parser.add_argument("--folder", default=".", help="where its files go (here)")
    parser.add_argument("--label", metavar="TEXT", help="what the port is called in texts")


def run(args):
    from twin.config import compose, found
    from twin.show.text import say
    from twin.study.filling import gaps

    refuse_without_source(args)
    files = found(args.name, args.source, args.folder, args.label or "")
    still = gaps(compose([f"layout={args.name}"], args.folder))
    answer = {"layout": args.name, "files": [str(file) for file in files], **gaps_answer(still, args.name)}
    lines = [*map(str, files), "", gaps_text(still, args.name, TOLD, args.lang)]
    if Path(args.folder).resolve() != Path.cwd():
        lines += [
            "",
            say("go to {folder} first: twin reads the files of the folder it is called in", args.lang).format(
                folder=args.folder
            ),
        ]
    hand_over(args, answer, "\n".join(lines), ("check", [f"layout={args.name}"]))
    return 0


def refuse_without_source(args):
    """A port is begun from another one, since a port from nothing would not run."""
    from twin.config import names

    if not args.source:
        text = f"say which port to begin with: --from PORT; there is {', '.join(names('layouts'))}"
        raise Refusal(f"twin new {args.name}", text)
