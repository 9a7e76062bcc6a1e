"""Where the files of a question lie: the server's business, never that of who asks."""

MAP = ".map.yaml"  # ends what twin import --dry-run writes beside a log
SO_FAR = "so_far.jsonl"  # what a job has found on the way
RECORDS = ("import", "quality", "observed", "calibrate", "validate", "drift")  # asked of records by name


def placed(question, folder, place):
    """The arguments that name files: those a command reads, and those it writes into `place` of a job."""
    if question.command in RECORDS:
        return of_records(question, folder)
    here = place.relative_to(folder)
    name = dict(word.partition("=")[::2] for word in question.words).get("layout", "port")
    is_whole = "--only" not in dict(question.options)
    written = {
        "procure": ("--workbook", str(here / "tender.xlsx")) if is_whole else (),
        "capacity": ("--so-far", str(here / SO_FAR)),
        "view": ("--out", str(here / "replay.html")),
        "synth": ("--out", str(here)),
        "capsule": ("--to", str(here / f"{name}.capsule.zip")),
    }
    return written.get(question.command, ())


def of_records(question, folder):
    """The same for records that were sent here."""
    home = records_in(folder) / question.records
    store, fit = ("--store", str(home / "records.db")), str(home / "calibrated")
    if question.command == "import":
        logs = [str(path.relative_to(folder)) for path in logs_in(folder / home)]
        if ("--dry-run", "") in question.options:
            return logs
        chosen = ("--map", str(home / "map.yaml")) if (folder / home / "map.yaml").is_file() else ()
        key = ("--pseudonymise", str(home / "key")) if (folder / home / "key").is_file() else ()
        return (*store, *chosen, *key, *logs)
    own = {
        "quality": ("--out", str(home / "quality")),
        "calibrate": ("--out", fit, "--name", question.records),
        "validate": ("--fit", fit),
    }
    return (*store, *own.get(question.command, ()))


def logs_in(home):
    """The paths of the logs of a record."""
    found = sorted((home / "logs").glob("[!.]*"))
    return [path for path in found if not path.name.endswith(MAP)]


def records_in(folder):
    """The folder of records, from the folder of the desk."""
    return (folder / "outputs" / "desk" / "records").relative_to(folder)
