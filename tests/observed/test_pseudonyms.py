"""Under pseudonyms no byte of a store says who crossed the border, and trucks can still be followed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storing import HEAD, log, message, stored

from twin.model.errors import ScenarioError
from twin.observed.pseudonyms import LENGTH, LETTERS, canonical, key_of, pseudonym
from twin.observed.store.importing import Door

KEY = b"a key of the tests, and long enough"
PLATES = [f"KX{4800 + i}GP" for i in range(40)]
LINES = [
    message(i, plate=PLATES[i // 3], declaration_id=f"26XX95157{i:05}", rfid=f"E2A1{i:08X}")
    for i in range(120)
]
SPOILED = message(7, plate="QQ7777QQ", event_type="???", declaration_id="26XX00007", rfid="E2A100000")


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(KEY)
    return key_of(path)


def the_log(path):
    return log(path / "gate.csv", [*LINES, SPOILED], f"{HEAD},declaration_id,rfid")


def test_no_byte_of_the_store_tells_a_plate_a_tag_or_a_declaration(key, tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    (done,), events = stored(str(folder / "store.db"), the_log(tmp_path), door=Door(key=key))
    assert (done.events, done.refused) == (120, 1)
    raw = b"".join(path.read_bytes() for path in folder.iterdir())
    secrets = [*PLATES, "QQ7777QQ", "26XX", "E2A1", KEY.decode()]
    spellings = [secret.encode(code) for secret in secrets for code in ("utf-8", "utf-16-le", "utf-16-be")]
    assert raw and not [spelling for spelling in spellings if spelling.lower() in raw.lower()]
    assert events["plate"].str.fullmatch(f"[{LETTERS}]{{{LENGTH}}}").all()


def test_pseudonyms_tell_trucks_apart_and_together(key, tmp_path):
    _, hidden = stored(str(tmp_path / "hidden.db"), the_log(tmp_path), door=Door(key=key))
    _, plain = stored(str(tmp_path / "plain.db"), the_log(tmp_path))
    for field in ("plate", "tag", "declaration"):
        assert (
            len(set(zip(hidden[field], plain[field], strict=True)))
            == plain[field].nunique()
            == hidden[field].nunique()
        )


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=5, max_size=9), st.randoms())
def test_a_plate_that_is_misread_by_look_alikes_keeps_its_pseudonym(plate, luck):
    alike = {
        "0": "OQD",
        "O": "0QD",
        "8": "B",
        "B": "8",
        "1": "I",
        "I": "1",
        "5": "S",
        "S": "5",
        "2": "Z",
        "6": "G",
    }
    misread = "".join(luck.choice(letter + alike.get(letter, "")) for letter in plate)
    names = {
        pseudonym(KEY, "plate", canonical(one))
        for one in (plate, misread, plate.lower(), f" {plate[:2]}-{plate[2:]}")
    }
    assert len(names) == 1


def test_another_key_gives_other_names_and_is_refused(key, tmp_path, place):
    stored(place, the_log(tmp_path), door=Door(key=key))
    assert pseudonym(KEY, "plate", "X") != pseudonym(KEY[1:], "plate", "X") != pseudonym(KEY[1:], "tag", "X")
    with pytest.raises(ScenarioError, match="made with another key"):
        stored(place, the_log(tmp_path), door=Door(key=b"another"))
    with pytest.raises(ScenarioError, match="made with another key"):
        stored(place, the_log(tmp_path))


def test_plain_plates_and_pseudonyms_do_not_share_a_store(key, tmp_path):
    stored(str(tmp_path / "plain.db"), the_log(tmp_path))
    with pytest.raises(ScenarioError, match="a store of their own"):
        stored(str(tmp_path / "plain.db"), the_log(tmp_path), door=Door(key=key))


def test_a_key_that_is_short_or_gone_is_refused_with_how_to_make_one(tmp_path):
    (tmp_path / "short").write_bytes(b"1234\n")
    for name in ("short", "gone"):
        with pytest.raises(ScenarioError, match="head -c 32 /dev/urandom"):
            key_of(tmp_path / name)
