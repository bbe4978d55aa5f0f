"""The packet ``*.crmpkt``: a zip with manifest, entries, files and a PDF of what it holds; sealed as a whole.

The seal stands in the archive's comment: the hash of every byte before it, and the sender's Ed25519 signature under
that hash. So no bit can fall over unnoticed, and damaged is told from forged.
"""

import base64
import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from crmdesk.exchange import keys
from crmdesk.exchange import packet_refusals as refusals
from crmdesk.exchange.files import write_safely
from crmdesk.exchange.limits import MEGABYTE

SUFFIX = ".crmpkt"
FORMAT = 1
_MARK = b"crmdesk-packet-1 "
_SEAL = len(_MARK) + 64 + 1 + 128
_DOMAIN = b"crmdesk packet\n"
MANIFEST, ENTRIES, PREVIEW, FILES = "manifest.json", "entries.jsonl", "preview.pdf", "files/"
_NEVER = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PacketLimits:
    """How much a packet may cost before it is thrown out."""

    file_bytes: int = 400 * MEGABYTE
    manifest_bytes: int = 4 * MEGABYTE
    entries_bytes: int = 256 * MEGABYTE
    preview_bytes: int = 32 * MEGABYTE
    one_file_bytes: int = 64 * MEGABYTE
    members: int = 20_000


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One desk as a packet speaks of it: what the sender has of it, and where its chain stands there."""

    id: UUID
    name: str
    code: str
    is_head: bool
    has: int = 0
    chain: bytes = b""
    assumes: int = 0  # what the receiver is thought to have
    signed: str = ""  # JSON: the newest end of its chain that the desk itself has signed


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a packet says of itself."""

    office: UUID
    number: int
    sender: UUID
    receiver: UUID
    receiver_name: str
    made_at: datetime
    program: str
    schema: str
    desks: tuple[DeskLine, ...]
    entries: int
    summary: str = ""
    files: Mapping[str, int] = field(default_factory=dict)  # sha256 → size
    format: int = FORMAT

    def desk(self, desk_id: UUID) -> DeskLine | None:
        """The line of one desk."""
        return next((line for line in self.desks if line.id == desk_id), None)


@dataclass(frozen=True, slots=True)
class PacketEntry:
    """One journal entry on its way. One that is withheld is its place in the chain only: ``withheld`` is its hash."""

    desk_id: UUID
    sequence: int
    at: datetime | None = None
    person_id: UUID | None = None
    person_name: str = ""
    on_behalf_of: str = ""
    verb: str = ""
    call_id: UUID | None = None
    cause: str = ""
    subject: str = ""
    record_id: UUID | None = None
    about_id: UUID | None = None
    revision: int = 0
    changes: str = ""
    salt: bytes = b""
    bases: Mapping[str, Sequence[tuple[UUID, int]]] = field(default_factory=dict)
    counter: int = 0
    withheld: bytes = b""

    @property
    def head(self) -> tuple[Any, ...]:
        """What all entries of one transaction share."""
        return (self.desk_id, self.at, self.person_id, self.person_name, self.on_behalf_of, self.verb, self.call_id,
                self.cause)  # fmt: skip


# writing


def write_packet(
    path: Path, manifest: Manifest, entries: Iterable[PacketEntry], files: Mapping[str, bytes], preview: bytes,
    private: bytes,
) -> int:  # fmt: skip
    """Write the packet, whole or not at all, sealed by the sender; returns its size."""

    def fill(temporary: Path) -> None:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            _put(archive, MANIFEST, _canonical(_of_manifest(manifest)))
            _put(archive, ENTRIES, "".join(_lines(entries, manifest)).encode())
            for sha256, content in sorted(files.items()):
                _put(archive, FILES + sha256, content, zipfile.ZIP_STORED)
            if preview:
                _put(archive, PREVIEW, preview)
            archive.comment = b" " * _SEAL
        _seal(temporary, private)

    return write_safely(path, fill).stat().st_size


