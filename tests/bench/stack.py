"""The stack under load: web server, worker and scheduler as `make run` starts them, and the CPU time they take."""

import contextlib
import os
import socket
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from django.db import connection

from hssk import processes, run

SETTINGS = "tests.bench.settings"
READY_WITHIN_SECONDS = 60


@dataclass
class Stack:
    """A running web server, its worker and the database, on one machine."""

    port: int
    roots: list[psutil.Process]

    def cpu_seconds(self) -> float:
        """CPU time of all processes so far; of those that ended, as their parents know it."""
        total = 0.0
        for root in self.roots:
            for process in [root, *root.children(recursive=True)]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    times = process.cpu_times()
                    total += times.user + times.system + times.children_user + times.children_system
        return total


def database_url() -> str:
    """The address of the database that this process uses: the bench's own."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return parts._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def stack() -> Iterator[Stack]:
    """Web server and worker on the bench's database, stopped on leaving."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stop:
        env = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": SETTINGS}
        site = run.Site(port, Path(folder), env, [])
        for name, command in (("web", run.web(site)), ("worker", run.worker()), ("scheduler", run.scheduler())):
            child = processes.start(name, command, log=Path(folder) / f"{name}.log", env=env)
            stop.callback(child.stop)
            site.children.append(child)
        await_ready(site)
        roots = [psutil.Process(child.process.pid) for child in site.children]
        yield Stack(port, [*roots, *postmaster()])


def await_ready(site: run.Site) -> None:
    """Wait until web server and worker answer."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{site.port}/readyz", timeout=5):
            return
        for child in site.children:
            if not child.alive:
                sys.exit(f"{child.name} ended:\n{child.tail()}")
        time.sleep(0.2)
    sys.exit("the stack was not ready in time:\n" + "\n".join(child.tail() for child in site.children))


def postmaster() -> list[psutil.Process]:
    """PostgreSQL's first process, when it runs on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    with contextlib.suppress(psutil.NoSuchProcess):
        backend = psutil.Process(pid)
        if "postgres" in backend.name() and (parent := backend.parent()):
            return [parent]
    return []
