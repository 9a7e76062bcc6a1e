"""`twin live`: the port as it stands, what comes and what is wrong, for as long as messages come."""

from twin.commands import Refusal, add_words
from twin.commands.living import begun, shown

HELP = "the port as it is now and in the next hours: twin live --store PATH_OR_URL --feed URL"


def add_arguments(parser):
    add_words(parser)
    parser.add_argument("--store", metavar="PATH_OR_URL", required=True, help="where messages are kept")
    parser.add_argument(
        "--feed", action="append", metavar="URL",
        help="mqtt://HOST/TOPIC/#, postgresql://…?table=T&key=ID, sqlite:FILE?…, folder:PATH or post:",
    )  # fmt: skip
    parser.add_argument("--fit", metavar="DIR", help="of twin calibrate, or of fits that are kept up")
    parser.add_argument("--map", metavar="FILE", help="how messages are read, as of twin import")
    parser.add_argument("--zone", metavar="ZONE", help="of the port's clock, for a new store")
    parser.add_argument("--settings", metavar="FILE", help="all else, as YAML (docs/live.md)")
    parser.add_argument("--clock", choices=("wall", "records"), help="what time it is; records: play back")
    parser.add_argument("--host", help="that answers HTTP [127.0.0.1]")
    parser.add_argument("--port", help="that answers HTTP [8100]; 0 takes a free one")
    parser.add_argument("--token-file", metavar="FILE", help="the token that callers need")


def run(args):
    from twin.live.service.signals import asked_to_end

    settings = settings_for(args)
    with asked_to_end() as ended, begun(args, settings) as (port, server):
        shown(args, port, server.url, ended)
    return 0


def settings_for(args):
    """The settings of the file, with what the command line says over them."""
    from pathlib import Path

    from twin.model.live import read_settings, settings_of

    said = {}
    if args.settings:
        try:
            text = Path(args.settings).read_text(encoding="utf-8-sig")
        except OSError as error:
            raise Refusal("--settings", f"{args.settings} cannot be read: {error.strerror}") from None
        read_settings(text, args.settings)
        from twin.model import yaml_text

        said = yaml_text.read(text, args.settings).tree
    over = {"feeds": args.feed, "map": args.map, "clock": args.clock}
    web = {"host": args.host, "port": args.port, "token_file": args.token_file}
    said |= {name: value for name, value in over.items() if value}
    said["web"] = (said.get("web") or {}) | {name: value for name, value in web.items() if value}
    settings = settings_of(said)
    if not settings.feeds:
        raise Refusal("--feed", "nothing would come; name one, e.g. --feed mqtt://localhost/port/# or post:")
    return settings
