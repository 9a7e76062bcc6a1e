"""`twin view`: who is where, minute by minute: a page that plays a run or a record again, stills, a film."""

from pathlib import Path

from twin.commands import Refusal, add_words
from twin.commands.answers import hand_over, table
from twin.commands.asking import at_least_one
from twin.commands.bars import bar
from twin.commands.recording import cleaned_store, names_in, window_of
from twin.commands.words import BASE, is_combination, words_of

HELP = "see who is where, minute by minute: a page that plays the run again, the worst moment, a film"
WORST = "worst"
TOLD = 8  # queues
PICTURES = (".png", ".svg", ".pdf")
SOLID = (".png", ".gltf")


def add_arguments(parser):
    add_words(parser)
    parser.add_argument(
        "--at",
        default=WORST,
        metavar="TIME",
        help="18:30, 2026-03-02T18:30, or worst: when most queue [worst]",
    )
    parser.add_argument("--replication", type=int, default=0, metavar="N", help="which run is seen [0]")
    parser.add_argument(
        "--out", metavar="FILE", help="the page [outputs/NAME/replay.html, where no picture is asked for]"
    )
    parser.add_argument("--still", metavar="FILE", help="the map at that time, as .png, .svg or .pdf")
    parser.add_argument("--solid", metavar="FILE", help="in three dimensions at that time, as .png or .gltf")
    parser.add_argument("--film", metavar="FILE", help="a film in three dimensions, as .mp4")
    parser.add_argument("--over", metavar="TIME,TIME", help="what the film goes over [two hours from --at]")
    parser.add_argument(
        "--seconds", type=at_least_one, default=30, metavar="N", help="length of the film [30]"
    )
    parser.add_argument(
        "--store",
        metavar="PATH_OR_URL",
        help="play records instead of a run; on the map of a layout that is named",
    )
    parser.add_argument(
        "--map", metavar="FILE", help="names of the records and of the layout they are seen on, as YAML"
    )
    parser.add_argument("--from", dest="since", metavar="DAY", help="first day of the records")
    parser.add_argument("--to", dest="until", metavar="DAY", help="last day of the records, itself included")
    parser.add_argument("--outputs", default="outputs", metavar="FOLDER", help="where results are kept")


def run(args):
    from twin.show.replay.acts import play_of
    from twin.show.replay.moment import worst

    check_files(args)
    (scenario, plan, found), laid = seen(args)
    play, off = play_of(scenario, plan, found), off_map(laid)
    time = worst(play) if args.at == WORST else seconds_of(args.at, plan, "--at")
    files = written(args, (scenario, plan, play), time, off)
    waits, names = queues_at(scenario, play, time), names_of(scenario, play, args.lang)
    answer = {
        "scenario": scenario.name, "replication": args.replication, "at": clock(plan, time),
        "seconds": time, "inside": inside(play, time),
        "queues": [{"place": names[line], "waiting": number} for line, number in waits],
        "off_map": laid and {"entities": laid.unseen, "of": laid.all, "stations": list(laid.missing)},
        "files": [str(path) for path in files],
    }  # fmt: skip
    after = ("observed", ["--store", args.store]) if args.store else ("why", words_for(args))
    text = text_of(args, answer)
    hand_over(args, answer, f"{text}\n\n{off[args.lang]}" if off else text, after)
    return 0


def off_map(laid):
    """{language: what of records is not on the map}; None where all is."""
    from twin.show.text import LANGUAGES, say

    if laid is None or not laid.missing:
        return None
    text = "not on the map: {many} of {all}, who were at none of its stations; and these stations: {stations}"
    numbers = {"many": laid.unseen, "all": laid.all, "stations": ", ".join(laid.missing)}
    return {lang: say(text, lang).format(**numbers) for lang in LANGUAGES}


def check_files(args):
    """Refuses what no picture can be written as, before anything is run."""
    kinds = {"out": (".html",), "still": PICTURES, "solid": SOLID, "film": (".mp4",)}
    for option, suffixes in kinds.items():
        file = getattr(args, option)
        if file is not None and Path(file).suffix not in suffixes:
            raise Refusal(f"--{option} {file}", f"name a file that ends in {' or '.join(suffixes)}")
        if file is not None and option != "out" and not Path(file).parent.is_dir():
            raise Refusal(f"--{option} {file}", f"there is no folder {Path(file).parent}")
    if args.map and not (args.store and args.words):
        raise Refusal(
            f"--map {args.map}", "pairs names of records and of a layout; say --store, and a layout"
        )


