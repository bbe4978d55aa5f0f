"""Contents that lie under their own hash in a folder (``ab/ab12…``): carried from one such folder to another.

A content never changes, so what lies there whole already is not copied again: a backup costs what is new.
"""

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

from crmdesk.exchange.files import not_written, sync_folder, write_safely


def place_of(folder: Path, sha256: str) -> Path:
    """Where a content lies in a folder."""
    return folder / sha256[:2] / sha256


def make_folder(folder: Path) -> None:
    """Make the folder and put its name on the disk, so that what is written into it is found after a power cut."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    sync_folder(folder.parent)
    sync_folder(folder.parent.parent)


def carry(named: Mapping[str, int], source: Path, target: Path) -> int:
    """Copy the contents of ``named`` (hash → size) that ``target`` lacks or has cut short; returns how many came.

    What ``source`` has not, or no longer as its hash says, is left out. Raises NotWritten where the disk is full.
    """
    came = 0
    for sha256, size in named.items():
        there = place_of(target, sha256)
        if not _is_whole(there, size) and _is_true(place_of(source, sha256), sha256):
            _copy(place_of(source, sha256), there)
            came += 1
    return came


def _is_whole(file: Path, size: int) -> bool:
    try:
        return file.stat().st_size == size
    except FileNotFoundError:
        return False


def _is_true(file: Path, sha256: str) -> bool:
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _copy(source: Path, target: Path) -> None:
    try:
        make_folder(target.parent)
    except OSError as error:
        raise not_written(target, error) from error
    write_safely(target, lambda path: _fill(source, path))


def _fill(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
