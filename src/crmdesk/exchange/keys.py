"""The key pair of a desk, its card, and the fingerprint that two people read to each other.

The private key lies in a file of its own beside the database, readable by its owner alone; never in the database.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from crmdesk.exchange.files import sync_file, sync_folder, write_safely
from crmdesk.rules.errors import Refused
from crmdesk.words import _

CARD = ".crmcard"
_FORMAT = 1
_LARGEST_CARD = 10_000


@dataclass(frozen=True, slots=True)
class Card:
    """What one desk hands another to get acquainted; signed by its own key."""

    office: UUID
    desk: UUID
    name: str
    code: str
    is_head: bool
    public_key: bytes


def new_key() -> bytes:
    """A new private key, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    """The public key of a private one, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, said: bytes) -> bytes:
    """The signature under what is said, 64 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign(said)


def is_signed(public: bytes, signature: bytes, said: bytes) -> bool:
    """Whether the owner of the public key has signed exactly this."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, said)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Six groups of five digits, to be read aloud: 99.6 bits of the key's hash; empty without a key."""
    if not public:
        return ""
    number = int.from_bytes(hashlib.sha256(b"crmdesk desk key" + public).digest())
    groups = []
    for _group in range(6):
        number, rest = divmod(number, 100_000)
        groups.append(f"{rest:05d}")
    return " ".join(groups)


def keep(file: Path, private: bytes) -> None:
    """Write a private key where none is yet, for its owner alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(private.hex())
    sync_file(file)
    sync_folder(file.parent)


def read(file: Path) -> bytes | None:
    """The private key that is kept there; None where there is no file, Refused where it holds something else."""
    try:
        private = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise _no_key(file) from error
    if len(private) != 32:
        raise _no_key(file)
    return private


def _no_key(file: Path) -> Refused:
    return Refused(
        _("{name} 里的密钥已损坏。").format(name=file.name), _("数据没有改动。"),
        _("请在「收发文件包」里给本机换新身份,再与其他电脑重新结识。"), code="key-damaged",
    )  # fmt: skip


# cards


def write_card(path: Path, card: Card, private: bytes) -> None:
    """Write a card, signed by its own desk."""
    said = _said(card)
    write_safely(path, json.dumps({**said, "signature": sign(private, _canonical(said)).hex()}, ensure_ascii=False).encode())


def read_card(path: Path) -> Card:
    """The card in a file; Refused where it is none, or does not bear its own signature."""
    try:
        if path.stat().st_size > _LARGEST_CARD:
            raise _no_card(path)
        said = json.loads(path.read_text(encoding="utf-8"))
        signature = bytes.fromhex(said.pop("signature"))
        card = Card(
            UUID(said["office"]), UUID(said["desk"]), str(said["name"]), str(said["code"]), bool(said["is_head"]),
            bytes.fromhex(said["public_key"]),
        )  # fmt: skip
        is_ours = said == _said(card) and is_signed(card.public_key, signature, _canonical(said))
    except FileNotFoundError as error:
        raise Refused(_("找不到文件「{name}」。").format(name=path.name), "", _("请检查文件名。"), code="file-missing") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_card(path) from error
    if not is_ours:
        raise _no_card(path)
    return card


def _said(card: Card) -> dict[str, object]:
    return {
        "crmdesk": "card", "format": _FORMAT, "office": card.office.hex, "desk": card.desk.hex, "name": card.name,
        "code": card.code, "is_head": card.is_head, "public_key": card.public_key.hex(),
    }  # fmt: skip


def _canonical(said: Mapping[str, object]) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _no_card(path: Path) -> Refused:
    return Refused(
        _("「{name}」不是一张完好的电脑名片。").format(name=path.name), _("没有改动。"),
        _("请让对方重新做一张名片(*.crmcard)。"), code="no-card",
    )  # fmt: skip
