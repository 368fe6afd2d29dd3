"""Bundled PostgreSQL and Valkey: started when needed, data kept, nothing left behind."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from hssk import data_folder, embedded, processes
from tests.waiting import eventually

COUNT_RUNS = """
import os, psycopg2
connection = psycopg2.connect(os.environ["DATABASE_URL"])
with connection, connection.cursor() as cursor:
    cursor.execute("CREATE TABLE IF NOT EXISTS runs (at timestamptz DEFAULT now())")
    cursor.execute("INSERT INTO runs DEFAULT VALUES")
    cursor.execute("SELECT count(*) FROM runs")
    print(cursor.fetchone()[0])
"""
PING = "import os, redis; print(redis.from_url(os.environ['REDIS_URL']).ping())"
SAY_READY_AND_STAY = "import signal; print('up', flush=True); signal.pause()"


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., list[str]]:
    return lambda code, *options: [sys.executable, "-m", "hssk.embedded", *options, "--", sys.executable, "-c", code]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return {**ours, "HSSK_DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def run(command, env) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(code: str, *options: str, **more: str) -> subprocess.CompletedProcess[str]:
        arguments = command(code, *options)
        return subprocess.run(arguments, env=env | more, capture_output=True, text=True, timeout=60, check=False)

    return run


@pytest.fixture
def staying(command, env) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Runs that stay up until the test, or its end, stops them."""
    runs = []

    def start(folder: Path) -> subprocess.Popen[str]:
        told = env | {"HSSK_DATA_DIR": str(folder)}
        runs.append(subprocess.Popen(command(SAY_READY_AND_STAY), env=told, stdout=subprocess.PIPE, text=True))
        assert runs[-1].stdout.readline() == "up\n"
        return runs[-1]

    yield start
    for each in runs:
        each.terminate()
        each.wait(30)
        each.stdout.close()


def servers(of: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(of.pid).children(recursive=True)


def test_a_second_run_finds_the_data_of_the_first(run):
    assert run(COUNT_RUNS).stdout == "1\n"
    assert run(COUNT_RUNS).stdout == "2\n"


def test_the_command_reaches_valkey(run):
    assert run(PING).stdout == "True\n"


def test_the_commands_exit_code_is_passed_on(run):
    assert run("raise SystemExit(7)").returncode == 7


def test_addresses_that_are_set_are_left_alone(run, tmp_path):
    code = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"
    assert run(code, DATABASE_URL="postgres://there", REDIS_URL="redis://there").stdout == (
        "postgres://there redis://there\n"
    )
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_throwaway_folder_is_deleted(run):
    folder = run("import os; print(os.environ['DATABASE_URL'].split('host=')[1])", "--throwaway").stdout.strip()
    assert folder.endswith("sockets")
    assert not Path(folder).parent.exists()


def test_a_path_too_long_for_sockets_gets_them_elsewhere(run, tmp_path):
    deep = tmp_path / ("d" * 100) / "data"
    assert run(COUNT_RUNS, HSSK_DATA_DIR=str(deep)).stdout == "1\n"


def test_a_server_that_left_root_still_reaches_its_programs(tmp_path):
    """As root, from a checkout that only root may enter; PostgreSQL asks access(2)."""
    program = tmp_path / "private" / "program"
    program.parent.mkdir(mode=0o700)
    program.touch(mode=0o755)
    ask = "import os, sys; sys.exit(os.geteuid() == 0 or not os.access(sys.argv[1], os.X_OK))"
    uid = processes.unprivileged(tmp_path)
    child = processes.start("asking", [sys.executable, "-c", ask, program], log=tmp_path / "log", uid=uid)
    assert child.process.wait(10) == 0, child.tail()


def test_a_command_beside_a_run_uses_its_services(run, staying, tmp_path):
    staying(tmp_path / "data")
    assert run(COUNT_RUNS).stdout == "1\n"
    assert run(COUNT_RUNS).stdout == "2\n"


def test_sigterm_stops_what_it_started_and_nothing_else(staying, tmp_path):
    ours, neighbour = staying(tmp_path / "ours"), staying(tmp_path / "neighbour")
    started = servers(ours)
    ours.terminate()
    assert ours.wait(30) == 128 + signal.SIGTERM
    assert not any(each.is_running() for each in started)
    assert all(each.is_running() for each in servers(neighbour))
    assert len(servers(neighbour)) >= 3


def test_a_killed_run_is_recovered_from(run, staying, tmp_path):
    killed = staying(tmp_path / "data")
    started = servers(killed)
    killed.kill()
    assert run(COUNT_RUNS).stdout == "1\n"
    eventually(lambda: not any(each.is_running() for each in started))


def test_a_stale_pid_file_stops_nobody(run, tmp_path):
    """Its number belongs to somebody else by now: here to this test."""
    run(COUNT_RUNS)
    pid_file = tmp_path / "data" / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{pid_file.parent}\n1\n5432\n\n\n")
    shutil.chown(pid_file, pid_file.parent.stat().st_uid)
    assert run(COUNT_RUNS).stdout == "2\n"


LIKE_A_SERVER = """
import signal
signal.signal(signal.SIGINT, signal.SIG_DFL)
print("ready", flush=True)
signal.pause()
"""


def test_a_leftover_of_ours_is_stopped(tmp_path):
    """Servers set their own handler of SIGINT: a job in the background inherits that it be ignored."""
    leftover = subprocess.Popen([sys.executable, "-c", LIKE_A_SERVER, "1000"], stdout=subprocess.PIPE, text=True)
    assert leftover.stdout is not None
    assert leftover.stdout.readline() == "ready\n"
    (tmp_path / "pid").write_text(f"{leftover.pid}\n")
    processes.stop_leftover(tmp_path / "pid", mark="1000")
    assert leftover.wait(0) is not None
    leftover.stdout.close()
    assert not (tmp_path / "pid").exists()


def test_a_folder_is_held_by_one_run_at_a_time(tmp_path):
    with (
        data_folder.only_run(tmp_path),
        pytest.raises(data_folder.AlreadyRunning, match=f"already runs on {tmp_path} .process {os.getpid()}"),
        data_folder.only_run(tmp_path),
    ):
        pytest.fail("held twice")


def test_the_lock_file_of_an_earlier_run_is_no_lock(tmp_path):
    (tmp_path / "lock").write_text("1\n")
    with data_folder.only_run(tmp_path):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_a_full_disk_is_said_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=3 * 2**20))
    with pytest.raises(processes.CannotStart) as refusal, embedded.services(tmp_path):
        pytest.fail("started")
    assert str(refusal.value) == f"The disk of {tmp_path} is full: 3 MB are free, 500 MB are needed."


def test_a_folder_that_cannot_be_written_is_said_in_one_line(run, tmp_path):
    (tmp_path / "file").touch()
    refused = run("", HSSK_DATA_DIR=str(tmp_path / "file" / "data"))
    assert refused.returncode == 1
    assert refused.stderr == f"Cannot write to {tmp_path}/file/data: Not a directory.\n"


def test_data_of_another_postgresql_is_said_in_one_line(run, tmp_path):
    (tmp_path / "data" / "postgres").mkdir(parents=True)
    (tmp_path / "data" / "postgres" / "PG_VERSION").write_text("16\n")
    refused = run("")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "holds data of PostgreSQL 16" in refused.stderr