def seen(args):
    """(scenario, plan, run) of what is asked for, and the Laid where records are seen on a map, else None."""
    if args.store:
        from twin.observed.as_run import recorded_run

        store, cleaned = cleaned_store(args)
        recorded = recorded_run(cleaned, *window_of(args, store))
        laid = on_map(args, recorded) if args.words else None
        scenario, plan = (laid.scenario, laid.plan) if laid else recorded[:2]
        return (scenario, plan, recorded.run), laid
    from twin.config import compose
    from twin.engine import run as run_plan
    from twin.plan.compile import compile_plan

    scenario = compose(words_for(args))
    plan = compile_plan(scenario)
    return (scenario, plan, run_plan(plan, args.replication)), None


def on_map(args, recorded):
    """The Laid of records on the layout that is named."""
    from twin.config import compose
    from twin.show.replay.onto import laid_on

    scenario = compose(words_for(args))
    laid = laid_on(recorded, scenario, names_in(args.map))
    if not laid.stations:
        there = ", ".join(name for name, one in scenario.layout.stations.items() if one.at)
        lacking = f"has no station of the records ({', '.join(laid.missing)}) on its map"
        way_out = f"name pairs with --map, of {there}" if there else "give places to its stations"
        raise Refusal(scenario.name, f"{lacking}; {way_out}")
    return laid


def words_for(args):
    """The words of one run; levers may be named as twin compare names them."""
    named = [word for word in args.words if is_combination(word)]
    if len(named) > 1:
        raise Refusal(" ".join(named), "one combination can be seen at a time; leave out the others")
    others = [word for word in args.words if not is_combination(word)]
    return words_of(others, () if named in ([], [BASE]) else tuple(named[0].split("+")))


def seconds_of(text, plan, option):
    """Seconds after the begin of the run at which the port's clock shows a time, for the first time."""
    from datetime import datetime, time, timedelta

    start = datetime.fromisoformat(str(plan.start)[:19])
    try:
        if "T" in text or "-" in text:
            then = datetime.fromisoformat(text)
        else:
            then = datetime.combine(start.date(), time.fromisoformat(text))
            then += timedelta(days=1) * (then < start)
    except ValueError:
        raise Refusal(f"{option} {text}", "write a time as 18:30 or 2026-03-02T18:30, or worst") from None
    seconds = (then - start).total_seconds()
    if not 0 <= seconds <= plan.horizon:
        ends = start + timedelta(seconds=plan.horizon)
        raise Refusal(
            f"{option} {text}", f"the run goes from {start:%Y-%m-%dT%H:%M} to {ends:%Y-%m-%dT%H:%M}"
        )
    return seconds


def clock(plan, time):
    """The port's clock at a second of the run."""
    from datetime import datetime, timedelta

    then = datetime.fromisoformat(str(plan.start)[:19]) + timedelta(seconds=time)
    return f"{then:%Y-%m-%dT%H:%M:%S}"


def written(args, subject, time, off):
    """Writes what is asked for, the page where nothing else is; gives the paths."""
    paths = []
    if args.out or not (args.still or args.solid or args.film):
        paths.append(put_page(args, subject, time, off))
    if args.still:
        paths.append(put_still(args, subject, time))
    if args.solid:
        paths.append(put_solid(args, subject, time))
    if args.film:
        paths.append(put_film(args, subject, time))
    return paths


def put_page(args, subject, time, off):
    from twin.show.replay.page import Opening, replay_page
    from twin.study.whole import put_whole

    scenario, plan, play = subject
    page = Path(args.out) if args.out else Path(args.outputs, scenario.name, "replay.html")
    page.parent.mkdir(parents=True, exist_ok=True)
    opening = Opening(None if args.at == WORST else time, off)
    put_whole(page, replay_page(scenario, plan, play, args.lang, opening).encode("utf-8"))
    return page


