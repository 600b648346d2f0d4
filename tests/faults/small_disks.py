"""Disks that are full, or cannot be written: a file system in memory, which only an administrator can mount."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

SIZE = 512 * 1024
MOUNT, UMOUNT = (shutil.which(each) or "/bin/false" for each in ("mount", "umount"))


@contextmanager
def small_disk(folder: Path, owner: Path | None = None, size: int = SIZE) -> Iterator[Path]:
    """A disk of half a megabyte, unless more is asked for.

    The test is skipped where none can be mounted; in the long run it fails there.

    Args:
        folder: where it is mounted.
        owner: whose owner is to have it.
        size: its size, in bytes.
    """
    folder.mkdir()
    if _mount("-t", "tmpfs", "-o", f"size={size}", "none", folder):
        folder.rmdir()
        assert os.environ.get("MAYOR_DRILLS") != "all", "run it as an administrator: no disk can be mounted here"
        pytest.skip("no disk can be mounted here: that takes an administrator")
    try:
        if owner is not None:
            shutil.chown(folder, owner.stat().st_uid, owner.stat().st_gid)
        yield folder
    finally:
        subprocess.run([UMOUNT, "--lazy", folder], check=True)
        folder.rmdir()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A small disk that cannot be written for a while, by nobody."""
    assert not _mount("-o", "remount,ro", folder)
    try:
        yield
    finally:
        assert not _mount("-o", "remount,rw", folder)


def fill(folder: Path, left: int = 0) -> None:
    """Fill a disk up to a number of bytes."""
    with (folder / "filler").open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    if left:
        os.truncate(folder / "filler", (folder / "filler").stat().st_size - left)


def _mount(*arguments: object) -> int:
    return subprocess.run([MOUNT, *map(str, arguments)], check=False, capture_output=True).returncode
