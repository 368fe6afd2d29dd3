"""`make run`: the whole system on one machine, from nothing to addresses, and down again on Ctrl-C.

Services that have no address, then the database's tables and first data, then web server, worker and
scheduler. Whatever ends by itself ends everything, with its name and the end of its log.
"""

import contextlib
import errno
import json
import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hssk import data_folder, embedded, processes
from hssk.processes import CannotStart, Child

HOST = os.environ.get("HOST", "127.0.0.1")
READY_WITHIN_SECONDS = 180
FIRST_STEPS = {
    "Preparing the tables": ["migrate", "--verbosity=0"],
    "Loading reference data": ["load_reference"],
}
DEMO_STEP = {"Loading the demo campaign": ["demo", "--once"]}


@dataclass
class Site:
    """One run: where it answers, its data, what its processes are told, and the processes."""

    port: int
    folder: Path
    env: dict[str, str]
    children: list[Child]

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def chosen_port() -> int:
    """The port to answer on, free at this moment."""
    try:
        port = int(os.environ.get("PORT") or 8000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except (ValueError, OverflowError) as error:
        message = f"PORT must be a number from 1 to 65535, not {os.environ.get('PORT')}."
        raise CannotStart(message) from error
    except OSError as error:
        message = f"Port {port} cannot be used ({error.strerror}); choose another: make run PORT={port + 1}"
        if error.errno == errno.EADDRINUSE:
            message = f"Port {port} is already in use; choose another: make run PORT={port + 1}"
        raise CannotStart(message) from error
    return port


def environment(site_port: int, folder: Path, addresses: Mapping[str, str]) -> dict[str, str]:
    """What every process of ours is told; the person at the terminal may have said otherwise already."""
    ours = {
        "DEBUG": "1",
        "HSSK_DEMO": "1",
        "SITE_URL": f"http://localhost:{site_port}",
        "HSSK_DATA_DIR": str(folder),
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
        "DJANGO_SETTINGS_MODULE": "hssk.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return {**ours, **os.environ, **addresses}


def program(name: str) -> str:
    """A program of our virtual environment."""
    return str(Path(sys.executable).parent / name)


def prepare(site: Site) -> None:
    """Bring the database to where this version needs it; every step may be repeated."""
    shutil.rmtree(site.folder / "metrics", ignore_errors=True)
    (site.folder / "metrics").mkdir()
    steps = FIRST_STEPS | (DEMO_STEP if site.env["HSSK_DEMO"] == "1" else {})
    for title, command in steps.items():
        say(f"{title} ...")
        manage = data_folder.ROOT / "manage.py"
        with started(site, f"manage.py {command[0]}", [sys.executable, str(manage), *command]) as child:
            if child.process.wait() != 0:
                raise CannotStart(ending(child))


def ending(child: Child) -> str:
    """What to say about a process that ended before its time."""
    code = child.process.returncode
    return f"{child.name} ended (exit code {code}). Its log {child.log} ends:\n{child.tail()}"


@contextlib.contextmanager
def started(site: Site, name: str, command: list[str]) -> Iterator[Child]:
    """A process of the site, stopped on leaving."""
    child = processes.start(name, command, log=site.log(name.replace("manage.py ", "")), env=site.env)
    try:
        yield child
    finally:
        child.stop()


def web(site: Site) -> list[str]:
    """gunicorn: threads, since a request waits for the database longer than it computes."""
    options = ["--worker-class=gthread", "--workers=2", "--threads=4", "--graceful-timeout=10", "--no-control-socket"]
    memory = Path("/dev/shm")  # noqa: S108  its heartbeat files must not wait for a busy disk
    options += [f"--worker-tmp-dir={memory}"] if os.access(memory, os.W_OK) else []
    return [program("gunicorn"), "hssk.wsgi:application", f"--bind={HOST}:{site.port}", *options]


def worker() -> list[str]:
    return [program("celery"), "-A", "hssk.celery", "worker", "--concurrency=2", "--loglevel=WARNING"]


def scheduler() -> list[str]:
    return [program("celery"), "-A", "hssk.celery", "beat", "--loglevel=WARNING"]


def await_ready(site: Site) -> None:
    """Wait until every part answers, as long as every process lives."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while fetch(site, "/readyz") is None:
        raise_if_ended(site)
        if time.monotonic() > deadline:
            message = f"Not ready after {READY_WITHIN_SECONDS} seconds; see the logs in {site.folder / 'logs'}."
            raise CannotStart(message)
        time.sleep(0.2)


def fetch(site: Site, path: str) -> bytes | None:
    """What the running site answers, or None when it does not say 200."""
    host = "127.0.0.1" if HOST == "0.0.0.0" else HOST  # noqa: S104  compared, not bound
    try:
        with urllib.request.urlopen(f"http://{host}:{site.port}{path}", timeout=5) as answer:
            return answer.read()
    except (urllib.error.URLError, OSError):
        return None


def raise_if_ended(site: Site) -> None:
    for child in site.children:
        if not child.alive:
            raise CannotStart(ending(child))


def announce(site: Site) -> None:
    """Where to go, and who one can be."""
    say("\nHSSK is ready." + (" Invented people and figures only." if site.env["HSSK_DEMO"] == "1" else ""))
    say(f"\n  {site.address}/            Trang chủ · home")
    say(f"  {site.address}/staff/      Cán bộ y tế · staff sign-in")
    say(f"  {site.address}/dev/phones/ Điện thoại thử · what phones received")
    say(f"  {site.address}/api/docs/   API")
    accounts = json.loads(fetch(site, "/dev/accounts.json") or b"[]")
    if accounts:
        say("\n  Demo sign-ins at /staff/:")
    for account in accounts:
        say("  " + account_line(account))
    say(f"\n  Logs: {site.folder / 'logs'}\n  Ctrl-C stops everything.\n")


def account_line(account: Mapping[str, str]) -> str:
    totp = f"  TOTP secret {account['totp_secret']}" if account.get("totp_secret") else ""
    title = account.get("title") or account.get("role", "")
    return f"{account.get('username', ''):<16} {account.get('password', ''):<20} {title}{totp}"


def serve(site: Site) -> None:
    """Run web server, worker and scheduler until a signal comes or one of them ends."""
    with contextlib.ExitStack() as stack:
        # Left in the opposite order: first nothing new is planned or let in, then the worker finishes its tasks.
        for name, command in [("worker", worker()), ("web", web(site)), ("scheduler", scheduler())]:
            site.children.append(stack.enter_context(started(site, name, command)))
        await_ready(site)
        announce(site)
        while True:
            raise_if_ended(site)
            time.sleep(0.3)


def run() -> None:
    port, folder = chosen_port(), data_folder.place()
    with embedded.services(folder) as services:
        site = Site(port, folder, environment(port, folder, services.addresses), list(services.children))
        prepare(site)
        say("Starting web server, worker and scheduler ...")
        serve(site)


def main() -> int:
    processes.stop_on_signals()
    try:
        run()
    except processes.Stopped:
        say("HSSK is stopped.")
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
