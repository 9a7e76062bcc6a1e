"""A zip that says the same bytes for the same files, and one that is opened without being trusted."""

import stat
import zipfile
import zlib
from pathlib import Path

from twin.model.errors import Fault, ScenarioError
from twin.study.whole import aside

DATE = (1980, 1, 1, 0, 0, 0)  # of every file, so that the same files make the same archive
LIKE_UNIX = 3  # what a zip says made it
MODE = 0o644

FILES = 10_000  # in a capsule
FILE_BYTES = 500_000_000  # of one file
ALL_BYTES = 2_000_000_000  # of all files together
RATIO = 250  # that all files together may be larger than the archive
FREE_BYTES = 50_000_000  # from which on the ratio is looked at; a small file of one letter packs well
NAME_LETTERS = 400
CHUNK = 1 << 20


def write(path, contents):
    """Writes {name: bytes} as a zip, in the order of the names."""
    with aside(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for name, content in sorted(contents.items()):
            about = zipfile.ZipInfo(name, DATE)
            about.compress_type, about.create_system = zipfile.ZIP_DEFLATED, LIKE_UNIX
            about.external_attr = (stat.S_IFREG | MODE) << 16
            zipped.writestr(about, content)
    return Path(path)


def unpack(path, folder):
    """Unpacks a zip below a folder; gives the names. What is unsafe is refused before anything is written.

    Files are data: none is run, linked, or put anywhere else, and none is larger than it says.
    """
    path, folder = Path(path), Path(folder)
    try:
        with zipfile.ZipFile(path) as zipped:
            if faults := list(_unsafe(path, zipped.infolist())):
                raise ScenarioError(faults)
            damaged = [fault for about in zipped.infolist() for fault in _unpacked(zipped, about, folder)]
            if damaged:
                raise ScenarioError(damaged)
            return sorted(about.filename for about in zipped.infolist())
    except FileNotFoundError:
        raise refused(path, "is not there; twin capsule pack makes one") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise refused(path, f"is no archive that can be read ({error}); ask for it again") from None


def refused(path, text):
    """The ScenarioError of one thing that is wrong with a capsule."""
    return ScenarioError([Fault(str(path), "", text)])


def _unsafe(path, files):
    """A Fault for every file that would not stay below the folder, and for an archive out of measure."""
    if len(files) > FILES:
        yield Fault(str(path), "", f"has {len(files):,} files; a capsule has {FILES:,} at most")
    total = sum(about.file_size for about in files)
    if total > ALL_BYTES:
        yield Fault(str(path), "", f"would take {total:,} bytes; a capsule takes {ALL_BYTES:,} at most")
    size = path.stat().st_size
    if total > FREE_BYTES and total > RATIO * size:
        yield Fault(str(path), "", f"would grow to {total // max(size, 1):,} times its size; at most {RATIO}")
    seen = set()
    for about in files:
        if text := _why_unsafe(about) or ("is in it twice" if about.filename.casefold() in seen else ""):
            yield Fault(f"{path.name}: {about.filename!r}", "", text)
        seen.add(about.filename.casefold())


def _why_unsafe(about):
    """Why a file of an archive is not unpacked; '' if it may be."""
    name = about.filename
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or "\\" in name or ":" in name:
        return "leads out of the folder; names of a capsule stay in it"
    if "" in parts or "." in parts or len(name) > NAME_LETTERS or not name.isprintable():
        return "is no plain name of a file"
    kind = stat.S_IFMT(about.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "is a link or a device; a capsule has plain files only"
    if about.flag_bits & 1:
        return "is encrypted; a capsule is open"
    if about.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed in another way than a capsule is"
    if about.file_size > FILE_BYTES:
        return f"would take {about.file_size:,} bytes; a file takes {FILE_BYTES:,} at most"
    return ""


def _unpacked(zipped, about, folder):
    """Writes one file; a Fault where its bytes are not those that were packed."""
    target = folder / about.filename
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipped.open(about) as packed, target.open("xb") as file:
            left = about.file_size
            while chunk := packed.read(min(CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise zipfile.BadZipFile("it is larger than it says")
                file.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, FileExistsError, NotADirectoryError) as error:
        yield Fault(about.filename, "", f"is damaged ({error}); ask for the capsule again")
