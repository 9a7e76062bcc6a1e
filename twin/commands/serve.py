"""`twin serve`: the planner's page in a browser: ports, questions, jobs, offers, replays."""

from pathlib import Path

from twin.commands import Refusal
from twin.commands.answers import hand_over, note
from twin.commands.asking import at_least_one

HELP = "the planner's page in a browser: ports, questions, runs with progress, offers, replays"


def add_arguments(parser):
    parser.add_argument("--host", default="127.0.0.1", help="the address to answer on [127.0.0.1]")
    parser.add_argument("--port", type=int, default=8101, help="its port; 0: any that is free [8101]")
    parser.add_argument(
        "--name", action="append", default=[], metavar="HOST", help="another name it is called by"
    )
    parser.add_argument(
        "--token-file", metavar="FILE", help="a line for each: view TOKEN, run TOKEN or admin TOKEN"
    )
    parser.add_argument("--certificate", default="", metavar="FILE", help="for https, in PEM")
    parser.add_argument("--key", default="", metavar="FILE", help="of the certificate, in PEM")
    parser.add_argument("--folder", default=".", help="with your layouts and scenarios, and outputs [here]")
    parser.add_argument(
        "--live", action="append", default=[], metavar="NAME=URL",
        help="a live port to show: ganqimaodu=http://127.0.0.1:8100, https://HOST:8100?token_file=FILE",
    )  # fmt: skip
    parser.add_argument(
        "--log-size", type=at_least_one, default=256, metavar="MB", help="that a log sent here may have [256]"
    )
    parser.add_argument("--jobs", type=at_least_one, default=1, metavar="N", help="that run at once [1]")
    parser.add_argument(
        "--minutes", type=at_least_one, default=120, metavar="N", help="that a job may take [120]"
    )
    parser.add_argument(
        "--days", type=at_least_one, default=30, metavar="N",
        help="after which a job is offered for clearing [30]",
    )  # fmt: skip


def run(args):
    import signal
    import threading

    folder = folder_of(args)
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    desk, server = begun(args, folder)
    try:
        note(f"{server.url}   (Ctrl-C ends it)")
        if args.json:
            hand_over(args, {"url": server.url, "folder": str(folder)}, "", ("list", []))
        ended.wait()
    finally:
        server.end()
        desk.end()
    return 0


def folder_of(args):
    """The folder to work in, which must be there."""
    folder = Path(args.folder)
    if not folder.is_dir():
        raise Refusal(f"--folder {folder}", "is no folder; make it, or name the one with your layouts")
    return folder.resolve()


def begun(args, folder):
    """(desk, server) that answer."""
    from twin.model.live import Web
    from twin.web.desk.desk import Desk
    from twin.web.desk.keys import Keys, keys_in
    from twin.web.desk.site import site_of
    from twin.web.desk.watch.watched import watched_of
    from twin.web.door import LOOPBACK, Door
    from twin.web.serving import Served, hosts_of

    keys = keys_in(args.token_file) if args.token_file else Keys()
    if args.host not in LOOPBACK and not keys.all:
        text = "others can reach this address, so tokens are needed: --token-file FILE"
        raise Refusal(f"--host {args.host}", text)
    web = Web(
        host=args.host, port=args.port, hosts=tuple(args.name), certificate=args.certificate, key=args.key
    )
    watched = watched_of(args.live)
    desk = Desk(folder, args.jobs, args.minutes, args.days)
    door = Door("", hosts_of(web), 1 << 20, args.log_size << 20)
    try:
        return desk, Served(site_of(desk, door, keys, watched), web).begin()
    except BaseException:
        desk.end()
        raise
