"""`make run`: everything up, one clear line when that cannot be, everything of its own down again."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from hssk.embedded import free_port
from tests.waiting import eventually


class Run(subprocess.Popen):
    """A `make run` of its own, without the demo, as other tests load that."""

    def __init__(self, folder: Path, port: int | str) -> None:
        unset = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "FIELD_KEY"}
        inherited = {name: value for name, value in os.environ.items() if name not in unset}
        ours = {"HSSK_DATA_DIR": str(folder), "PORT": str(port), "HSSK_DEMO": "0"}
        self.port, self.log = port, folder.with_suffix(".out")
        with self.log.open("w") as output:
            super().__init__([sys.executable, "-m", "hssk.run"], env=inherited | ours, stdout=output, stderr=output)

    def answers(self, path: str) -> bool:
        assert self.poll() is None, self.log.read_text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def await_ready(self) -> "Run":
        eventually(lambda: self.answers("/readyz") and "Ctrl-C stops everything" in self.log.read_text(), within=180)
        return self

    def processes(self) -> list[psutil.Process]:
        return psutil.Process(self.pid).children(recursive=True)

    def child(self, word: str) -> psutil.Process:
        return next(each for each in psutil.Process(self.pid).children() if word in " ".join(each.cmdline()))


@pytest.fixture
def make_run(tmp_path) -> Iterator[Callable[..., Run]]:
    runs = []

    def start(folder: Path = tmp_path / "data", port: int | str | None = None) -> Run:
        runs.append(Run(folder, port or free_port()))
        return runs[-1]

    yield start
    for each in runs:
        each.terminate()
        each.wait(60)


def refusal(of: Run) -> str:
    assert of.wait(60) == 1
    return of.log.read_text()


@pytest.fixture
def neighbour() -> Iterator[subprocess.Popen[bytes]]:
    """A process that is none of ours."""
    with subprocess.Popen(["sleep", "1000"]) as process:
        yield process
        process.kill()


def test_from_nothing_to_ready_and_down_again(make_run, tmp_path, neighbour):
    run = make_run().await_ready()
    started = run.processes()
    assert f"http://localhost:{run.port}/staff/" in run.log.read_text()
    second = make_run()
    assert refusal(second) == f"HSSK already runs on {tmp_path / 'data'} (process {run.pid}); stop that one first.\n"

    run.send_signal(signal.SIGINT)

    assert run.wait(60) == 0
    assert run.log.read_text().endswith("HSSK is stopped.\n")
    assert not any(each.is_running() for each in started)
    assert neighbour.poll() is None


def test_what_ends_by_itself_is_named_and_ends_the_rest(make_run):
    run = make_run().await_ready()
    started = run.processes()
    run.child("beat").kill()
    said = refusal(run)
    assert "scheduler ended (exit code -9). Its log" in said
    assert not any(each.is_running() for each in started)


def test_a_signal_while_it_starts_stops_it_too(make_run):
    run = make_run()
    eventually(lambda: "Preparing the tables" in run.log.read_text())
    run.terminate()
    assert run.wait(60) == 0
    assert run.log.read_text().endswith("HSSK is stopped.\n")


def test_a_port_in_use_is_said_in_one_line(make_run, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(make_run(port=port))
    assert said == f"Port {port} is already in use; choose another: make run PORT={port + 1}\n"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", ["http", "70000"])
def test_a_port_that_is_none_is_said_in_one_line(make_run, port):
    assert refusal(make_run(port=port)) == f"PORT must be a number from 1 to 65535, not {port}.\n"
