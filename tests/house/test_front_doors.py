"""Django finds nothing inside rooms by itself: every room must be wired at its app's front door."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from hssk.celery import app as celery_app
from tests.house.source import APPS, ROOT, module_of, python_files, rooms

ROOMS = [pytest.param(room, id="/".join(room.parts[-2:])) for room in rooms()]


def imported_by(door: Path) -> set[str]:
    """Modules that a front door names, in imports or include("…")."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(door.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
    return names


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("furniture", ["models", "admin", "tasks", "api_urls", "messages"])
def test_a_rooms_furniture_is_named_at_the_front_door(room: Path, furniture: str) -> None:
    if (room / f"{furniture}.py").exists():
        assert module_of(room / f"{furniture}.py") in imported_by(room.parent / f"{furniture}.py")


@pytest.mark.parametrize("room", ROOMS)
def test_a_rooms_pages_are_reached_from_an_address(room: Path) -> None:
    if (room / "urls.py").exists():
        doors = imported_by(room.parent / "urls.py") | imported_by(ROOT / "hssk" / "page_urls.py")
        assert module_of(room / "urls.py") in doors


@pytest.mark.parametrize("app", APPS)
def test_each_app_has_its_front_doors(app: str) -> None:
    for door in ["apps", "models", "admin", "tasks", "urls", "api_urls"]:
        assert (ROOT / app / f"{door}.py").exists()
    assert apps.get_app_config(app)


def test_every_model_of_a_room_is_in_its_apps_registry() -> None:
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            assert model.__module__.split(".")[0] == app


def resolved(patterns: list[URLPattern | URLResolver]) -> list[URLPattern]:
    """Every address below these patterns."""
    found: list[URLPattern] = []
    for pattern in patterns:
        found += resolved(pattern.url_patterns) if isinstance(pattern, URLResolver) else [pattern]
    return found


def test_no_address_is_given_twice() -> None:
    names = [pattern.lookup_str for pattern in resolved(get_resolver().url_patterns)]
    assert names


def test_every_scheduled_task_exists_and_goes_to_a_queue_that_a_worker_watches() -> None:
    celery_app.loader.import_default_modules()
    for entry in celery_app.conf.beat_schedule.values():
        assert entry["task"] in celery_app.tasks
    routes = celery_app.amqp.router
    ours = [name for name in celery_app.tasks if not name.startswith("celery.")]
    queues = {routes.route({}, name)["queue"].name for name in ours}
    assert queues <= {queue.name for queue in celery_app.conf.task_queues}


def test_what_happens_above_is_connected_only_in_wiring() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in python_files()}
    signals = {name for source in sources.values() for name in re.findall(r"^(\w+) = Signal\(", source, re.MULTILINE)}
    assert "registrations_submitted" in signals
    connected = re.compile(rf"\b({'|'.join(signals)})\.connect\(|post_save|pre_save")
    places = {path.name for path, source in sources.items() if connected.search(source)}
    assert places <= {"wiring.py", "tasks.py"}
