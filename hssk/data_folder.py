"""The folder that keeps data between runs: held by one run at a time, with room on its disk."""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from hssk.processes import CannotStart

ROOT = Path(__file__).resolve().parent.parent
MIN_FREE_MB = 500


class AlreadyRunning(CannotStart):
    """Another run holds this folder."""


def place() -> Path:
    """Where data is kept between runs."""
    return Path(os.environ.get("HSSK_DATA_DIR", ROOT / ".data")).resolve()


@contextlib.contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold the folder for this process. The kernel drops the lock with its holder, so it is never stale."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("a+")
    except OSError as error:
        message = f"Cannot write to {folder}: {error.strerror}."
        raise CannotStart(message) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            message = f"HSSK already runs on {folder} (process {holder}); stop that one first."
            raise AlreadyRunning(message) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def check_space(folder: Path) -> None:
    """Refuse to start on a disk so full that the database would stop in the middle of something."""
    free = shutil.disk_usage(folder).free // 2**20
    if free < MIN_FREE_MB:
        message = f"The disk of {folder} is full: {free} MB are free, {MIN_FREE_MB} MB are needed."
        raise CannotStart(message)


@contextlib.contextmanager
def published(folder: Path, reachable: dict[str, str]) -> Iterator[None]:
    """Leave the addresses of this run for other commands on the same folder, as long as it lasts."""
    path = folder / "addresses.json"
    write_private(path, json.dumps(reachable))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def addresses(folder: Path) -> dict[str, str]:
    """The addresses that the run on `folder` left; empty when there is none."""
    try:
        return dict(json.loads((folder / "addresses.json").read_text()))
    except (FileNotFoundError, PermissionError):
        return {}


def write_private(path: Path, text: str) -> None:
    """A file that only its owner may read."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)
