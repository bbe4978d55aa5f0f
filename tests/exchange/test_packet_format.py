"""The packet as a file: what goes in comes out, and nothing that was touched is taken."""

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from crmdesk.exchange import keys
from crmdesk.exchange.packet import DeskLine, Manifest, PacketEntry, PacketLimits, open_packet, write_packet
from crmdesk.rules.errors import Refused

A, B, OFFICE = (UUID(int=n) for n in (1, 2, 9))
AT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
MANIFEST = Manifest(
    OFFICE, 3, A, B, "笔记本", AT, "0.1", "0003",
    (DeskLine(A, "办事处", "", True, 2, b"\1" * 32, 1, "{}"), DeskLine(B, "笔记本", "B", False, 1, b"\2" * 32, 1)), 2, "1 家客户",
)  # fmt: skip
ENTRY = PacketEntry(
    A, 2, AT, UUID(int=5), "李敏", "", "dealer.change", UUID(int=6), "", "dealer", UUID(int=7), UUID(int=7), 2,
    '{"city":["南京","苏州"]}', b"s" * 16, {"city": ((A, 1),)}, 2,
)  # fmt: skip
WITHHELD = PacketEntry(B, 1, withheld=b"\3" * 32)


@pytest.fixture(scope="module")
def private():
    return keys.new_key()


@pytest.fixture
def packet(tmp_path, private):
    path = tmp_path / "第 3 包.crmpkt"
    write_packet(path, MANIFEST, [ENTRY, WITHHELD], {}, b"%PDF", private)
    return path


def test_what_goes_in_comes_out(packet, private):
    parcel = open_packet(packet)
    assert parcel.manifest == MANIFEST
    assert parcel.entries() == (ENTRY, WITHHELD)
    assert parcel.signed_by(keys.public_of(private))
    assert not parcel.signed_by(keys.public_of(keys.new_key()))


def test_files_are_what_their_names_say(tmp_path, private):
    sha = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    path = tmp_path / "a.crmpkt"
    write_packet(path, replace(MANIFEST, files={sha: 5}), [], {sha: b"hello"}, b"", private)
    assert open_packet(path).file(sha) == b"hello"
    write_packet(path, replace(MANIFEST, files={sha: 5}), [], {sha: b"other"}, b"", private)
    with pytest.raises(Refused, match="损坏"):
        open_packet(path).file(sha)


def is_taken(path, public):
    try:
        return open_packet(path).signed_by(public)
    except Refused:
        return False


def test_every_single_flipped_bit_is_refused(packet, private, tmp_path):
    whole, public = packet.read_bytes(), keys.public_of(private)
    touched = tmp_path / "t.crmpkt"
    for bit in range(len(whole) * 8):
        other = bytearray(whole)
        other[bit // 8] ^= 1 << bit % 8
        touched.write_bytes(other)
        assert not is_taken(touched, public), bit


@pytest.mark.parametrize("left", [0, 10, 300, -20, -1])
def test_a_half_written_file_is_refused(packet, left):
    packet.write_bytes(packet.read_bytes()[:left])
    with pytest.raises(Refused) as error:
        open_packet(packet)
    assert error.value.code == "damaged"


def test_a_zip_that_nobody_sealed_is_refused(tmp_path):
    path = tmp_path / "x.crmpkt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", "{}" * 500)
    with pytest.raises(Refused) as error:
        open_packet(path)
    assert error.value.code == "unsigned"


def test_a_newer_format_and_too_much_are_refused(tmp_path, private, packet):
    path = tmp_path / "n.crmpkt"
    write_packet(path, replace(MANIFEST, format=2), [], {}, b"", private)
    with pytest.raises(Refused) as error:
        open_packet(path)
    assert error.value.code == "newer"
    for limits in (PacketLimits(file_bytes=100), PacketLimits(entries_bytes=10), PacketLimits(members=1)):
        with pytest.raises(Refused) as error:
            open_packet(packet, limits)
        assert error.value.code == "too-big"


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(Refused) as error:
        open_packet(tmp_path / "gone.crmpkt")
    assert error.value.code == "file-missing"


def test_a_card_comes_back_and_a_changed_one_does_not(tmp_path, private):
    path = tmp_path / "办事处.crmcard"
    card = keys.Card(OFFICE, A, "办事处", "", True, keys.public_of(private))
    keys.write_card(path, card, private)
    assert keys.read_card(path) == card
    path.write_text(path.read_text().replace("办事处", "办事所"))
    with pytest.raises(Refused) as error:
        keys.read_card(path)
    assert error.value.code == "no-card"


def test_a_fingerprint_is_six_groups_and_a_key_is_for_its_owner_alone(tmp_path, private):
    assert [len(group) for group in keys.fingerprint(keys.public_of(private)).split()] == [5] * 6
    file = tmp_path / "office.db.key"
    keys.keep(file, private)
    assert keys.read(file) == private
    assert file.stat().st_mode & 0o077 == 0
    file.write_text("kaputt")
    with pytest.raises(Refused):
        keys.read(file)
