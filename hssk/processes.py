"""Child processes of ours: each with a log, told to stop when we die, stopped with patience."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil


class CannotStart(Exception):
    """Why something cannot start, in one line for the person at the terminal."""


class Stopped(SystemExit):
    """A signal asked us to stop; passes through every `with` and `finally` on its way out."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(128 + number)


def stop_on_signals() -> None:
    """Turn the first SIGINT, SIGTERM or SIGHUP into `Stopped`; later ones do not disturb the cleaning up."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(number: int, _frame: object) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for each in numbers:
        signal.signal(each, stop)


@dataclass
class Child:
    """A process that we started and therefore stop."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 15

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """Ask, wait, and only then insist."""
        if self.alive:
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def tail(self, lines: int = 15) -> str:
        """The last lines it logged, for the person who has to find out why it ended."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    uid: int = 0,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Child:
    """Start a child in a session of its own: Ctrl-C at the terminal reaches us alone, and we stop it in order."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*(tied_to_us(stop_signal, uid)), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            start_new_session=True,
            **as_user(uid),
        )
    return Child(name, process, log, stop_signal)


def tied_to_us(stop_signal: signal.Signals, uid: int = 0) -> list[str]:
    """A prefix that makes Linux stop the child when we are killed; elsewhere the next start finds the leftover.

    With `uid` the child also leaves root: it keeps the right to pass through folders that only root may
    enter (a checkout under /root), because opening those to everybody would be worse.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return []
    prefix = [setpriv, "--pdeathsig", stop_signal.name.removeprefix("SIG")]
    if uid:
        capability = "+dac_override"
        # PostgreSQL asks access(2) about its own programs, which overlooks capabilities without this.
        prefix += ["--securebits=+no_setuid_fixup"]
        prefix += [f"--reuid={uid}", f"--regid={pwd.getpwuid(uid).pw_gid}", "--clear-groups"]
        prefix += [f"--inh-caps={capability}", f"--ambient-caps={capability}"]
    return [*prefix, "--"]


def as_user(uid: int) -> dict[str, Any]:
    """Popen's own way to leave root, for systems without setpriv."""
    if not uid or shutil.which("setpriv"):
        return {}
    return {"user": uid, "group": pwd.getpwuid(uid).pw_gid, "extra_groups": []}


def unprivileged(folder: Path) -> int:
    """The user a server in `folder` runs as when we are root (PostgreSQL refuses root); 0 means as we are."""
    if os.geteuid() != 0:
        return 0
    return folder.stat().st_uid or pwd.getpwnam("nobody").pw_uid


def stop_leftover(pid_file: Path, *, mark: str) -> None:
    """Clear a pid file whose run was killed; stop its process if it is still ours, which `mark` tells.

    The number in a pid file may belong to anything by now, so it alone is no reason to signal anybody.
    """
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError, psutil.Error):
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        if mark in process.cmdline():
            process.send_signal(signal.SIGINT)
            process.wait(30)
    pid_file.unlink(missing_ok=True)
