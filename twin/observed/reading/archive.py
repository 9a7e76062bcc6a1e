"""A packed workbook before it is opened: what it is, and that nothing in it unpacks to fill the memory."""

import re
import zipfile
import zlib

from twin.model.errors import Fault, ScenarioError

SHEET = "xl/worksheets/"
STRINGS = "xl/sharedStrings.xml"
MOST = {SHEET: 2 << 30, STRINGS: 256 << 20, "xl/": 8 << 20}  # bytes: sheets are streamed, the rest is held
NOT_READ = ("xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/", "xl/vbaProject")
ROW = 8 << 20  # bytes of one row of a sheet: the most that is held at a time
STEP = 1 << 20  # bytes
ROW_BEGINS = re.compile(rb"<(\w+:)?row\b")
SAVE = "save it as .xlsx without a password, or the sheet as CSV"
CSV = "save the sheet as CSV, which may be of any size"
OLD_FORM = f"is a workbook of the old form (.xls), or under a password; {SAVE}"
OTHER_FORMS = {
    "xl/workbook.bin": f"is a binary workbook (.xlsb); {SAVE}",
    "content.xml": f"is an OpenDocument; {SAVE}",
}
NO_WORKBOOK = "is an archive and no workbook; unpack it, and name what is in it"


def check(path):
    """Refuses an archive that is no workbook, or that unpacks to more than a workbook does."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                known = (text for name, text in OTHER_FORMS.items() if name in names)
                raise refused(path, next(known, NO_WORKBOOK))
            for member in archive.infolist():
                if member.filename.startswith("xl/") and not member.filename.startswith(NOT_READ):
                    check_member(path, archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise refused(path, f"is a damaged workbook: {error}") from error


def check_member(path, archive, member):
    """Refuses a part of a workbook that is larger than it may be, or a sheet that has an endless row."""
    kind = next(kind for kind in MOST if member.filename.startswith(kind))
    if member.file_size > MOST[kind]:
        text = f"unpacks to {member.file_size:,} bytes in {member.filename}, {MOST[kind]:,} at most; {CSV}"
        raise refused(path, text)
    if kind == SHEET and has_endless_row(archive, member):
        raise refused(path, f"has a row of more than {ROW:,} bytes in {member.filename}; {CSV}")


def has_endless_row(archive, member):
    """Whether a sheet goes on for more than ROW bytes without another row."""
    since = 0
    with archive.open(member) as stream:
        while part := stream.read(STEP):
            since = 0 if ROW_BEGINS.search(part) else since + len(part)
            if since > ROW:
                return True
    return False


def refused(path, text):
    return ScenarioError([Fault(str(path), "", text)])