def _put(archive: zipfile.ZipFile, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    info = zipfile.ZipInfo(name, _NEVER)
    info.compress_type = how
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


def _seal(path: Path, private: bytes) -> None:
    digest = _digest(path)
    with path.open("rb+") as file:
        file.seek(-_SEAL, 2)
        file.write(_seal_of(digest, keys.sign(private, _DOMAIN + digest)))


def _seal_of(digest: bytes, signature: bytes) -> bytes:
    return _MARK + digest.hex().encode() + b" " + signature.hex().encode()


def _digest(path: Path) -> bytes:
    """The hash of all that stands before the seal."""
    left, found = path.stat().st_size - _SEAL, hashlib.sha256()
    with path.open("rb") as file:
        while left > 0 and (block := file.read(min(left, MEGABYTE))):
            found.update(block)
            left -= len(block)
    return found.digest()


def _canonical(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _of_manifest(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": manifest.format, "program": manifest.program, "schema": manifest.schema,
        "office": manifest.office.hex, "number": manifest.number, "sender": manifest.sender.hex,
        "receiver": manifest.receiver.hex, "receiver_name": manifest.receiver_name,
        "made_at": manifest.made_at.isoformat(), "entries": manifest.entries, "summary": manifest.summary,
        "files": dict(manifest.files),
        "desks": [
            {"id": d.id.hex, "name": d.name, "code": d.code, "is_head": d.is_head, "has": d.has,
             "chain": d.chain.hex(), "assumes": d.assumes, "signed": d.signed}
            for d in manifest.desks
        ],
    }  # fmt: skip


def _lines(entries: Iterable[PacketEntry], manifest: Manifest) -> Iterator[str]:
    """A line with what a transaction shares, then one for each of its entries."""
    places = {line.id: place for place, line in enumerate(manifest.desks)}
    head: tuple[Any, ...] = ()
    for e in entries:
        if e.withheld:
            yield _line("w", places[e.desk_id], e.sequence, e.withheld.hex())
            continue
        if e.head != head:
            head = e.head
            yield _line("t", places[e.desk_id], e.at.isoformat() if e.at else "", _hex(e.person_id), *head[3:6],
                        _hex(e.call_id), e.cause)  # fmt: skip
        about = "" if e.about_id == e.record_id else _hex(e.about_id)
        salt = base64.b64encode(e.salt).decode()
        yield _line("e", e.sequence, e.subject, _hex(e.record_id), about, e.revision, e.changes, salt,
                    _of_bases(e.bases, places), e.counter)  # fmt: skip


def _line(*said: object) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"


def _hex(key: UUID | None) -> str:
    return key.hex if key else ""


def _of_bases(bases: Mapping[str, Sequence[tuple[UUID, int]]], places: Mapping[UUID, int]) -> list[Any]:
    """Fields that replace the same entries are said together."""
    together: dict[tuple[tuple[int, int], ...], list[str]] = {}
    for key, ids in bases.items():
        if ids:
            together.setdefault(tuple((places[desk], number) for desk, number in ids), []).append(key)
    return [[list(ids), fields] for ids, fields in together.items()]


# reading


@dataclass(slots=True)
class Parcel:
    """An opened packet whose bytes are whole; whose it is, ``signed_by`` tells with the key of the sender."""

    path: Path
    manifest: Manifest
    size: int
    sha256: str
    digest: bytes
    signature: bytes

    def signed_by(self, public: bytes) -> bool:
        """Whether the owner of the key has sealed it."""
        return keys.is_signed(public, self.signature, _DOMAIN + self.digest)

    def entries(self) -> tuple[PacketEntry, ...]:
        """The entries in their order."""
        with _reading(self.path) as archive:
            return tuple(_entries(archive.read(ENTRIES).decode(), self.manifest, self.path))

    def preview(self) -> bytes:
        """The PDF that says what is in it; empty where there is none."""
        with _reading(self.path) as archive:
            return archive.read(PREVIEW) if PREVIEW in archive.namelist() else b""

    def file(self, sha256: str) -> bytes:
        """An attachment's content; it must be what its name says."""
        with _reading(self.path) as archive:
            content = archive.read(FILES + sha256)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise refusals.damaged(self.path)
        return content


def open_packet(path: Path, limits: PacketLimits | None = None) -> Parcel:
    """Look into a packet: size, seal, archive, manifest. Refused with the sentence; nothing in it is trusted yet."""
    limits = limits or PacketLimits()
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise refusals.too_big(path)
        digest, signature = _read_seal(path, size)
        with _reading(path) as archive:
            _check_members(path, archive, limits)
            said = json.loads(archive.read(MANIFEST))
        if said["format"] != FORMAT:
            raise refusals.newer()
        manifest = _to_manifest(said)
    except FileNotFoundError as error:
        raise refusals.missing(path) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, zlib.error, EOFError,
            NotImplementedError, RuntimeError) as error:  # fmt: skip
        raise refusals.damaged(path) from error
    return Parcel(path, manifest, size, hashlib.sha256(digest + signature).hexdigest(), digest, signature)


def _reading(path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)


def _read_seal(path: Path, size: int) -> tuple[bytes, bytes]:
    if size <= _SEAL:
        raise refusals.damaged(path)
    with path.open("rb") as file:
        file.seek(size - _SEAL)
        seal = file.read(_SEAL)
    if not seal.startswith(_MARK):
        is_cut = _MARK in seal or not zipfile.is_zipfile(path)
        raise refusals.damaged(path) if is_cut else refusals.unsigned(path)
    digest, _blank, signature = seal[len(_MARK) :].decode("ascii").partition(" ")
    read = bytes.fromhex(digest), bytes.fromhex(signature)
    if seal != _seal_of(*read) or read[0] != _digest(path):  # hex digits have two spellings; one is ours
        raise refusals.damaged(path)
    return read


def _check_members(path: Path, archive: zipfile.ZipFile, limits: PacketLimits) -> None:
    """Only what belongs there, each within its limit: the archive's own account is held to when it is read."""
    most = {MANIFEST: limits.manifest_bytes, ENTRIES: limits.entries_bytes, PREVIEW: limits.preview_bytes}
    members = archive.infolist()
    if not {MANIFEST, ENTRIES} <= {member.filename for member in members}:
        raise refusals.damaged(path)
    if len(members) > limits.members or len({m.filename for m in members}) != len(members):
        raise refusals.too_big(path)
    for member in members:
        if member.filename.startswith(FILES):
            bytes.fromhex(member.filename.removeprefix(FILES))
            limit = limits.one_file_bytes
        else:
            limit = most[member.filename]
        if member.file_size > limit:
            raise refusals.too_big(path)


def _to_manifest(said: Mapping[str, Any]) -> Manifest:
    desks = tuple(
        DeskLine(
            UUID(d["id"]), str(d["name"]), str(d["code"]), bool(d["is_head"]), int(d["has"]), bytes.fromhex(d["chain"]),
            int(d["assumes"]), str(d["signed"]),
        )
        for d in said["desks"]
    )  # fmt: skip
    return Manifest(
        UUID(said["office"]), int(said["number"]), UUID(said["sender"]), UUID(said["receiver"]),
        str(said["receiver_name"]), datetime.fromisoformat(said["made_at"]), str(said["program"]), str(said["schema"]),
        desks, int(said["entries"]), str(said["summary"]), {str(k): int(v) for k, v in said["files"].items()},
    )  # fmt: skip


def _entries(text: str, manifest: Manifest, path: Path) -> Iterator[PacketEntry]:
    desks = [line.id for line in manifest.desks]
    head: tuple[Any, ...] = ()
    try:
        for line in text.split("\n")[:-1]:
            kind, *said = json.loads(line)
            if kind == "w":
                yield PacketEntry(desks[said[0]], int(said[1]), withheld=bytes.fromhex(said[2]))
            elif kind == "t":
                head = _to_head(said, desks)
            else:
                yield _to_entry(said, head, desks)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise refusals.damaged(path) from error


def _to_head(said: Sequence[Any], desks: Sequence[UUID]) -> tuple[Any, ...]:
    place, at, person, name, behalf, verb, call, cause = said
    who = UUID(person) if person else None
    return (desks[place], datetime.fromisoformat(at), who, str(name), str(behalf), str(verb), UUID(call), str(cause))


def _to_entry(said: Sequence[Any], head: tuple[Any, ...], desks: Sequence[UUID]) -> PacketEntry:
    sequence, subject, record, about, revision, changes, salt, bases, counter = said
    record_id, (desk, at, person, name, behalf, verb, call, cause) = UUID(record), head
    return PacketEntry(
        desk, int(sequence), at, person, name, behalf, verb, call, cause, str(subject), record_id,
        UUID(about) if about else record_id, int(revision), str(changes), base64.b64decode(salt, validate=True),
        {key: tuple((desks[place], int(n)) for place, n in ids) for ids, fields in bases for key in fields},
        int(counter),
    )  # fmt: skip