def put_still(args, subject, time):
    from twin.show.replay.still import still
    from twin.show.style import as_pdf_page, as_png, as_svg
    from twin.study.whole import put_whole

    scenario, _, play = subject
    refuse_without_map(scenario, "--still")
    path = Path(args.still)
    figure = still(scenario, play, time, args.lang)
    making = {
        ".png": as_png, ".svg": lambda one: as_svg(one, "still").encode("utf-8"),
        ".pdf": lambda one: as_pdf_page(one, scenario.name),
    }  # fmt: skip
    put_whole(path, making[path.suffix](figure))
    return path


def put_solid(args, subject, time):
    from twin.show.map3d import take_still
    from twin.show.replay.solid import scene_of, things_at
    from twin.study.whole import put_whole

    scenario, _, play = subject
    refuse_without_map(scenario, "--solid")
    path = Path(args.solid)
    scene = scene_of(scenario, play)._replace(things=things_at(scenario, play, time))
    if path.suffix == ".gltf":
        put_whole(path, scene_file(scenario, scene, args.lang).encode("utf-8"))
        return path
    still = take_still(scenario, args.lang, scene, *views(scenario, play, time))
    if still.png is None:
        raise Refusal(f"--solid {path}", still.because)
    put_whole(path, still.png)
    return path


def views(scenario, play, time):
    """All of the port; and where most queue, from near."""
    from twin.show.map3d import View, near

    waits = queues_at(scenario, play, time)
    if not waits:
        return (View(),)
    line = play.ground.lines[play.names["lines"][waits[0][0]]]
    return View(), near(line.head, play.ground.scale)


def scene_file(scenario, scene, lang):
    """The scene as glTF: what stands and who moves apart, stations by their names."""
    from twin.show.map3d import texts_of
    from twin.show.replay.gltf import as_gltf

    return as_gltf(scene, texts_of(scenario, scene, lang))


def put_film(args, subject, time):
    from twin.show.replay.film import NoFilmError, Reel, film

    scenario, plan, play = subject
    refuse_without_map(scenario, "--film")
    span = time, min(time + 7200.0, plan.horizon)
    if args.over:
        first, _, last = args.over.partition(",")
        span = seconds_of(first, plan, "--over"), seconds_of(last, plan, "--over")
    if span[1] <= span[0]:
        raise Refusal(f"--over {args.over}", "say a begin and a later end, as 17:00,20:00")
    with bar(unit="frame") as shown:

        def watch(done, every):
            shown.total = every
            shown.update(done - shown.n)

        try:
            film(
                (scenario, play), Reel(span, str(plan.start)[:19], args.seconds), args.film, args.lang, watch
            )
        except NoFilmError as error:
            raise Refusal(f"--film {args.film}", str(error)) from None
    return Path(args.film)


def refuse_without_map(scenario, option):
    if not scenario.layout.places:
        raise Refusal(option, "no place of this port is known; give places to the layout, or see the page")


def inside(play, time):
    """How many do what at a time."""
    from twin.show.replay.acts import DOING
    from twin.show.replay.moment import moment

    doing = play.acts["doing"][moment(play, time).acts]
    return {name: int((doing == i).sum()) for i, name in enumerate(DOING)}


def queues_at(scenario, play, time):
    """(line, number) of who waits where at a time, the most first."""
    from twin.show.replay.acts import QUEUES
    from twin.show.replay.moment import moment

    acts = play.acts[moment(play, time).acts]
    where = acts["where"][acts["doing"] == QUEUES]
    number = {int(line): int((where == line).sum()) for line in where}
    return sorted(number.items(), key=lambda one: (-one[1], one[0]))


def names_of(scenario, play, lang):
    """[line] what each is called."""
    from twin.show.replay.page import labels, line_label

    stations = {name: labels(name, scenario.layout.stations) for name in play.names["posts"]}
    return [line_label(key, scenario.layout, stations)[lang] for key in play.names["lines"]]


def text_of(args, answer):
    from twin.show.replay.page import WORDS
    from twin.show.text import say

    lang = args.lang
    head = say("at {when}: {many} inside", lang).format(
        when=answer["at"].replace("T", " "), many=sum(answer["inside"].values())
    )
    does = "; ".join(
        f"{say(WORDS[name], lang)} {number}" for name, number in answer["inside"].items() if number
    )
    rows = [(one["place"], one["waiting"]) for one in answer["queues"][:TOLD]]
    queues = table((say("place", lang), say("waiting", lang)), rows, left=1) if rows else ""
    return "\n\n".join(filter(None, [head, does, queues, "\n".join(answer["files"])]))
